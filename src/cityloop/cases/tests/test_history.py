"""History is written once, and whoever gets round the database's own guard is found out."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from cityloop.cases import api
from cityloop.cases.models import Case, CaseStep
from cityloop.cases.tests.factories import Walk
from tests.support.desk import Desk
from tests.support.town import Town

pytestmark = pytest.mark.django_db


def faults() -> list[str]:
    """Return everything that is wrong with the history of all cases."""
    return [fault for _, _, found in api.verify_history() for fault in found]


@contextmanager
def guard_off() -> Iterator[None]:
    """Do what only the owner of the table could do: switch the trigger off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE cases_casestep DISABLE TRIGGER steps_are_append_only")
        yield
        cursor.execute("ALTER TABLE cases_casestep ENABLE TRIGGER steps_are_append_only")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_casestep SET opinion = 'never said'",
        "UPDATE cases_casestep SET hash = hash",
        "DELETE FROM cases_casestep",
    ],
)
def test_the_database_itself_refuses_to_rewrite_history(town: Town, statement: str) -> None:
    Walk(town).to("DISPOSAL")

    with pytest.raises(DatabaseError, match="History is written once"), transaction.atomic():
        connection.cursor().execute(statement)

    assert CaseStep.objects.count() == 4


def test_a_history_nobody_touched_verifies(town: Town) -> None:
    Walk(town, "straight").to("CLOSED")
    Walk(town, "suspended").suspend()
    Walk(town, "void").refuse()
    told = StringIO()

    call_command("verify_history", stdout=told)

    assert faults() == []
    assert told.getvalue().strip() == "3 cases verified."


TAMPERED: list[tuple[dict[str, Any], str]] = [
    ({"opinion": "never said"}, "step 3 was changed"),
    ({"actor_id": "00000000-0000-0000-0000-000000000001"}, "step 3 was changed"),
    ({"post": "LEADER"}, "step 3 was changed"),
    ({"inputs": {"limit": "9 work_day"}}, "step 3 was changed"),
    ({"taken_at": Walk.at}, "step 3 was changed"),
    ({"hash": "0" * 64}, "step 3 was changed"),
    ({"number": 9}, "step 3 is missing"),
    ({"target": "CLOSED"}, "step 4 starts at DISPATCH, but the case was at CLOSED"),
]


@pytest.mark.parametrize(("change", "words"), TAMPERED, ids=[next(iter(change)) for change, _ in TAMPERED])
def test_a_step_that_was_changed_shows(town: Town, change: dict[str, Any], words: str) -> None:
    walk = Walk(town).to("DISPOSAL")
    Walk(town, "another").to("FILING")

    with guard_off():
        CaseStep.objects.filter(case=walk.id, number=3).update(**change)

    assert words in "; ".join(faults())
    with pytest.raises(CommandError, match="1 of 2 cases do not verify"):
        call_command("verify_history", stderr=StringIO())


@pytest.mark.parametrize("number", [1, 2, 4])
def test_a_step_that_was_dropped_shows(town: Town, number: int) -> None:
    walk = Walk(town).to("DISPOSAL")

    with guard_off():
        CaseStep.objects.filter(case=walk.id, number=number).delete()

    assert faults()


def test_a_step_that_was_put_in_shows(town: Town) -> None:
    walk = Walk(town).to("FILING")
    last = CaseStep.objects.get(case=walk.id, number=2)

    CaseStep.objects.create(
        case_id=walk.id, number=3, verb="file", source="FILING", target="DISPATCH", actor_id=last.actor_id,
        actor_name="x", post="SHIFT_LEADER", taken_at=walk.at, hash=last.hash,
    )  # fmt: skip

    assert "step 3 was changed" in faults()


def test_a_case_moved_without_a_step_shows(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")

    Case.objects.filter(pk=walk.id).update(stage="CLOSED")

    assert faults() == ["history ends at DISPOSAL, the case says CLOSED"]


def test_rewriting_a_case_whole_needs_the_head_too(town: Town) -> None:
    """Somebody who rewrites the last step with a right hash must also rewrite what the case remembers."""
    walk = Walk(town).to("DISPOSAL")

    Case.objects.filter(pk=walk.id).update(chain_head="0" * 64)

    assert faults() == ["the last step is not the one the case remembers"]


def test_history_is_told_in_order_with_the_opinions(town: Town) -> None:
    walk = Walk(town).to("CHECK").check(api.Answer.NOT_PASS)
    walk.go("acceptor", "rework", opinion="仍有残留")

    told = Desk(town, "shift_leader").get(f"/cases/{walk.id}/history", at=walk.at)

    assert [step["number"] for step in told["steps"]] == list(range(1, walk.view.version + 1))
    assert (told["steps"][-1]["verb"], told["steps"][-1]["opinion"]) == ("rework", "仍有残留")
    assert [stay["stage"] for stay in told["activities"]] == [
        "ACCEPTANCE", "FILING", "DISPATCH", "DISPOSAL", "CHECK", "DISPOSAL",
    ]  # fmt: skip
