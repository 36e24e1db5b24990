"""A small made-up city for tests: two districts, three communities, unit grids of 100 m."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from cityloop.access import api as access
from cityloop.territory import api as territory

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 4, tzinfo=UTC)
PLANE = territory.Plane(32650)
CORNER = np.array([500_000.0, 4_300_000.0])
CITY, EAST, WEST = "110100", "110101", "110102"
EAST_STREET, WEST_STREET = "110101001", "110102001"
SQUARES = {"110101001001": (2, 0, 4, 2), "110101001002": (4, 0, 6, 2), "110102001001": (0, 0, 2, 2)}


@dataclass(frozen=True)
class SmallCity:
    """What `found_city` has stored."""

    survey: territory.Survey
    duty_grids: tuple[territory.DutyGridDraft, ...]


def found_city(*, at: datetime = NOON) -> SmallCity:
    """Store the city, its divisions, unit grids and duty grids of two unit grids each."""
    communities = {code: shapely.to_wkb(degrees(shapely.box(*box))) for code, box in SQUARES.items()}
    levels = {"110102001001": "B"}
    survey = territory.survey(communities, territory.Orders(PLANE, area_levels=levels))
    duties = territory.gather_duty_grids(survey.unit_grids, PLANE, 2)
    territory.store_divisions(drafts=divisions(survey), valid_from=FOUNDED, at=at)
    territory.store_city(code=CITY, timezone="Asia/Shanghai", metric_srid=PLANE.srid, at=at)
    territory.store_unit_grids(drafts=survey.unit_grids, valid_from=FOUNDED, at=at)
    territory.store_duty_grids(drafts=duties, valid_from=FOUNDED, at=at)
    return SmallCity(survey, duties)


def divisions(survey: territory.Survey) -> list[territory.DivisionDraft]:
    """Return the drafts of the city, its districts, streets and communities."""
    level = territory.DivisionLevel
    drafts = [draft(CITY, "测试市", level.CITY, None, (0, 0, 6, 2))]
    drafts += [
        draft(EAST, "东区", level.DISTRICT, CITY, (2, 0, 6, 2)),
        draft(WEST, "西区", level.DISTRICT, CITY, (0, 0, 2, 2)),
        draft(EAST_STREET, "东街道", level.STREET, EAST, (2, 0, 6, 2)),
        draft(WEST_STREET, "西街道", level.STREET, WEST, (0, 0, 2, 2)),
    ]
    for code, shape in survey.communities.items():
        drafts.append(territory.DivisionDraft(code, f"社区{code[-3:]}", level.COMMUNITY, code[:9], shape, code))
    return drafts


def draft(
    code: str, name: str, level: territory.DivisionLevel, parent: str | None, box: tuple[int, int, int, int]
) -> territory.DivisionDraft:
    return territory.DivisionDraft(code, name, level, parent, shapely.to_wkb(degrees(shapely.box(*box))))


def degrees(hundreds: BaseGeometry) -> BaseGeometry:
    """Bring a shape measured in hundreds of metres from the city's corner to longitude and latitude."""
    moved = shapely.transform(hundreds, lambda xy: xy * 100 + CORNER)
    flat: BaseGeometry = PLANE.unflatten(np.array([moved]))[0]
    return flat


def position(east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude of a spot, in hundreds of metres from the city's corner."""
    point = PLANE.unflatten(np.array([shapely.Point(*(np.array([east, north]) * 100 + CORNER))]))[0]
    return point.x, point.y


def bearer(post: access.Post, area_code: str = "", *, at: datetime) -> dict[str, str]:
    """Return the headers of somebody who holds this post over this area now."""
    system = access.system_actor("tests")
    draft = access.AccountDraft(username=f"{post.lower()}{area_code}", display_name=str(post))
    account = access.create_account(draft=draft, actor=system, at=at)
    seat = access.grant_seat(account_id=account.account_id, post=post, area_code=area_code, valid_from=at)
    token = access.issue_token(
        name="test",
        seat_id=seat.seat_id,
        expires_at=at + timedelta(days=300),
        actor=access.actor_of(account_id=account.account_id, seat_id=seat.seat_id, at=at),
        at=at,
    )
    return {"Authorization": f"Bearer {token.secret}"}
