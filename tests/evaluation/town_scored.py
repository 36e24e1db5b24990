"""A town whose March can be scored by hand."""

from datetime import date, timedelta

from cityloop.cases import api as cases
from cityloop.cases.tests.factories import Walk
from cityloop.evaluation import api
from tests.evaluation.ways import sent_elsewhere
from tests.support.town import FOUNDED, MONDAY_NINE, SYSTEM, WEST_SPOT, Town

SINCE = date(2026, 1, 1)
MARCH = "2026-03"
APRIL = MONDAY_NINE + timedelta(days=35)


def walked(town: Town) -> Town:
    """Let cases go their ways in March, and count them.

    HW: one closed on time, one of the west that a collector reported, too; one closed late; one reworked and closed on
    time; one in its hands, late by April. SZ was sent one that HW had returned; its own station SZ-1 has it, late.
    """
    api.load_evaluation(valid_from=SINCE, actor=SYSTEM, at=FOUNDED)
    Walk(town, "on time").to("CLOSED")
    Walk(town, "of a collector", spot=WEST_SPOT, who="collector_west").to("CLOSED")
    Walk(town, "late").to("DISPOSAL").wait(days=3).to("CLOSED")
    again = Walk(town, "again").to("CHECK").check(cases.Answer.NOT_PASS)
    again.go("acceptor", "rework", opinion="未清理干净")
    again.to("CLOSED")
    Walk(town, "waiting").to("DISPOSAL")
    sent_elsewhere(town).go("handler", "forward", body_id=town.bodies["SZ-1"])
    api.rebuild(at=MONDAY_NINE)
    return town


def rows_of(league: api.League) -> dict[str, api.LeagueRow]:
    """Return the rows of a league by code."""
    return {row.code: row for row in league.rows}
