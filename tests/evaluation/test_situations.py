"""What is counted of a case, by where it stands and how it came there."""

from datetime import date, timedelta

import pytest

from cityloop.access.api import Post
from cityloop.cases import api as cases
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.evaluation.api import CountingRules, WrongDispatch
from cityloop.evaluation.domain.base_indicators import ALL, BY_KEY, CountUnit, FactKind, columns_of
from cityloop.evaluation.domain.counted import Counted, counted, timed_counts
from cityloop.evaluation.domain.counting_rules import RulesBook, RulesInForce
from cityloop.evaluation.queries.counting import places_of
from cityloop.standards.api import Limit
from tests.evaluation import ways
from tests.evaluation.situations import SHIPPED, SITUATIONS, Situation
from tests.support.town import Town

pytestmark = pytest.mark.django_db


def facts_of(walk: Walk, rules: CountingRules = SHIPPED) -> Counted:
    told = cases.histories([walk.id])
    return counted(told[0], RulesBook((RulesInForce(1, date.min, rules),)), places_of(told))


def ones(counts: dict[str, int] | object, unit: CountUnit = CountUnit.ROWS) -> set[str]:
    assert isinstance(counts, dict)
    found = {key: count for key, count in counts.items() if count and BY_KEY[key].unit is unit}
    assert unit is not CountUnit.ROWS or set(found.values()) <= {1}
    return set(found)


@pytest.mark.parametrize("situation", SITUATIONS.values(), ids=SITUATIONS)
def test_a_case_is_counted_as_it_stands(situation: Situation, town: Town) -> None:
    facts = facts_of(situation.walk(town), situation.rules)

    assert ones(facts.case.counts) == situation.expected
    assert tuple(facts.case.counts) == columns_of(FactKind.CASE)


def test_every_count_of_cases_has_its_situation() -> None:
    shown = frozenset().union(*(situation.expected for situation in SITUATIONS.values()))
    rows = {each.key for each in ALL if each.of is FactKind.CASE and each.unit is CountUnit.ROWS and not each.is_timed}
    rows = {key for key in rows if not key.startswith("quality_")}  # those are tried in test_sampling.py

    assert shown == rows


def test_how_often_things_happened_is_told(town: Town) -> None:
    walk = ways.reworked(town)
    walk.go("handler_other", "ask_extension", opinion="量大", extra=Limit.parse("1 work_day"))
    walk.go("dispatcher", "approve")
    walk.go("inspector", "urge", opinion="尽快办理")
    walk.to("CLOSED")

    counts = facts_of(walk).case.counts

    assert ones(counts, CountUnit.TIMES) == {"rework_times", "extension_times", "urge_times"}
    assert counts["extension_minutes"] == 8 * 60


def test_an_extension_without_a_length_gives_the_limit_again(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.go("handler_other", "ask_extension", opinion="量大")
    walk.go("dispatcher", "approve")

    assert facts_of(walk).case.counts["extension_minutes"] == 4 * 60


def test_minutes_are_those_of_the_clock_that_ran(town: Town) -> None:
    walk = Walk(town).wait(minutes=3).to("FILING").wait(minutes=5).to("DISPOSAL")
    walk.wait(minutes=60).to("CHECK").wait(minutes=10).to("CLOSED")

    counts = facts_of(walk).case.counts

    assert {key: count for key, count in counts.items() if BY_KEY[key].unit is CountUnit.MINUTES and count} == {
        "acceptance_minutes": 4,
        "filing_minutes": 6,
        "dispatch_minutes": 1,
        "disposal_minutes": 61,
        "disposal_limit_minutes": 240,
        "check_minutes": 12,  # 10 and 1 before the collector is sent, 1 after the answer: the way does not count
        "closing_minutes": 1,
        "whole_minutes": 86,
    }


def test_how_late_is_told_in_multiples_of_the_limit(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    walk.wait(days=1, minutes=1).to("CHECK")  # a day of 8 hours against a limit of 4

    assert facts_of(walk).case.counts["late_multiple"] == 101


def test_an_exempted_lateness_has_no_multiple(town: Town) -> None:
    assert facts_of(ways.appealed(town)).case.counts["late_multiple"] == 0


def test_a_score_is_told_as_it_was_given(town: Town) -> None:
    assert facts_of(ways.answered(-100)(town)).case.counts["satisfaction_score"] == -100


@pytest.mark.parametrize(
    ("walk", "rows", "late"),
    [
        (ways.straight("DISPATCH"), {}, {"to_dispatch_late": 1}),
        (ways.straight("DISPOSAL"), {"to_dispose_on_time": 1}, {"to_dispose_late": 1, "need_close": 1}),
        (ways.straight("CHECK"), {"need_close": 1}, {"need_close": 1}),
        (ways.straight("CLOSED"), {"need_close": 1}, {"need_close": 1}),
    ],
)
def test_what_waits_is_late_from_its_due_moment_on(
    walk: ways.Way, rows: dict[str, int], late: dict[str, int], town: Town
) -> None:
    fact = facts_of(walked := walk(town)).case
    due_at = fact.dimensions.due_at or walked.at
    told = [timed_counts(fact.counts, fact.dimensions.due_at, at) for at in (due_at, due_at + timedelta(seconds=1))]

    assert [{key: count for key, count in each.items() if count} for each in told] == [rows, late]


def test_a_verification_is_counted_for_the_collector_and_their_company(town: Town) -> None:
    walk = ways.verified(town)
    person = facts_of(walk).tasks[0].dimensions.person_id
    assert person is not None
    collector = town.drawn(person)

    (task,) = facts_of(walk).tasks

    assert ones(task.counts) == {"need_verify", "verified", "verified_on_time", "omitted"}
    assert (task.dimensions.person_id, task.dimensions.body_id) == (collector.account_id, collector.body_id)
    assert task.counts["task_minutes"] == 1


def test_what_was_known_already_was_not_missed(town: Town) -> None:
    walk = ways.verified(town)
    walk.merge(Walk(town, "main").id)

    assert "omitted" not in ones(facts_of(walk).tasks[0].counts)


def test_a_verification_that_finds_nothing_or_is_late_or_waits(town: Town) -> None:
    walk = Walk(town, source=cases.Source.HOTLINE)
    walk.go("acceptor", "send_verification")
    assert ones(facts_of(walk).tasks[0].counts) == {"need_verify", "to_verify"}

    walk.go(walk.sent(), "answer_verification", minutes=31, answer=cases.Answer.NOT_EXISTS)

    assert ones(facts_of(walk).tasks[0].counts) == {"need_verify", "verified", "verified_late"}


def test_a_collector_who_was_called_back_is_not_counted(town: Town) -> None:
    walk = Walk(town, source=cases.Source.HOTLINE)
    walk.go("acceptor", "send_verification")
    walk.go("acceptor", "recall_task")

    assert facts_of(walk).tasks == ()


def test_of_the_checks_at_one_stay_the_last_one_counts(town: Town) -> None:
    walk = Walk(town).to("CHECK").check(cases.Answer.UNABLE).check(cases.Answer.NOT_PASS)
    walk.go("acceptor", "rework", opinion="未清理干净")
    walk.to("CHECK").go("acceptor", "send_check")

    told = [ones(task.counts) for task in facts_of(walk).tasks]

    assert told == [{"invalid_check"}, {"need_check", "checked", "checked_on_time"}, {"need_check", "to_check"}]


DONE = {
    "ACCEPTANCE": {"acceptance_work", "acceptance_work_on_time"},
    "FILING": {"filing_work", "filing_work_on_time"},
    "DISPATCH": {"need_dispatch_work", "dispatch_work", "dispatch_work_on_time"},
    "SEND_VERIFY": {"need_send_verify", "sent_verify", "sent_verify_on_time"},
    "SEND_CHECK": {"need_send_check", "sent_check", "sent_check_on_time"},
    "PASS_CHECK": {"check_forwarded", "check_forwarded_on_time"},
    "CLOSING": {"closing_work", "closing_work_on_time"},
}


def works_of(walk: Walk, rules: CountingRules = SHIPPED) -> list[tuple[str, set[str]]]:
    return [(work.work, ones(work.counts)) for work in facts_of(walk, rules).works]


def done(*works: str) -> list[tuple[str, set[str]]]:
    return [(work, DONE[work]) for work in works]


def test_each_piece_of_work_is_counted_for_whoever_did_it(town: Town) -> None:
    walk = Walk(town).to("CLOSED")

    assert works_of(walk) == done("ACCEPTANCE", "FILING", "DISPATCH", "SEND_CHECK", "PASS_CHECK", "CLOSING")
    assert [(each.post, each.dimensions.person_id, each.dimensions.body_id) for each in facts_of(walk).works] == [
        (town[who].post, town[who].account_id, town[who].body_id)
        for who in ("acceptor", "shift_leader", "dispatcher", "acceptor", "acceptor", "shift_leader")
    ]


def test_work_that_was_slow_is_counted_but_not_on_time(town: Town) -> None:
    walk = Walk(town, source=cases.Source.HOTLINE).wait(minutes=20)
    walk.go("acceptor", "send_verification")
    walk.go(walk.sent(), "answer_verification", answer=cases.Answer.EXISTS)
    for stage in ("FILING", "DISPATCH", "DISPOSAL"):
        walk.to(stage).wait(minutes=20)
    walk.to("CHECK").wait(minutes=40).to("CLOSING").wait(minutes=20).to("CLOSED")

    assert works_of(walk) == [
        (work, {key for key in keys if not key.endswith("_on_time")})
        for work, keys in done("SEND_VERIFY", "ACCEPTANCE", "FILING", "DISPATCH", "SEND_CHECK", "PASS_CHECK", "CLOSING")
    ]


def test_the_way_of_the_collector_does_not_make_the_acceptor_late(town: Town) -> None:
    walk = Walk(town, source=cases.Source.HOTLINE)
    walk.go("acceptor", "send_verification", minutes=5)
    walk.go(walk.sent(), "answer_verification", minutes=25, answer=cases.Answer.UNABLE)
    walk.go("acceptor", "send_verification", minutes=5)
    walk.go(walk.sent(), "answer_verification", minutes=25, answer=cases.Answer.EXISTS)
    walk.go("acceptor", "submit", minutes=5)

    assert works_of(walk) == done("SEND_VERIFY", "SEND_VERIFY", "ACCEPTANCE")
    assert [work.counts["work_minutes"] for work in facts_of(walk).works] == [5, 5, 5]


@pytest.mark.parametrize(
    ("walk", "last"),
    [
        (lambda town: Walk(town, source=cases.Source.HOTLINE), ("SEND_VERIFY", {"need_send_verify"})),
        (ways.straight("DISPATCH"), ("DISPATCH", {"need_dispatch_work"})),
        (ways.straight("CHECK"), ("SEND_CHECK", {"need_send_check"})),
    ],
)
def test_work_that_waits_is_nobodys_yet(walk: ways.Way, last: tuple[str, set[str]], town: Town) -> None:
    facts = facts_of(walk(town))

    assert (facts.works[-1].work, ones(facts.works[-1].counts)) == last
    assert facts.works[-1].dimensions.person_id is None
    assert facts.works[-1].dimensions.due_at is not None


def test_no_verification_waits_where_none_is_needed(town: Town) -> None:
    assert works_of(Walk(town)) == []


def test_the_filing_of_a_case_that_became_void_is_marked(town: Town) -> None:
    assert works_of(ways.voided(town))[-1] == ("FILING", DONE["FILING"] | {"filing_work_void"})


def test_a_failed_check_is_passed_on_to_the_body(town: Town) -> None:
    assert works_of(ways.reworked(town))[-1:] == done("PASS_CHECK")


@pytest.mark.parametrize(
    ("walk", "rule", "wrong"),
    [
        (ways.sent_elsewhere, WrongDispatch.FIRST_TARGET_CHANGED, [True, False]),
        (ways.sent_elsewhere, WrongDispatch.TWO_BODIES, [True, False]),
        (ways.sent_there_and_back, WrongDispatch.FIRST_TARGET_CHANGED, [False, False, False]),
        (ways.sent_there_and_back, WrongDispatch.TWO_BODIES, [False, True, False]),
        (ways.sent_elsewhere, WrongDispatch.REWORK, [False, False]),
        (ways.reworked, WrongDispatch.REWORK, [True]),
    ],
)
def test_the_wrong_one_of_several_dispatches_is_told(
    walk: ways.Way, rule: WrongDispatch, wrong: list[bool], town: Town
) -> None:
    works = facts_of(walk(town), CountingRules(wrong_dispatch=rule)).works

    assert [bool(work.counts["dispatch_work_wrong"]) for work in works if work.work == "DISPATCH"] == wrong


def test_a_planned_dispatch_is_the_work_of_its_planner(town: Town) -> None:
    walk = Walk(town).to("DISPATCH")
    walk.go("dispatcher", "plan_dispatch", body_id=town.bodies["HW"], until=walk.at + 10 * MINUTE)
    cases.ring(at=walk.at + 11 * MINUTE)

    work = facts_of(walk).works[-1]

    assert (work.work, work.counts["dispatch_work"]) == ("DISPATCH", 1)
    assert (work.dimensions.person_id, work.dimensions.body_id) == (
        town["dispatcher"].account_id,
        town["dispatcher"].body_id,
    )
    assert town["dispatcher"].post is Post.DISPATCHER
