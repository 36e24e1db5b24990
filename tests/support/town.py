"""A small town to try things in: two districts, the bodies and people of the loop, built through the real doors."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid5

import numpy as np
import shapely

from cityloop.access import api as access
from cityloop.cases import api as cases
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory

FOUNDED = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY_NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)  # 9:00 in Shanghai
SYSTEM = access.system_actor("tests")
Box: TypeAlias = tuple[int, int, int, int]  # west, south, east, north
PLANE = territory.Plane(32650)
CORNER = np.array([500_000.0, 4_300_000.0])
CITY, EAST, WEST = "110100", "110101", "110102"
SQUARES: Mapping[str, Box] = {"110101001001": (3, 0, 6, 2), "110101001002": (6, 0, 9, 2), "110102001001": (0, 0, 3, 2)}
NAMES = {EAST: "东区", WEST: "西区"}
EAST_SPOT, WEST_SPOT = (4.4, 0.6), (0.6, 1.4)  # hundreds of metres from the corner
NAMESPACE = UUID(int=20260301)

BODIES = {
    "JD": ("城市管理监督中心", organizations.BodyKind.SUPERVISION_CENTRE, None),
    "ZH": ("城市管理指挥中心", organizations.BodyKind.COMMAND_CENTRE, None),
    "SZ": ("市政工程管理处", organizations.BodyKind.DEPARTMENT, None),
    "SZ-1": ("市政养护一所", organizations.BodyKind.DEPARTMENT, "SZ"),
    "HW": ("环境卫生管理处", organizations.BodyKind.DEPARTMENT, None),
    "CJ-A": ("甲信息采集公司", organizations.BodyKind.COLLECTION_COMPANY, None),
    "CJ-B": ("乙信息采集公司", organizations.BodyKind.COLLECTION_COMPANY, None),
}
PEOPLE = {
    "acceptor": (access.Post.ACCEPTOR, "JD", ""),
    "acceptor_west": (access.Post.ACCEPTOR, "JD", WEST),
    "shift_leader": (access.Post.SHIFT_LEADER, "JD", ""),
    "inspector": (access.Post.INSPECTOR, "JD", ""),
    "leader": (access.Post.LEADER, "JD", ""),
    "evaluator": (access.Post.EVALUATOR, "JD", ""),
    "dispatcher": (access.Post.DISPATCHER, "ZH", ""),
    "dispatcher_west": (access.Post.DISPATCHER, "ZH", WEST),
    "handler": (access.Post.HANDLER, "SZ", ""),
    "handler_below": (access.Post.HANDLER, "SZ-1", ""),
    "handler_other": (access.Post.HANDLER, "HW", ""),
    "collector_a": (access.Post.COLLECTOR, "CJ-A", EAST),
    "collector_b": (access.Post.COLLECTOR, "CJ-B", EAST),
    "collector_west": (access.Post.COLLECTOR, "CJ-B", WEST),
    "citizen": (access.Post.CITIZEN, None, ""),
    "citizen_other": (access.Post.CITIZEN, None, ""),
    "administrator": (access.Post.ADMINISTRATOR, None, ""),
}


@dataclass
class Town:
    """Who lives in the town and where things are."""

    bodies: dict[str, UUID] = field(default_factory=dict)
    actors: dict[str, access.Actor] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> access.Actor:
        """Return the actor of this name."""
        return self.actors[name]

    def drawn(self, account_id: UUID) -> access.Actor:
        """Return the collector who was drawn."""
        return next(actor for actor in self.actors.values() if actor.account_id == account_id)

    def new_case(self, spot: tuple[float, float] = EAST_SPOT, **changes: object) -> cases.NewCase:
        """Return a report of rubbish on the pavement at a spot of the town."""
        longitude, latitude = position(*spot)
        values: dict[str, Any] = {
            "kind": standards.MatterKind.INCIDENT,
            "class_code": "06010",
            "longitude": longitude,
            "latitude": latitude,
            "source": cases.Source.HOTLINE,
            "description": "人行道上有暴露垃圾",
            "address": "东街道一号",
        }
        return cases.NewCase(**(values | changes))


def build(*, at: datetime = MONDAY_NINE, squares: Mapping[str, Box] = SQUARES) -> Town:
    """Build the town in the present database, from communities that are boxes in hundreds of metres."""
    town = Town()
    _lay_out(squares, at)
    standards.load_standards(actor=SYSTEM, at=FOUNDED)
    for code, (name, kind, parent) in BODIES.items():
        draft = organizations.BodyDraft(
            code=code, name=name, kind=kind, parent_id=town.bodies.get(parent or ""), valid_from=FOUNDED
        )
        town.bodies[code] = organizations.add_body(draft=draft, actor=SYSTEM, at=FOUNDED).id
    _set_responsibility(town)
    for name in PEOPLE:
        _settle(town, name, at)
    cases.publish_lifecycle(data=cases.standard_data(), valid_from=FOUNDED, at=FOUNDED)
    return town


def position(east: float, north: float) -> tuple[float, float]:
    """Return longitude and latitude of a spot, in hundreds of metres from the town's corner."""
    point = PLANE.unflatten(np.array([shapely.Point(*(np.array([east, north]) * 100 + CORNER))]))[0]
    return point.x, point.y


def key(name: str) -> UUID:
    """Return the same UUID for the same name."""
    return uuid5(NAMESPACE, name)


def _set_responsibility(town: Town) -> None:
    for body, class_code in (("HW", "06"), ("SZ", "01")):
        kind = standards.MatterKind.INCIDENT
        draft = organizations.RuleDraft(body_id=town.bodies[body], kind=kind, class_code=class_code, valid_from=FOUNDED)
        organizations.assign_responsibility(draft=draft, actor=SYSTEM, at=FOUNDED)


def _settle(town: Town, name: str, at: datetime) -> None:
    post, body, area = PEOPLE[name]
    account = access.create_account(
        draft=access.AccountDraft(username=name, display_name=name), actor=SYSTEM, at=FOUNDED
    )
    if body is None:
        seat = access.grant_seat(account_id=account.account_id, post=post, area_code=area, valid_from=FOUNDED)
    else:
        draft = organizations.AppointmentDraft(
            account_id=account.account_id, post=post, body_id=town.bodies[body], area_code=area, valid_from=FOUNDED
        )
        seat = organizations.appoint(draft=draft, actor=SYSTEM, at=FOUNDED)
    town.actors[name] = access.actor_of(account_id=account.account_id, at=at)
    issued = access.issue_token(
        name="tests", seat_id=seat.seat_id, expires_at=at + timedelta(days=300), actor=town.actors[name], at=at
    )
    town.tokens[name] = issued.secret


def _lay_out(squares: Mapping[str, Box], at: datetime) -> None:
    survey = territory.survey({code: _square(box) for code, box in squares.items()}, territory.Orders(PLANE))
    level, draft = territory.DivisionLevel, territory.DivisionDraft
    divisions = [draft(CITY, "测试市", level.CITY, None, _square(_around(squares.values())))]
    for length, at_level in ((6, level.DISTRICT), (9, level.STREET)):
        for code in sorted({code[:length] for code in squares}):
            shape = _square(_around(box for whole, box in squares.items() if whole.startswith(code)))
            divisions.append(draft(code, NAMES.get(code, code), at_level, CITY if length == 6 else code[:6], shape))
    for code, shape in survey.communities.items():
        divisions.append(draft(code, f"社区{code[-3:]}", level.COMMUNITY, code[:9], shape, code))
    territory.store_divisions(drafts=divisions, valid_from=FOUNDED, at=at)
    territory.store_city(code=CITY, timezone="Asia/Shanghai", metric_srid=PLANE.srid, at=at)
    territory.store_unit_grids(drafts=survey.unit_grids, valid_from=FOUNDED, at=at)


def _around(boxes: Iterable[Box]) -> Box:
    west, south, east, north = zip(*boxes, strict=True)
    return min(west), min(south), max(east), max(north)


def _square(box: Box) -> bytes:
    moved = shapely.transform(shapely.box(*box), lambda xy: xy * 100 + CORNER)
    flat: bytes = shapely.to_wkb(PLANE.unflatten(np.array([moved]))[0])
    return flat
