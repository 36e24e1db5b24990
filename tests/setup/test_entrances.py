"""Health, figures, numbers of requests and errors, through Django's own client."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from pytest_django.fixtures import Settings

from cityloop.kernel import health

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget_examinations() -> Iterator[None]:
    health._tables_are_up_to_date.cache_clear()
    yield
    health._tables_are_up_to_date.cache_clear()


def test_ready_when_all_is_there(client: Client, settings: Settings, tmp_path: Path) -> None:
    own = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = settings.STORAGES | {"default": own}

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"status": "ready", "missing": {}})
    assert not default_storage.listdir("readiness")[1], "the probe of the storage is taken away"


def test_not_ready_while_tables_are_old(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'kernel'")

    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert "cityloop migrate" in answer.json()["missing"]["migrations"]


def test_not_ready_without_a_place_for_files(client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    def refuse(*_: Any) -> str:
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr(default_storage, "save", refuse)

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["missing"]) == (503, {"storage": "OSError"})
    assert client.get("/healthz").status_code == 200


def test_a_request_keeps_the_number_it_came_with(client: Client) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": "from-the-proxy-7"})["X-Request-ID"] == "from-the-proxy-7"


@pytest.mark.parametrize("number", ["", "two\nlines", "<script>", "x" * 65])
def test_a_number_that_could_harm_the_log_is_replaced(client: Client, number: str) -> None:
    given = client.get("/healthz", headers={"X-Request-ID": number})["X-Request-ID"]

    assert given != number
    assert len(given) == 32


def test_every_answer_carries_the_safe_headers(client: Client) -> None:
    for path in ("/healthz", "/nowhere.txt", "/api/v1/openapi.json"):
        headers = client.get(path).headers

        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize(
    ("method", "path", "status", "slug"),
    [
        ("get", "/nowhere.txt", 404, "not-found"),
        ("post", "/healthz", 405, "method-not-allowed"),
        ("delete", "/api/v1/accounts", 405, "method-not-allowed"),
        ("get", "/api/v1/nowhere", 404, "not-found"),
    ],
)
def test_errors_are_problems_everywhere(client: Client, method: str, path: str, status: int, slug: str) -> None:
    answer = getattr(client, method)(path)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["type"] == f"urn:cityloop:problem:{slug}"


def test_a_foreign_host_is_refused(client: Client) -> None:
    answer = client.get("/nowhere/", headers={"Host": "evil.example"})

    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")


def test_our_own_failure_is_a_problem_that_tells_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> dict[str, str]:
        message = "password=swordfish"
        raise RuntimeError(message)

    monkeypatch.setattr("cityloop.kernel.rest.troubles", fail)

    answer = Client(raise_request_exception=False).get("/readyz")

    assert (answer.status_code, answer["Content-Type"]) == (500, "application/problem+json")
    assert b"swordfish" not in answer.content


def test_figures_name_the_route_not_the_address(client: Client) -> None:
    client.get("/healthz")

    figures = client.get("/metrics").content.decode()

    assert 'cityloop_requests_total{method="GET",route="healthz",status="200"}' in figures
    assert "cityloop_outbox_waiting" in figures


@pytest.mark.parametrize(
    ("sent", "status"), [("Bearer right-token-of-20-chars", 200), ("Bearer wrong", 403), ("", 403)]
)
def test_a_token_guards_the_figures(client: Client, settings: Settings, sent: str, status: int) -> None:
    settings.METRICS_TOKEN = "right-token-of-20-chars"

    assert client.get("/metrics", headers={"Authorization": sent}).status_code == status
