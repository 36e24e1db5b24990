"""Outside evaluation over HTTP: what strangers may do with a link, and how often."""

from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django.fixtures import Settings

from cityloop.appraisal.models import QuestionnaireResponse
from tests.appraisal.situations import AT, TREE, asked, opened
from tests.support.town import EAST, Town, key

pytestmark = pytest.mark.django_db


def respond(token: str, name: str, body: dict[str, Any], *, address: str = "192.0.2.1") -> Any:
    with time_machine.travel(AT, tick=False):
        return Client().post(
            f"/api/v1/questionnaires/{token}/responses", body, "application/json",
            headers={"Idempotency-Key": str(key(name))}, REMOTE_ADDR=address,
        )  # fmt: skip


def test_whoever_has_the_link_answers_without_an_account(town: Town) -> None:
    token = asked(town, opened(town)).token
    with time_machine.travel(AT, tick=False):
        seen = Client().get(f"/api/v1/questionnaires/{token}")
        lost = Client().get(f"/api/v1/questionnaires/{'x' * 43}")

    assert (seen.status_code, seen.headers["Cache-Control"], seen.json()["is_open"]) == (200, "no-store", True)
    assert "token" not in seen.json()
    assert lost.status_code == 404
    for _ in range(2):
        answer = respond(token, "one", {"area_code": EAST, "levels": {"D": 2}})
        assert (answer.status_code, answer.json()) == (201, {"answered": 1})
    assert QuestionnaireResponse.objects.count() == 1


@pytest.mark.parametrize(
    "body",
    [
        {"area_code": EAST, "levels": {}},
        {"area_code": EAST, "levels": {"D": 6}},
        {"area_code": EAST, "levels": {"D": 1.5}},
        {"area_code": EAST, "levels": {"D": 1, "no such": 2}},
        {"area_code": "city", "levels": {"D": 1}},
        {"levels": {"D": 1}},
    ],
)
def test_an_answer_that_cannot_be_is_refused(body: dict[str, Any], town: Town) -> None:
    token = asked(town, opened(town)).token

    assert respond(token, "bad", body).status_code == 422
    assert not QuestionnaireResponse.objects.exists()


def test_one_address_does_not_answer_for_a_city(town: Town, settings: Settings) -> None:
    settings.CITYLOOP_ANSWERS_AN_HOUR = 2
    token = asked(town, opened(town)).token
    answers = [respond(token, f"answer {number}", {"area_code": EAST, "levels": {"D": 1}}) for number in range(3)]

    assert [answer.status_code for answer in answers] == [201, 201, 429]
    assert answers[-1].headers["Retry-After"] == "3600"
    elsewhere = respond(token, "elsewhere", {"area_code": EAST, "levels": {"D": 1}}, address="192.0.2.2")
    assert elsewhere.status_code == 201


def test_a_tree_is_loaded_from_a_file_and_faults_are_told_with_their_place(town: Town) -> None:
    def load(content: str, name: str) -> Any:
        headers = {"Authorization": f"Bearer {town.tokens['evaluator']}", "Idempotency-Key": str(key(name))}
        file = SimpleUploadedFile("tree.csv", content.encode())
        facts = {"key": "service", "title": "服务评价", "valid_from": "2026-01-01", "file": file}
        with time_machine.travel(AT, tick=False):
            return Client().post("/api/v1/appraisal/trees", facts, headers={**headers, "Accept-Language": "zh"})

    refused, made = load(TREE.replace("2,95,0.5", "2,95,很多"), "bad"), load(TREE, "good")

    assert refused.status_code == 422
    (fault,) = refused.json()["facts"]["faults"]
    assert (fault["line"], fault["column"], fault["reason"]) == (3, "lost", "须为数字，小数不超过 6 位")
    assert (made.status_code, made.json()["leaves"], made.json()["is_new"]) == (201, 5, True)
