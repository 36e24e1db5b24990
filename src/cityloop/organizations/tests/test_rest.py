"""Organizations over HTTP."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cityloop.access import api as access
from cityloop.organizations import api
from cityloop.organizations.models import Body, DutyAssignment, ResponsibilityRule
from cityloop.organizations.rest import bodies, responsibility, staff, tables
from cityloop.organizations.tests.factories import (
    DUTY_GRID,
    GRID,
    NOON,
    SYSTEM,
    House,
    account,
    actor,
    appointed,
    house,
    trail,
)
from cityloop.standards.contracts import MatterKind

pytestmark = pytest.mark.django_db
JSON = "application/json"
API = "/api/v1"
DAY = timedelta(days=1)


@dataclass
class City:
    """What the addresses below name."""

    house: House
    seat: access.SeatView
    rule: api.RuleView


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cityloop.access.actions.authentication.now", lambda: NOON)
    for entrance in (bodies, responsibility, staff, tables):
        monkeypatch.setattr(entrance, "now", lambda: NOON)


@pytest.fixture
def city() -> City:
    made = house()
    rule = api.RuleDraft(body_id=made.east.id, kind=MatterKind.INCIDENT, area_code="110101")
    return City(
        house=made,
        seat=appointed("li", access.Post.COLLECTOR, made.collectors, area_code="110101"),
        rule=api.assign_responsibility(draft=rule, actor=SYSTEM, at=NOON),
    )


def bearer(post: access.Post, home: api.BodyView, *, area_code: str = "") -> dict[str, str]:
    holder = actor(f"{post}{area_code}", post, home, area_code=area_code)
    assert holder.seat_id is not None
    issued = access.issue_token(name="t", seat_id=holder.seat_id, expires_at=NOON + DAY, actor=holder, at=NOON)
    return {"Authorization": f"Bearer {issued.secret}", "Idempotency-Key": str(uuid4())}


def send(method: str, path: str, body: Any, headers: dict[str, str]) -> Any:
    data = {} if body is None else {"data": body, "content_type": JSON}
    return getattr(Client(), method)(f"{API}{path}", headers=headers, **data)


CHANGES: list[tuple[str, str, Any, int]] = [
    ("post", "/bodies", {"code": "X", "name": "园林局", "kind": "DEPARTMENT", "parent_id": "{top}"}, 201),
    ("patch", "/bodies/{east}", {"name": "环卫三所"}, 200),
    ("put", "/bodies/{east}/parent", {"parent_id": "{top}"}, 200),
    ("post", "/bodies/{east}/end", {}, 200),
    ("post", "/seats", {"account_id": "{account}", "post": "HANDLER", "body_id": "{east}"}, 201),
    ("post", "/seats/{seat}/end", {}, 200),
    ("put", "/seats/{seat}/duty", {"area_codes": [DUTY_GRID]}, 200),
    ("post", "/responsibility", {"body_id": "{east}", "kind": "INCIDENT", "class_code": "01"}, 201),
    ("post", "/responsibility/{rule}/end", {}, 200),
]
ROUTE = f"/routing?kind=INCIDENT&class_code=0102&grid_code={GRID}"
READS = ["/bodies", "/bodies/{east}", "/staff", "/responsibility", ROUTE]


def filled(value: Any, city: City) -> Any:
    names = {
        "top": city.house.government.id,
        "east": city.house.east.id,
        "seat": city.seat.seat_id,
        "rule": city.rule.id,
        "account": city.seat.account_id,
    }
    if isinstance(value, dict):
        return {key: filled(item, city) for key, item in value.items()}
    return value.format(**names) if isinstance(value, str) else value


def everything() -> list[Any]:
    return [list(model.objects.order_by("pk").values()) for model in (Body, DutyAssignment, ResponsibilityRule)] + [
        access.seats(at=NOON),
        trail(),
    ]


@pytest.mark.parametrize("who", ["stranger", "wrong post", "wrong axis", "wrong area", "right actor"])
@pytest.mark.parametrize(("method", "path", "body", "status"), CHANGES, ids=lambda value: str(value)[:28])
def test_only_administrators_change_anything(
    city: City, who: str, method: str, path: str, body: Any, status: int
) -> None:
    made, posts = city.house, access.Post
    headers = {
        "stranger": lambda: {"Idempotency-Key": str(uuid4())},
        "wrong post": lambda: bearer(posts.LEADER, made.government),
        "wrong axis": lambda: bearer(posts.DISPATCHER, made.command),
        "wrong area": lambda: bearer(posts.ADMINISTRATOR, made.government, area_code="110102"),
        "right actor": lambda: bearer(posts.ADMINISTRATOR, made.government),
    }[who]()
    before = everything()

    answer = send(method, filled(path, city), filled(body, city), headers)

    expected = {"stranger": 401, "right actor": status}.get(who, 403)
    assert answer.status_code == expected, answer.content
    assert (everything() == before) is (who != "right actor")


@pytest.mark.parametrize("path", READS)
@pytest.mark.parametrize(
    ("post", "status"), [(None, 401), ("CITIZEN", 403), ("COLLECTOR", 200), ("HANDLER", 200), ("ADMINISTRATOR", 200)]
)
def test_all_staff_may_read(city: City, path: str, post: str | None, status: int) -> None:
    homes = {"COLLECTOR": city.house.collectors, "HANDLER": city.house.east, "ADMINISTRATOR": city.house.government}
    headers = {}
    if post == "CITIZEN":
        citizen = account("citizen")
        seat = access.grant_seat(account_id=citizen, post=access.Post.CITIZEN, valid_from=NOON)
        who = access.actor_of(account_id=citizen, at=NOON)
        issued = access.issue_token(name="t", seat_id=seat.seat_id, expires_at=NOON + DAY, actor=who, at=NOON)
        headers = {"Authorization": f"Bearer {issued.secret}"}
    elif post:
        headers = bearer(access.Post(post), homes[post])

    assert send("get", filled(path, city), None, headers).status_code == status


def test_a_body_is_added_once_per_key(city: City) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)
    new = {"code": "X", "name": "园林局", "kind": "DEPARTMENT"}

    first, again = (send("post", "/bodies", new, headers) for _ in range(2))

    assert (first.status_code, again.status_code, again["Idempotent-Replay"]) == (201, 201, "true")
    assert again.json() == first.json()
    assert send("post", "/bodies", new | {"code": "Y"}, headers).status_code == 422
    assert send("post", "/bodies", new, headers | {"Idempotency-Key": str(uuid4())}).status_code == 409


def test_the_routing_says_who_and_why(city: City) -> None:
    headers = bearer(access.Post.DISPATCHER, city.house.command)
    path = "/routing?kind={}&class_code=0102&grid_code=" + GRID

    found = send("get", path.format("INCIDENT"), None, headers)
    none = send("get", path.format("COMPONENT"), None, headers)

    assert (found.json()["body_name"], found.json()["rule_id"]) == ("环卫一所", city.rule.id)
    assert "110101" in found.json()["reason"]
    assert (none.status_code, none.json()["detail"]) == (404, "No rule says which body answers for this.")


def test_staff_is_paged_and_numbers_are_masked(city: City) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)
    for name in ("a", "b"):
        appointed(name, access.Post.HANDLER, city.house.east)
    seen, cursor = [], ""
    while True:
        page = send("get", f"/staff?limit=3{cursor}", None, headers).json()
        seen += page["items"]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert [row["username"] for row in seen] == ["li", "administrator", "a", "b"]
    assert {row["phone"] for row in seen} == {"138****1234"}


def test_a_list_of_staff_costs_the_same_however_long(city: City, django_assert_num_queries: Any) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)
    send("get", "/staff", None, headers)
    for name in ("a", "b", "c"):
        appointed(name, access.Post.HANDLER, city.house.east)

    with django_assert_num_queries(4):  # who asks, the stamp of the tree, the seats, the accounts
        assert len(send("get", "/staff", None, headers).json()["items"]) == 5


def test_a_file_goes_in_and_out(city: City) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)

    out = Client().get(f"{API}/organizations/tables/bodies?file_format=xlsx", headers=headers)
    upload = SimpleUploadedFile("bodies.xlsx", out.content)
    back = Client().post(f"{API}/organizations/tables/bodies", {"file": upload}, headers=headers)
    bad = Client().post(f"{API}/organizations/tables/bodies", {"file": SimpleUploadedFile("x", b"x")}, headers=headers)

    assert out["Content-Disposition"] == 'attachment; filename="bodies.xlsx"'
    assert (back.status_code, back.json()) == (200, {"added": 0, "changed": 0, "unchanged": 7})
    assert (bad.status_code, bad.json()["facts"]["faults"][0]["line"]) == (422, 1)


def test_what_is_wrong_with_a_file_is_told_in_the_language_of_the_request(city: City) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)
    content = "code,name,short_name,kind,parent_code,credit_code\nX1,甲,,PLANET,,\nX2,乙,,COMPANY,NOWHERE,\n".encode()

    def refused(rows: bytes, language: str) -> Any:
        upload = {"file": SimpleUploadedFile("bodies.csv", rows)}
        address = f"{API}/organizations/tables/bodies"
        return Client().post(address, upload, headers=headers | {"Accept-Language": language}).json()

    unread = refused(content, "zh-CN")
    untaken = refused(content.replace(b"PLANET", b"COMPANY"), "zh-CN")

    assert unread["title"] == "表格未被接受"
    assert unread["facts"]["faults"][0]["reason"].startswith("须为以下之一：GOVERNMENT、SUPERVISION_CENTRE")
    assert untaken["detail"] == (
        "有 1 处错误，未导入任何内容。"
        "第 3 行“parent_code”列：没有编码为 NOWHERE 的机构；它须在本行之前出现，或已在系统中"
    )
    assert refused(content, "en")["facts"]["faults"][0]["reason"].startswith("must be one of GOVERNMENT, ")


def test_staff_is_found_by_part_of_a_name_and_those_who_left_on_demand(city: City) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)
    gone = appointed("lin", access.Post.HANDLER, city.house.east, at=NOON - DAY)
    api.dismiss(seat_id=gone.seat_id, actor=SYSTEM, at=NOON)
    closed = appointed("lindun", access.Post.HANDLER, city.house.east)
    access.close_account(account_id=closed.account_id, actor=SYSTEM, at=NOON)

    def rows(query: str) -> list[tuple[str, bool]]:
        found = send("get", f"/staff?{query}", None, headers).json()["items"]
        return sorted((row["username"], row["is_active"]) for row in found)

    assert rows("search=LI") == [("li", True)]
    assert rows("search=li&ended=true") == [("li", True), ("lin", True), ("lindun", False)]
    assert rows(f"search=li&ended=true&body_id={city.house.collectors.id}") == [("li", True)]


@pytest.mark.parametrize("post", [access.Post.INSPECTOR, access.Post.LEADER])
def test_who_has_left_is_told_only_to_whoever_manages_staff(city: City, post: access.Post) -> None:
    headers = bearer(post, city.house.government)

    assert send("get", "/staff?ended=true", None, headers).status_code == 403
    assert send("get", "/staff", None, headers).status_code == 200


def test_a_roster_is_for_its_owner_and_the_administrator(city: City) -> None:
    path = f"/seats/{city.seat.seat_id}/roster"

    answer = send("get", path, None, bearer(access.Post.ADMINISTRATOR, city.house.government))

    assert (answer.status_code, answer.json()) == (200, {"shifts": []})
    assert send("get", path, None, bearer(access.Post.LEADER, city.house.government)).status_code == 403


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/bodies", {"code": "X", "name": "a\x00b", "kind": "DEPARTMENT"}),
        ("post", "/bodies", {"code": "X", "name": "a", "kind": "KING"}),
        ("post", "/bodies", {"code": "X" * 41, "name": "a", "kind": "DEPARTMENT"}),
        ("post", "/bodies", {"code": "X", "name": "a", "kind": "DEPARTMENT", "valid_from": "2026-01-01T00:00:00"}),
        ("post", "/responsibility", {"body_id": str(uuid4())}),
        ("get", "/routing?kind=INCIDENT&class_code=x&grid_code=1", None),
        ("get", "/staff?cursor=x", None),
        ("get", "/staff?limit=100000", None),
        ("get", "/responsibility?cursor=WyJ4Il0", None),
        ("post", "/responsibility/99999999999999999999/end", {}),
    ],
)
def test_bad_input_is_told_and_changes_nothing(city: City, method: str, path: str, body: Any) -> None:
    headers = bearer(access.Post.ADMINISTRATOR, city.house.government)
    before = everything()

    answer = send(method, path, body, headers)

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
    assert everything() == before
