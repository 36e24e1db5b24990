"""What grids are besides their ground, and what duty grids are made of, changes likewise; the past stays known."""

from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from cityloop.access.api import Post
from cityloop.kernel.clock import now
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api
from cityloop.territory.models import DutyMembership, UnitGrid
from cityloop.territory.tests.test_changes import CUT, FIRST, FOURTH, HOME, LEFT, SECOND, THIRD, Hands, read
from tests.support.small_city import found_city, position

pytestmark = pytest.mark.django_db
MARK = {"kind": "MARK", "grids": [FIRST, SECOND], "land_use": "绿地", "area_level": "B"}
CUT_SECOND = {"kind": "CUT", "grids": [SECOND], "line": [position(3.5, 0.9), position(3.5, 2.1)]}
ALL_OF_IT = {"kind": "DUTY", "grids": ["#1", "#2", SECOND, THIRD, FOURTH]}


class Office:
    """Somebody who draws changes to the grids and somebody who approves them all."""

    def __init__(self, client: Client) -> None:
        self.author, self.leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)

    def decide(self, *operations: dict[str, Any]) -> Hands:
        change = self.author.submit(*operations)
        self.leader.send(f"/{change['id']}/decide", version=change["version"], approved=True)
        return self.author


def test_a_mark_gives_standing_grids_other_attributes_and_the_past_keeps_its_own(client: Client) -> None:
    found_city()
    before = now()
    author = Office(client).decide(MARK)

    grid = read(client, author.headers, f"/unit-grids/{FIRST}")
    assert (grid["area_level"], grid["land_use"], grid["management_level"]) == ("B", "绿地", "")
    assert grid["valid_until"] is None
    past = {row.code: (row.area_level, row.land_use) for row in api.unit_grids(within=HOME, at=before)}
    assert past[FIRST] == ("A", "")
    (former,) = read(client, author.headers, f"/unit-grids/{FIRST}/lineage")["former"]
    assert (former["area_level"], former["land_use"]) == ("A", "")
    assert OutboxEvent.objects.filter(name="GridsReplaced").count() == 0


def test_a_preview_shows_what_grids_would_be(client: Client) -> None:
    found_city()
    outcome = Hands(client, Post.ADMINISTRATOR).send("/preview", community_code=HOME, operations=[MARK, CUT])

    assert outcome["marked"] == [{"code": SECOND, "area_level": "B", "land_use": "绿地", "management_level": ""}]
    assert {(grid["land_use"], grid["area_level"]) for grid in outcome["begun"]} == {("绿地", "B")}


def test_a_mark_that_says_nothing_is_refused(client: Client) -> None:
    found_city()
    nothing = {"kind": "MARK", "grids": [FIRST]}

    told = Hands(client, Post.ADMINISTRATOR).send("/preview", community_code=HOME, operations=[nothing], expect=422)

    assert "nothing is said" in told["detail"]


def test_grids_are_numbered_anew(client: Client) -> None:
    found_city()
    Office(client).decide({"kind": "NUMBER", "grids": [FOURTH, FIRST]})

    standing = [grid.code[-3:] for grid in api.unit_grids(within=HOME, at=now())]
    assert standing == ["002", "003", "005", "006"]
    assert api.heirs(FIRST) == [api.HeirView(f"{HOME}005", 1.0)]


def test_loading_the_city_again_does_not_undo_what_was_decided(client: Client) -> None:
    city = found_city()
    Office(client).decide(MARK, {"kind": "DUTY", "grids": [FIRST, SECOND, THIRD]})

    api.store_unit_grids(drafts=city.survey.unit_grids, valid_from=now(), at=now())
    ended = [duty for duty in city.duty_grids if duty.code == f"{HOME}001"]
    api.store_duty_grids(drafts=ended, valid_from=now(), at=now())

    first = UnitGrid.objects.get(code=FIRST)
    assert (first.area_level, first.duty_grid_id) == ("B", f"{HOME}003")


def test_loading_the_city_again_leaves_grids_where_a_change_has_bound_them(client: Client) -> None:
    city = found_city()
    Office(client).decide({"kind": "DUTY", "grids": [THIRD]})
    revision = api.revision()

    api.store_duty_grids(drafts=city.duty_grids, valid_from=now(), at=now())
    assert members() == {"001": ["001", "002"], "002": ["004"], "003": ["003"]}
    assert api.revision() == revision

    others = [api.DutyGridDraft(f"{HOME}009", (FIRST, THIRD, FOURTH))]
    api.store_duty_grids(drafts=others, valid_from=now(), at=now())
    assert members() == {"001": ["002"], "002": [], "003": ["003"], "009": ["001", "004"]}


def test_grids_of_the_past_are_listed_in_the_duty_grids_of_their_time(
    client: Client, django_assert_num_queries: Any
) -> None:
    found_city()
    before = now()
    Office(client).decide({"kind": "DUTY", "grids": [THIRD]})

    with django_assert_num_queries(3):
        past = api.unit_grids(within=HOME, at=before, shapes=True)
    assert [str(grid.duty_grid_code)[-3:] for grid in past] == ["001", "001", "002", "002"]
    assert [str(grid.duty_grid_code)[-3:] for grid in api.unit_grids(within=HOME, at=now())] == [
        "001",
        "001",
        "003",
        "002",
    ]


def test_a_new_duty_grid_is_formed_and_those_that_gave_grids_go_on_or_end(client: Client) -> None:
    found_city()
    before, office = now(), Office(client)
    gather = {"kind": "DUTY", "grids": [FIRST, SECOND, THIRD]}
    outcome = office.author.send("/preview", community_code=HOME, operations=[gather])
    new = {"code": f"{HOME}003", "community_code": HOME, "grid_codes": [FIRST, SECOND, THIRD]}
    assert (outcome["begun_duty_grids"], outcome["ended_duty_grids"]) == ([new], [f"{HOME}001"])

    office.decide(gather)

    assert members() == {"002": ["004"], "003": ["001", "002", "003"]}
    assert members(before) == {"001": ["001", "002"], "002": ["003", "004"]}
    assert api.loose_ends(within=HOME) == []


def test_what_a_duty_grid_was_made_of_is_known_after_its_end(client: Client) -> None:
    found_city()
    before, office = now(), Office(client)
    office.decide(CUT, ALL_OF_IT)
    later = now()
    author = office.decide(CUT_SECOND)

    assert members(before) == {"001": ["001", "002"], "002": ["003", "004"]}
    assert members(later) == {"003": ["002", "003", "004", "005", "006"]}
    assert members() == {}
    then = later.isoformat().replace("+", "%2B")
    told = read(client, author.headers, f"/duty-grids?within={HOME}003&at={then}")["items"]
    assert [len(duty["grid_codes"]) for duty in told] == [5]


def test_a_point_of_the_past_lies_in_the_duty_grid_and_the_area_class_of_its_time(client: Client) -> None:
    found_city()
    before, office = now().isoformat().replace("+", "%2B"), Office(client)
    author = office.decide(MARK, {"kind": "DUTY", "grids": [FIRST, SECOND]})
    spot = "&".join(f"{name}={each}" for name, each in zip(("longitude", "latitude"), LEFT, strict=True))

    was, is_now = (read(client, author.headers, f"/locate?{spot}{when}") for when in (f"&at={before}", ""))

    assert (was["area_level"], was["duty_grid_code"]) == ("A", f"{HOME}001")
    assert (is_now["area_level"], is_now["duty_grid_code"]) == ("B", f"{HOME}003")


def members(at: datetime | None = None) -> dict[str, list[str]]:
    """Return what the duty grids of the community are made of, by the ends of their codes."""
    rows = api.duty_grids(within=HOME, at=at or now())
    return {row.code[-3:]: [code[-3:] for code in row.grid_codes] for row in rows}


def test_ground_without_a_duty_grid_is_to_be_decided_until_it_is_gathered(client: Client) -> None:
    found_city()
    office = Office(client)
    office.decide(CUT, ALL_OF_IT)
    assert api.loose_ends(within=HOME) == []

    office.decide(CUT_SECOND)
    (end,) = api.loose_ends(within=HOME)
    assert (end.kind, end.code) == (api.LooseEndKind.DUTY_GRID, f"{HOME}003")
    assert [code[-1] for code in end.codes] == ["3", "4", "5", "6", "7", "8"]

    office.decide({"kind": "DUTY", "grids": [THIRD, FOURTH]})
    assert [code[-1] for code in api.loose_ends(within=HOME)[0].codes] == ["5", "6", "7", "8"]
    office.decide({"kind": "DUTY", "grids": [f"{HOME}00{number}" for number in (5, 6, 7, 8)]})
    assert api.loose_ends(within=HOME) == []
    assert [found.settled_by for found in api.loose_ends(within=HOME, is_settled=True)] == [None]


def test_a_loose_end_is_noted_once_and_settled_once_with_a_remark(client: Client) -> None:
    found_city()
    author = Office(client).decide(CUT)
    end = api.LooseEndDraft(api.LooseEndKind.SEAT, subject="x", label="李雷", code=FIRST, codes=(SECOND,))
    change_id = UnitGrid.objects.get(code=FIRST).ended_by_id
    assert change_id
    for _ in range(2):
        api.note_loose_ends(change_id=change_id, ends=[end], at=now())
    (row,) = read(client, author.headers, f"/loose-ends?within={HOME}")

    for remark in ("改派", "再改"):
        path = f"/api/v1/territory/loose-ends/{row['id']}/settle"
        answer = client.post(path, {"remark": remark}, "application/json", headers=author.headers)
        assert (answer.status_code, answer.json()["remark"]) == (200, "改派")
    assert read(client, author.headers, f"/loose-ends?within={HOME}") == []
    assert len(read(client, author.headers, f"/loose-ends?within={HOME}&is_settled=true")) == 1


def test_memberships_are_noted_once() -> None:
    city = found_city()
    count = DutyMembership.objects.count()

    api.store_duty_grids(drafts=city.duty_grids, valid_from=now(), at=now())

    assert (count, DutyMembership.objects.count()) == (UnitGrid.objects.count(), count)
