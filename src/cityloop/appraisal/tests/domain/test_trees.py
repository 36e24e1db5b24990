"""Trees out of files, and figures that become points."""

from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest

from cityloop.appraisal.domain.tree_files import MOST_ROWS, decimal_of, plain_of, read_tree, rows_of
from cityloop.appraisal.domain.trees import Better, Path, Scoring, TreeRow, ValueSource, leaves_by_code, tree_of
from cityloop.appraisal.queries.trees import shipped_tree
from cityloop.kernel.tables import BadTableError

HEAD = "code,level1,level2,indicator,weight,source_kind,full,threshold,lost,step,better"
SWEPT = "S1,干净,环境卫生,清扫覆盖率,,平台上报(年鉴),1,95,0.2,5,"
YAML = """
- {code: H1, level1: 干净, weight: 3}
- code: S1
  level1: 干净
  level2: 环境卫生
  indicator: 清扫覆盖率
  source_kind: REPORT
  full: 1
  threshold: 95
  lost: 0.2
  step: 5
"""


def table(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def told(content: bytes, filename: str = "tree.csv") -> list[tuple[int, str]]:
    with pytest.raises(BadTableError) as refusal:
        read_tree(content, filename=filename)
    return [(fault["line"], fault["column"]) for fault in refusal.value.facts["faults"]]


def test_the_shipped_example_is_read_and_made_a_tree() -> None:
    rows = read_tree(shipped_tree(), filename="service_tree.csv")
    root = tree_of(rows)

    assert [node.name for node in root.children] == ["干净", "整洁", "有序", "安全", "群众满意"]
    assert len(leaves_by_code(root)) == 37
    assert [row.points(Decimal(figure)) for row, figure in zip(root.leaves(), ("65", "89"), strict=False)] == [
        Decimal("0.8"),
        Decimal("0.6"),
    ]
    unknown = leaves_by_code(root)["MOHURD2020-9"]
    assert (unknown.scorer, unknown.points(Decimal(12))) == (Scoring.UNKNOWN, None)
    assert rows_of(plain_of(rows)) == rows


def test_yaml_csv_and_xlsx_say_the_same() -> None:
    book = openpyxl.Workbook()
    for line in (HEAD, "H1,干净,,,3,,,,,,", "S1,干净,环境卫生,清扫覆盖率,,REPORT,1,95,0.2,5,"):
        book.worksheets[0].append(line.split(","))
    xlsx = BytesIO()
    book.save(xlsx)
    rows = read_tree(table("H1,干净,,,3,,,,,,", "S1,干净,环境卫生,清扫覆盖率,,REPORT,1,95,0.2,5,"), filename="a.csv")

    assert read_tree(YAML.encode(), filename="a.yaml") == rows == read_tree(xlsx.getvalue(), filename="a.xlsx")
    assert [row.place for row in rows] == [("干净",), ("干净", "环境卫生", "清扫覆盖率")]


def test_weights_are_those_of_rows_or_of_what_stands_below() -> None:
    lines = (
        "H1,干净,,,3,,,,,,",
        SWEPT,
        "S2,干净,环境卫生,垃圾分类,,平台上报,2,70,0.2,10,",
        "S3,整洁,,立面,4,实地考察,,,,,",
    )
    root = tree_of(read_tree(table(*lines), filename="a.csv"))
    clean, tidy = root.children

    weights = {node.name: node.weight for node in (clean, *clean.children, tidy)}
    assert weights == {"干净": Decimal(3), "环境卫生": Decimal(3), "整洁": Decimal(4)}
    assert [leaf.weight for leaf in clean.children[0].children] == [Decimal(1), Decimal(2)]
    assert (clean.code, clean.children[0].code) == ("H1", "干净/环境卫生")


@pytest.mark.parametrize(
    ("lines", "faults"),
    [
        (["S1,,,清扫,,平台上报,1,95,0.2,5,"], [(2, "level1")]),
        (["S 1,干净,,清扫,,平台上报,1,95,0.2,5,"], [(2, "code")]),
        ([SWEPT, SWEPT], [(3, "code"), (3, "indicator")]),
        ([SWEPT, "S2,干净,环境卫生,清扫覆盖率,,平台上报,1,95,0.2,5,"], [(3, "indicator")]),
        (["H1,干净,,,1,,,,,,", "H2,干净,,,1,,,,,,", SWEPT], [(3, "level1")]),
        (["S1,干净,,清扫,,年鉴,1,95,0.2,5,"], [(2, "source_kind")]),
        (["S1,干净,,,,平台上报,,,,,", SWEPT.replace("S1", "S2")], [(2, "indicator")]),
        (["S1,干净,,清扫,,平台上报,1,95,,5,"], [(2, "lost")]),
        (["S1,干净,,清扫,,平台上报,1,95,0.2,0,"], [(2, "step")]),
        (["S1,干净,,清扫,,平台上报,much,95,-1,5,"], [(2, "full"), (2, "lost")]),
        (["S1,干净,,清扫,-1,平台上报,1,95,0.2,5,sideways"], [(2, "weight"), (2, "better")]),
        (["S1,干净,,清扫,,实地考察,,,0.2,,"], [(2, "lost")]),
        (["S1,干净,,清扫,,实地考察,,,,,", "S2,干净,清扫,路面,,实地考察,,,,,"], [(3, "level1")]),
        (["H1,干净,,,1,层级(无指标内容),,,,,"], [(1, "indicator")]),
    ],
)
def test_what_is_wrong_with_a_table_is_told_by_line_and_column(lines: list[str], faults: list[tuple[int, str]]) -> None:
    assert told(table(*lines)) == faults


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        (b"code: 1", [(1, "")]),
        (b"- 1", [(1, "")]),
        (b"- {code: [1", [(1, "")]),
        (b"\xff", [(1, "")]),
        (b"- {code: 1}" + b" " * 2**20, [(0, "")]),
        (YAML.replace("full: 1", "full: [1]\n  colour: red").encode(), [(3, "full"), (3, "colour")]),
        (YAML.replace("full: 1", "full: 1\n  ? [a]\n  : b\n  full: 2").encode(), [(3, "(empty)"), (3, "full")]),
    ],
)
def test_what_is_wrong_with_yaml_is_told_by_line_and_column(content: bytes, faults: list[tuple[int, str]]) -> None:
    assert told(content, "tree.yml") == faults


def test_a_tree_has_an_end() -> None:
    many = [f"S{number},干净,,指标{number},,实地考察,,,,," for number in range(MOST_ROWS + 1)]

    assert told(table(*many)) == [(MOST_ROWS + 2, "")]


@pytest.mark.parametrize(
    ("told", "found"),
    [("1.50", "1.50"), ("-3", "-3"), ("1e3", "1E+3"), ("1e9", None), ("NaN", None), ("Infinity", None), ("一", None),
     ("0.1234567", None), ("1e-9", None)],
)  # fmt: skip
def test_a_number_is_one_that_is_kept_whole(told: str, found: str | None) -> None:
    assert decimal_of(told) == (None if found is None else Decimal(found))


PLACE: Path = ("干净",)


@pytest.mark.parametrize(
    ("scorer", "better", "figure", "points"),
    [
        (Scoring.STEPPED, Better.HIGHER, "70", "2"),
        (Scoring.STEPPED, Better.HIGHER, "69.9", "1.5"),
        (Scoring.STEPPED, Better.HIGHER, "0", "0"),
        (Scoring.STEPPED, Better.LOWER, "70", "2"),
        (Scoring.STEPPED, Better.LOWER, "71", "1.5"),
        (Scoring.STEPPED, Better.LOWER, "80.1", "1.0"),
        (Scoring.SHARE, Better.HIGHER, "75", "1.5"),
        (Scoring.SHARE, Better.LOWER, "75", "0.5"),
        (Scoring.SHARE, Better.HIGHER, "130", "2"),
        (Scoring.UNKNOWN, Better.HIGHER, "75", None),
    ],
)
def test_a_figure_becomes_points(scorer: Scoring, better: Better, figure: str, points: str | None) -> None:
    row = TreeRow(
        code="A", path=PLACE, indicator="甲", source=ValueSource.REPORT, scorer=scorer, better=better,
        full=Decimal(2), threshold=Decimal(70), lost=Decimal("0.5"), step=Decimal(10),
    )  # fmt: skip

    assert row.points(Decimal(figure)) == (None if points is None else Decimal(points))
