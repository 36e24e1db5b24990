"""Grids live: a change is drawn, tried, decided by another, and the past still finds its own grids."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cityloop.access.api import Post
from cityloop.kernel.clock import now
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api
from cityloop.territory.models import DutyGrid, DutyMembership, GridChange, UnitGrid
from tests.support.small_city import bearer, found_city, position

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/territory/grid-changes"
HOME = "110101001001"
FIRST, SECOND, THIRD, FOURTH = (f"{HOME}00{number}" for number in (1, 2, 3, 4))
LEFT, RIGHT = position(2.25, 1.5), position(2.75, 1.5)
CUT = {"kind": "CUT", "grids": [FIRST], "line": [position(2.5, 0.9), position(2.5, 2.1)]}
MERGE = {"kind": "MERGE", "grids": [FIRST, SECOND]}


class Hands:
    """Somebody at the API."""

    def __init__(self, client: Client, post: Post, area: str = "") -> None:
        self.client, self.headers = client, bearer(post, area, at=now())

    def send(self, path: str = "", *, method: str = "post", expect: int = 200, **body: Any) -> Any:
        headers = self.headers | {"Idempotency-Key": str(uuid4())}
        answer = getattr(self.client, method)(f"{ROOT}{path}", body, "application/json", headers=headers)
        assert answer.status_code == expect, answer.content
        return answer.json()

    def draw(self, *operations: dict[str, Any]) -> Any:
        return self.send(title="调整", community_code=HOME, operations=operations, expect=201)

    def submit(self, *operations: dict[str, Any]) -> Any:
        drawn = self.draw(*operations)
        return self.send(f"/{drawn['id']}/submit", version=drawn["version"])


def read(client: Client, headers: dict[str, str], path: str) -> Any:
    return client.get(f"/api/v1/territory{path}", headers=headers).json()


def test_a_preview_shows_codes_shapes_and_faults_and_keeps_nothing(client: Client) -> None:
    found_city()
    outcome = Hands(client, Post.ADMINISTRATOR).send("/preview", community_code=HOME, operations=[CUT])

    assert outcome["ended"] == [FIRST]
    assert [(grid["name"], grid["code"], round(grid["area_m2"])) for grid in outcome["begun"]] == [
        ("#1", f"{HOME}005", 5000),
        ("#2", f"{HOME}006", 5000),
    ]
    assert outcome["begun"][0]["forebears"] == [{"code": FIRST, "share": 0.5}]
    assert {(fault["kind"], *fault["codes"]) for fault in outcome["faults"]} >= {("SIZE", f"{HOME}005")}
    assert all(fault["is_advice"] for fault in outcome["faults"])
    assert UnitGrid.objects.filter(community__code=HOME).count() == 4


def test_a_preview_knows_the_faults_of_the_ground_as_it_is_by_now(client: Client) -> None:
    found_city()
    author, leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)

    def unlikely() -> set[str]:
        outcome = author.send("/preview", community_code=HOME, operations=[{"kind": "NUMBER", "grids": [FOURTH]}])
        return {code for fault in outcome["faults"] if fault["kind"] == "SIZE" for code in fault["codes"]}

    before = unlikely()
    change = author.submit(CUT)
    leader.send(f"/{change['id']}/decide", version=change["version"], approved=True)

    assert unlikely() - before >= {f"{HOME}005", f"{HOME}006"}


def test_a_further_step_reads_the_community_no_more(client: Client) -> None:
    found_city()
    author = Hands(client, Post.ADMINISTRATOR)
    first = author.send("/preview", community_code=HOME, operations=[CUT])
    with CaptureQueriesContext(connection) as asked:
        again = author.send("/preview", community_code=HOME, operations=[CUT])
        merged = author.send(
            "/preview", community_code=HOME, operations=[CUT, {"kind": "MERGE", "grids": ["#1", "#2"]}]
        )

    assert again == first
    assert [grid["code"] for grid in merged["begun"]] == [f"{HOME}005"]
    assert not [query["sql"] for query in asked if 'FROM "territory_unitgrid"' in query["sql"]]


def test_what_another_approves_ends_the_old_grid_and_begins_the_new_ones(client: Client) -> None:
    found_city()
    author, leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)
    before = now()
    change = author.submit(CUT)
    revision = api.revision()

    decided = leader.send(f"/{change['id']}/decide", version=change["version"], approved=True, opinion="同意")

    assert (decided["state"], decided["opinion"]) == ("APPROVED", "同意")
    old = UnitGrid.objects.get(code=FIRST)
    assert old.valid_until is not None
    assert old.ended_by_id == GridChange.objects.get().id
    left = api.locate(longitude=LEFT[0], latitude=LEFT[1], at=now())
    right = api.locate(longitude=RIGHT[0], latitude=RIGHT[1], at=now())
    assert [place and place.grid_code for place in (left, right)] == [f"{HOME}005", f"{HOME}006"]
    past = api.locate(longitude=LEFT[0], latitude=LEFT[1], at=before)
    assert past
    assert past.grid_code == FIRST
    assert api.locator(before).locate_many([LEFT[0]], [LEFT[1]])[0] == past
    assert api.revision() == revision + 1
    told = OutboxEvent.objects.latest("id")
    assert (told.name, told.body["what"]) == ("TerritoryChanged", "unit grids")
    assert read(client, author.headers, f"/unit-grids/{FIRST}/lineage") == {
        "former": [],
        "forebears": [],
        "heirs": [{"code": f"{HOME}005", "share": 0.5}, {"code": f"{HOME}006", "share": 0.5}],
    }
    assert not [fault for fault in api.faults(within=HOME) if not fault.is_advice]


def test_a_duty_grid_goes_on_with_the_heirs_of_its_grids(client: Client) -> None:
    found_city()
    author, leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)
    duty = UnitGrid.objects.get(code=FIRST).duty_grid_id
    change = author.submit(CUT)

    leader.send(f"/{change['id']}/decide", version=change["version"], approved=True)

    heirs = UnitGrid.objects.filter(begun_by__isnull=False).values_list("duty_grid__code", flat=True)
    assert set(heirs) == {DutyGrid.objects.get(code=duty).code}
    walks = {walk.code: walk.grid_codes for walk in api.duty_grids(within=HOME, at=now())}
    assert walks[str(duty)] == (SECOND, f"{HOME}005", f"{HOME}006")


def test_a_code_is_never_given_again(client: Client) -> None:
    found_city()
    author, leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)
    for operations in ([CUT], [{"kind": "MERGE", "grids": [f"{HOME}005", f"{HOME}006"]}]):
        change = author.submit(*operations)
        leader.send(f"/{change['id']}/decide", version=change["version"], approved=True)

    standing = UnitGrid.objects.filter(community__code=HOME, valid_until=None).order_by("code")
    assert list(standing.values_list("code", flat=True)) == [SECOND, THIRD, FOURTH, f"{HOME}007"]
    assert api.heirs(f"{HOME}005") == [api.HeirView(f"{HOME}007", 1.0)]


def test_what_is_refused_changes_nothing(client: Client) -> None:
    found_city()
    author, leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)
    change = author.submit(CUT)
    revision = api.revision()

    refused = leader.send(f"/{change['id']}/decide", version=change["version"], approved=False, opinion="边界不合适")

    assert (refused["state"], refused["opinion"], api.revision()) == ("REFUSED", "边界不合适", revision)
    leader.send(f"/{change['id']}/decide", version=refused["version"], approved=True, expect=409)


def test_nobody_decides_what_they_drew_themselves(client: Client) -> None:
    found_city()
    author = Hands(client, Post.ADMINISTRATOR)
    change = author.submit(CUT)

    author.send(f"/{change['id']}/decide", version=change["version"], approved=True, expect=403)

    row = GridChange.objects.get()
    row.state, row.decided_by, row.decided_at = "APPROVED", row.author_id, now()
    with pytest.raises(IntegrityError, match="grid_change_decided_by_another"), transaction.atomic():
        row.save()


def test_a_change_that_was_overtaken_by_another_cannot_be_done_any_more(client: Client) -> None:
    found_city()
    author, leader = Hands(client, Post.ADMINISTRATOR), Hands(client, Post.LEADER)
    first, second = author.submit(CUT), author.submit(MERGE)
    leader.send(f"/{first['id']}/decide", version=first["version"], approved=True)

    told = leader.send(f"/{second['id']}/decide", version=second["version"], approved=True, expect=422)

    assert f"there is no grid {FIRST} any more" in told["detail"]
    assert told["facts"]["operation"] == 1
    assert GridChange.objects.get(pk=second["id"]).state == "SUBMITTED"


def test_a_draft_is_redrawn_only_as_it_was_seen_and_while_it_is_one(client: Client) -> None:
    found_city()
    author = Hands(client, Post.ADMINISTRATOR)
    drawn = author.draw(CUT)
    path = f"/{drawn['id']}"
    again = author.send(path, method="put", version=drawn["version"], title="再调整", operations=[MERGE])
    assert again["operations"][0]["kind"] == "MERGE"

    author.send(path, method="put", version=drawn["version"], title="晚了", operations=[CUT], expect=409)
    sent = author.send(f"{path}/submit", version=again["version"])
    author.send(path, method="put", version=sent["version"], title="晚了", operations=[CUT], expect=409)
    back = author.send(f"{path}/withdraw", version=sent["version"])
    assert (back["state"], back["submitted_at"]) == ("DRAFT", None)


@pytest.mark.parametrize(
    ("operation", "why"),
    [
        ({"kind": "CUT", "grids": [FIRST]}, "a line needs two points"),
        ({"kind": "CUT", "grids": [FIRST, SECOND], "line": CUT["line"]}, "a line cuts one grid, not 2"),
        ({"kind": "BORDER", "grids": [FIRST], "line": CUT["line"]}, "a border lies between two grids, not 1"),
        ({"kind": "MERGE", "grids": [FIRST]}, "one grid cannot be merged"),
        ({"kind": "MERGE", "grids": [FIRST, "110101001002001"]}, "there is no grid 110101001002001"),
        ({"kind": "CUT", "grids": [FIRST], "line": [[0, 89.99], [180, -89.99]]}, "does not go right through"),
    ],
)
def test_what_cannot_be_done_is_told_with_its_place(client: Client, operation: dict[str, Any], why: str) -> None:
    found_city()

    told = Hands(client, Post.ADMINISTRATOR).send(
        "/preview", community_code=HOME, operations=[CUT | {"grids": [THIRD], "line": MIDDLE}, operation], expect=422
    )

    assert why in told["detail"]
    assert told["facts"]["operation"] == 2


MIDDLE = [position(2.5, -0.1), position(2.5, 1.1)]


def test_a_grid_ends_after_it_began(client: Client) -> None:
    found_city()
    leader, author = Hands(client, Post.LEADER), Hands(client, Post.ADMINISTRATOR)
    change = author.submit(CUT)
    UnitGrid.objects.filter(code=FIRST).update(valid_from=now() + timedelta(hours=1))

    leader.send(f"/{change['id']}/decide", version=change["version"], approved=True, expect=422)


def test_faults_are_listed_for_whoever_may_see_the_ground(client: Client) -> None:
    found_city()
    DutyMembership.objects.filter(unit_grid__code=FIRST).delete()
    UnitGrid.objects.filter(code=FIRST).delete()

    headers = bearer(Post.COLLECTOR, "110101", at=now())
    found = read(client, headers, f"/faults?within={HOME}")

    assert [(fault["kind"], round(fault["area_m2"])) for fault in found if not fault["is_advice"]] == [("GAP", 10000)]
    assert read(client, headers, "/faults?within=110102")["status"] == 403


def test_the_faults_of_the_whole_city_are_counted_by_kind_and_listed_in_part(client: Client) -> None:
    found_city()
    DutyMembership.objects.filter(unit_grid__code=FIRST).delete()
    UnitGrid.objects.filter(code=FIRST).delete()

    headers = bearer(Post.LEADER, "", at=now())
    counts = read(client, headers, "/faults/counts")
    whole = read(client, headers, "/faults")

    assert sum(each["count"] for each in counts) == len(whole)
    assert (counts[0]["kind"], counts[0]["is_advice"], counts[0]["count"]) == ("GAP", False, 1)
    assert [fault["kind"] for fault in read(client, headers, "/faults?kind=GAP")] == ["GAP"]
    assert read(client, headers, "/faults?limit=1") == whole[:1]
    assert read(client, bearer(Post.COLLECTOR, "110102", at=now()), "/faults/counts?within=110101")["status"] == 403
