"""Finding cases by what somebody knows of them."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases import api
from cityloop.cases.models import CaseReporter
from cityloop.cases.queries.search import MOST, FoundBy, Hit, search
from cityloop.cases.tests.factories import MINUTE, Walk
from tests.support.desk import Desk
from tests.support.inventory import bins
from tests.support.town import EAST_SPOT, WEST_SPOT, Town

pytestmark = pytest.mark.django_db
PHONE = "13800001234"


def find(town: Town, words: str, who: str = "acceptor") -> list[Hit]:
    return search(words=words, actor=town[who], at=Walk.at + MINUTE)


def walked(town: Town, name: str, **changes: Any) -> Walk:
    return Walk(town, name, changes=changes)


def calling(phone: str = PHONE) -> dict[str, Any]:
    return {"reporter": api.Reporter(name="王芳", phone=phone, wants_answer=True)}


def test_by_the_beginning_of_its_number(town: Town) -> None:
    walk = walked(town, "one")

    for words in (walk.view.number, walk.view.number[:8], f" {walk.view.number} "):
        assert [(hit.id, hit.by) for hit in find(town, words)] == [(walk.id, FoundBy.NUMBER)]
    assert find(town, walk.view.number[1:]) == []


def test_by_the_whole_code_of_a_component(town: Town) -> None:
    (code,) = bins(["废物箱"])
    walk = walked(town, "bin", component_code=code)
    walked(town, "another")

    assert [(hit.id, hit.by) for hit in find(town, code)] == [(walk.id, FoundBy.COMPONENT)]
    assert find(town, code[:-1]) == []


@pytest.mark.parametrize(
    ("words", "is_found"),
    [
        ("柳巷17", True),
        ("巷174号", True),
        ("柳巷", True),
        ("巷1", False),
        ("柳巷175", False),
        ("%%%", False),
        ("  ", False),
    ],
)
def test_by_part_of_its_address_or_by_two_letters_it_begins_with(town: Town, words: str, is_found: bool) -> None:  # noqa: FBT001 - a column
    walk = walked(town, "one", address="柳巷174号")

    assert [(hit.id, hit.by) for hit in find(town, words)] == ([(walk.id, FoundBy.ADDRESS)] if is_found else [])


@pytest.mark.parametrize(
    ("words", "is_found"), [("摆摊占", True), ("有人在路边", True), ("摆摊", False), ("%摊占", False)]
)
def test_by_part_of_what_was_said(town: Town, words: str, is_found: bool) -> None:  # noqa: FBT001 - a column
    walk = walked(town, "one", description="有人在路边摆摊占盲道")
    walked(town, "two", description="路灯不亮")

    assert [(hit.id, hit.by) for hit in find(town, words)] == ([(walk.id, FoundBy.DESCRIPTION)] if is_found else [])


def test_free_words_narrow_a_list_by_description_address_or_number(town: Town) -> None:
    told = walked(town, "told", description="有人在路边摆摊占盲道", address="柳巷174号")
    other = walked(town, "other", description="柳巷174号对面路灯不亮", address="东街2号")
    desk = Desk(town, "leader")

    def listed(words: str) -> set[str]:
        return {row["number"] for row in desk.get("/cases", at=told.at, words=words)["items"]}

    both = {told.view.number, other.view.number}
    assert listed("摆摊占") == {told.view.number}
    assert listed("柳巷174") == both
    assert listed(" 柳巷 ") == {told.view.number}, "two letters find what an address begins with"
    assert listed(other.view.number) == {other.view.number}
    assert listed(told.view.number[:8]) == both
    assert listed("没有的词") == set()
    assert desk.get("/cases/total", at=told.at, words="摆摊占")["total"] == 1


@pytest.mark.parametrize("kept", [PHONE, "138-0000 1234", "+86 13800001234"])
@pytest.mark.parametrize("words", [PHONE, "138 0000 1234", "+8613800001234"])
def test_by_the_whole_telephone_number_however_it_is_written(town: Town, kept: str, words: str) -> None:
    walk = walked(town, "one", **calling(kept))

    assert [(hit.id, hit.by) for hit in find(town, words)] == [(walk.id, FoundBy.PHONE)]
    assert CaseReporter.objects.get(case=walk.id).phone == PHONE


def test_no_part_of_a_telephone_number_finds_anything(town: Town) -> None:
    walked(town, "one", **calling())
    walked(town, "two")  # of somebody without a number

    assert [find(town, words) for words in (PHONE[:-1], PHONE[1:], "0000", "--", "+86")] == [[], [], [], [], []]


@pytest.mark.parametrize("who", ["dispatcher", "inspector", "leader", "evaluator", "handler_other"])
def test_a_telephone_number_finds_nothing_for_posts_that_may_not_see_one(town: Town, who: str) -> None:
    walk = Walk(town, "one", changes=calling()).to("DISPOSAL")

    assert find(town, PHONE, who) == []
    assert [hit.id for hit in find(town, walk.view.number, who)] == [walk.id]


def test_only_what_the_actor_may_know_of(town: Town) -> None:
    east, west = Walk(town, "east", spot=EAST_SPOT), Walk(town, "west", spot=WEST_SPOT, changes=calling())
    own = Walk(town, "own", who="citizen")

    names = {east.id: "east", west.id: "west", own.id: "own"}
    found = {
        who: {names[hit.id] for hit in find(town, "东街道", who)}
        for who in ("acceptor", "acceptor_west", "citizen", "citizen_other", "collector_a", "handler_other")
    }

    assert found == {
        "acceptor": {"east", "west", "own"},
        "acceptor_west": {"west"},
        "citizen": {"own"},
        "citizen_other": set(),
        "collector_a": set(),
        "handler_other": set(),
    }
    assert find(town, PHONE, "acceptor_west")[0].id == west.id


def test_at_most_twelve_the_newest_first_each_once(town: Town) -> None:
    walks = [
        Walk(town, f"case {number}", at=Walk.at + number * MINUTE, changes={"address": f"{2026}路{number}号"})
        for number in range(MOST + 3)
    ]

    by_address = find(town, "2026路")
    assert [hit.id for hit in by_address] == [walk.id for walk in reversed(walks)][:MOST]
    assert [hit.by for hit in find(town, "2026")] == [FoundBy.NUMBER] * MOST


def test_what_was_found_one_way_takes_no_room_of_another(town: Town) -> None:
    both = walked(town, "both")
    number = both.view.number
    others = [walked(town, f"other {i}", address=f"{number}弄{i}号") for i in range(MOST)]

    found = find(town, number)

    assert found[0].by is FoundBy.NUMBER
    assert len({hit.id for hit in found}) == MOST
    assert {hit.id for hit in found[1:]} < {walk.id for walk in others}


def test_it_costs_a_query_for_each_way_to_find(town: Town) -> None:
    walked(town, "one", **calling())

    with CaptureQueriesContext(connection) as queries:
        find(town, PHONE)

    assert len(queries) == 5


def test_over_http(town: Town) -> None:
    walk = walked(town, "one", **calling())
    desk = Desk(town, "acceptor")

    def ask(words: str, who: Desk = desk) -> Any:
        return who.ask("post", "/cases/search", at=walk.at, data={"words": words}, content_type="application/json")

    told = ask(PHONE).json()

    assert [(row["number"], row["by"], row["kind"]) for row in told] == [(walk.view.number, "phone", "INCIDENT")]
    assert "phone" not in told[0]
    assert [ask(words).status_code for words in ("东", "", "东" * 61, "a\x00b")] == [200, 422, 422, 400]
    assert ask("东街道", Desk(town, "administrator")).status_code == 403


def test_no_telephone_number_can_stand_in_an_address(town: Town) -> None:
    answer = Desk(town, "acceptor").ask("get", "/cases/search", at=Walk.at, data={"words": PHONE})

    assert answer.status_code == 405
