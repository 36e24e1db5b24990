"""What entrances share, tried on a small API of its own."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from ninja import Schema

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import CityAPI, CleanParser, Page, client_address, idempotent, page, problems, quick
from cityloop.kernel.models import IdempotentAnswer
from cityloop.kernel.wording import say

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
KEY = UUID(int=5)


class Thing(Schema):
    """Something to answer with."""

    name: str


def body(response: HttpResponse) -> Any:
    return orjson.loads(response.content)


def create(name: str, *, key: UUID = KEY, scope: str = "li", path: str = "/things") -> HttpResponse:
    request = RequestFactory().post(path, {"name": name}, "application/json")
    return idempotent(request, key=key, scope=scope, at=NOON, run=lambda: (201, {"id": uuid4(), "name": name}))


@pytest.mark.django_db
def test_a_create_that_arrives_twice_happens_once() -> None:
    first, again = create("a"), create("a")

    assert (first.status_code, again.status_code) == (201, 201)
    assert body(again) == body(first)
    assert ("Idempotent-Replay" in first, again["Idempotent-Replay"]) == (False, "true")


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"name": "b"}, {"name": "a", "path": "/others"}])
def test_a_key_stands_for_one_request(other: dict[str, str]) -> None:
    create("a")

    with pytest.raises(InvalidInputError, match="used before"):
        create(**other)  # type: ignore[arg-type]  # what is wrong on purpose


@pytest.mark.django_db
def test_callers_do_not_meet_each_others_keys() -> None:
    assert body(create("a", scope="li"))["id"] != body(create("a", scope="wang"))["id"]


@pytest.mark.django_db
def test_a_create_that_fails_may_be_tried_again() -> None:
    def fail() -> tuple[int, Any]:
        raise InvalidInputError(say("no"))

    request = RequestFactory().post("/things", {"name": "a"}, "application/json")
    with pytest.raises(InvalidInputError, match="no"):
        idempotent(request, key=KEY, scope="li", at=NOON, run=fail)

    assert not IdempotentAnswer.objects.exists()
    assert create("a").status_code == 201


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "6.6.6.6", "10.0.0.1"),
        (1, "6.6.6.6", "6.6.6.6"),
        (1, "1.1.1.1, 6.6.6.6", "6.6.6.6"),
        (2, "1.1.1.1, 6.6.6.6, 10.0.0.2", "6.6.6.6"),
        (2, "6.6.6.6", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_our_own_proxies_are_believed(settings: Any, proxies: int, forwarded: str | None, address: str) -> None:
    settings.CITYLOOP_PROXIES = proxies
    headers = {} if forwarded is None else {"X-Forwarded-For": forwarded}

    assert client_address(RequestFactory().get("/", headers=headers, REMOTE_ADDR="10.0.0.1")) == address


@pytest.mark.parametrize(
    "text", [b'{"a": "\\u0000"}', b'{"\\u0000": 1}', b'{"a": [["\\u0000"]]}', b'["\\ud800"]', b"{"]
)
def test_poison_in_a_body_is_refused(text: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - Ninja answers 400 to any
        CleanParser().parse_body(RequestFactory().post("/", text, "application/json"))


def test_a_body_that_only_speaks_of_nul_is_no_poison() -> None:
    request = RequestFactory().post("/", rb'{"a": "\\u0000"}', "application/json")

    assert CleanParser().parse_body(request) == {"a": r"\u0000"}


def test_poison_in_a_query_is_refused() -> None:
    request = RequestFactory().get("/?a=%00")

    with pytest.raises(InvalidInputError):
        CleanParser().parse_querydict(request.GET, [], request)


def test_everything_we_answer_with_becomes_json() -> None:
    answer = quick({"at": NOON, "id": KEY, "thing": Thing(name="a"), "set": {"b", "a"}, 1: None})

    assert body(answer) == {
        "at": "2026-03-06T12:00:00Z",
        "id": str(KEY),
        "thing": {"name": "a"},
        "set": ["a", "b"],
        "1": None,
    }
    assert body(page([Thing(name="a")], next_cursor=None)) == {"items": [{"name": "a"}], "next": None}


def test_refusals_are_described_as_problems() -> None:
    api = CityAPI(urls_namespace="test-http")

    @api.get("/things", response={200: Page[Thing], **problems(403, 422)})
    def things(request: HttpRequest) -> HttpResponse:
        return quick({})

    responses = api.get_openapi_schema(path_prefix="/api/")["paths"]["/api/things"]["get"]["responses"]

    assert {status: next(iter(response["content"])) for status, response in responses.items()} == {
        200: "application/json",
        400: "application/problem+json",
        403: "application/problem+json",
        413: "application/problem+json",
        422: "application/problem+json",
    }
