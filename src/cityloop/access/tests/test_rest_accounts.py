"""Accounts and the audit trail over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from cityloop.access import api
from cityloop.access.actions import authentication
from cityloop.access.models import Account, AuditEntry
from cityloop.access.rest import accounts
from cityloop.access.tests.factories import NOON, PASSWORD, account, actor
from cityloop.kernel import cursors

pytestmark = pytest.mark.django_db
JSON = "application/json"
API = "/api/v1"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for entrance in (authentication, accounts):
        monkeypatch.setattr(entrance, "now", lambda: NOON)


def bearer(post: api.Post = api.Post.ADMINISTRATOR, *, area_code: str = "") -> dict[str, str]:
    holder = actor("wang", post=post, area_code=area_code)
    assert holder.seat_id is not None
    issued = api.issue_token(
        name="t", seat_id=holder.seat_id, expires_at=NOON + timedelta(days=1), actor=holder, at=NOON
    )
    return {"Authorization": f"Bearer {issued.secret}"}


def test_an_account_is_created_once_per_key() -> None:
    headers = bearer() | {"Idempotency-Key": str(uuid4())}
    new = {"username": "li", "display_name": "李四", "phone": "13800001111", "password": PASSWORD}

    first = Client().post(f"{API}/accounts", new, JSON, headers=headers)
    again = Client().post(f"{API}/accounts", new, JSON, headers=headers)

    assert (first.status_code, first.json()["phone"]) == (201, "138****1111")
    assert (again.json(), again["Idempotent-Replay"]) == (first.json(), "true")
    assert Account.objects.filter(username="li").count() == 1


OPERATIONS = [
    ("post", "/accounts", {"username": "x", "display_name": "x"}, 201),
    ("get", "/accounts", None, 200),
    ("get", "/accounts/{id}", None, 200),
    ("patch", "/accounts/{id}", {"display_name": "x"}, 200),
    ("put", "/accounts/{id}/password", {"new": "Third-one33"}, 204),
    ("post", "/accounts/{id}/close", {}, 200),
    ("post", "/accounts/{id}/reopen", {}, 200),
    ("post", "/accounts/{id}/unlock", {}, 204),
    ("get", "/audit", None, 200),
]


@pytest.mark.parametrize(("method", "path", "body", "status"), OPERATIONS, ids=lambda value: str(value)[:30])
@pytest.mark.parametrize("who", ["stranger", "wrong post", "wrong area", "right actor"])
def test_only_administrators_manage_accounts(who: str, method: str, path: str, body: Any, status: int) -> None:
    made = account("li", password=PASSWORD)
    headers = {"Idempotency-Key": str(uuid4())}
    if who != "stranger":
        post = api.Post.LEADER if who == "wrong post" else api.Post.ADMINISTRATOR
        headers |= bearer(post, area_code="110101" if who == "wrong area" else "")
    before, entries = list(Account.objects.order_by("pk").values()), AuditEntry.objects.count()

    data = {} if body is None else {"data": body, "content_type": JSON}
    answer = getattr(Client(), method)(f"{API}{path.format(id=made.account_id)}", headers=headers, **data)

    assert answer.status_code == {"stranger": 401, "right actor": status}.get(who, 403)
    if who != "right actor":
        assert (list(Account.objects.order_by("pk").values()), AuditEntry.objects.count()) == (before, entries)


@pytest.mark.parametrize(("post", "status"), [(api.Post.SHIFT_LEADER, 200), (api.Post.HANDLER, 403)])
def test_whole_numbers_are_for_posts_that_need_them(post: api.Post, status: int) -> None:
    made = account("li")

    answer = Client().get(f"{API}/accounts/{made.account_id}/phone", headers=bearer(post))

    assert answer.status_code == status
    assert AuditEntry.objects.filter(action="access.see_phone").count() == (status == 200)


def test_the_audit_trail_is_paged() -> None:
    for name in ("a", "b", "c"):
        account(name)
    headers, seen, cursor = bearer(), [], ""
    while True:
        page = Client().get(f"{API}/audit?limit=2{cursor}", headers=headers).json()
        seen += [entry["id"] for entry in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"

    assert seen == list(AuditEntry.objects.order_by("-at", "-id").values_list("id", flat=True))


@pytest.mark.parametrize("key", [(), (1,), ("x", 1), ("2026-01-01", 1), ("2026-01-01T00:00Z", "a"), (NOON, 2**63)])
def test_a_cursor_of_somebody_elses_making_is_refused(key: tuple[object, ...]) -> None:
    cursor = cursors.encode(*key) if key else "x"

    assert Client().get(f"{API}/audit?cursor={cursor}", headers=bearer()).status_code == 422


def test_accounts_are_paged_and_found_by_part_of_a_name() -> None:
    for name in ("zhang", "li", "lin"):
        account(name)
    headers, seen, cursor = bearer(), [], ""
    while True:
        page = Client().get(f"{API}/accounts?limit=2{cursor}", headers=headers).json()
        seen += [row["username"] for row in page["items"]]
        if page["next"] is None:
            break
        cursor = f"&cursor={page['next']}"
    found = Client().get(f"{API}/accounts?search=LI", headers=headers).json()["items"]

    assert seen == ["li", "lin", "wang", "zhang"]
    assert [row["username"] for row in found] == ["li", "lin"]


def test_a_list_of_accounts_costs_the_same_however_long(django_assert_num_queries: Any) -> None:
    headers = bearer()
    Client().get(f"{API}/accounts", headers=headers)
    for name in ("a", "b", "c"):
        account(name)

    with django_assert_num_queries(2):  # who asks, the accounts
        assert len(Client().get(f"{API}/accounts", headers=headers).json()["items"]) == 4


@pytest.mark.parametrize("key", [(1,), ("a\x00",), ("a", "b"), (None,)])
def test_a_page_of_accounts_begins_where_this_server_said(key: tuple[object, ...]) -> None:
    answer = Client().get(f"{API}/accounts?cursor={cursors.encode(*key)}", headers=bearer())

    assert answer.status_code == 422
