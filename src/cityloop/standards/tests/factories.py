"""Standards that tests work with. The shipped data is the fixture: it is what a city starts from."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from cityloop.access import api as access
from cityloop.standards import api
from cityloop.standards.domain.disposal_rows import COLUMNS

AT = datetime(2026, 3, 2, 4, tzinfo=UTC)
SPRING = datetime(2026, 4, 1, tzinfo=UTC)
SUMMER = datetime(2026, 7, 1, tzinfo=UTC)
LIMIT = api.Limit.parse("4 work_hour")
WEEK = {weekday: (api.Slot(480, 720), api.Slot(840, 1080)) for weekday in range(5)}


def administrator() -> access.Actor:
    """Return whoever sets the city up."""
    return access.system_actor("tests")


def somebody() -> access.Actor:
    """Return an actor without the right to manage standards."""
    me = access.system_actor("tests")
    return access.Actor(
        account_id=me.account_id,
        name="somebody",
        post=access.Post.COLLECTOR,
        axis=access.Axis.SUPERVISION,
        seat_id=None,
        body_id=None,
        area_code="",
        permissions=access.permissions_of(access.Post.COLLECTOR),
    )


def load(at: datetime = AT) -> None:
    """Load what comes with the package."""
    api.load_standards(actor=administrator(), at=at)


def row(**cells: Any) -> dict[str, str]:
    """Return one row of a disposal standard: a broken manhole cover, 2 urgent hours everywhere."""
    usual = {
        "edition": "2026",
        "kind": "COMPONENT",
        "class_code": "01001",
        "class_name": "供水井盖",
        "number": "1",
        "condition": "缺失",
        "stage": "1",
        "stage_name": "",
        "closing_condition": "恢复",
        "area_level": "ALL",
        "amount": "2",
        "unit": "urgent_hour",
        "note": "",
    }
    return usual | {name: str(value) for name, value in cells.items()}


def disposal_file(*rows: dict[str, str], encoding: str = "utf-8") -> bytes:
    """Return rows as a CSV file."""
    lines = [",".join(COLUMNS), *(",".join(each[column] for column in COLUMNS) for each in rows)]
    return "\n".join(lines).encode(encoding)


def import_standard(*rows: dict[str, str], name: str = "test", title: str = "试行") -> api.VersionImport:
    """Take rows in as a draft."""
    return api.import_disposal_standard(
        name=name, title=title, default_limit=LIMIT, content=disposal_file(*rows), actor=administrator(), at=AT
    )


def published_standard(*rows: dict[str, str], valid_from: datetime = AT, name: str = "test") -> api.VersionView:
    """Take rows in and put them into force."""
    made = import_standard(*rows, name=name, title=f"自 {valid_from:%Y-%m-%d}")
    return api.publish_standard(version_id=made.version.id, valid_from=valid_from, actor=administrator(), at=AT)


def calendar_description(week: dict[int, tuple[api.Slot, ...]] | None = None) -> api.CalendarDescription:
    """Return eight hours a day in 2026, with China's holidays."""
    return api.with_public_holidays(
        api.CalendarDescription("Asia/Shanghai", week or WEEK, date(2026, 1, 1), date(2026, 12, 31))
    )


def bearer(post: access.Post, *, at: datetime) -> dict[str, str]:
    """Return the headers of somebody who holds this post now."""
    draft = access.AccountDraft(username=post.lower(), display_name=str(post))
    account = access.create_account(draft=draft, actor=administrator(), at=at)
    seat = access.grant_seat(account_id=account.account_id, post=post, area_code="", valid_from=at)
    token = access.issue_token(
        name="test",
        seat_id=seat.seat_id,
        expires_at=at + timedelta(days=300),
        actor=access.actor_of(account_id=account.account_id, seat_id=seat.seat_id, at=at),
        at=at,
    )
    return {"Authorization": f"Bearer {token.secret}"}
