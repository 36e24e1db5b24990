"""The chain through the steps of a case, and the seals on photographs."""

from dataclasses import dataclass, replace
from datetime import UTC, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityloop.cases.domain.history import GENESIS, StepFacts, digest, faults
from cityloop.cases.tests.domain.factories import CASE, OTHER_CASE, WATER, march
from cityloop.kernel.pictures import seal

PATH = ("START", "ACCEPTANCE", "ACCEPTANCE", "FILING", "DISPATCH", "DISPOSAL")
steady = settings(deadline=None, derandomize=True, max_examples=100)


@dataclass
class Chain:
    """A history as the database keeps it: facts with their hashes, and what the case remembers of them."""

    steps: list[tuple[StepFacts, str]]
    head: str
    stage: str

    def faults(self) -> list[str]:
        return faults(self.steps, head=self.head, stage=self.stage)


def step(number: int) -> StepFacts:
    return StepFacts(
        case_id=CASE,
        number=number,
        step_id=UUID(int=1000 + number),
        verb=f"verb_{number}",
        source=PATH[number - 1],
        target=PATH[number],
        actor_name="受理员",
        actor_id=UUID(int=number),
        post="ACCEPTOR",
        body_id=WATER,
        taken_at=march(6, 9, number),
        opinion=f"Because {number}.",
        inputs={"limit": "4 work_hour", "score": number, "photo_ids": [str(UUID(int=number))]},
    )


def history() -> Chain:
    steps, head = [], GENESIS
    for number in range(1, len(PATH)):
        head = digest(step(number), head)
        steps.append((step(number), head))
    return Chain(steps, head, PATH[-1])


FORGERIES: dict[str, Any] = {
    "case_id": OTHER_CASE,
    "number": 99,
    "step_id": UUID(int=9),
    "verb": "close",
    "source": "CLOSED",
    "target": "CLOSED",
    "actor_id": UUID(int=9),
    "actor_name": "somebody else",
    "post": "LEADER",
    "body_id": None,
    "taken_at": march(6, 9),
    "opinion": "",
    "inputs": {},
}


def test_an_untouched_history_has_no_faults() -> None:
    assert history().faults() == []
    assert faults([], head=GENESIS, stage="START") == []


@pytest.mark.parametrize("name", FORGERIES)
@pytest.mark.parametrize("place", range(len(PATH) - 1))
def test_no_field_of_any_step_can_be_changed(name: str, place: int) -> None:
    chain = history()
    facts, stored = chain.steps[place]
    chain.steps[place] = replace(facts, **{name: FORGERIES[name]}), stored

    assert any(f"step {chain.steps[place][0].number}" in fault for fault in chain.faults())


def test_every_field_has_its_forgery() -> None:
    assert set(FORGERIES) == set(StepFacts.__slots__)


@given(st.integers(0, len(PATH) - 2), st.sampled_from(sorted(FORGERIES)))
@steady
def test_a_forger_who_hashes_again_is_found_by_the_next_step_or_by_the_case(place: int, name: str) -> None:
    chain = history()
    facts = replace(chain.steps[place][0], **{name: FORGERIES[name]})
    previous = chain.steps[place - 1][1] if place else GENESIS
    chain.steps[place] = facts, digest(facts, previous)

    assert chain.faults()


@given(st.integers(0, len(PATH) - 2))
@steady
def test_a_dropped_step_is_missed(place: int) -> None:
    chain = history()
    del chain.steps[place]

    assert chain.faults()
    if place < len(PATH) - 2:
        assert f"step {place + 1} is missing" in chain.faults()


@given(st.permutations(range(len(PATH) - 1)).filter(lambda order: list(order) != sorted(order)))
@steady
def test_swapped_steps_are_noticed(order: list[int]) -> None:
    chain = history()
    chain.steps = [chain.steps[place] for place in order]

    assert chain.faults()


def test_an_appended_step_is_not_the_one_the_case_remembers() -> None:
    chain = history()
    more = replace(step(1), number=len(PATH), source=PATH[-1], target="CLOSED")
    chain.steps.append((more, digest(more, chain.head)))

    assert chain.faults() == [
        "the last step is not the one the case remembers",
        "history ends at CLOSED, the case says DISPOSAL",
    ]


def test_a_case_moved_without_a_step_is_noticed() -> None:
    chain = history()
    chain.stage = "CLOSED"

    assert chain.faults() == ["history ends at DISPOSAL, the case says CLOSED"]


def test_steps_of_another_case_do_not_fit() -> None:
    chain = history()
    chain.steps[2] = replace(chain.steps[2][0], case_id=OTHER_CASE), chain.steps[2][1]

    assert chain.faults() == ["step 3 was changed"]


def test_the_hash_does_not_depend_on_time_zone_or_order_of_inputs() -> None:
    facts = step(1)
    same = replace(facts, taken_at=facts.taken_at.astimezone(UTC), inputs=dict(reversed(list(facts.inputs.items()))))

    assert digest(same, GENESIS) == digest(facts, GENESIS)
    assert digest(facts, "x") != digest(facts, GENESIS)


def test_a_microsecond_makes_another_hash() -> None:
    facts = step(1)
    later = replace(facts, taken_at=facts.taken_at + timedelta(microseconds=1))

    assert digest(later, GENESIS) != digest(facts, GENESIS)


SEALED: dict[str, Any] = {"taken_at": march(6, 9), "place": (111.0, 35.0), "device": "phone-7"}


@pytest.mark.parametrize(
    "changed",
    [
        {"taken_at": march(6, 9) + timedelta(microseconds=1)},
        {"place": (111.0000001, 35.0)},
        {"place": (None, 35.0)},
        {"place": (35.0, 111.0)},
        {"device": "phone-8"},
        {"device": ""},
    ],
)
def test_a_seal_does_not_fit_another_time_place_or_device(changed: dict[str, Any]) -> None:
    assert seal("ab" * 32, **(SEALED | changed)) != seal("ab" * 32, **SEALED)


def test_a_seal_does_not_fit_another_photograph() -> None:
    assert seal("ab" * 32, **SEALED) != seal("ac" * 32, **SEALED)


def test_a_seal_is_the_same_in_every_time_zone_and_without_a_position() -> None:
    abroad = SEALED | {"taken_at": SEALED["taken_at"].astimezone(UTC)}

    assert seal("ab" * 32, **abroad) == seal("ab" * 32, **SEALED)
    assert len(seal("ab" * 32, taken_at=march(6, 9), place=(None, None), device="")) == 64
