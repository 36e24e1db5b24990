"""Sums of months count what facts count, at every moment, for all days that they tell apart."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from cityloop.evaluation import api
from cityloop.evaluation.api import Dimension, FactKind, Selection
from cityloop.evaluation.domain.lake import MonthSums
from cityloop.evaluation.models import CaseFact, LakeChange
from cityloop.evaluation.queries.answers import parts_of
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.lake import Reach
from cityloop.evaluation.queries.lake_files import files_for
from cityloop.evaluation.queries.month_sums import AXES
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.scores import scored
from cityloop.kernel import outbox
from tests.evaluation.invented import DUE, KINDS, MOMENT, invent
from tests.evaluation.lake_reading import manifest
from tests.evaluation.town_scored import APRIL, MARCH
from tests.support.town import SYSTEM, Town

pytestmark = pytest.mark.django_db
D = Dimension
FROM_THE_26TH = api.CountingRules(month_begins_on=26)
MOMENTS = (*(due for due in DUE if due), MOMENT - timedelta(days=400), MOMENT + timedelta(days=400))
DAYS = (None, date(2026, 2, 26), date(2026, 3, 1), date(2026, 3, 26), date(2026, 4, 1), date(2027, 1, 1))
HALF_A_MONTH = Selection(since=date(2026, 3, 1), until=date(2026, 3, 16))


def groups_of(kind: FactKind) -> list[tuple[Dimension, ...]]:
    """Return every division that sums tell, the whole among them."""
    alone = [(each,) for dimensions in AXES[kind].values() for each in dimensions]
    return [(), (D.STREET, D.DISTRICT), *alone]


@given(st.integers(0, 2**31), st.sampled_from(DAYS), st.sampled_from(DAYS), st.sampled_from(MOMENTS))
@settings(max_examples=6, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_sums_count_what_facts_count_to_the_last_digit(
    town: Town, lake_folder: Path, seed: int, since: date | None, until: date | None, at: datetime
) -> None:
    for kind in KINDS:
        kind._default_manager.all().delete()
    api.publish_rules(rules=FROM_THE_26TH, valid_from=date(2025, 1, 1), actor=SYSTEM, at=MOMENT)
    invent(seed)
    LakeChange.objects.bulk_create(LakeChange(month=month) for month in ("2025-12", "2026-02", "2026-03", "2026-04"))
    api.export_facts(at=MOMENT)
    where = Selection(since=since, until=until)

    for kind in FactKind:
        groups = groups_of(kind)
        assert not files_for(kind, where, summed=True).facts
        summed = api.lake_sums_by_each(kind=kind, groups=groups, where=where, at=at)
        assert summed == api.lake_sums_by_each(
            kind=kind, groups=groups, where=where, at=at, reach=Reach(is_summed=False)
        )
        for group, found in zip(groups, summed, strict=True):
            assert found == api.sums(kind=kind, by=group, where=where, at=at), (kind, group)


def test_days_that_sums_do_not_tell_apart_are_read_from_facts(town: Town, lake_folder: Path) -> None:
    invent(11)
    api.export_facts(at=MOMENT)
    since_mid_march = Selection(since=date(2026, 3, 2))

    for where in (HALF_A_MONTH, since_mid_march):
        found = api.lake_sums(kind=FactKind.CASE, by=(D.STREET,), where=where, at=MOMENT)
        assert found == api.sums(kind=FactKind.CASE, by=(D.STREET,), where=where, at=MOMENT)
    files = files_for(FactKind.CASE, since_mid_march, summed=True)
    assert (len(files.facts), len(files.sums)) == (1, 1)
    assert not files_for(FactKind.CASE, HALF_A_MONTH, summed=True).sums


def test_a_month_is_told_apart_where_its_pieces_begin() -> None:
    sums = MonthSums((date(2026, 3, 1), date(2026, 3, 26)), {})

    apart = {day for day in range(1, 32) if sums.divide_at(date(2026, 3, day))}

    assert apart == {1, 26}
    assert all(sums.divide_at(day) for day in (None, date(2026, 2, 9), date(2026, 4, 1), date(2026, 4, 9)))


def test_a_lake_without_sums_gets_them_and_they_follow_the_rules_of_counting(town: Town, lake_folder: Path) -> None:
    invent(12)
    api.export_facts(at=MOMENT)
    whole = manifest(lake_folder)
    (lake_folder / "manifests").joinpath(f"{whole.city}.json").write_bytes(
        type(whole)(whole.city, whole.months).as_json().replace(b"sums", b"forgotten")
    )
    assert not manifest(lake_folder).sums

    assert api.export_facts(at=MOMENT) == api.Exported((), 0)
    assert manifest(lake_folder) == whole

    api.publish_rules(rules=FROM_THE_26TH, valid_from=date(2026, 4, 1), actor=SYSTEM, at=MOMENT)
    api.export_facts(at=MOMENT)
    pieces = {month: [day.day for day in sums.pieces] for month, sums in manifest(lake_folder).sums.items()}
    assert pieces == {"2025-12": [1], "2026-02": [1], "2026-03": [1, 26], "2026-04": [1, 26]}
    assert manifest(lake_folder).months == whole.months


@pytest.mark.parametrize("scheme", [scheme.key for scheme in api.shipped_schemes()])
def test_leagues_are_the_same_from_the_lake(scheme: str, march: Town, lake_folder: Path) -> None:
    def league(period: str = MARCH) -> api.League:
        return api.league(scheme_key=scheme, period=period, at=APRIL, actor=SYSTEM)

    from_database = {period: league(period) for period in (MARCH, "2026", "2026-W10")}
    while outbox.relay(at=APRIL):
        pass
    api.export_facts(at=APRIL)

    assert parts_of(Selection(since=date(2026, 3, 1), until=date(2026, 4, 1)))[0].is_in_lake
    for period, wanted in from_database.items():
        assert league(period) == wanted
    CaseFact.objects.update(filed=0, closed=0)  # behind the lake's back
    assert league() == from_database[MARCH]
    found, period = in_force(scheme, date(2026, 3, 31)), period_of(MARCH)
    told = scored(found.scorer, period, at=APRIL, quickly=False)  # a result that is signed is counted so
    assert {each.figures[key] for each in told.values() for key in each.figures.keys() & {"filed", "closed"}} <= {0}


def test_months_that_moved_since_are_counted_by_the_database(town: Town, lake_folder: Path) -> None:
    case_ids = invent(13)
    api.export_facts(at=MOMENT)
    year = Selection(since=date(2026, 1, 1), until=date(2027, 1, 1))

    def quick() -> list[api.Sums]:
        return api.quick_sums(kind=FactKind.CASE, by=(D.BODY,), where=year, at=MOMENT)

    api.note_changes(case_ids=tuple(case_ids), months=("2026-03",))
    outbox.publish(api.FactsChanged(at=MOMENT, case_ids=(), months=("2026-04",)))
    CaseFact.objects.filter(month__in=("2026-03", "2026-04")).update(reported=2, to_dispose=1)

    parts = parts_of(year)
    assert [(part.since, part.is_in_lake) for part in parts if part.is_in_lake] == [(date(2026, 2, 1), True)]
    assert quick() == api.sums(kind=FactKind.CASE, by=(D.BODY,), where=year, at=MOMENT)
    assert quick() == api.quick_sums(kind=FactKind.CASE, by=(D.BODY,), where=year, at=MOMENT.astimezone(UTC))
