"""The lot that picks who checks: no database."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import permutations
from uuid import UUID

import pytest

from cityloop.organizations.contracts import CollectorCandidate, NobodyToDrawError
from cityloop.organizations.domain.drawing import draw

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
SEED = bytes(range(32))


def people(count: int) -> list[CollectorCandidate]:
    return [CollectorCandidate(UUID(int=n), f"监督员{n}", UUID(int=90), UUID(int=100 + n)) for n in range(1, count + 1)]


def ago(*days: int) -> dict[UUID, datetime]:
    """When each was last drawn: the first account so many days ago, and so on; 0 is never."""
    return {UUID(int=n): NOON - timedelta(days=d) for n, d in enumerate(days, start=1) if d}


@pytest.mark.parametrize("count", [1, 2, 3, 5, 7, 10, 16])
def test_over_all_seeds_of_a_length_everyone_is_drawn_equally_often(count: int) -> None:
    drawn = Counter(
        draw(people(count), seed=bytes([seed]), excluded={}, recent={}).chosen.account_id for seed in range(256)
    )

    assert len(drawn) == count
    assert max(drawn.values()) - min(drawn.values()) <= 1


def test_the_same_seed_draws_the_same_one_whatever_the_order() -> None:
    results = [draw(order, seed=SEED, excluded={}, recent={}) for order in permutations(people(4))]

    assert all(result == results[0] for result in results)


def test_the_record_lets_anybody_repeat_the_draw() -> None:
    excluded, recent = {UUID(int=2): "works for the body"}, ago(1, 0, 2)

    result = draw(people(5), seed=SEED, excluded=excluded, recent=recent)

    assert result.record.pool == (UUID(int=4), UUID(int=5))
    assert result.record.rested == (UUID(int=1), UUID(int=3))
    assert result.record.excluded == excluded
    assert result.record.seed_sha256 == sha256(SEED).hexdigest()
    assert result.chosen.account_id == result.record.pool[result.record.index]


@pytest.mark.parametrize(
    ("recent", "rested"),
    [
        (ago(), set()),
        (ago(5), {1}),
        (ago(5, 4), {1, 2}),
        (ago(5, 4, 3), {2, 3}),
        (ago(1, 2, 3, 4), {1, 2}),
        (ago(0, 0, 0, 9), {4}),
    ],
)
def test_the_half_that_checked_this_body_last_rests(recent: dict[UUID, datetime], rested: set[int]) -> None:
    record = draw(people(4), seed=SEED, excluded={}, recent=recent).record

    assert {account.int for account in record.rested} == rested
    assert {account.int for account in record.pool} == {1, 2, 3, 4} - rested


def test_the_only_one_never_rests() -> None:
    assert draw(people(1), seed=SEED, excluded={}, recent=ago(1)).chosen.account_id == UUID(int=1)


def test_of_two_the_other_one_is_drawn_next() -> None:
    first = draw(people(2), seed=SEED, excluded={}, recent={}).chosen.account_id
    second = draw(people(2), seed=SEED, excluded={}, recent={first: NOON}).chosen.account_id

    assert {first, second} == {UUID(int=1), UUID(int=2)}


def test_whoever_is_excluded_is_never_drawn() -> None:
    excluded = {UUID(int=1): "reported it", UUID(int=9): "is not even here"}

    drawn = {draw(people(3), seed=bytes([n]), excluded=excluded, recent={}).chosen.account_id for n in range(256)}

    assert drawn == {UUID(int=2), UUID(int=3)}


def test_nobody_eligible_is_said_with_the_reasons() -> None:
    with pytest.raises(NobodyToDrawError) as refusal:
        draw(people(1), seed=SEED, excluded={UUID(int=1): "reported it"}, recent={})

    assert refusal.value.facts == {"excluded": {str(UUID(int=1)): "reported it"}}
