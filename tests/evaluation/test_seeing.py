"""Trends, heat and comparisons say what a plain count of the facts says, and every figure opens its cases."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from cityloop.access import api as access
from cityloop.evaluation import api
from cityloop.evaluation.api import CountAsked, Object, Scope
from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.indicators import Indicators
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.shipped import shipped_scheme_data
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from tests.evaluation.invented import MOMENT, invent
from tests.evaluation.recounted import counts_of, reckoned, recount, rows_of
from tests.support.once import settle
from tests.support.town import CITY, FOUNDED, SYSTEM, Town

pytestmark = pytest.mark.django_db
AT = MOMENT
WHOLE = Scope(of=Object.CITY, subject_id=CITY)
SOMEBODY = str(UUID(int=2))
SCOPES = [
    WHOLE,
    Scope(of=Object.CITY, subject_id=CITY, kind="INCIDENT", class_code="01"),
    Scope(of=Object.DISTRICT, subject_id="110101"),
    Scope(of=Object.STREET, subject_id="110102002", class_code="0102"),
    Scope(of=Object.COLLECTOR, subject_id=SOMEBODY),
    Scope(of=Object.DISPATCHER, subject_id=SOMEBODY),
]
KEYS = ("reported", "need_close", "to_verify_late", "dispatch_work", "disposal_minutes", "late_multiple")
KNOWN = Indicators(api.shipped_indicators())


@pytest.fixture(scope="module")
def year(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[Town]:
    """A town with facts of nothing in particular, from December to April."""
    with django_db_blocker.unblock(), transaction.atomic():
        api.load_evaluation(valid_from=date(2025, 1, 1), actor=SYSTEM, at=FOUNDED)
        invent(11, cases=120)
        settle()
        yield town


def trend(key: str, scope: Scope = WHOLE, *, last: str = "2026-04", periods: int = 6) -> api.Trend:
    return api.trend(key=key, scope=scope, last=last, periods=periods, actor=SYSTEM, at=AT)


def shown(key: str, count: int) -> str:
    """Return a count as it is written: multiples are kept in hundredths."""
    return f"{Decimal(count) / 100:.2f}" if key == "late_multiple" else str(count)


def opened(asked: CountAsked, *, size: int = 20) -> int:
    """Return the figure behind what is asked, after holding that the cases add up to it."""
    cursor, total = None, 0
    while True:
        found = api.cases_behind(asked=asked, actor=SYSTEM, at=AT, cursor=cursor, size=size)
        total += sum(each.contribution for each in found.page.rows)
        cursor = found.page.cursor
        if cursor is None:
            assert total == found.figure
            return found.figure


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_a_trend_is_what_a_plain_count_says(scope: Scope, year: Town) -> None:
    seen = 0
    for key in KEYS:
        for point in trend(key, scope).points:
            wanted = recount(key, scope, period_of(point.period.key), AT)
            assert point.value == shown(key, wanted)
            assert [each.figure for each in point.figures] == [wanted]
            seen += wanted != 0
    assert seen > 2


@pytest.mark.parametrize("key", ["closing_rate", "omission_rate", "satisfaction_mean", "not_closed_rate"])
def test_an_indicator_is_what_its_formula_says_of_a_plain_count(key: str, year: Town) -> None:
    scope = Scope(of=Object.DISTRICT, subject_id="110102")
    indicator = KNOWN.indicator(key)
    found = trend(key, scope)

    for point in found.points:
        period = period_of(point.period.key)
        assert point.value == reckoned(indicator, KNOWN, scope, period, AT)
        assert {each.key: each.figure for each in point.figures} == {
            name: recount(name, scope, period, AT) for name in (head.key for head in found.measure.figures)
        }
    assert found.measure.formula == indicator.formula
    assert any(point.value is None for point in found.points)  # November: nobody reported anything


def test_every_point_stands_beside_the_month_and_the_year_before(year: Town) -> None:
    found = trend("reported", periods=14)
    by_key = {point.period.key: point for point in found.points}

    assert [*by_key] == sorted(by_key)
    assert next(iter(by_key)) == "2025-03"
    assert len(by_key) == 14
    for point in found.points:
        for held, other in ((point.before, "before"), (point.year_before, "year")):
            assert held is not None, other
            assert held.value == str(recount("reported", WHOLE, period_of(held.period.key), AT))
            assert held.change == str(int(point.value or 0) - int(held.value or 0))
    april = by_key["2026-04"]
    assert april.before is not None
    assert april.year_before is not None
    # April is not over on the 15th: it stands beside as many days
    assert (april.before.period.key, april.year_before.period.key) == (
        "2026-03-01..2026-03-15", "2025-04-01..2025-04-15",
    )  # fmt: skip
    assert [point.period.is_running for point in found.points] == [False] * 13 + [True]
    assert april.year_before.growth is None  # nothing was reported then


@pytest.mark.parametrize("last", ["S2026-04", "2026-W14", "2026-Q2", "2026"])
def test_statistic_months_and_other_periods_have_trends(last: str, year: Town) -> None:
    rules = api.CountingRules(month_begins_on=26)
    api.publish_rules(rules=rules, valid_from=date(2025, 1, 1), actor=SYSTEM, at=FOUNDED)

    for point in trend("reported", last=last, periods=3).points:
        period = period_of(point.period.key)
        assert (point.period.since, point.period.until) == (period.since, period.until)
        assert point.value == str(recount("reported", WHOLE, period, AT))
        assert opened(CountAsked(key="reported", period=point.period.key, scope=WHOLE)) == int(point.value)


def test_a_trend_costs_as_many_queries_however_long_it_is(year: Town) -> None:
    costs = []
    for last, periods in (("2026-04", 2), ("2026-04", 36), ("S2026-04", 2), ("S2026-04", 36)):
        with CaptureQueriesContext(connection) as queries:
            trend("closing_rate", last=last, periods=periods)
        costs.append(len(queries))

    assert costs[0] == costs[1]
    assert costs[2] == costs[3]
    assert max(costs) <= 10


@pytest.mark.parametrize("scope", SCOPES, ids=str)
@pytest.mark.parametrize("key", ["reported", "to_dispose_late", "verified", "filing_work"])
def test_heat_is_what_a_plain_count_says_and_each_cell_opens_its_cases(key: str, scope: Scope, year: Town) -> None:
    period = "2026-Q1"
    wanted = [[0] * 24 for _ in range(7)]
    for row in rows_of(BY_KEY[key].of, scope, period_of(period)):
        wanted[row["weekday"] - 1][row["hour"]] += counts_of(BY_KEY[key].of, row, AT)[key]

    found = api.heat(key=key, scope=scope, period=period, actor=SYSTEM, at=AT)

    assert [list(row) for row in found.cells] == wanted
    assert found.figure == sum(map(sum, wanted)) == opened(CountAsked(key=key, period=period, scope=scope))
    busiest = max((figure, day, hour) for day, row in enumerate(wanted, 1) for hour, figure in enumerate(row))
    figure, day, hour = busiest
    assert opened(CountAsked(key=key, period=period, scope=scope, weekday=day, hour=hour)) == figure
    assert opened(CountAsked(key=key, period=period, scope=scope, weekday=day)) == sum(wanted[day - 1])
    assert opened(CountAsked(key=key, period=period, scope=scope, hour=hour)) == sum(row[hour] for row in wanted)


def test_heat_is_one_query_of_the_facts(year: Town) -> None:
    with CaptureQueriesContext(connection) as queries:
        api.heat(key="reported", scope=WHOLE, period="2026-03", actor=SYSTEM, at=AT)

    assert sum('"evaluation_casefact"."hour"' in query["sql"] for query in queries) == 1


@pytest.mark.parametrize("scope", SCOPES, ids=str)
def test_a_comparison_is_what_a_plain_count_says_and_opens_its_cases(scope: Scope, year: Town) -> None:
    first, second = period_of("2026-04"), period_of("2026-03-01..2026-03-15")
    found = api.comparison(scope=scope, period="2026-04", other="2026-03", actor=SYSTEM, at=AT)

    assert found.rows
    assert (found.other.key, found.other.is_cut) == (second.key, True)  # April is not over
    weights = [float(row.weight) for row in found.rows]
    assert weights == sorted(weights, reverse=True)
    for row in found.rows:
        if row.measure.key in BY_KEY:
            now, then = (recount(row.measure.key, scope, each, AT) for each in (first, second))
            assert (row.value, row.other) == (shown(row.measure.key, now), shown(row.measure.key, then))
            assert row.change == shown(row.measure.key, now - then)
            assert [(each.figure, each.before) for each in row.figures] == [(now, then)]
        else:
            indicator = KNOWN.indicator(row.measure.key)
            assert row.value == reckoned(indicator, KNOWN, scope, first, AT)
            assert row.other == reckoned(indicator, KNOWN, scope, second, AT)
    for count in found.rows[0].figures:
        for period, figure in (("2026-04", count.figure), (found.other.key, count.before)):
            assert opened(CountAsked(key=count.key, period=period, scope=scope)) == figure


def test_who_sees_whom_is_as_in_leagues(year: Town) -> None:
    def sees(who: str, scope: Scope) -> bool:
        actor = year[who]
        asked = CountAsked(key="reported", period="2026-03", scope=scope)
        told = []
        for ask in (
            lambda: api.trend(key="reported", scope=scope, last="2026-03", periods=2, actor=actor, at=AT),
            lambda: api.heat(key="reported", scope=scope, period="2026-03", actor=actor, at=AT),
            lambda: api.comparison(scope=scope, period="2026-03", other="2026-02", actor=actor, at=AT),
            lambda: api.cases_behind(asked=asked, actor=actor, at=AT),
        ):
            try:
                ask()
            except NotFoundError:
                told.append(False)
            else:
                told.append(True)
        assert len(set(told)) == 1
        return told[0]

    body = Scope(of=Object.BODY, subject_id=str(year.bodies["HW"]))
    person = Scope(of=Object.COLLECTOR, subject_id=str(year["collector_a"].account_id))
    assert [who for who in ("leader", "evaluator", "handler_other", "handler", "collector_a") if sees(who, body)] == [
        "leader", "evaluator", "handler_other",
    ]  # fmt: skip
    assert [who for who in ("leader", "collector_a", "collector_b", "handler") if sees(who, person)] == [
        "leader", "collector_a",
    ]  # fmt: skip
    assert not sees("collector_a", WHOLE)
    with pytest.raises(NotPermittedError):
        sees("citizen", WHOLE)


def test_what_is_not_there_is_refused(year: Town) -> None:
    for scope in (Scope(of=Object.BODY, subject_id="x"), Scope(of=Object.BODY, subject_id=str(UUID(int=9)))):
        with pytest.raises(NotFoundError):
            trend("reported", scope)
    with pytest.raises(NotFoundError, match="no indicator 'glory'"):
        trend("glory")
    with pytest.raises(NotFoundError, match="no base indicator"):
        api.heat(key="closing_rate", scope=WHOLE, period="2026-03", actor=SYSTEM, at=AT)
    with pytest.raises(InvalidInputError, match="runs over weeks"):
        trend("reported", last="2026-03-01..2026-03-09")
    assert len(trend("reported", last="1900-03").points) == 3


def own(who: access.Actor, period: str = "2026-03") -> api.OwnFigures:
    return api.own_figures(period=period, actor=who, at=AT)


def test_a_scheme_holds_from_midnight_in_the_city_on(year: Town) -> None:
    data = next(each for each in shipped_scheme_data() if each["key"] == "national-collector")
    api.publish_scheme(data={**data, "key": "fresh"}, valid_from=date(2026, 4, 15), actor=SYSTEM, at=AT)
    half_past = datetime(2026, 4, 14, 16, 30, tzinfo=UTC)  # half past midnight of the 15th

    for at, is_there in ((half_past, True), (half_past - timedelta(hours=1), False)):
        found = api.own_figures(period="2026-03", actor=year["collector_a"], at=at)
        assert ("fresh" in {each.scheme.key for each in found.leagues}) is is_there


def test_a_person_sees_their_own_row_and_among_how_many(year: Town) -> None:
    found = own(year["collector_a"])
    everybody = api.league(scheme_key="national-collector", period="2026-03", at=AT, actor=SYSTEM)

    mine = next(each for each in found.leagues if each.scheme.key == "national-collector")
    assert {each.scheme.object for each in found.leagues} == {"COLLECTOR"}
    assert found.subject_id == mine.row.subject_id == str(year["collector_a"].account_id)
    assert mine.row == next(row for row in everybody.rows if row.subject_id == found.subject_id)
    assert mine.ranked == everybody.groups[0].size
    assert own(year["leader"]).leagues == ()  # nobody judges the post of a leader
    with pytest.raises(NotPermittedError):
        own(year["citizen"])
