"""The rules of counting are published by those who may, and what they make old is counted again by the worker."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from cityloop.cases.tests.factories import Walk
from cityloop.evaluation import api
from cityloop.evaluation.models import CaseFact, CountingRulesVersion, WorkFact
from cityloop.kernel import outbox
from tests.support.town import MONDAY_NINE, SYSTEM, Town, key

pytestmark = pytest.mark.django_db
RULES = "/api/v1/evaluation/counting-rules"
LATER = MONDAY_NINE + timedelta(days=40)


def deliver() -> None:
    while outbox.relay(at=LATER):
        pass


def put(town: Town, who: str, body: dict[str, Any]) -> Any:
    headers = {"Authorization": f"Bearer {town.tokens[who]}", "Idempotency-Key": str(key(str(body)))}
    with time_machine.travel(LATER, tick=False):
        return Client().put(RULES, body, "application/json", headers=headers)


def work() -> None:
    """Do what waits for a worker, as it would."""
    job = ProcrastinateJob.objects.get(task_name="evaluation.rebuild_outdated")
    app.tasks[job.task_name](**job.args)


def test_versions_and_choices_are_told(town: Town) -> None:
    body = {"valid_from": "2026-05-01", "rules": {"closing_judged": "CLOSING", "month_begins_on": 26}}

    made = put(town, "evaluator", body).json()
    told = Client().get(RULES, headers={"Authorization": f"Bearer {town.tokens['acceptor']}"}).json()

    assert (made["number"], made["rebuild_since"]) == (1, None)
    assert [(each["number"], each["valid_from"]) for each in told["versions"]] == [(1, "2026-05-01"), (0, None)]
    assert told["versions"][0]["rules"]["closing_judged"] == "CLOSING"
    assert told["choices"]["closing_judged"] == ["DISPOSAL", "CLOSING"]
    assert "month_begins_on" not in told["choices"]


@pytest.mark.parametrize(
    "rules",
    [
        {"closing_judged": "NEVER"},
        {"glory": 1},
        {"month_begins_on": 29},
        {"month_begins_on": "x"},
        {"satisfied_from": 101},
    ],
)
def test_rules_that_are_none_are_refused(rules: dict[str, Any], town: Town) -> None:
    answer = put(town, "evaluator", {"valid_from": "2026-05-01", "rules": rules})

    assert answer.status_code == 422
    assert not CountingRulesVersion.objects.exists()


def test_what_new_rules_count_otherwise_is_counted_again(town: Town) -> None:
    early, late = (Walk(town, name, at=at) for name, at in (("early", MONDAY_NINE), ("late", LATER)))
    deliver()

    made = put(town, "evaluator", {"valid_from": "2026-04-01", "rules": {"month_begins_on": 11}}).json()
    deliver()
    work()

    assert made["rebuild_since"] == "2026-04-11"
    assert dict(CaseFact.objects.values_list("case_id", "statistic_month")) == {early.id: "2026-03", late.id: "2026-05"}
    assert api.counting_rules().rebuild_since is None
    assert api.rebuild_outdated(at=LATER) == 0


def test_a_later_version_takes_back_only_its_own_days(town: Town) -> None:
    Walk(town, "early", at=MONDAY_NINE)
    Walk(town, "late", at=LATER)
    deliver()
    since = date(2026, 3, 1)
    api.publish_rules(rules=api.CountingRules(satisfied_from=100), valid_from=since, actor=SYSTEM, at=LATER)

    made = api.publish_rules(rules=api.CountingRules(), valid_from=date(2026, 4, 1), actor=SYSTEM, at=LATER)

    assert made.rebuild_since == CaseFact.objects.order_by("reported_on").values_list("reported_on", flat=True)[0]
    api.rebuild_outdated(at=LATER)
    assert {*CaseFact.objects.values_list("rules", flat=True)} == {1, 2}
    assert api.counting_rules().rebuild_since is None


def test_news_told_twice_counts_once(town: Town) -> None:
    put(town, "evaluator", {"valid_from": "2026-04-01", "rules": {"month_begins_on": 11}})
    put(town, "evaluator", {"valid_from": "2026-04-01", "rules": {"month_begins_on": 11}})
    deliver()

    assert CountingRulesVersion.objects.count() == 1
    assert ProcrastinateJob.objects.filter(task_name="evaluation.rebuild_outdated").count() == 1


def test_rules_come_from_a_file_too(town: Town, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "rules.yaml"
    file.write_text("belongs_to: CLOSED\n", encoding="utf-8")

    call_command("load_evaluation", counting_rules=str(file), valid_from="2026-05-01")

    assert "counting rules, version 1" in capsys.readouterr().out
    assert api.rules_book().on(date(2026, 5, 1)).rules.belongs_to is api.BelongsTo.CLOSED
    with pytest.raises(CommandError, match="from which day"):
        call_command("load_evaluation", counting_rules=str(file))


def test_facts_of_later_days_go_into_the_statistic_months_of_their_days(town: Town) -> None:
    Walk(town, "of March", at=LATER - timedelta(days=30)).wait(days=32).to("DISPOSAL")  # its work is done in April
    deliver()
    assert "2026-04" in WorkFact.objects.values_list("statistic_month", flat=True)

    rules = api.CountingRules(month_begins_on=11)
    published = api.publish_rules(rules=rules, valid_from=date(2026, 4, 1), actor=SYSTEM, at=LATER)

    assert published.rebuild_since == (LATER - timedelta(days=30)).date()
    api.rebuild_outdated(at=LATER)
    assert {*WorkFact.objects.values_list("statistic_month", flat=True)} == {"2026-05"}
    assert api.counting_rules().rebuild_since is None
