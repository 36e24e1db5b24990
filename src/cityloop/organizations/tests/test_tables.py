"""Bodies, staff and responsibility as files."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cityloop.access import api as access
from cityloop.kernel.errors import NotPermittedError
from cityloop.kernel.tables import BadTableError
from cityloop.organizations import api
from cityloop.organizations.models import Body, DutyAssignment, ResponsibilityRule
from cityloop.organizations.tests.factories import DUTY_GRID, GRID, NOON, SYSTEM, actor, house, trail
from cityloop.standards.contracts import MatterKind

pytestmark = pytest.mark.django_db

BODIES = """code,name,short_name,kind,parent_code,credit_code
01,云川市人民政府,市政府,GOVERNMENT,,
0101,监督中心,监督中心,SUPERVISION_CENTRE,01,
0103,市环卫局,环卫,department,01,91350100M000100Y43
"""
STAFF = f"""username,name,post,body_code,area_code,duty,phone
li,李四,COLLECTOR,0101,110101,{GRID[:12]} {DUTY_GRID},13812341234
wang,王五,HANDLER,0103,,,13912341234
wang,王五,ADMINISTRATOR,01,,,13912341234
"""
RULES = """kind,class_code,area_code,owner_code,body_code
ANY,,110101,,0103
INCIDENT,01,,0103,0103
"""
FILES = [(api.Table.BODIES, BODIES), (api.Table.STAFF, STAFF), (api.Table.RESPONSIBILITY, RULES)]


def take_in(table: api.Table, text: str) -> api.TakenIn:
    return api.take_in(table=table, content=text.encode(), actor=SYSTEM, at=NOON)


def counts() -> list[int]:
    ours = [model.objects.count() for model in (Body, DutyAssignment, ResponsibilityRule)]
    return [*ours, len(access.seats(at=NOON)), len(trail()), access.account_by_username(username="li") is not None]


def refused(table: api.Table, text: str) -> list[tuple[int, str]]:
    before = counts()
    with pytest.raises(BadTableError) as refusal:
        take_in(table, text)
    assert counts() == before
    return [(fault["line"], fault["column"]) for fault in refusal.value.facts["faults"]]


def test_a_file_is_taken_in_once() -> None:
    assert [take_in(*file) for file in FILES] == [api.TakenIn(3, 0, 0), api.TakenIn(3, 0, 0), api.TakenIn(2, 0, 0)]

    entries = trail()
    assert [take_in(*file) for file in FILES] == [api.TakenIn(0, 0, 3), api.TakenIn(0, 0, 3), api.TakenIn(0, 0, 2)]
    assert trail() == entries


def test_what_was_taken_in_works() -> None:
    for file in FILES:
        take_in(*file)

    (collector,) = api.candidates(grid_code=GRID, duty_grid_code=DUTY_GRID, at=NOON)
    ruling = api.responsible_body(kind=MatterKind.INCIDENT, class_code="0102", grid_code=GRID, at=NOON)
    assert collector.name == "李四"
    assert ruling is not None
    assert ruling.body_name == "市环卫局"


def test_what_is_given_out_reads_back_as_the_same() -> None:
    for file in FILES:
        take_in(*file)

    for table in api.Table:
        for file_format in ("csv", "xlsx"):
            content = api.give_out(table=table, file_format=file_format, actor=SYSTEM, at=NOON)
            done = api.take_in(table=table, content=content, actor=SYSTEM, at=NOON)
            assert (done.added, done.changed) == (0, 0), table
            assert b"13812341234" not in content


def test_a_changed_row_changes_what_it_names() -> None:
    for file in FILES:
        take_in(*file)

    bodies = take_in(api.Table.BODIES, BODIES.replace("市环卫局", "城管局").replace(",department,01,", ",department,,"))
    staff = take_in(api.Table.STAFF, STAFF.replace("李四", "李思").replace(f" {DUTY_GRID}", ""))
    moved = BODIES + "0104,园林局,园林,DEPARTMENT,01,\n"
    take_in(api.Table.BODIES, moved)
    rules = take_in(api.Table.RESPONSIBILITY, RULES.replace("110101,,0103", "110101,,0104"))

    assert (bodies.changed, staff.changed, rules.changed) == (1, 1, 1)
    assert [found.name for found in api.candidates(grid_code=GRID, duty_grid_code="", at=NOON)] == ["李思"]


@pytest.mark.parametrize(
    ("table", "text", "faults"),
    [
        (api.Table.BODIES, BODIES + "0104,园林局,,KING,01,\n", [(5, "kind")]),
        (api.Table.BODIES, BODIES + "0104,,,DEPARTMENT,01,x\n", [(5, "credit_code"), (5, "name")]),
        (api.Table.BODIES, BODIES + "0104,园林局,,DEPARTMENT,99,\n", [(5, "parent_code")]),
        (api.Table.BODIES, BODIES + "0103,园林局,,DEPARTMENT,01,\n", [(5, "")]),
        (api.Table.BODIES, "code,name\n", [(1, name) for name in ("short_name", "kind", "parent_code", "credit_code")]),
        (api.Table.STAFF, STAFF.replace("COLLECTOR,0101", "HANDLER,0101"), [(2, "duty")]),
        (api.Table.STAFF, STAFF.replace("HANDLER,0103", "ACCEPTOR,0103"), [(3, "post")]),
        (api.Table.STAFF, STAFF.replace("0101,110101", "0109,110101"), [(2, "body_code")]),
        (api.Table.STAFF, STAFF.replace("0101,110101", "0101,110102"), [(2, "area_codes")]),
        (api.Table.RESPONSIBILITY, RULES.replace("INCIDENT,01", "ANY,01"), [(3, "kind")]),
        (api.Table.RESPONSIBILITY, RULES.replace("ANY,,110101,,0103", "ANY,,x,,0101"), [(2, "area_code")]),
        (api.Table.RESPONSIBILITY, RULES.replace("ANY,,110101,,0103", "ANY,,,,0101"), [(2, "body_id")]),
    ],
)
def test_a_wrong_row_is_told_with_its_line_and_nothing_is_loaded(
    table: api.Table, text: str, faults: list[tuple[int, str]]
) -> None:
    if table is not api.Table.BODIES:
        take_in(api.Table.BODIES, BODIES)

    assert refused(table, text) == faults


def test_what_a_body_is_it_is_for_life() -> None:
    take_in(api.Table.BODIES, BODIES)

    assert refused(api.Table.BODIES, BODIES.replace("department", "COMPANY")) == [(4, "kind")]


def test_only_administrators_take_in_and_give_out() -> None:
    stranger = actor("li", access.Post.LEADER, house().government)

    with pytest.raises(NotPermittedError):
        api.take_in(table=api.Table.BODIES, content=BODIES.encode(), actor=stranger, at=NOON)
    with pytest.raises(NotPermittedError):
        api.give_out(table=api.Table.STAFF, file_format="csv", actor=stranger, at=NOON)


def test_the_commands_take_in_and_give_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file, copy = tmp_path / "bodies.csv", tmp_path / "copy.xlsx"
    file.write_text(BODIES)

    call_command("import_organizations", "bodies", str(file))
    call_command("export_organizations", "bodies", str(copy))
    call_command("import_organizations", "bodies", str(copy))

    assert capsys.readouterr().out.splitlines() == [
        "3 added, 0 changed, 0 as they were",
        "0 added, 0 changed, 3 as they were",
    ]


@pytest.mark.parametrize(("content", "why"), [(None, "cannot read"), ("code\n", "nothing was loaded")])
def test_the_command_says_what_is_wrong(tmp_path: Path, content: str | None, why: str) -> None:
    file = tmp_path / "bodies.csv"
    if content is not None:
        file.write_text(content)

    with pytest.raises(CommandError, match=why):
        call_command("import_organizations", "bodies", str(file))
