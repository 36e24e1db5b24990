"""A month of cases: every loop of the lifecycle, desks that are alive, history that holds, and no second month.

What has been stored is read by SQL: the doors of other modules give what desks need, not whole tables.
"""

from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.hashers import check_password
from django.core.management import CommandError, call_command
from django.db import connection

from cityloop.administration.demo.accounts import FILE, passwords_in
from cityloop.administration.demo.month.living import month_plans
from cityloop.administration.demo.people import people
from cityloop.administration.tests.demo.conftest import CASES, SEED, UNTIL
from cityloop.cases import api as cases
from cityloop.standards import api as standards

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lived_in")]
LONGEST_DAYS = 30


def rows(sql: str, *values: Any) -> list[tuple[Any, ...]]:
    """Return what a query finds."""
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def first_column(sql: str, *values: Any) -> list[Any]:
    """Return the only column of what a query finds."""
    return [row[0] for row in rows(sql, *values)]


def test_every_move_of_the_lifecycle_is_made() -> None:
    data = cases.standard_data()
    known = {move["verb"] for move in data["moves"]} | {f"ask_{kind.lower()}" for kind in data["requests"]}

    assert known - set(first_column("SELECT verb FROM cases_casestep")) == set()


def test_every_stage_has_cases_when_the_month_ends() -> None:
    assert set(first_column("SELECT stage FROM cases_case")) == set(cases.standard_data()["stages"])


def test_there_are_as_many_cases_as_asked_for(lived_in: str) -> None:
    assert first_column("SELECT count(*) FROM cases_case") == [CASES]
    assert f"{CASES} cases" in lived_in


def test_history_holds() -> None:
    assert [told for told in cases.verify_history() if told[2]] == []


def test_nothing_lies_outside_the_month() -> None:
    ((first, last),) = rows("SELECT min(taken_at), max(taken_at) FROM cases_casestep")

    assert last <= UNTIL
    assert (UNTIL - first).days <= LONGEST_DAYS


def test_the_clock_urges_an_overdue_stay_once_per_escalation() -> None:
    urged = Counter(
        rows("SELECT case_id, taken_at, opinion FROM cases_casestep WHERE verb = 'urge' AND post = 'SYSTEM'")
    )

    assert urged
    assert max(urged.values()) == 1


def test_lamps_of_every_colour_burn() -> None:
    lamps = first_column(
        "SELECT DISTINCT CASE WHEN due_at < %s THEN 'red' WHEN warn_at < %s THEN 'yellow' ELSE 'green' END"
        " FROM cases_case WHERE phase = 'OPEN' AND due_at IS NOT NULL",
        UNTIL,
        UNTIL,
    )

    assert set(lamps) >= {"red", "green"}


def test_cases_are_filed_under_conditions_of_their_class() -> None:
    filed = rows("SELECT condition_id, class_code FROM cases_case WHERE condition_id IS NOT NULL")

    assert len(filed) > CASES / 2
    assert [code for number, code in filed if standards.condition(number).class_code != code] == []


def test_cases_of_components_name_one_of_their_class() -> None:
    named = rows("SELECT component_code, class_code FROM cases_case WHERE kind = 'COMPONENT'")

    assert named
    assert [pair for pair in named if pair[0][6:11] != pair[1]] == []


def test_small_drawings_show_before_and_after() -> None:
    kept = rows("SELECT usage, size FROM cases_photo WHERE case_id IS NOT NULL")

    assert {usage for usage, _ in kept} == {"BEFORE", "AFTER"}
    assert max(size for _, size in kept) < 60_000


def test_requests_are_granted_refused_and_withdrawn() -> None:
    states = first_column("SELECT DISTINCT state FROM cases_caserequest")

    assert set(states) == {"PENDING", "APPROVED", "REFUSED", "WITHDRAWN"}


def test_the_same_seed_plans_the_same_month() -> None:
    plans = month_plans(seed=SEED, many=CASES, until=UNTIL)

    assert plans == month_plans(seed=SEED, many=CASES, until=UNTIL)
    assert {plan.case_id for plan in plans} == set(first_column("SELECT id FROM cases_case"))


def test_another_seed_plans_another_month() -> None:
    texts = {plan.text for plan in month_plans(seed=SEED, many=CASES, until=UNTIL)}
    others = {plan.text for plan in month_plans(seed=SEED + 1, many=CASES, until=UNTIL)}

    assert len(texts & others) < CASES / 10


def test_texts_are_whole_and_varied() -> None:
    texts = first_column("SELECT description FROM cases_case")

    assert [text for text in texts if "{" in text or len(text) < 8] == []
    assert len(set(texts)) > CASES * 0.9


def test_only_visitors_accounts_have_a_password(home: Path) -> None:
    able = first_column("SELECT username FROM access_account WHERE password NOT LIKE %s", "!%")
    kept = (home / FILE).read_text(encoding="utf-8")

    assert len(able) == 10
    assert [name for name in able if f"  {name} " not in kept] == []


def test_passwords_are_told_once_and_stored_only_hashed(lived_in: str, home: Path) -> None:
    kept = (home / FILE).read_text(encoding="utf-8")
    hashes = first_column("SELECT password FROM access_account WHERE username = %s", "acceptor")

    assert kept in lived_in
    assert check_password(passwords_in(home, people(SEED))["acceptor"], hashes[0])


def test_a_second_run_changes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    before = rows("SELECT id, version, chain_head FROM cases_case ORDER BY id")

    call_command("load_demo", seed=SEED, cases=CASES, until=UNTIL)

    assert "nothing changed" in capsys.readouterr().out
    assert rows("SELECT id, version, chain_head FROM cases_case ORDER BY id") == before


def test_a_month_without_a_time_zone_is_refused() -> None:
    with pytest.raises(CommandError, match="time zone"):
        call_command("load_demo", until=datetime.fromisoformat("2026-11-20T16:30:00"))


def test_too_few_cases_for_every_loop_are_refused() -> None:
    with pytest.raises(CommandError, match="at least"):
        call_command("load_demo", cases=5, until=UNTIL)
