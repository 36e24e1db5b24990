"""Facts follow histories, whatever happens to the news of them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases.models import Case
from cityloop.cases.tests.factories import Walk
from cityloop.evaluation import api
from cityloop.evaluation.handlers import count_again
from cityloop.evaluation.models import CaseFact, CountingRulesVersion, TaskFact, WorkFact
from cityloop.evaluation.queries.fact_rows import TABLES
from cityloop.kernel import outbox
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api as territory
from tests.evaluation import ways
from tests.evaluation.wandering import begun, step
from tests.support.town import CITY, FOUNDED, MONDAY_NINE, SYSTEM, Town, key

pytestmark = pytest.mark.django_db
LATER = MONDAY_NINE + timedelta(days=40)


def kept() -> list[list[tuple[Any, ...]]]:
    """Return every row of the three tables, in an order of its own."""
    ids = {*Case.objects.values_list("pk", flat=True), *CaseFact.objects.values_list("case_id", flat=True)}
    return [sorted(table.rows_of(ids), key=repr) for table in TABLES]


def news() -> list[dict[str, Any]]:
    return list(OutboxEvent.objects.filter(name="CaseMoved").order_by("id").values_list("body", flat=True))


def deliver() -> None:
    while outbox.relay(at=LATER):
        pass


def rebuilt() -> list[list[tuple[Any, ...]]]:
    api.rebuild(at=LATER, batch=3)
    return kept()


def empty() -> None:
    for table in (CaseFact, TaskFact, WorkFact):
        table.objects.all().delete()


def wanderers(town: Town, seed: int) -> list[Walk]:
    chance = Random(seed)  # noqa: S311 - the same walks every time
    walks = [begun(town, f"walk {seed}/{number}", chance) for number in range(5)]
    for _ in range(60):
        step(chance.choice(walks), chance)
    return walks


def test_a_case_is_counted_when_it_moves(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")

    deliver()

    fact = CaseFact.objects.get()
    assert (fact.case_id, fact.number, fact.version) == (walk.id, walk.view.number, walk.view.version)
    assert (fact.to_dispose, fact.closed) == (1, 0)
    assert (fact.counted_on, fact.month, fact.hour, fact.weekday) == (date(2026, 3, 2), "2026-03", 9, 1)
    assert (fact.grid_code, fact.district_code) == (walk.view.grid_code, walk.view.grid_code[:6])
    assert WorkFact.objects.count() == 3


def test_who_listens_hears_which_months_to_look_at_again(town: Town) -> None:
    walk = Walk(town)

    deliver()

    (told,) = OutboxEvent.objects.filter(name="FactsChanged").values_list("body", flat=True)
    assert (told["case_ids"], told["months"]) == ([str(walk.id)], ["2026-03"])


@pytest.mark.parametrize("seed", range(4))
def test_whatever_the_order_of_the_news_the_facts_are_those_of_a_rebuild(seed: int, town: Town) -> None:
    chance = Random(seed)  # noqa: S311 - the same walks every time
    walks = [begun(town, f"walk {seed}/{number}", chance) for number in range(4)]
    for _ in range(50):
        step(chance.choice(walks), chance)
        if chance.random() < 0.3:
            for body in chance.choices(news(), k=3):  # late, early, twice
                count_again(body)
    told = news()
    chance.shuffle(told)
    for body in told:
        count_again(body)
    incremental = kept()
    empty()

    assert rebuilt() == incremental


def test_the_same_news_twice_changes_nothing(town: Town) -> None:
    ways.appealed(town)
    deliver()
    before = kept()

    for body in news():
        count_again(body)
    api.keep(case_ids=Case.objects.values_list("pk", flat=True), at=LATER)

    assert kept() == before


def test_an_appeal_that_was_granted_is_counted(town: Town) -> None:
    ways.appealed(town)
    deliver()

    fact = CaseFact.objects.get()
    assert (fact.exempted, fact.disposed_on_time, fact.closed_late) == (1, 1, 0)


def test_what_was_counted_of_a_later_version_stays(town: Town) -> None:
    walk = Walk(town).to("FILING")
    deliver()
    CaseFact.objects.update(version=99, reported=0)
    WorkFact.objects.update(version=99, acceptance_work=0)

    api.keep(case_ids=[walk.id], at=LATER)

    assert CaseFact.objects.get().reported == 0
    assert WorkFact.objects.get().acceptance_work == 0


def test_work_that_is_no_longer_waiting_leaves_no_row(town: Town) -> None:
    walk = Walk(town).to("CHECK")
    deliver()
    assert WorkFact.objects.filter(done_on=None).values_list("work", flat=True).get() == "SEND_CHECK"

    walk.to("CLOSING")
    deliver()

    assert not WorkFact.objects.filter(done_on=None).exists()


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_rebuild_mends_what_was_damaged(table: Any, town: Town) -> None:
    ways.reworked(town)
    deliver()
    before = kept()
    column = table.columns[-2]
    table.model.objects.update(**{column: 7})

    assert rebuilt() == before


def test_a_rebuild_drops_facts_of_cases_that_do_not_exist(town: Town) -> None:
    for number in range(7):
        Walk(town, f"walk {number}")
    deliver()
    before = kept()
    for number, fact in enumerate(CaseFact.objects.all()[:3]):
        fact.pk, fact.number = key(f"stranger {number}"), f"x{number}"
        fact.save(force_insert=True)

    assert rebuilt() == before


def test_a_rebuild_of_part_leaves_the_rest_alone(town: Town) -> None:
    Walk(town, "early")
    late = Walk(town, "late", at=MONDAY_NINE + timedelta(days=5))

    done = api.rebuild(at=LATER, since=MONDAY_NINE + timedelta(days=1))

    assert done == 1
    assert CaseFact.objects.get().case_id == late.id


def test_a_batch_costs_the_same_number_of_queries_however_many_cases(town: Town) -> None:
    counts = []
    for number in (1, 6):
        ids = [ways.reworked_as(town, f"walk {number}/{each}").id for each in range(number)]
        api.keep(case_ids=ids, at=LATER)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            api.keep(case_ids=ids, at=LATER)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 20


def test_rules_count_for_cases_reported_since_they_are_in_force(town: Town) -> None:
    early, late = (Walk(town, name, at=at) for name, at in (("early", MONDAY_NINE), ("late", LATER)))
    deliver()
    rules = api.CountingRules(month_begins_on=11)  # LATER is the 11th of April

    published = api.publish_rules(rules=rules, valid_from=date(2026, 4, 1), actor=SYSTEM, at=LATER)
    again = api.publish_rules(rules=rules, valid_from=date(2026, 4, 1), actor=SYSTEM, at=LATER)

    assert published == again == api.PublishedRules(1, date(2026, 4, 1), date(2026, 4, 11))
    assert CountingRulesVersion.objects.count() == 1
    api.rebuild(at=LATER, since=LATER)
    months = dict(CaseFact.objects.values_list("case_id", "statistic_month"))
    assert months == {early.id: "2026-03", late.id: "2026-05"}
    assert api.publish_rules(rules=rules, valid_from=date(2026, 4, 1), actor=SYSTEM, at=LATER).rebuild_since is None


def test_facts_follow_their_duty_grids(town: Town, judged: Callable[[], str]) -> None:
    walk = Walk(town).to("CLOSED")
    deliver()
    assert CaseFact.objects.get().evaluation_grid_code == ""

    code = judged()
    deliver()

    assert Case.objects.get(pk=walk.id).duty_grid_code
    for table in (CaseFact, TaskFact, WorkFact):
        assert set(table.objects.values_list("evaluation_grid_code", flat=True)) == {code}
    assert rebuilt() == kept()


@pytest.fixture
def judged(town: Town) -> Callable[[], str]:
    """Put every unit grid into a duty grid, and return what has evaluation grids formed of them."""
    city = territory.city()
    grids = territory.unit_grids(within=city.code[:4], at=MONDAY_NINE, limit=1000)
    drafts = [territory.DutyGridDraft(f"{grid.code[:12]}5{grid.code[13:]}", (grid.code,)) for grid in grids]
    territory.store_duty_grids(drafts=drafts, valid_from=FOUNDED, at=MONDAY_NINE)

    def form() -> str:
        territory.form_evaluation_grids(valid_from=FOUNDED, at=MONDAY_NINE)
        found = territory.evaluation_grids(within="110101", at=MONDAY_NINE)
        return found[0].code

    assert city.code == CITY
    return form


def test_the_command_builds_and_checks(town: Town) -> None:
    wanderers(town, 1)
    out = StringIO()

    call_command("facts", "rebuild", stdout=out)
    call_command("facts", "check", stdout=out)

    number = Case.objects.count()
    assert f"{number} cases counted in" in out.getvalue()
    assert f"{number} cases are counted as their histories say." in out.getvalue()


def test_the_check_names_the_cases_that_were_counted_otherwise(town: Town) -> None:
    walk, other = Walk(town, "one").to("FILING"), Walk(town, "two")
    deliver()
    CaseFact.objects.filter(case_id=walk.id).update(filed=1, accepted=0)
    other.to("FILING")
    out = StringIO()

    with pytest.raises(CommandError, match="2 of 2 cases were counted otherwise"):
        call_command("facts", "check", stderr=out)

    told = out.getvalue()
    assert f"case {walk.view.number}: evaluation_casefact: other accepted, filed" in told
    assert f"case {other.view.number}: evaluation_casefact: other" in told
    assert "evaluation_workfact: 1 rows missing" in told


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(CommandError, match="not a day"):
        call_command("facts", "check", "--since", "yesterday")


def test_a_day_of_the_command_is_one_of_the_city(town: Town) -> None:
    midnight = datetime(2026, 3, 9, 16, tzinfo=UTC)  # of the 10th, in the city
    Walk(town, "before", at=midnight - timedelta(minutes=1))
    Walk(town, "after", at=midnight)
    out = StringIO()

    call_command("facts", "rebuild", "--since", "2026-03-10", stdout=out)
    call_command("facts", "check", "--since", "2026-03-10", stdout=out)

    assert "1 cases counted" in out.getvalue()
    assert "1 cases are counted" in out.getvalue()
