"""Laws of counting, tried on histories that were made up."""

from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cityloop.cases.contracts import (
    Answer,
    CaseHistory,
    RequestTold,
    Source,
    StageRole,
    StayTold,
    StepTold,
    TaskTold,
    UrgeTold,
)
from cityloop.evaluation.domain.base_indicators import BY_KEY, CountUnit, FactKind, columns_of
from cityloop.evaluation.domain.counted import counted, plain, timed_counts
from cityloop.evaluation.domain.counting import Places, months_of
from cityloop.evaluation.domain.counting_rules import (
    SHIPPED,
    BelongsTo,
    ClosingJudged,
    CountingRules,
    ExemptedLateness,
    RulesBook,
    RulesInForce,
    SuspendedNeed,
    WrongDispatch,
    plain_rules,
    rules_from,
)
from cityloop.evaluation.domain.periods import read_period
from cityloop.kernel.errors import InvalidInputError

SHANGHAI = ZoneInfo("Asia/Shanghai")
BORN = datetime(2026, 3, 31, 23, 30, tzinfo=SHANGHAI)
MINUTE = timedelta(minutes=1)
OPEN_ROLES = [
    StageRole.ACCEPTANCE, StageRole.FILING, StageRole.DISPATCH, StageRole.DISPOSAL, StageRole.CHECK, StageRole.CLOSING,
]  # fmt: skip
PHASES = {StageRole.SUSPENSION: "PAUSED", StageRole.CLOSED: "CLOSED", StageRole.VOID: "VOID"}
bodies = st.sampled_from([UUID(int=number) for number in (11, 12, 13)])
people = st.sampled_from([UUID(int=number) for number in (21, 22)])
spans = st.integers(0, 3000).map(lambda number: number * MINUTE)
rules_of_counting = st.builds(
    CountingRules,
    closing_judged=st.sampled_from(ClosingJudged),
    wrong_dispatch=st.sampled_from(WrongDispatch),
    exempted_lateness=st.sampled_from(ExemptedLateness),
    suspended_need=st.sampled_from(SuspendedNeed),
    belongs_to=st.sampled_from(BelongsTo),
    satisfied_from=st.sampled_from([100, 80, 50]),
    month_begins_on=st.integers(1, 28),
)


@st.composite
def histories(draw: st.DrawFn) -> CaseHistory:
    """Return a history in which a case goes on, back or out at random; its moments and counters fit together."""
    at, stays, role = BORN, [], StageRole.ACCEPTANCE
    for number in range(1, draw(st.integers(1, 12)) + 1):
        last = draw(st.booleans()) if number > 1 else False
        onward = role in OPEN_ROLES and draw(st.integers(0, 3)) > 0
        following = _onward(role) if onward else draw(st.sampled_from([*OPEN_ROLES, *PHASES]))
        left = None if last else at + draw(spans)
        stays.append(_stay(draw, number, role, at, left, went_on=onward and left is not None))
        if left is None:
            break
        at, role = left, following
    else:
        stays.append(_stay(draw, len(stays) + 1, role, at, None, went_on=False))
    return _case(draw, tuple(stays))


def _onward(role: StageRole) -> StageRole:
    place = OPEN_ROLES.index(role)
    return OPEN_ROLES[place + 1] if place + 1 < len(OPEN_ROLES) else StageRole.CLOSED


def _stay(
    draw: st.DrawFn, number: int, role: StageRole, at: datetime, left: datetime | None, *, went_on: bool
) -> StayTold:
    allowance = draw(st.none() | st.just(timedelta(hours=4)))
    return StayTold(
        number, role, "POST", draw(bodies), at, at + timedelta(hours=4), allowance, timedelta(0), left,
        draw(people) if left else None, "verb" if left else "", left - at if left else None,
        draw(st.sampled_from([True, False, None])) if left else None, went_on,
    )  # fmt: skip


def _case(draw: st.DrawFn, stays: tuple[StayTold, ...]) -> CaseHistory:
    role, at = stays[-1].role, stays[-1].arrived_at
    phase = PHASES.get(role, "OPEN")
    tasks = tuple(_task(draw, number, stay) for number, stay in enumerate(stays) if draw(st.booleans()))
    moment = st.none() | st.just(at)
    return CaseHistory(
        UUID(int=1), "1", len(stays), SHANGHAI, role, phase, "INCIDENT", "0601", draw(st.sampled_from(list(Source))),
        "ROUTINE",
        "110101001001001", "", "A", draw(bodies), draw(people), BORN, draw(moment), draw(moment), draw(moment),
        draw(moment), draw(st.sampled_from([True, False, None])), at if phase == "CLOSED" else None,
        draw(st.none() | st.just(at + MINUTE)), None,
        draw(st.sampled_from(["NOT_ACCEPTED", "NOT_FILED", "VOIDED", "MERGED"])) if phase == "VOID" else None,
        draw(st.sampled_from(Answer)), draw(st.sampled_from(Answer)),
        draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(st.integers(0, 2)), draw(st.integers(0, 2)),
        draw(st.integers(0, 2)), draw(st.integers(0, 2)),
        draw(st.integers(0, 9)) == 0, draw(st.booleans()), draw(st.sampled_from([None, 100, 50, -100])),
        draw(st.booleans()), draw(st.booleans()), stays, tasks,
        tuple(StepTold(n, "verb", draw(people), "POST", draw(bodies), stay.arrived_at, None)
              for n, stay in enumerate(stays, start=1)),
        (RequestTold("EXTENSION", "APPROVED", at, at, draw(spans)),),
        tuple(UrgeTold("GENERAL", at, None, draw(moment)) for _ in range(draw(st.integers(0, 2)))),
    )  # fmt: skip


def _task(draw: st.DrawFn, number: int, stay: StayTold) -> TaskTold:
    at = stay.arrived_at
    return TaskTold(
        UUID(int=100 + number), number, draw(st.sampled_from(["VERIFY", "CHECK"])), draw(people), draw(people), at,
        at + 30 * MINUTE, draw(st.none() | st.just(at + 40 * MINUTE)), draw(st.sampled_from(Answer)), None,
        draw(st.booleans()), stay.number, timedelta(0),
    )  # fmt: skip


def book(rules: CountingRules) -> RulesBook:
    return RulesBook((RulesInForce(1, date.min, rules),))


@settings(max_examples=300)
@given(history=histories(), rules=rules_of_counting)
def test_each_fact_has_every_column_and_counts_a_row_once(history: CaseHistory, rules: CountingRules) -> None:
    facts = counted(history, book(rules), Places())

    for kind, rows in ((FactKind.CASE, (facts.case,)), (FactKind.TASK, facts.tasks), (FactKind.WORK, facts.works)):
        for row in rows:
            assert tuple(row.counts) == columns_of(kind)
            assert all(count in {0, 1} for key, count in row.counts.items() if BY_KEY[key].unit is CountUnit.ROWS)
            assert all(count >= 0 for key, count in row.counts.items() if key != "satisfaction_score")
            assert len(plain(row)) == len({*plain(row)})


@settings(max_examples=300)
@given(history=histories(), rules=rules_of_counting)
def test_counts_of_a_case_fit_together(history: CaseHistory, rules: CountingRules) -> None:
    row = counted(history, book(rules), Places()).case
    count = {**row.counts, **timed_counts(row.counts, row.dimensions.due_at, BORN + timedelta(days=1))}

    assert count["need_dispatch"] == count["dispatched"] + count["to_dispatch"]
    assert count["dispatched"] == count["dispatched_on_time"] + count["dispatched_late"]
    assert count["dispatched"] == count["dispatched_accurately"] + count["dispatched_wrongly"]
    apart = count["exempted"] if rules.exempted_lateness is ExemptedLateness.APART else 0
    assert count["disposed"] == count["disposed_on_time"] + count["disposed_late"] + apart
    assert count["to_dispose"] == count["to_dispose_on_time"] + count["to_dispose_late"]
    assert count["need_close"] == count["disposed"] + count["to_dispose_late"] <= 1
    assert count["closed"] >= count["closed_on_time"] + count["closed_late"]
    assert count["reported"] == count["collector_reported"] + count["public_reported"]
    assert count["filed"] == sum(count[key] for key in count if key.startswith("filed_from_"))
    assert count["filed_accurately"] <= count["filed"] <= count["accepted"] <= count["reported"]


@settings(max_examples=200)
@given(history=histories(), rules=rules_of_counting)
def test_own_fixes_and_merged_cases_count_as_nothing_else(history: CaseHistory, rules: CountingRules) -> None:
    counts = {key for key, n in counted(history, book(rules), Places()).case.counts.items() if n}

    if history.self_disposed:
        assert counts <= {"self_disposed", "self_closed", "self_void"}
    elif history.void_kind == "MERGED":
        assert counts <= {"reported", "collector_reported", "public_reported", "merged"}


@pytest.mark.parametrize(
    ("day", "begins", "months"),
    [
        (date(2026, 3, 25), 1, ("2026-03", "2026-03")),
        (date(2026, 3, 25), 26, ("2026-03", "2026-03")),
        (date(2026, 3, 26), 26, ("2026-03", "2026-04")),
        (date(2026, 12, 26), 26, ("2026-12", "2027-01")),
        (date(2027, 1, 1), 26, ("2027-01", "2027-01")),
        (date(2026, 11, 30), 2, ("2026-11", "2026-12")),
    ],
)
def test_a_statistic_month_is_named_after_the_month_it_ends_in(day: date, begins: int, months: tuple[str, str]) -> None:
    assert months_of(day, begins) == months


def test_a_day_lies_in_the_statistic_month_that_has_it_whatever_the_rules_were() -> None:
    book = RulesBook.of(
        [
            RulesInForce(1, date(2026, 1, 10), CountingRules(month_begins_on=26)),
            RulesInForce(2, date(2026, 4, 1), CountingRules()),
            RulesInForce(3, date(2026, 6, 1), CountingRules(month_begins_on=11)),
        ]
    )

    for day in (date(2025, 12, 1) + timedelta(days=each) for each in range(300)):
        _, month = months_of(day, book.month_begins_on)
        period = read_period(f"S{month}", month_begins_on=book.month_begins_on)
        assert period.since <= day < period.until


def test_the_newest_rules_in_force_on_a_day_hold() -> None:
    first = RulesInForce(1, date(2026, 1, 1), CountingRules())
    second = RulesInForce(2, date(2026, 3, 1), CountingRules(satisfied_from=50))
    third = RulesInForce(3, date(2026, 2, 1), CountingRules(satisfied_from=100))
    rules = RulesBook.of([first, third, second])

    days = (date(2025, 6, 1), date(2026, 1, 31), date(2026, 2, 1), date(2026, 3, 1))

    assert [rules.on(day) for day in days] == [SHIPPED, first, third, third]


@given(rules=rules_of_counting)
def test_rules_are_read_as_they_were_written(rules: CountingRules) -> None:
    assert rules_from(plain_rules(rules)) == rules


@pytest.mark.parametrize("bad", [{"month_begins_on": 29}, {"satisfied_from": 101}, {"glory": 1}, {"belongs_to": "X"}])
def test_rules_that_cannot_be_counted_by_are_refused(bad: dict[str, str | int]) -> None:
    with pytest.raises(InvalidInputError):
        rules_from(bad)
