"""Cases as a file that people open in a spreadsheet."""

import csv
from datetime import datetime, timedelta
from io import BytesIO, StringIO
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from cityloop.cases.actions import exports
from cityloop.cases.actions.exports import ExportFormat
from cityloop.cases.tests.factories import Walk
from tests.support.desk import Desk
from tests.support.town import MONDAY_NINE, WEST, WEST_SPOT, Town

pytestmark = pytest.mark.django_db
AT = MONDAY_NINE + timedelta(minutes=10)


def ask(town: Town, who: str = "leader", language: str = "zh-CN", **query: Any) -> Any:
    desk = Desk(town, who)
    return desk.ask("get", "/cases/export", at=AT, data=query, HTTP_ACCEPT_LANGUAGE=language)


def table(answer: Any) -> list[dict[str, str]]:
    text = answer.getvalue().decode()
    assert text.startswith("\ufeff"), "spreadsheets know UTF-8 by the mark"
    return list(csv.DictReader(StringIO(text[1:], newline="")))


def test_codes_become_words(town: Town) -> None:
    walk = Walk(town, "with HW").to("DISPOSAL")
    answer = ask(town)

    (row,) = table(answer)
    told = {
        name: row[name]
        for name in ("案件编号", "阶段", "区", "主办单位", "当前岗位", "来源", "问题类型", "状态", "处置时限")
    }
    assert told == {
        "案件编号": walk.view.number, "阶段": "处置中", "区": "东区", "主办单位": "环境卫生管理处",
        "当前岗位": "专业部门", "来源": "领导交办", "问题类型": "事件", "状态": "办理中", "处置时限": "4 工作时",
    }  # fmt: skip
    assert row["小类"], "the class has a name"
    assert not row["小类"].isdigit()
    assert row["上报时间"] == "2026-03-02 09:00:00", "in the city's own time"
    assert answer.headers["X-CityLoop-Rows"] == "1"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="cases-20260302-091000.csv"'


def test_a_file_speaks_the_language_of_the_caller(town: Town) -> None:
    Walk(town).to("DISPOSAL")

    (row,) = table(ask(town, language="en"))

    assert (row["Stage"], row["Post in charge"], row["State"]) == ("Disposal", "Handler", "Open")


def test_a_file_holds_what_the_list_holds_in_its_order(town: Town) -> None:
    early, late = Walk(town, "early"), Walk(town, "late", at=MONDAY_NINE + timedelta(minutes=5))
    western = Walk(town, "western", spot=WEST_SPOT, at=MONDAY_NINE + timedelta(minutes=2))
    numbers = [late.view.number, western.view.number, early.view.number]

    assert [row["案件编号"] for row in table(ask(town))] == numbers
    assert [row["案件编号"] for row in table(ask(town, order="due"))] == numbers[::-1]
    assert [row["案件编号"] for row in table(ask(town, area_code=WEST))] == [western.view.number]
    assert [row["案件编号"] for row in table(ask(town, who="acceptor_west"))] == [western.view.number]
    assert table(ask(town, who="handler")) == []


FORMULAS = ["=1+1", "+86", "-2", "@SUM(A1)", "\uff1d1", "'x"]


@pytest.mark.parametrize("words", FORMULAS)
@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_no_cell_is_a_formula(town: Town, words: str, file_format: ExportFormat) -> None:
    Walk(town, changes={"description": words})

    assert cell(ask(town, file_format=file_format), file_format, "问题描述") == f"'{words}"


@pytest.mark.parametrize("file_format", list(ExportFormat))
def test_what_a_file_cannot_hold_is_left_out_of_it(town: Town, file_format: ExportFormat) -> None:
    Walk(town, changes={"description": "一\r\n二\x0b三"})
    answer = ask(town, file_format=file_format)
    content = answer.getvalue()

    if file_format is ExportFormat.CSV:
        assert content.count(b"\r") == 2, "one for each line: rows can be counted on the way"
    else:
        assert len(load_workbook(BytesIO(content)).worksheets[0]["A"]) == 2


def cell(answer: Any, file_format: ExportFormat, heading: str) -> Any:
    if file_format is ExportFormat.CSV:
        return table(answer)[0][heading]
    rows = list(load_workbook(BytesIO(answer.getvalue())).worksheets[0].iter_rows(values_only=True))
    return dict(zip(*rows, strict=True))[heading]


def test_xlsx_keeps_moments_and_numbers(town: Town) -> None:
    walk = Walk(town).to("DISPOSAL")
    answer = ask(town, file_format="xlsx")
    content = answer.getvalue()
    rows = list(load_workbook(BytesIO(content)).worksheets[0].iter_rows(values_only=True))

    row = dict(zip(*rows, strict=True))
    assert row["案件编号"] == walk.view.number, "numbers of cases stay text"
    assert row["上报时间"] == datetime(2026, 3, 2, 9, 0)  # noqa: DTZ001 - spreadsheets know no zones
    assert row["督办次数"] == 0


def test_too_many_rows_are_refused_with_the_bound(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exports, "MOST", 1)
    Walk(town, "one")
    Walk(town, "two", spot=WEST_SPOT)

    answer = ask(town)

    assert answer.status_code == 422
    assert answer.json()["type"].endswith("too-many-rows")
    assert answer.json()["facts"]["most"] == 1
    assert taken(town) == []
    assert len(table(ask(town, area_code=WEST))) == 1, "narrowed, it is given out"


def test_who_took_what_is_on_record(town: Town) -> None:
    Walk(town, spot=WEST_SPOT)
    ask(town, who="inspector", area_code=WEST)

    (entry,) = taken(town)
    assert (entry["account_id"], entry["subject"]) == (str(town["inspector"].account_id), "cases:csv")
    assert entry["facts"] == {"rows": 1, "filters": {"desk": "all", "area_code": WEST}}


def taken(town: Town) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = Desk(town, "administrator").get("/audit", at=AT)["items"]
    return [entry for entry in entries if entry["action"] == "cases.export"]


@pytest.mark.parametrize("count", [1, 7])
def test_an_export_costs_the_same_however_long(town: Town, count: int) -> None:
    for number in range(count):
        Walk(town, f"case {number}").to("DISPOSAL")
    ask(town).getvalue()  # what is remembered between requests is remembered

    with CaptureQueriesContext(connection) as queries:
        ask(town).getvalue()

    assert len([query for query in queries if "cases_case" in query["sql"]]) == 2, "one counts, one reads"
    assert len(queries) <= 14, [query["sql"][:80] for query in queries]


def test_the_administrator_has_no_hand_in_cases(town: Town) -> None:
    assert ask(town, who="administrator").status_code == 403
