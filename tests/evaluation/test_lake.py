"""The lake counts as the database does, whatever is asked of it."""

from dataclasses import fields
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cityloop.evaluation import api
from cityloop.evaluation.api import Dimension, FactKind, Selection
from cityloop.evaluation.contracts import Key
from cityloop.evaluation.domain.base_indicators import ALL
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.models import CaseFact, LakeChange
from cityloop.evaluation.queries.answers import is_broad
from cityloop.evaluation.queries.lake import scans_of
from cityloop.evaluation.queries.lake_files import schema_of
from cityloop.evaluation.queries.lake_terms import COLUMNS
from cityloop.evaluation.queries.tallies import theirs
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError
from tests.evaluation.invented import KINDS, MOMENT, invent
from tests.support.town import Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lake_folder")]
D = Dimension
MOMENTS = (MOMENT, MOMENT + timedelta(microseconds=1), MOMENT - timedelta(days=30))
SELECTIONS = (
    Selection(),
    Selection(since=date(2026, 3, 1), until=date(2026, 4, 1)),
    Selection(since=date(2026, 3, 31)),
    Selection(until=date(2026, 3, 31)),
    Selection(since=date(2031, 1, 1)),
    Selection(area_code="110101002"),
    Selection(body_ids=(UUID(int=1), UUID(int=3))),
    Selection(body_ids=()),
    Selection(person_ids=(UUID(int=2),)),
    Selection(reporter_body_ids=(UUID(int=1), UUID(int=2))),
    Selection(reporter_body_ids=()),
    Selection(class_prefixes=("0102", "06"), kind="COMPONENT"),
    Selection(sources=("WEB", "HOTLINE"), urgencies=("GRAVE",)),
    Selection(area_classes=("A", ""), hours=(7, 8, 23), weekdays=(3, 5)),
    Selection().at(D.BODY, None).at(D.MONTH, "2026-03"),
    Selection().at(D.MAJOR_CLASS, "06").at(D.PERSON, UUID(int=1)).at(D.HOUR, 7),
    Selection().at(D.DAY, date(2026, 3, 31)).at(D.AREA_CLASS, ""),
)
ONE_BY_ONE: dict[str, Selection] = {
    "since": Selection(since=date(2026, 3, 31)),
    "until": Selection(until=date(2026, 3, 31)),
    "area_code": Selection(area_code="110101"),
    "body_ids": Selection(body_ids=(UUID(int=1),)),
    "person_ids": Selection(person_ids=(UUID(int=2),)),
    "reporter_body_ids": Selection(reporter_body_ids=(UUID(int=3),)),
    "class_prefixes": Selection(class_prefixes=("06",)),
    "kind": Selection(kind="COMPONENT"),
    "sources": Selection(sources=("WEB",)),
    "urgencies": Selection(urgencies=("GRAVE",)),
    "area_classes": Selection(area_classes=("A",)),
    "hours": Selection(hours=tuple(range(12))),
    "weekdays": Selection(weekdays=(3,)),
    "among": Selection().at(D.MONTH, "2026-03"),
}
GROUPS = ((), (D.STREET, D.PERSON), (D.DAY, D.MAJOR_CLASS), (D.BODY, D.MONTH, D.HOUR), *((each,) for each in D))


def applies(kind: FactKind, where: Selection) -> bool:
    return where.reporter_body_ids is None or kind is FactKind.CASE


def has(kind: FactKind, by: tuple[Dimension, ...]) -> bool:
    return all(each is D.MAJOR_CLASS or COLUMNS[each] in schema_of(kind).names for each in by)


@given(st.integers(0, 2**31))
@settings(max_examples=3, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_lake_counts_what_the_database_counts_to_the_last_digit(town: Town, seed: int) -> None:
    for kind in KINDS:
        kind._default_manager.all().delete()
    invent(seed)
    LakeChange.objects.bulk_create(LakeChange(month=f"{date(2025 + n // 12, n % 12 + 1, 1):%Y-%m}") for n in range(24))
    api.export_facts(at=MOMENT)
    chance = Random(seed)  # noqa: S311 - the same questions every time

    for kind in FactKind:
        for by in GROUPS:
            where, at = chance.choice(SELECTIONS), chance.choice(MOMENTS)
            if has(kind, by) and applies(kind, where):
                wanted = api.sums(kind=kind, by=by, where=where, at=at)
                assert api.lake_sums(kind=kind, by=by, where=where, at=at) == wanted, (kind, by, where, at)
        for where in (each for each in SELECTIONS if applies(kind, each)):
            (wanted_row,) = api.sums(kind=kind, where=where, at=MOMENT)
            assert api.lake_sums(kind=kind, where=where, at=MOMENT) == [wanted_row], (kind, where)


def test_indicators_over_the_lake_are_those_of_the_database(town: Town, capsys: pytest.CaptureFixture[str]) -> None:
    invent(7)
    api.export_facts(at=MOMENT)
    definitions = api.shipped_indicators()
    indicators = api.Indicators(definitions)
    wanted = [each.key for each in definitions]
    needed = indicators.base_keys(wanted)
    counts: dict[tuple[Key, ...], dict[str, int]] = {}
    for kind in FactKind:
        for row in api.sums(kind=kind, by=[D.DISTRICT, D.MONTH], where=Selection(), at=MOMENT):
            counts.setdefault(row.values, dict.fromkeys(needed, 0)).update(row.counts)

    found = api.lake_figures(
        indicators=indicators, wanted=wanted, by=[D.DISTRICT, D.MONTH], where=Selection(), at=MOMENT
    )

    assert len(found) == len(counts) > 5
    for row in found:
        columns = {key: [Decimal(counts[row.values][key])] for key in needed}
        values = indicators.values(columns, 1, wanted)
        assert row.figures == tuple(indicators.indicator(key).written(*values[key]) for key in wanted), row.values
    call_command("indicators", "lake", "结案率", "--by", "DISTRICT", "MONTH")
    head, *lines = capsys.readouterr().out.splitlines()
    assert head == "district,month,closing_rate"
    assert len(lines) == len(found)


def test_an_indicator_over_the_lake_is_asked_for_by_what_its_facts_have(town: Town) -> None:
    invent(7)
    api.export_facts(at=MOMENT)

    with pytest.raises(CommandError, match="POST"):
        call_command("indicators", "lake", "结案率", "--by", "POST")


@pytest.mark.parametrize("name", [field.name for field in fields(Selection)])
def test_the_lake_heeds_everything_that_can_be_chosen(name: str, town: Town) -> None:
    invent(4)
    api.export_facts(at=MOMENT)
    where = ONE_BY_ONE[name]

    found = api.lake_sums(kind=FactKind.CASE, where=where, at=MOMENT)

    assert getattr(where, name) != getattr(Selection(), name)
    assert found == api.sums(kind=FactKind.CASE, where=where, at=MOMENT)
    assert found != api.lake_sums(kind=FactKind.CASE, where=Selection(), at=MOMENT)


@pytest.mark.parametrize("kind", FactKind)
def test_many_divisions_at_once_are_those_asked_for_one_by_one(kind: FactKind, town: Town) -> None:
    invent(1)
    api.export_facts(at=MOMENT)
    groups = [by for by in GROUPS if has(kind, by)] + [(D.DISTRICT,), ()]

    found = api.lake_sums_by_each(kind=kind, groups=groups, where=Selection(), at=MOMENT)

    assert found == [api.lake_sums(kind=kind, by=by, where=Selection(), at=MOMENT) for by in groups]


def test_what_a_scheme_counts_for_itself_is_a_narrower_sum(town: Town) -> None:
    invent(3)
    api.export_facts(at=MOMENT)
    narrow = Selection(hours=tuple(range(12)), class_prefixes=("01",))
    own = (
        api.Narrowed(name="early", key="need_close", where=narrow),
        api.Narrowed(name="classes", key="filed", different=D.CLASS),
        api.Narrowed(name="early grids", key="filed", where=narrow, different=D.GRID),
    )

    rows = api.lake_sums_by_each(
        kind=FactKind.CASE, groups=[(D.DISTRICT,), (D.STREET,)], where=Selection(), at=MOMENT, keys=("filed", *own)
    )

    for by, found in zip((D.DISTRICT, D.STREET), rows, strict=True):
        told = {name: dict[tuple[Key, ...], int]() for name in ("filed", "early", "classes", "early grids")}
        for row in found:
            for name, count in row.counts.items():
                told[name] |= {row.values: count} if count else {}
        filed = api.sums(kind=FactKind.CASE, by=(by,), where=Selection(), at=MOMENT, keys=("filed",))
        early = api.sums(kind=FactKind.CASE, by=(by,), where=narrow, at=MOMENT, keys=("need_close",))
        assert told["filed"] == {row.values: row.counts["filed"] for row in filed if row.counts["filed"]}
        assert told["early"] == {row.values: row.counts["need_close"] for row in early if row.counts["need_close"]}
        for name, of, where in (("classes", D.CLASS, Selection()), ("early grids", D.GRID, narrow)):
            assert told[name] == dict(api.different(key="filed", of=of, by=(by,), where=where, at=MOMENT))


def test_what_lies_within_something_is_counted_with_it() -> None:
    assert scans_of([(D.DISTRICT,), (D.BODY,), (D.STREET,), ()]) == [(D.STREET, D.DISTRICT), (D.BODY,)]
    assert scans_of([()]) == [()]


def test_an_empty_lake_has_zeros(town: Town) -> None:
    (row,) = api.lake_sums(kind=FactKind.TASK, where=Selection(), at=MOMENT)

    assert row.counts == {each.key: 0 for each in ALL if each.of is FactKind.TASK}
    assert api.lake_sums(kind=FactKind.TASK, by=(D.DAY,), where=Selection(), at=MOMENT) == []


def test_the_lake_refuses_what_the_database_refuses(town: Town) -> None:
    with pytest.raises(InvalidInputError, match="no base indicator glory"):
        api.lake_sums(kind=FactKind.CASE, where=Selection(), at=MOMENT, keys=("glory",))
    with pytest.raises(InvalidInputError, match="no sums by"):
        api.lake_sums(kind=FactKind.CASE, by=(D.POST,), where=Selection(), at=MOMENT)
    for ask in (api.sums, api.lake_sums):
        with pytest.raises(InvalidInputError, match="no sums by"):
            ask(kind=FactKind.TASK, where=Selection(reporter_body_ids=(UUID(int=1),)), at=MOMENT)


def test_quick_answers_are_as_new_as_the_database(town: Town) -> None:
    case_ids = invent(2)
    api.export_facts(at=MOMENT)
    everything, march = Selection(), Selection(since=date(2026, 3, 1), until=date(2026, 4, 1))

    def quick(where: Selection) -> list[api.Sums]:
        return api.quick_sums(kind=FactKind.CASE, by=(D.STREET,), where=where, at=MOMENT)

    def told(where: Selection) -> list[api.Sums]:
        return api.sums(kind=FactKind.CASE, by=(D.STREET,), where=where, at=MOMENT)

    assert quick(everything) == told(everything)
    KINDS[0]._default_manager.filter(case_id__in=case_ids[:9]).update(reported=5)  # behind the lake's back
    assert quick(everything) != told(everything)
    api.note_changes(case_ids=tuple(case_ids[:9]), months=("2026-04",))
    assert quick(everything) == told(everything)
    assert quick(march) != told(march)  # of March nothing was said

    outbox.publish(api.FactsChanged(at=MOMENT, case_ids=(), months=("2026-03",)))
    assert quick(march) == told(march)


@pytest.mark.parametrize("of", [Object.DISTRICT, Object.STREET, Object.COMMUNITY, Object.GRID])
def test_areas_are_asked_of_the_lake_by_what_their_grids_begin_with(of: Object, town: Town) -> None:
    invent(5)
    api.export_facts(at=MOMENT)
    codes = CaseFact.objects.values_list(f"{of.value.lower()}_code", flat=True).order_by("grid_code")
    areas = [theirs(Selection(), FactKind.CASE, of, (code,)) for code in {*codes}]

    assert all(is_broad(each) for each in areas)
    told = [api.sums(kind=FactKind.CASE, where=each, at=MOMENT) for each in areas]
    CaseFact.objects.update(reported=99)  # behind the lake's back
    assert [api.quick_sums(kind=FactKind.CASE, where=each, at=MOMENT) for each in areas] == told


def test_few_rows_are_read_by_an_index(town: Town) -> None:
    company = theirs(Selection(), FactKind.CASE, Object.COMPANY, (UUID(int=1),))

    assert not is_broad(company)
    assert not is_broad(theirs(Selection(), FactKind.CASE, Object.BODY, (UUID(int=1),)))
    assert not is_broad(theirs(Selection(), FactKind.CASE, Object.COLLECTOR, (UUID(int=1),)))
