"""Access over HTTP, through the whole of Django, CSRF check included."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.test import Client

from cityloop.access import api
from cityloop.access.actions import authentication
from cityloop.access.models import AuditEntry, Session, Token
from cityloop.access.rest import sessions, tokens
from cityloop.access.tests.factories import NOON, PASSWORD, SYSTEM, account, seated

pytestmark = pytest.mark.django_db
JSON = "application/json"
API = "/api/v1"


class Browser(Client):
    """A browser that sends the CSRF token along, as our pages do."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True)

    def send(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {"X-CSRFToken": self.cookies["csrftoken"].value} if "csrftoken" in self.cookies else {}
        data = {} if body is None else {"data": body, "content_type": JSON}
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return getattr(self, method)(f"{API}{path}", headers=sent | named, **data)

    def sign_in(self, username: str, password: str = PASSWORD) -> Any:
        return self.send("post", "/session", {"username": username, "password": password})


@pytest.fixture(autouse=True)
def at(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The moment that every entrance reads; a test may move it."""
    moment = [NOON]
    for entrance in (authentication, sessions, tokens):
        monkeypatch.setattr(entrance, "now", lambda: moment[0])
    return moment


def test_signing_in_sets_a_cookie_no_script_can_read_and_says_who_one_is() -> None:
    seat, browser = seated(password=PASSWORD), Browser()

    answer = browser.sign_in(" Zhang ")

    assert answer.status_code == 200
    assert answer.json() == {
        "account_id": str(seat.account_id),
        "username": "zhang",
        "name": "zhang同志",
        "must_change_password": False,
        "seat_id": str(seat.seat_id),
        "permissions": sorted(api.permissions_of(api.Post.ACCEPTOR)),
        "seats": [
            {
                "seat_id": str(seat.seat_id),
                "post": "ACCEPTOR",
                "axis": "SUPERVISION",
                "body_id": str(seat.body_id),
                "area_code": "",
            }
        ],
    }
    cookie = answer.cookies["cityloop_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Strict", 12 * 60 * 60)
    assert bool(cookie["secure"]) is settings.HTTPS
    assert browser.send("get", "/session").json() == answer.json()


@pytest.mark.parametrize(("username", "password"), [("zhang", "Wrong-one1"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_sound_alike(username: str, password: str) -> None:
    seated(password=PASSWORD)

    answer = Browser().sign_in(username, password)

    assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    assert answer.json()["type"] == "urn:cityloop:problem:wrong-credentials"
    assert answer["WWW-Authenticate"] == 'Bearer realm="cityloop"'
    assert "cityloop_session" not in answer.cookies
    assert not Session.objects.exists()


def test_a_refused_sign_in_to_an_account_is_recorded() -> None:
    made = account(password=PASSWORD)

    Browser().sign_in("zhang", "Wrong-one1")

    assert AuditEntry.objects.get(action="access.refuse_sign_in").account_id == made.account_id


def test_the_fifth_failure_locks_the_account_even_for_the_right_password_until_it_is_unlocked() -> None:
    made, browser = account(password=PASSWORD), Browser()

    statuses = [browser.sign_in("zhang", "Wrong-one1").status_code for _ in range(5)]
    locked = browser.sign_in("ZHANG")

    assert statuses == [401, 401, 401, 401, 429]
    assert (locked.status_code, locked.json()["type"]) == (429, "urn:cityloop:problem:locked-out")
    assert int(locked["Retry-After"]) == locked.json()["facts"]["retry_after"] > 0
    assert browser.sign_in("another").status_code == 401
    api.unlock_account(account_id=made.account_id, actor=SYSTEM, at=NOON)
    assert browser.sign_in("zhang").status_code == 200


def test_who_is_locked_out_is_told_until_when_in_their_language(at: list[datetime]) -> None:
    account(password=PASSWORD)
    browser = Browser()
    for _ in range(5):
        browser.sign_in("zhang", "Wrong-one1")
    begun = AccessAttempt.objects.get(username="zhang").attempt_time
    at[0] = begun + timedelta(minutes=10, seconds=30)

    told = browser.send("post", "/session", {"username": "zhang", "password": PASSWORD}, Accept_Language="zh-CN")

    assert told.json()["detail"] == "登录失败次数过多，账号已锁定，请 5 分钟后再试。"
    assert datetime.fromisoformat(told.json()["facts"]["until"]) == begun + timedelta(minutes=15)


def test_a_success_forgets_the_failures_before_it() -> None:
    account(password=PASSWORD)
    browser = Browser()

    for _ in range(3):
        assert [browser.sign_in("zhang", "Wrong-one1").status_code for _ in range(3)] == [401] * 3
        assert browser.sign_in("zhang").status_code == 200


def test_a_closed_account_cannot_sign_in() -> None:
    made = account(password=PASSWORD)
    api.close_account(account_id=made.account_id, actor=SYSTEM, at=NOON)

    assert Browser().sign_in("zhang").status_code == 401


def test_another_sites_page_cannot_sign_somebody_in() -> None:
    account(password=PASSWORD)

    answer = Browser().send(
        "post", "/session", {"username": "zhang", "password": PASSWORD}, Sec_Fetch_Site="cross-site"
    )

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:cityloop:problem:csrf-failed")


def test_a_session_changes_nothing_without_the_csrf_token() -> None:
    seated(password=PASSWORD)
    browser = Browser()
    browser.sign_in("zhang")

    answer = browser.delete(f"{API}/session")

    assert (answer.status_code, answer.json()["type"]) == (403, "urn:cityloop:problem:csrf-failed")
    assert browser.send("get", "/session").status_code == 200


def test_signing_out_ends_the_session() -> None:
    seated(password=PASSWORD)
    browser = Browser()
    browser.sign_in("zhang")
    secret = browser.cookies["cityloop_session"].value

    assert browser.send("delete", "/session").status_code == 204

    browser.cookies["cityloop_session"] = secret
    assert browser.send("get", "/session").status_code == 401


def test_an_idle_session_is_over(at: list[datetime]) -> None:
    seated(password=PASSWORD)
    browser = Browser()
    browser.sign_in("zhang")

    at[0] += timedelta(minutes=30)

    assert browser.send("get", "/session").status_code == 401


def test_one_lists_and_ends_ones_sessions() -> None:
    seated(password=PASSWORD)
    here, there = Browser(), Browser()
    here.sign_in("zhang")
    there.sign_in("zhang")
    listed = here.send("get", "/sessions").json()
    theirs = {row["session_id"] for row in listed} - {str(Session.objects.order_by("pk")[0].pk)}

    assert here.send("delete", f"/sessions/{theirs.pop()}").status_code == 204

    assert len(listed) == 2
    assert there.send("get", "/session").status_code == 401
    assert here.send("get", "/session").status_code == 200


def test_a_first_password_must_be_changed_before_anything_else() -> None:
    seat, browser = seated(password=PASSWORD), Browser()
    api.reset_password(account_id=seat.account_id, new="First-again1", actor=SYSTEM, at=NOON)
    browser.sign_in("zhang", "First-again1")

    refused = browser.send("get", "/tokens")
    changed = browser.send("put", "/session/password", {"old": "First-again1", "new": "Second-one2"})

    assert (refused.status_code, refused.json()["type"]) == (403, "urn:cityloop:problem:password-change-required")
    assert changed.status_code == 204
    assert browser.send("get", "/tokens").status_code == 200


def test_guessing_the_old_password_counts_as_failures() -> None:
    seated(password=PASSWORD)
    browser = Browser()
    browser.sign_in("zhang")
    guess = {"old": "Wrong-one1", "new": "Second-one2"}

    statuses = [browser.send("put", "/session/password", guess).status_code for _ in range(5)]

    assert statuses == [422, 422, 422, 422, 429]


def test_the_header_picks_the_seat() -> None:
    first, browser = seated(password=PASSWORD), Browser()
    second = api.grant_seat(account_id=first.account_id, post=api.Post.SHIFT_LEADER, valid_from=NOON)
    browser.sign_in("zhang")

    picked = browser.send("get", "/session", X_CityLoop_Seat=str(second.seat_id)).json()

    assert picked["seat_id"] == str(second.seat_id)
    assert picked["permissions"] == sorted(api.permissions_of(api.Post.SHIFT_LEADER))
    assert browser.send("get", "/tokens", X_CityLoop_Seat=str(uuid4())).status_code == 403
    assert browser.send("get", "/tokens", X_CityLoop_Seat="king").status_code == 403


def test_somebody_without_a_seat_learns_so() -> None:
    account(password=PASSWORD)
    browser = Browser()

    me = browser.sign_in("zhang").json()

    assert (me["seat_id"], me["seats"], me["permissions"]) == (None, [], [])
    assert browser.send("get", "/tokens").status_code == 403


def test_a_token_is_shown_once() -> None:
    seat, browser, key = seated(password=PASSWORD), Browser(), str(uuid4())
    browser.sign_in("zhang")
    wanted = {"name": "gateway", "seat_id": str(seat.seat_id), "expires_at": "2026-04-01T00:00:00+08:00"}

    first = browser.send("post", "/tokens", wanted, Idempotency_Key=key)
    again = browser.send("post", "/tokens", wanted, Idempotency_Key=key)
    other = browser.send("post", "/tokens", wanted | {"name": "b"}, Idempotency_Key=key)

    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again.json() == first.json() | {"secret": None}
    me = Client().get(f"{API}/session", headers={"Authorization": f"Bearer {first.json()['secret']}"})
    assert me.json()["username"] == "zhang"
    (listed,) = browser.send("get", "/tokens").json()
    assert (listed["name"], "secret" in listed) == ("gateway", False)
    assert browser.send("delete", f"/tokens/{listed['token_id']}").status_code == 204
    assert Token.objects.get().ended_at == NOON


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{",
        b"\xff",
        b'{"username": "a"}',
        b'{"username": 1, "password": "x"}',
        b'{"username": "a\\u0000b", "password": "x"}',
        b'{"username": "\\ud800", "password": "x"}',
    ],
)
def test_poison_is_refused(body: bytes) -> None:
    answer = Client().post(f"{API}/session", body, JSON)

    assert answer.status_code in {400, 422}
    assert answer["Content-Type"] == "application/problem+json"
