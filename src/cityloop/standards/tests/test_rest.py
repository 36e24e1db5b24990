from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from cityloop.access.api import Post
from cityloop.kernel.clock import now
from cityloop.standards import api
from cityloop.standards.models import CaseClass, Condition, DisposalStandard, WorkingCalendar
from cityloop.standards.tests.factories import (
    AT,
    administrator,
    bearer,
    calendar_description,
    disposal_file,
    import_standard,
    published_standard,
    row,
)

pytestmark = [pytest.mark.usefixtures("shipped"), pytest.mark.django_db]
ROOT = "/api/v1/standards"
YAML = b"timezone: Asia/Shanghai\nweek: {MON-FRI: 08:00-12:00 14:00-18:00}\n"


class Caller:
    """Somebody who asks, and what they are answered."""

    def __init__(self, post: Post | None) -> None:
        self.client = Client()
        self.headers = {} if post is None else bearer(post, at=now())

    def get(self, path: str, **query: Any) -> tuple[int, Any]:
        response = self.client.get(ROOT + path, query, headers=self.headers)
        is_json = "json" in response["Content-Type"]
        return response.status_code, response.json() if is_json else response.content

    def send(self, method: str, path: str, body: Any = None, key: object = None) -> tuple[int, Any]:
        headers = {**self.headers, "Idempotency-Key": str(key or uuid4())}
        response = self.client.generic(
            method, ROOT + path, b"" if body is None else orjson.dumps(body), "application/json", headers=headers
        )
        return response.status_code, response.json() if response.content else None

    def upload(self, path: str, content: bytes, filename: str = "file.csv", **facts: str) -> tuple[int, Any]:
        form = encode_multipart(BOUNDARY, {**facts, "file": SimpleUploadedFile(filename, content)})
        headers = {**self.headers, "Idempotency-Key": str(uuid4())}
        response = self.client.generic("POST", ROOT + path, form, MULTIPART_CONTENT, headers=headers)
        return response.status_code, response.json()


def reads() -> list[str]:
    version, calendar = api.current_standard(at=AT).id, api.current_calendar(at=AT).id
    condition = Condition.objects.order_by("id").values_list("pk", flat=True)[0]
    return [
        "/editions",
        "/classes",
        "/classes/2026/COMPONENT/01001",
        "/classes/export?edition=2026",
        "/conditions?kind=COMPONENT&code=01001",
        f"/conditions/{condition}",
        "/disposal-standards",
        f"/disposal-standards/{version}/conditions",
        f"/disposal-standards/{version}/export",
        "/calendars",
        f"/calendars/{calendar}/export",
        f"/calendars/{calendar}/years/2026",
        f"/calendars/{calendar}/deadline?start=2026-03-06T17:00%2B08:00&limit=4 work_hour",
    ]


def writes(caller: Caller, version: object, calendar: object) -> list[int]:
    new = {"edition": "2026", "kind": "COMPONENT", "major_code": "01", "name": "智慧灯杆"}
    valid = {"valid_from": "2026-07-01T00:00:00+08:00"}
    facts = {"name": "uploaded", "title": "上传"}
    return [
        caller.send("POST", "/classes", new)[0],
        caller.send("POST", "/classes/2026/INCIDENT/06999/withdrawal")[0],
        caller.upload("/classes/import", api.export_classes(edition="2007", file_format="csv"), edition="2007")[0],
        caller.upload("/disposal-standards", disposal_file(row()), **facts)[0],
        caller.upload("/calendars", YAML, "x.yaml", **facts)[0],
        caller.send("POST", f"/disposal-standards/{version}/publication", valid)[0],
        caller.send("POST", f"/calendars/{calendar}/publication", valid)[0],
        caller.send("DELETE", f"/disposal-standards/{version}")[0],
        caller.send("DELETE", f"/calendars/{calendar}")[0],
    ]


def drafts() -> tuple[object, object]:
    calendar = api.import_calendar(
        name="draft", title="历", description=calendar_description(), actor=administrator(), at=AT
    )
    return import_standard(row(), name="draft").version.id, calendar.version.id


def state() -> list[Any]:
    return [
        CaseClass.objects.count(),
        CaseClass.objects.exclude(withdrawn_at=None).count(),
        sorted(DisposalStandard.objects.values_list("name", "number", "state")),
        sorted(WorkingCalendar.objects.values_list("name", "number", "state")),
    ]


def test_a_stranger_is_asked_to_sign_in_and_changes_nothing() -> None:
    version, calendar = drafts()
    before, stranger = state(), Caller(None)

    assert {stranger.get(path)[0] for path in reads()} == {401}
    assert set(writes(stranger, version, calendar)) == {401}
    assert state() == before


@pytest.mark.parametrize("post", [Post.COLLECTOR, Post.DISPATCHER, Post.HANDLER, Post.SHIFT_LEADER, Post.LEADER])
def test_every_post_reads_and_none_but_the_administrators_writes(post: Post) -> None:
    version, calendar = drafts()
    before, caller = state(), Caller(post)

    assert {path: caller.get(path)[0] for path in reads()} == dict.fromkeys(reads(), 200)
    assert set(writes(caller, version, calendar)) == {403}
    assert state() == before


def test_an_administrator_may_do_it_all() -> None:
    version, calendar = drafts()

    assert writes(Caller(Post.ADMINISTRATOR), version, calendar) == [201, 204, 200, 201, 201, 200, 200, 409, 409]


def test_a_class_that_arrives_twice_is_added_once() -> None:
    caller, key = Caller(Post.ADMINISTRATOR), uuid4()
    new = {"edition": "2026", "kind": "INCIDENT", "major_code": "09", "name": "甲"}

    first, second = (caller.send("POST", "/classes", new, key=key) for _ in range(2))

    assert first == second
    assert (first[0], first[1]["code"]) == (201, "09999")
    assert CaseClass.objects.filter(name="甲（自定义）").count() == 1


def test_a_bad_file_is_refused_with_every_fault() -> None:
    content = disposal_file(row(amount="x"), row(number=2, kind="?"))

    status, body = Caller(Post.ADMINISTRATOR).upload("/disposal-standards", content, name="bad", title="坏")

    assert (status, body["type"]) == (422, "urn:cityloop:problem:bad-table")
    assert [(fault["line"], fault["column"]) for fault in body["facts"]["faults"]] == [(2, "amount"), (3, "kind")]
    assert not DisposalStandard.objects.filter(name="bad").exists()


def test_classes_come_in_pages_and_are_found_by_name() -> None:
    caller = Caller(Post.COLLECTOR)
    _, first = caller.get("/classes", limit=200)
    _, second = caller.get("/classes", limit=200, cursor=first["next"])
    _, third = caller.get("/classes", limit=200, cursor=second["next"])
    codes = [(each["kind"], each["code"]) for page in (first, second, third) for each in page["items"]]

    assert len(codes) == len(set(codes)) == 404
    assert third["next"] is None
    _, found = caller.get("/classes", search="井盖", kind="COMPONENT")
    assert found["items"]
    assert all("井盖" in each["name"] for each in found["items"])


@pytest.mark.parametrize("cursor", ["", "x", "WzEsMl0", "W10"])
def test_a_cursor_that_was_never_given_is_refused(cursor: str) -> None:
    assert Caller(Post.COLLECTOR).get("/classes", cursor=cursor)[0] == 422


def test_conditions_say_which_limit_holds_where_there_are_none() -> None:
    caller = Caller(Post.COLLECTOR)
    _, some = caller.get("/conditions", kind="COMPONENT", code="01001")
    _, none = caller.get("/conditions", kind="COMPONENT", code="01007")

    assert some["items"][0]["stages"][0]["limits"] == {"ALL": {"amount": "2", "unit": "URGENT_HOUR"}}
    assert (none["items"], none["default_limit"]) == ([], {"amount": "4", "unit": "WORK_HOUR"})


def test_conditions_tell_their_limit_in_an_area_of_a_level() -> None:
    published_standard(row(area_level="B", amount=3), row(), name="levels")
    caller = Caller(Post.ACCEPTOR)

    def told(**query: str) -> Any:
        _, body = caller.get("/conditions", kind="COMPONENT", code="01001", at=AT.isoformat(), **query)
        return body["items"][0]["limit"]

    assert told(name="levels", area_level="B") == {"amount": "3", "unit": "URGENT_HOUR"}
    assert told(name="levels", area_level="C") == {"amount": "2", "unit": "URGENT_HOUR"}, "as everywhere"
    assert told(name="levels") is None, "nobody said where"


def test_a_deadline_is_told_day_by_day() -> None:
    calendar = api.current_calendar(at=AT).id
    path = f"/calendars/{calendar}/deadline"

    status, body = Caller(Post.COLLECTOR).get(path, start="2026-03-06T17:00:00+08:00", limit="4 work_hour")

    assert (status, body["due_at"], body["seconds"]) == (200, "2026-03-09T11:00:00+08:00", 4 * 3600)
    assert [(day["day"], day["counted"]) for day in body["days"]] == [
        ("2026-03-06", 3600),
        ("2026-03-07", 0),
        ("2026-03-08", 0),
        ("2026-03-09", 10800),
    ]


def test_a_year_is_told_day_by_day() -> None:
    caller, calendar = Caller(Post.HANDLER), api.current_calendar(at=AT).id

    status, year = caller.get(f"/calendars/{calendar}/years/2026")
    days = {day["day"]: day for day in year["days"]}

    assert (status, len(days), year["days"][0]["day"]) == (200, 365, "2026-01-01")
    assert days["2026-10-01"] == {
        "day": "2026-10-01", "is_working": False, "is_special": True, "is_public": True, "name": "国庆节", "hours": [],
    }  # fmt: skip
    make_up, monday, sunday = days["2026-10-10"], days["2026-03-02"], days["2026-03-01"]
    assert (make_up["is_working"], make_up["is_special"], make_up["hours"]) == (True, True, year["week"][0])
    assert (monday["is_working"], monday["is_special"], monday["hours"]) == (True, False, year["week"][0])
    assert (sunday["is_working"], sunday["hours"], year["week"][6]) == (False, [], [])
    assert caller.get(f"/calendars/{calendar}/years/1999")[0] == 404
    assert caller.get(f"/calendars/{calendar}/years/3000")[0] == 422


def test_a_year_costs_the_same_however_many_days_are_special(django_assert_num_queries: Any) -> None:
    caller, calendar = Caller(Post.HANDLER), api.current_calendar(at=AT).id
    caller.get("/editions")

    with django_assert_num_queries(4):  # who asks, the version, its hours, its special days
        caller.get(f"/calendars/{calendar}/years/2026")


@pytest.mark.parametrize(
    ("start", "limit", "status"),
    [
        ("2026-03-06T17:00:00", "4 work_hour", 422),
        ("9999-12-31T23:59:59Z", "4 work_hour", 422),
        ("0001-01-01T00:00:00Z", "4 work_hour", 422),
        ("2026-03-06T17:00:00Z", "4 moons", 422),
        ("2026-03-06T17:00:00Z", "-4 work_hour", 422),
        ("2026-03-06T17:00:00Z", "1e5 work_hour", 422),
        ("2026-03-06T17:00:00Z", "100000 urgent_day", 422),
        ("2198-03-06T17:00:00Z", "100000 urgent_day", 422),
        ("2190-03-06T17:00:00Z", "4 work_hour", 409),
        ("2026-03-06T17:00:00Z", "99999 work_day", 409),
    ],
)
def test_a_deadline_that_cannot_be_counted_is_refused(start: str, limit: str, status: int) -> None:
    calendar = api.current_calendar(at=AT).id

    assert Caller(Post.COLLECTOR).get(f"/calendars/{calendar}/deadline", start=start, limit=limit)[0] == status


@pytest.mark.parametrize(
    "path",
    [
        f"/disposal-standards/{UUID(int=1)}/conditions",
        f"/disposal-standards/{UUID(int=1)}/export",
        f"/calendars/{UUID(int=1)}/export",
        "/conditions/999999999",
        "/classes/2026/COMPONENT/99999",
        "/classes?edition=1999",
        "/conditions?kind=COMPONENT&code=01001&name=nobody",
    ],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    assert Caller(Post.COLLECTOR).get(path)[0] == 404
