"""Lists of desks: who finds what, how they are narrowed, and what a page costs."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.cases.actions.reports import report
from cityloop.cases.queries import lists
from cityloop.cases.queries.lists import Desk, Filters, Order
from cityloop.cases.tests.factories import MINUTE, Walk
from cityloop.kernel.errors import InvalidInputError
from cityloop.standards.api import Limit
from tests.support.town import EAST, WEST, WEST_SPOT, Town, key, position

pytestmark = pytest.mark.django_db
AT = Walk.at + timedelta(hours=3)


def found(town: Town, who: str, order: Order = Order.NEWEST, **filters: Any) -> list[Any]:
    rows, _ = lists.page(
        actor=town[who], filters=Filters(**filters), order=order, cursor=None, size=200, at=filters.pop("at", AT)
    )
    return [row["id"] for row in rows]


def a_case_everywhere(town: Town) -> dict[str, Walk]:
    """Return cases at every stage of interest, by name."""
    walks = {
        "new": Walk(town, "new"),
        "western": Walk(town, "western", spot=WEST_SPOT),
        "to file": Walk(town, "to file").to("FILING"),
        "with HW": Walk(town, "with HW").to("DISPOSAL"),
        "asked": Walk(town, "asked").to("DISPOSAL"),
        "urged": Walk(town, "urged").to("DISPOSAL"),
        "suspended": Walk(town, "suspended").suspend(),
        "closed": Walk(town, "closed").to("CLOSED"),
        "void": Walk(town, "void").refuse(),
        "own fix": Walk(town, "own fix", who="collector_a", changes={"self_disposed": True}),
        "citizen's": Walk(town, "citizen's", who="citizen"),
    }
    walks["asked"].go("handler_other", "ask_extension", opinion="量大")
    walks["urged"].go("leader", "urge", opinion="快办")
    return walks


DESKS = [
    ("acceptor", Desk.TODO, {"new", "western", "own fix", "citizen's"}),
    ("acceptor_west", Desk.TODO, {"western"}),
    ("shift_leader", Desk.TODO, {"to file"}),
    ("handler_other", Desk.TODO, {"with HW", "asked", "urged", "suspended"}),
    ("handler", Desk.TODO, set()),
    ("dispatcher", Desk.APPROVALS, {"asked"}),
    ("shift_leader", Desk.APPROVALS, set()),
    ("leader", Desk.URGED, {"urged"}),
    ("handler_other", Desk.SUSPENDED, {"suspended"}),
    ("acceptor", Desk.SELF_DISPOSED, {"own fix"}),
    ("acceptor", Desk.VOID, {"void"}),
    ("citizen", Desk.ALL, {"citizen's"}),
    ("citizen_other", Desk.ALL, set()),
    ("collector_a", Desk.ALL, {"own fix"}),
    ("handler_other", Desk.ALL, {"with HW", "asked", "urged", "suspended", "closed"}),
    ("acceptor_west", Desk.ALL, {"western"}),
    ("dispatcher", Desk.DONE, {"with HW", "asked", "urged", "suspended", "closed"}),
]


def test_every_desk_has_its_own_cases(town: Town) -> None:
    walks = a_case_everywhere(town)
    names = {walk.id: name for name, walk in walks.items()}

    told = [(who, desk, {names[case] for case in found(town, who, desk=desk)}) for who, desk, _ in DESKS]

    assert [row for row in told if row[0] != "collector_a" or row[1] is not Desk.ALL] == [
        row for row in DESKS if row[0] != "collector_a" or row[1] is not Desk.ALL
    ]
    assert "own fix" in told[13][2], "and perhaps a case that they were drawn to check"


def test_what_is_due_comes_first_and_what_has_no_date_last(town: Town) -> None:
    late, soon = Walk(town, "late"), Walk(town, "soon", at=Walk.at + 5 * MINUTE)
    undated = Walk(town, "undated").suspend()

    assert found(town, "leader", Order.DUE) == [late.id, soon.id, undated.id]


FILTERS = [
    ({"stage": "FILING"}, {"to file"}),
    ({"kind": "COMPONENT"}, set()),
    ({"area_code": WEST}, {"western"}),
    ({"area_code": EAST, "stage": "ACCEPTANCE"}, {"new", "citizen's"}),
    ({"source": "PUBLIC"}, {"citizen's"}),
    ({"class_code": "07"}, set()),
    ({"class_code": "060", "stage": "FILING"}, {"to file"}),
    ({"registered_until": Walk.at}, set()),
    ({"is_overdue": True, "stage": "FILING"}, {"to file"}),
    ({"is_overdue": False, "stage": "FILING"}, set()),
]


@pytest.mark.parametrize(("filters", "wanted"), FILTERS)
def test_a_list_is_narrowed(town: Town, filters: dict[str, Any], wanted: set[str]) -> None:
    names = {walk.id: name for name, walk in a_case_everywhere(town).items()}

    assert {names[case] for case in found(town, "leader", **filters)} == wanted


def test_a_list_is_narrowed_to_a_box_a_body_and_a_number(town: Town) -> None:
    walks = a_case_everywhere(town)
    west, south = position(0.1, 0.1)
    east, north = position(1.5, 1.9)

    assert found(town, "leader", box=(west, south, east, north)) == [walks["western"].id]
    assert found(town, "leader", number=walks["new"].view.number) == [walks["new"].id]
    assert set(found(town, "leader", lead_body_id=town.bodies["HW"])) == {
        walks[name].id for name in ("with HW", "asked", "urged", "suspended", "closed")
    }


def many(town: Town, count: int) -> list[Any]:
    """Report this many cases, some of them at the same moment; return their ids in order of report."""
    for number in range(count):
        at = Walk.at + (number // 3) * MINUTE
        report(case_id=key(f"case {number}"), new=town.new_case(), actor=town["acceptor"], at=at)
    return [key(f"case {number}") for number in range(count)]


@pytest.mark.parametrize("order", list(Order))
def test_pages_follow_each_other_without_gap_or_repetition(town: Town, order: Order) -> None:
    cases = many(town, 25)
    pages = walked(town, order, size=4)

    assert sorted(case for page in pages for case in page) == sorted(cases)
    assert [len(page) for page in pages] == [4, 4, 4, 4, 4, 4, 1]


@pytest.mark.parametrize("order", list(Order))
def test_what_comes_in_meanwhile_shifts_no_page(town: Town, order: Order) -> None:
    cases = many(town, 12)
    rows, cursor = page(town, order, None, size=4)
    seen = [row["id"] for row in rows]

    for number in range(5):
        report(case_id=key(f"meanwhile {number}"), new=town.new_case(), actor=town["acceptor"], at=AT)
    while cursor:
        rows, cursor = page(town, order, cursor, size=4)
        seen += [row["id"] for row in rows]

    assert len(seen) == len(set(seen)), "none twice"
    assert set(cases) <= set(seen), "none passed over"


def test_a_deep_page_asks_the_database_no_more_than_the_first(town: Town) -> None:
    many(town, 30)
    costs = []
    cursor = None
    for _ in range(7):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            _, cursor = page(town, Order.NEWEST, cursor, size=4)
        costs.append(len(queries))

    assert costs == [1] * 7


@pytest.mark.parametrize(
    ("who", "most"), [("acceptor", 1), ("handler_other", 2), ("collector_a", 1), ("citizen", 1), ("leader", 1)]
)
@pytest.mark.parametrize("size", [1, 20])
def test_a_page_costs_the_same_however_long(town: Town, who: str, most: int, size: int) -> None:
    many(town, 12)
    Walk(town).to("DISPOSAL")
    page(town, Order.NEWEST, None, size=size, who=who)  # what is remembered between requests is remembered

    with CaptureQueriesContext(connection) as queries:
        page(town, Order.NEWEST, None, size=size, who=who)

    assert len(queries) <= most, [query["sql"] for query in queries]


@pytest.mark.parametrize("cursor", ["", "x", "bnVsbA", "WyJ5ZXN0ZXJkYXkiLCJ4Il0", "W251bGwsbnVsbF0", "W10", "ImEi"])
def test_a_cursor_of_another_list_is_refused(town: Town, cursor: str) -> None:
    if not cursor:
        return
    with pytest.raises(InvalidInputError):
        page(town, Order.NEWEST, cursor, size=4)


def test_the_tabs_are_counted(town: Town) -> None:
    a_case_everywhere(town)

    assert lists.desk_counts(actor=town["handler_other"], at=AT) == {
        "todo": 4,
        "approvals": 0,
        "urged": 1,
        "suspended": 1,
    }
    assert lists.desk_counts(actor=town["dispatcher"], at=AT)["approvals"] == 1


def test_a_row_tells_its_lamp(town: Town) -> None:
    walk = Walk(town)
    lamps = []
    for minutes in (1, 12, 13, 15, 16):
        rows, _ = page(town, Order.DUE, None, size=1, at=walk.at + minutes * MINUTE)
        lamps.append(rows[0]["lamp"])

    assert lamps[0] == "GREEN"
    assert lamps[2:] == ["YELLOW", "YELLOW", "RED"]


def test_a_row_tells_the_limit_for_disposal_once_it_is_fixed(town: Town) -> None:
    new, filed = Walk(town, "new"), Walk(town, "filed").to("FILING")
    filed.go("shift_leader", "file", limit=Limit.parse("2 work_day"))

    rows, _ = page(town, Order.NEWEST, None, size=5)

    assert {row["id"]: row["limit_text"] for row in rows} == {new.id: "", filed.id: "2 work_day"}


def test_what_is_due_soon_is_what_has_a_yellow_lamp(town: Town) -> None:
    walks = {"first": Walk(town, "first"), "later": Walk(town, "later", at=Walk.at + 4 * MINUTE)}
    walks["suspended"] = Walk(town, "suspended").suspend()
    names = {walk.id: name for name, walk in walks.items()}
    told = []
    for minutes in (12, 13, 15, 16, 17, 20):
        at = Walk.at + minutes * MINUTE
        rows, _ = lists.page(
            actor=town["acceptor"], filters=Filters(is_due_soon=True), order=Order.DUE, cursor=None, size=9, at=at
        )
        assert {row["lamp"] for row in rows} <= {"YELLOW"}
        total = lists.total(actor=town["acceptor"], filters=Filters(is_due_soon=True), at=at, most=99)
        assert total == len(rows)
        others = lists.total(actor=town["acceptor"], filters=Filters(is_due_soon=False), at=at, most=99)
        assert total + others == len(walks)
        told.append([names[row["id"]] for row in rows])

    assert told == [[], ["first"], ["first"], [], ["later"], []]


def page(town: Town, order: Order, cursor: str | None, *, size: int, who: str = "leader", at: Any = AT) -> Any:
    return lists.page(actor=town[who], filters=Filters(), order=order, cursor=cursor, size=size, at=at)


def walked(town: Town, order: Order, *, size: int) -> list[list[Any]]:
    """Return all pages of a list."""
    pages, cursor = [], None
    while True:
        rows, cursor = page(town, order, cursor, size=size)
        pages.append([row["id"] for row in rows])
        if cursor is None:
            return pages
