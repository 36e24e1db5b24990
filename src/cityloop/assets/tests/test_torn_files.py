"""Files that are not what they seem: torn lines, rounded numbers, encodings that show late."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from cityloop.assets import api
from cityloop.assets.domain.mapping import understand
from cityloop.assets.models import Component
from cityloop.assets.queries import sources
from cityloop.assets.tests.files import load_classes, take_in
from cityloop.kernel.errors import InvalidInputError
from tests.support.small_city import found_city, position

X, Y = position(2.5, 1.5)
BY_CODE: dict[str, Any] = {
    "attributes": {"code": "{code}", "class_edition": "2026", "name": "{name}"}, "x": "x", "y": "y",
}  # fmt: skip
BY_ID: dict[str, Any] = {
    "attributes": {
        "external_id": "{id}", "source_layer": "lamps", "class_code": "01027", "class_edition": "2026",
        "name": "{name}",
    },
    "x": "x", "y": "y",
}  # fmt: skip


@pytest.fixture
def city(db: None, tmp_path: Path, settings: Any) -> None:
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "kept")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    found_city()
    load_classes()


def lamps(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(["id,name,x,y", *lines]))
    return path


def lamp(number: int) -> str:
    return f"{number},路灯{number},{X},{Y}"


@pytest.mark.usefixtures("city")
def test_a_line_with_another_number_of_columns_is_a_bad_row_and_the_others_come_in(tmp_path: Path) -> None:
    lines = [lamp(1), f"2,人民路,东段,{X},{Y}", "", lamp(3), "4,短", lamp(5), "6"]

    done = take_in(lamps(tmp_path / "lamps.csv", lines), BY_ID)

    assert (done.state, done.added, done.rows_read, done.rows_bad) == (api.ImportState.DONE, 3, 6, 3)
    report = api.bad_row_views(done.id)
    assert [(bad.row, bad.faults[0].value, bad.cells) for bad in report] == [
        (2, "5/4", {"text": lines[1]}),
        (4, "2/4", {"text": "4,短"}),
        (6, "1/4", {"text": "6"}),
    ]
    assert [fault.reason["en"] for fault in report[0].faults] == ["has not as many columns as the header"]
    assert set(Component.objects.values_list("external_id", flat=True)) == {"1", "3", "5"}


@pytest.mark.parametrize("skip", [0, 1, 4999, 5000, 5001, 7999])
def test_rows_keep_their_numbers_behind_torn_lines(tmp_path: Path, skip: int) -> None:
    lines = [lamp(number) for number in range(1, 8001)]
    torn = {1, 2, 5000, 5001, 8000}
    for number in torn:
        lines[number - 1] = f"{number}"
    path = lamps(tmp_path / "lamps.csv", lines)

    found: dict[int, str | None] = {}
    for batch in sources.batches(path, understand(BY_ID), skip=skip, size=100):
        found |= {batch.first + place: cell for place, cell in enumerate(batch.columns["id"])}
        assert {row for row in batch.torn if row > skip} == set(batch.faults.by_row)
        assert set(batch.torn) <= set(found)

    assert sorted(found) == list(range(skip + 1, 8001))
    assert all(cell == (None if row in torn else str(row)) for row, cell in found.items())


def test_a_preview_leaves_torn_lines_out(tmp_path: Path) -> None:
    path = lamps(tmp_path / "lamps.csv", ["1,2", lamp(2), lamp(3)])

    with path.open("rb") as file:
        seen = api.preview_file(file=file, file_name=path.name)

    assert [row["id"] for row in seen.rows] == ["2", "3"]


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("rules", "attribute"), [(BY_CODE, "code"), (BY_ID, "external_id")])
def test_a_long_number_of_a_spreadsheet_is_no_identity(tmp_path: Path, rules: dict[str, Any], attribute: str) -> None:
    book = Workbook()
    lines: list[list[Any]] = [
        ["code", "id", "name", "x", "y"],
        ["11010101027000001", "11010101027000001", "文本", X, Y],
        [11010101027000002, 11010101027000002, "数字", X, Y],
        [11010101027000002.0, 1.1010101027e16, "小数", X, Y],
    ]
    for line in lines:
        book.worksheets[0].append(line)
    path = tmp_path / "lamps.xlsx"
    book.save(path)

    done = take_in(path, rules)

    assert (done.added, done.rows_bad) == (1, 2)
    faults = [bad.faults[0] for bad in api.bad_row_views(done.id)]
    assert [(fault.attribute, fault.reason["en"]) for fault in faults] == [
        (attribute, "was stored as a number, digits behind the fifteenth are lost; enter it anew as text")
    ] * 2
    assert Component.objects.get().name == "文本"


@pytest.mark.usefixtures("city")
@pytest.mark.parametrize(("rules", "field"), [(BY_CODE, "code"), (BY_ID, "id")])
def test_nor_is_what_a_spreadsheet_has_made_of_it_in_a_csv_file(
    tmp_path: Path, rules: dict[str, Any], field: str
) -> None:
    path = tmp_path / "lamps.csv"
    path.write_text(f"{field},name,x,y\n1.1010101E+16,路灯,{X},{Y}")

    done = take_in(path, rules)

    assert (done.added, done.rows_bad) == (0, 1)
    assert "digits behind the fifteenth are lost" in str(next(api.bad_rows(done.id))[1])


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_an_encoding_that_shows_late_is_seen(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "lamps.csv"
    plain = "\n".join(f"{number},{'x' * 990},{X},{Y}" for number in range(4400))
    path.write_bytes(f"id,name,x,y\n{plain}\n4400,人民路路灯,{X},{Y}".encode(encoding))

    last = [batch.columns["name"][-1] for batch in sources.batches(path, understand(BY_ID))][-1]

    assert last == "人民路路灯"


def test_a_file_that_is_in_no_encoding_is_refused_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "lamps.csv"
    good = [lamp(number).encode() for number in range(1, 50)]
    path.write_bytes(b"\n".join([b"id,name,x,y", *good, b"50,\xe4\xba,1,2", lamp(51).encode()]))

    with pytest.raises(InvalidInputError, match="Line 51 of the file is neither UTF-8 nor GBK"):
        list(sources.batches(path, understand(BY_ID)))
