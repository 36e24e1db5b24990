"""Every figure opens the rows that it is made of."""

from datetime import date, datetime, timedelta
from random import Random

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from cityloop.cases import api as cases
from cityloop.evaluation import api
from cityloop.evaluation.api import Dimension, FactKind, Selection
from cityloop.evaluation.domain.base_indicators import ALL, BY_KEY, CountUnit
from cityloop.evaluation.domain.counted import counted, timed_counts
from cityloop.evaluation.models import CaseFact
from cityloop.evaluation.queries.counting import places_of, rules_book
from cityloop.kernel.errors import InvalidInputError
from tests.evaluation.wandering import begun, step
from tests.support.once import settle
from tests.support.town import EAST, MONDAY_NINE, Town

pytestmark = pytest.mark.django_db
MOMENTS = (MONDAY_NINE, MONDAY_NINE + timedelta(days=3, hours=2), MONDAY_NINE + timedelta(days=60))
ALL_FACTS = Selection()


@pytest.fixture(scope="module")
def wandered(town: Town, django_db_blocker: DjangoDbBlocker) -> Town:
    """A town with a dozen cases that have been everywhere, built once."""
    chance = Random(7)  # noqa: S311 - the same walks every time
    with django_db_blocker.unblock():
        walks = [begun(town, f"walk {number}", chance) for number in range(14)]
        for _ in range(170):
            step(chance.choice(walks), chance)
        api.rebuild(at=MONDAY_NINE)
        settle()
    return town


def behind(key: str, where: Selection, *, size: int = 100) -> list[api.Contribution]:
    rows: list[api.Contribution] = []
    cursor = None
    while True:
        page = api.facts_behind(key=key, where=where, at=MOMENTS[1], cursor=cursor, size=size)
        rows += page.rows
        cursor = page.cursor
        if cursor is None:
            return rows


def require_the_law(where: Selection, *, size: int = 100) -> int:
    """Compare every base indicator with the rows behind it; return how many were not zero."""
    seen = 0
    for kind in FactKind:
        (row,) = api.sums(kind=kind, where=where, at=MOMENTS[1])
        for key, figure in row.counts.items():
            rows = behind(key, where, size=size)
            assert sum(each.contribution for each in rows) == figure, key
            if kind is FactKind.CASE:
                assert len({each.case_id for each in rows}) == len(rows), key
                assert BY_KEY[key].unit is not CountUnit.ROWS or len(rows) == figure, key
            seen += figure != 0
    return seen


def test_every_figure_is_the_sum_of_the_rows_behind_it(wandered: Town) -> None:
    assert require_the_law(ALL_FACTS) > 60


@pytest.mark.parametrize(
    "where",
    [
        Selection(since=date(2026, 3, 3), until=date(2026, 3, 6)),
        Selection(area_code=EAST),
        Selection(class_prefixes=("06", "01"), kind="INCIDENT", hours=tuple(range(8, 18)), weekdays=(1, 2, 3)),
        Selection(sources=("HOTLINE", "PUBLIC"), urgencies=("ROUTINE",), area_classes=("A",)),
        Selection(body_ids=()),
        ALL_FACTS.at(Dimension.MONTH, "2026-03").at(Dimension.BODY, None),
        ALL_FACTS.at(Dimension.MAJOR_CLASS, "06"),
    ],
    ids=str,
)
def test_so_it_is_for_part_of_the_facts(where: Selection, wandered: Town) -> None:
    require_the_law(where)


def test_long_lists_come_in_pages_without_gap_or_repetition(wandered: Town) -> None:
    require_the_law(ALL_FACTS, size=2)


@pytest.mark.parametrize("kind", FactKind)
def test_rows_of_sums_add_up_and_open_as_well(kind: FactKind, wandered: Town) -> None:
    by = (Dimension.STREET, Dimension.PERSON)
    (whole,) = api.sums(kind=kind, where=ALL_FACTS, at=MOMENTS[1])

    rows = api.sums(kind=kind, by=by, where=ALL_FACTS, at=MOMENTS[1])

    for key, figure in whole.counts.items():
        assert sum(row.counts[key] for row in rows) == figure
    for row in rows:
        where = ALL_FACTS
        for dimension, value in zip(by, row.values, strict=True):
            where = where.at(dimension, value)
        for key in row.counts:
            assert sum(each.contribution for each in behind(key, where)) == row.counts[key]


@pytest.mark.parametrize("moment", MOMENTS)
def test_what_the_database_adds_up_is_what_the_rules_say_of_each_fact(moment: datetime, wandered: Town) -> None:
    told = cases.histories(cases.case_ids_after(None, 1000))
    facts = [counted(history, rules_book(), places_of(told)) for history in told]
    wanted = dict.fromkeys(BY_KEY, 0)
    for fact in facts:
        for row in fact.rows:
            for key, count in {**row.counts, **timed_counts(row.counts, row.dimensions.due_at, moment)}.items():
                wanted[key] += count

    found = {
        key: n for kind in FactKind for key, n in api.sums(kind=kind, where=ALL_FACTS, at=moment)[0].counts.items()
    }

    assert found == wanted


@pytest.mark.parametrize("dimension", Dimension)
def test_sums_are_divided_by_every_dimension_of_their_kind(dimension: Dimension, wandered: Town) -> None:
    of_work = dimension in {Dimension.POST, Dimension.WORK}
    kind, keys = (FactKind.WORK, ("filing_work",)) if of_work else (FactKind.CASE, ("reported",))

    rows = api.sums(kind=kind, by=(dimension,), where=ALL_FACTS, at=MOMENTS[1], keys=keys)

    assert rows
    assert [row.values[0] for row in rows] == [*dict.fromkeys(row.values[0] for row in rows)]


def test_different_values_behind_a_figure_are_counted(wandered: Town) -> None:
    (whole,) = api.different(key="reported", of=Dimension.GRID, where=ALL_FACTS, at=MOMENTS[1])
    rows = api.different(key="reported", of=Dimension.PERSON, by=(Dimension.GRID,), where=ALL_FACTS, at=MOMENTS[1])

    facts = CaseFact.objects.filter(reported=1)
    assert whole == ((), len({*facts.values_list("grid_code", flat=True)}))
    assert rows == [
        ((grid,), len({*facts.filter(grid_code=grid).values_list("person_id", flat=True)}))
        for grid in sorted({*facts.values_list("grid_code", flat=True)})
    ]


def test_nothing_adds_up_to_zeros(wandered: Town) -> None:
    (row,) = api.sums(kind=FactKind.TASK, where=Selection(person_ids=()), at=MONDAY_NINE)

    assert row.counts == {each.key: 0 for each in ALL if each.of is FactKind.TASK}


def test_sums_are_one_query(wandered: Town) -> None:
    with CaptureQueriesContext(connection) as queries:
        api.sums(kind=FactKind.CASE, by=(Dimension.BODY, Dimension.MONTH), where=ALL_FACTS, at=MONDAY_NINE)

    assert len(queries) == 1


def test_what_is_not_counted_is_refused(wandered: Town) -> None:
    with pytest.raises(InvalidInputError, match="no base indicator glory"):
        api.facts_behind(key="glory", where=ALL_FACTS, at=MONDAY_NINE)
    with pytest.raises(InvalidInputError, match="not counted of this kind"):
        api.sums(kind=FactKind.TASK, where=ALL_FACTS, at=MONDAY_NINE, keys=("reported",))
    with pytest.raises(InvalidInputError, match="no sums by"):
        api.sums(kind=FactKind.CASE, by=(Dimension.POST,), where=ALL_FACTS, at=MONDAY_NINE)


def test_a_table_has_a_column_for_every_base_indicator() -> None:
    names = {field.name for field in CaseFact._meta.concrete_fields}

    assert {each.key for each in ALL if each.of is FactKind.CASE and not each.is_timed} <= names
