"""What the console needs of a server beyond the town: people who can sign in, and work for them."""

from typing import Any
from uuid import uuid4

import httpx

from tests.faults.running import Running
from tests.support.town import EAST_SPOT, position

PASSWORD = "Yun-Chuan-2026"
ACCOUNTS = f"""
from datetime import timedelta
from django.contrib.auth.hashers import Argon2PasswordHasher
from cityloop.access import api as access
from cityloop.access.models import Account
from cityloop.kernel.clock import now
from cityloop.organizations import api as organizations
at, system = now(), access.system_actor("tests")
kept = Argon2PasswordHasher().encode({PASSWORD!r}, "a-salt-for-tests")
both = access.create_account(draft=access.AccountDraft(username="both", display_name="both"), actor=system, at=at)
centre = next(body.id for body in organizations.bodies(at=at) if body.code == "JD")
for post in (access.Post.ACCEPTOR, access.Post.SHIFT_LEADER):
    draft = organizations.AppointmentDraft(
        account_id=both.account_id, post=post, body_id=centre, area_code="", valid_from=at - timedelta(days=1))
    organizations.appoint(draft=draft, actor=system, at=at)
Account.objects.update(password=kept, password_changed_at=at)
fresh = access.AccountDraft(username="newcomer", display_name="newcomer", password={PASSWORD!r})
newcomer = access.create_account(draft=fresh, actor=system, at=at)
organizations.appoint(draft=organizations.AppointmentDraft(account_id=newcomer.account_id, post=access.Post.ACCEPTOR,
    body_id=centre, area_code="", valid_from=at - timedelta(days=1)), actor=system, at=at)
"""


def settle(server: Running) -> None:
    """Let everybody sign in with one password; `both` holds two posts, `newcomer` must choose a password first."""
    done = server.run("shell", "--no-imports", "-c", ACCOUNTS)
    assert done.returncode == 0, done.stderr


def ask(server: Running, who: str, method: str, path: str, **content: Any) -> Any:
    """Ask the API as somebody, not through a screen; return the answer."""
    headers = server.headers(who) | {"Idempotency-Key": str(uuid4())}
    answer = httpx.request(method, f"{server.url}/api/v1{path}", headers=headers, timeout=30, **content)
    assert answer.status_code < 400, answer.text
    return answer.json()


def report(server: Running, words: str, spot: tuple[float, float] = EAST_SPOT) -> dict[str, Any]:
    """Have somebody report a case; return it."""
    longitude, latitude = position(*spot)
    body = {"kind": "INCIDENT", "class_code": "06010", "longitude": longitude, "latitude": latitude}
    told: dict[str, Any] = ask(
        server,
        "acceptor",
        "POST",
        "/cases",
        json={**body, "source": "SUPERIOR", "description": words, "address": words},
    )
    return told


def move(server: Running, who: str, case_id: str, verb: str, **inputs: Any) -> dict[str, Any]:
    """Have somebody make a move with the case as it is now; return the case."""
    version = ask(server, who, "GET", f"/cases/{case_id}")["version"]
    told: dict[str, Any] = ask(
        server, who, "POST", f"/cases/{case_id}/moves/{verb}", json={"version": version, **inputs}
    )
    return told


def bring_to_disposal(server: Running, words: str, body: str = "HW") -> str:
    """Have a case reported, filed and dispatched to a body; return its id."""
    case: str = report(server, words)["id"]
    move(server, "acceptor", case, "submit")
    move(server, "shift_leader", case, "file", limit="4 work_hour")
    move(server, "dispatcher", case, "dispatch", body_id=server.bodies[body])
    return case
