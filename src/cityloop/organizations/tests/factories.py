"""A small city of bodies. Nothing here is random and nothing reads the clock."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from cityloop.access import api as access
from cityloop.organizations import api

NOON = datetime(2026, 3, 6, 4, tzinfo=UTC)  # noon of a Friday in China
FOUNDED = NOON - timedelta(days=30)  # since when the bodies exist
SYSTEM = access.system_actor("test")
GRID = "110101005001003"
DUTY_GRID = "110101005001001"


@dataclass(frozen=True, slots=True)
class House:
    """A government with a centre of each side, a department with two sections and a collection company."""

    government: api.BodyView
    supervision: api.BodyView
    command: api.BodyView
    sanitation: api.BodyView
    east: api.BodyView
    west: api.BodyView
    collectors: api.BodyView


def body(
    code: str, name: str, kind: api.BodyKind, parent: api.BodyView | None = None, *, at: datetime = FOUNDED
) -> api.BodyView:
    """Return a new body."""
    draft = api.BodyDraft(code=code, name=name, kind=kind, parent_id=parent.id if parent else None)
    return api.add_body(draft=draft, actor=SYSTEM, at=at)


def house() -> House:
    """Return a new city's bodies."""
    kinds = api.BodyKind
    government = body("01", "云川市人民政府", kinds.GOVERNMENT)
    sanitation = body("0103", "市环卫局", kinds.DEPARTMENT, government)
    return House(
        government=government,
        supervision=body("0101", "监督中心", kinds.SUPERVISION_CENTRE, government),
        command=body("0102", "指挥中心", kinds.COMMAND_CENTRE, government),
        sanitation=sanitation,
        east=body("010301", "环卫一所", kinds.DEPARTMENT, sanitation),
        west=body("010302", "环卫二所", kinds.DEPARTMENT, sanitation),
        collectors=body("0104", "采集公司", kinds.COLLECTION_COMPANY, government),
    )


def account(username: str) -> UUID:
    """Return a new account that nobody can sign in to."""
    draft = access.AccountDraft(username=username, display_name=f"{username}同志", phone="13812341234")
    return access.create_account(draft=draft, actor=SYSTEM, at=NOON).account_id


def appointed(
    username: str, post: access.Post, home: api.BodyView, *, area_code: str = "", at: datetime = NOON
) -> access.SeatView:
    """Return the seat of a new account in a body."""
    draft = api.AppointmentDraft(account_id=account(username), post=post, body_id=home.id, area_code=area_code)
    return api.appoint(draft=draft, actor=SYSTEM, at=at)


def trail() -> list[access.AuditView]:
    """Return the whole audit trail, the newest first."""
    return access.audit_entries(before=None, subject=None, limit=1000)


def actor(username: str, post: access.Post, home: api.BodyView, *, area_code: str = "") -> access.Actor:
    """Return a new account as it acts in a body."""
    seat = appointed(username, post, home, area_code=area_code)
    return access.actor_of(account_id=seat.account_id, at=NOON)
