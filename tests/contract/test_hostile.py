"""Input that no schema describes: broken JSON, NUL, lone surrogates, huge numbers, wrong types and methods."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.contract.matrix import DRAWN, MATRIX, METHODS, Operation, operations
from tests.contract.world import NOW, World, furnish
from tests.support.town import EAST, Town, key

pytestmark = pytest.mark.django_db
OPERATIONS = operations()
WITH_JSON = [o for o in OPERATIONS if "application/json" in o.spec.get("requestBody", {}).get("content", {})]
WITH_FORM = [o for o in OPERATIONS if "multipart/form-data" in o.spec.get("requestBody", {}).get("content", {})]
WITH_QUERY = [o for o in OPERATIONS if any(found["in"] == "query" for found in o.spec.get("parameters", ()))]
DEEP = b"[" * 20_000
BODIES = {
    "nothing": b"",
    "no JSON": b"{",
    "a list": b"[]",
    "a number": b"7",
    "null": b"null",
    "a text": b'"text"',
    "not UTF-8": b'{"name": "\xff\xfe"}',
    "a byte order mark": b"\xef\xbb\xbf{}",
    "very deep": DEEP,
    "deep but closed": b'{"a":' * 500 + b"1" + b"}" * 500,
    "NaN": b'{"longitude": NaN, "version": NaN}',
    "infinite": b'{"longitude": 1e999, "version": 1e999, "score": -1e999}',
    "larger than we take": b'{"description": "' + b"x" * (9 * 2**20) + b'"}',
}
POISON = {
    "NUL": '"a\\u0000b"',
    "a lone surrogate": '"\\ud800"',
    "a huge number": "1" + "0" * 400,
    "a very long text": '"' + "长" * 100_000 + '"',
    "a huge moment": '"9999-12-31T23:59:59.999999-14:00"',
    "an early moment": '"0001-01-01T00:00:00+14:00"',
    "an object": '{"\\u0000": {"a": []}}',
    "a list of lists": "[[[[]]]]",
    "a number that is no number": "1e400",
    "a boolean": "true",
    "a mark that changes direction": '"\\u202e\\ufeff"',
}
QUERIES = (
    "%00",
    "%ed%a0%80",
    "9" * 400,
    "1e400",
    "nan",
    "-0",
    "%ff",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-14:00",
)


@pytest.fixture(scope="module")
def world(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The town in full swing, for this file."""
    with django_db_blocker.unblock():
        yield furnish(town)


def send(world: World, operation: Operation, method: str = "", *, query: str = "", **options: Any) -> Any:
    """Send something to an operation as somebody who may use it; whatever it does is undone."""
    entry = MATRIX.get(operation.id)
    able = sorted((entry.allowed if entry else set()) - {DRAWN}) or ["acceptor"]
    path = (entry.path if entry and entry.path else operation.path).format(**world.ids, verb="sign")
    headers = {"Authorization": f"Bearer {world.town.tokens[able[0]]}", "Idempotency-Key": str(key("hostile"))}
    with undone(), time_machine.travel(NOW, tick=False):
        client = Client(raise_request_exception=False)
        answer = client.generic((method or operation.method).upper(), f"{path}?{query}", headers=headers, **options)
        answer.getvalue()
        return answer


def accept(operation: Operation, answer: Any) -> None:
    """Hold an answer against the description."""
    assert answer.status_code < 500, answer.content[:300]
    assert answer.status_code in operation.statuses, answer.content[:300]
    if answer.status_code >= 400:
        assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("operation", WITH_JSON, ids=lambda operation: operation.id)
def test_a_body_that_cannot_be_read_is_refused(world: World, operation: Operation) -> None:
    for name, body in BODIES.items():
        answer = send(world, operation, data=body, content_type="application/json")

        accept(operation, answer)
        if name not in (
            "deep but closed",
            "NaN",
            "infinite",
        ):  # those may be objects whose unknown parts are passed over
            assert answer.status_code in (400, 413, 422), (name, answer.content[:300])


@pytest.mark.parametrize("operation", WITH_JSON, ids=lambda operation: operation.id)
def test_poison_in_any_field_harms_nothing(world: World, operation: Operation) -> None:
    schema = operation.spec["requestBody"]["content"]["application/json"]["schema"]
    fields = properties(schema)
    assert fields

    for name in fields:
        for poison in POISON.values():
            body = f'{{"version": 1, "{name}": {poison}}}' if name != "version" else f'{{"version": {poison}}}'
            accept(operation, send(world, operation, data=body.encode(), content_type="application/json"))


@pytest.mark.parametrize("operation", WITH_JSON + WITH_FORM, ids=lambda operation: operation.id)
@pytest.mark.parametrize(
    "kind", ["text/plain", "application/xml", "multipart/form-data", "multipart/form-data; boundary=x", "", "rubbish"]
)
def test_a_wrong_content_type_is_refused_or_read_as_what_it_is(world: World, operation: Operation, kind: str) -> None:
    accept(operation, send(world, operation, data=b"--x\r\n<a/>", content_type=kind))


@pytest.mark.parametrize("operation", WITH_QUERY, ids=lambda operation: operation.id)
def test_poison_in_the_query_harms_nothing(world: World, operation: Operation) -> None:
    for found in operation.spec["parameters"]:
        if found["in"] != "query":
            continue
        for poison in QUERIES:
            given = "&".join(f"{name}={value}" for name, value in needed(operation, found["name"]).items())
            accept(operation, send(world, operation, query=f"{given}&{found['name']}={poison}"))


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_another_method_is_refused_as_such(world: World, operation: Operation) -> None:
    known = {other.method for other in OPERATIONS if other.path == operation.path}
    for method in {*METHODS, "trace", "brew"} - known:
        answer = send(world, operation, method)

        assert answer.status_code in (404, 405), (method, answer.content[:300])
        assert answer.headers["Content-Type"] == "application/problem+json"
        if answer.status_code == 405:
            assert {name.strip().lower() for name in answer.headers["Allow"].split(",")} >= known


@pytest.mark.parametrize("name", ["", "1", "not-a-uuid", "00000000-0000-0000-0000-000000000000 ", "\u202e"])
@pytest.mark.parametrize("operation", [o for o in WITH_JSON if "Idempotency-Key" in str(o.spec)], ids=lambda o: o.id)
def test_a_key_that_is_none_is_refused(world: World, operation: Operation, name: str) -> None:
    entry = MATRIX.get(operation.id)
    who = min(entry.allowed - {DRAWN}) if entry else "acceptor"
    path = (entry.path if entry and entry.path else operation.path).format(**world.ids, verb="sign")
    headers = {"Authorization": f"Bearer {world.town.tokens[who]}", "Idempotency-Key": name.encode().decode("latin-1")}

    with undone(), time_machine.travel(NOW, tick=False):
        answer = Client(raise_request_exception=False).post(path, b"{}", "application/json", headers=headers)

    assert answer.status_code == 422
    accept(operation, answer)


@pytest.mark.parametrize("seat", ["", "x", "00000000-0000-0000-0000-000000000000", "\x00"])
def test_a_seat_that_is_not_held_is_refused(world: World, seat: str) -> None:
    headers = {"Authorization": f"Bearer {world.town.tokens['acceptor']}", "X-CityLoop-Seat": seat}
    with time_machine.travel(NOW, tick=False):
        for path in (f"/api/v1/cases/{world['case_id']}", "/api/v1/cases", "/api/v1/session"):
            answer = Client(raise_request_exception=False).get(path, headers=headers)

            assert answer.status_code == (200 if seat == "" else 403), (path, answer.content)


def properties(schema: dict[str, Any]) -> list[str]:
    """Return the names of the fields of a body, wherever they are written down."""
    from cityloop.config.api import description  # noqa: PLC0415 - after the settings

    name = schema.get("$ref", "").rpartition("/")[2]
    whole = description()["components"]["schemas"][name] if name else schema
    return list(whole["properties"])


def needed(operation: Operation, but: str) -> dict[str, str]:
    """Return the parameters an operation cannot do without, all right but for one that is left out."""
    right = {
        "longitude": "117.0", "latitude": "38.8", "class_code": "06010", "kind": "INCIDENT", "code": "06010",
        "grid_code": f"{EAST}001001001", "edition": "2026", "start": "2026-03-06T17:00:00Z", "limit": "4%20work_hour",
        "address": "x", "key": "filed", "scheme": "national-body", "period": "2026-02", "subject": EAST,
        "of": "DISTRICT", "last": "2026-02", "other": "2026-01",
    }  # fmt: skip
    needs = [found["name"] for found in operation.spec["parameters"] if found["in"] == "query" and found["required"]]
    return {name: right[name] for name in needs if name != but}


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
