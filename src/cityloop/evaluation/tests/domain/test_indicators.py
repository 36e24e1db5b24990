"""Indicators: names, circles, caps, what is printed, and tables that are computed again."""

from decimal import Decimal
from typing import Any

import pytest

from cityloop.evaluation.domain.base_indicators import ALL, FactKind, columns_of
from cityloop.evaluation.domain.computing import compute
from cityloop.evaluation.domain.decimals import Column
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.indicators import Indicator, Indicators, Names, Unit
from cityloop.evaluation.domain.ratios import column_of
from cityloop.evaluation.queries.shipped import shipped_indicators
from cityloop.kernel.errors import InvalidInputError

DEFINITIONS = shipped_indicators()
BIG = f"结案数 * {10**17} * {10**17} * {10**17} * {10**9}"


def made(key: str, formula: str, **more: Any) -> Indicator:
    return Indicator(key=key, zh=f"{key}率", en=key, formula=formula, **more)


def test_a_name_means_one_thing() -> None:
    names = Names(DEFINITIONS)

    assert {names.key_of(name) for name in ("结案数", "结案", "closed")} == {"closed"}
    assert names.key_of("按时处置数") == "disposed_on_time"
    assert names.key_of("没有的") is None
    with pytest.raises(InvalidInputError, match="is taken: closed"):
        Names([made("结案", "1", aliases=("结案数",))])


def test_timed_indicators_are_no_columns() -> None:
    timed = {each.key for each in ALL if each.is_timed}

    assert timed.isdisjoint(columns_of(FactKind.CASE) + columns_of(FactKind.TASK) + columns_of(FactKind.WORK))
    assert len({each.key for each in ALL}) == len(ALL)


def test_indicators_are_made_of_others() -> None:
    indicators = Indicators([made("甲", "乙率 * 2"), made("乙", "结案数 / 应结案数")])

    assert indicators.base_keys(["甲"]) == {"closed", "need_close"}
    assert indicators.values({"closed": [Decimal(1)], "need_close": [Decimal(4)]}, 1, ["甲"]) == {
        "甲": [Decimal("0.5")]
    }


@pytest.mark.parametrize(
    ("formulas", "marked"),
    [
        ({"甲": "1 + 甲率"}, "1 + 甲率\n    ^^^^"),
        ({"甲": "乙率", "乙": "2 * 甲率"}, "^^^^"),
        ({"甲": "乙率", "乙": "丙率", "丙": "min(甲率, 1)"}, "^^^^"),
    ],
)
def test_a_circle_is_refused_with_its_place(formulas: dict[str, str], marked: str) -> None:
    with pytest.raises(FormulaInvalidError, match="circle") as refusal:
        Indicators([made(key, formula) for key, formula in formulas.items()])

    assert refusal.value.facts["marked"].endswith(marked)


def test_a_rate_above_its_cap_is_the_cap_and_one_without_is_not() -> None:
    counts: dict[str, Column] = {"closed": [Decimal(5)], "need_close": [Decimal(1)]}
    capped, free = made("capped", "结案数 / 应结案数", cap=Decimal(100)), made("free", "结案数 / 应结案数")

    values = Indicators([capped, free]).values(counts, 1, ["capped", "free"])

    assert capped.written(values["capped"][0]) == "100.00"
    assert free.written(values["free"][0], places=0) == "500"


def test_points_are_written_as_they_are() -> None:
    assert made("p", "1", unit=Unit.POINTS, places=1).written(Decimal("82.25")) == "82.3"
    assert made("p", "1").written(None) == "-"


@pytest.mark.parametrize(
    ("document", "texts"),
    [
        ({"counts": {"closed": 1, "应结案": 3}, "indicators": ["closing_rate", "结案率"]}, ["33.33", "33.33"]),
        ({"counts": {"结案": 1, "处置": 2, "超期未处置": 1}, "indicators": ["结案率"]}, ["33.33"]),
        ({"counts": {"结案": 1, "应结案": 0}, "indicators": ["结案率"]}, ["-"]),
        (
            {"counts": {"结案": "1", "应结案": "3"}, "indicators": [{"name": "结案率", "places": 4}], "places": 1},
            ["33.3333"],
        ),
        ({"counts": {"a": 1, "b": 8}, "formulas": {"x": "a / b"}, "indicators": ["x"]}, ["12.50"]),
        (
            {
                "counts": {"a": 1},
                "formulas": {"x": {"formula": "a * 3", "unit": "POINTS", "cap": 2}},
                "indicators": ["x"],
            },
            ["2.00"],
        ),
        # a table without the count of what was filed accurately, and one with it: what was refused is void, too
        ({"counts": {"立案": 50, "作废": 2}, "indicators": ["准确立案率"]}, ["96.00"]),
        ({"counts": {"立案": 2, "作废": 5, "准确立案": 2}, "indicators": ["准确立案率"]}, ["100.00"]),
        # a table whose 应结案 has what is suspended in it, and one whose has not
        ({"counts": {"结案": 80, "应结案": 110, "缓办": 10}, "indicators": ["结案率（扣除缓办）"]}, ["80.00"]),
        ({"counts": {"结案": 80, "应结案": 100}, "indicators": ["结案率"]}, ["80.00"]),
        (
            {"rows": {"甲": {"结案": 1, "应结案": 2}, "乙": {"结案": 1, "应结案": 4}}, "indicators": ["结案率"]},
            ["50.00", "25.00"],
        ),
    ],
)
def test_a_table_is_computed(document: dict[str, Any], texts: list[str]) -> None:
    assert [figure.text for figure in compute(document, DEFINITIONS)] == texts


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ([], "valid dictionary"),
        ({"indicators": []}, "indicators"),
        ({"counts": {"结案": "many"}, "indicators": ["结案率"]}, "counts.结案"),
        ({"counts": {"结案": 1}, "indicators": ["结案率"]}, "应结案数"),
        ({"rows": {"甲": {"结案": 1}}, "indicators": ["结案率"]}, "甲: .*应结案数"),
        ({"counts": {}, "indicators": ["快乐率"]}, "快乐率"),
        ({"counts": {"结案": 1, "结案数": 2}, "indicators": ["结案率"]}, "given twice"),
        ({"counts": {}, "formulas": {"x": "1 +"}, "indicators": ["x"]}, "breaks off"),
        ({"counts": {}, "indicators": ["结案率"], "places": -1}, "places"),
        ({"counts": {}, "indicators": ["结案率"], "more": 1}, "more"),
    ],
)
def test_a_table_that_cannot_be_computed_is_refused(document: Any, reason: str) -> None:
    with pytest.raises(InvalidInputError, match=reason):
        compute(document, DEFINITIONS)


@pytest.mark.parametrize("rows", [1, 200])
@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({"cap": Decimal(10) ** 30, "unit": Unit.COUNT}, "7.00"),
        ({"cap": Decimal("0.1") ** 30, "unit": Unit.COUNT, "places": 0}, "0"),
        ({"formula": BIG, "unit": Unit.COUNT, "places": 1}, f"7{'0' * 60}.0"),
        ({"formula": BIG}, f"7{'0' * 62}.00"),
    ],
)
def test_figures_of_any_size_are_written(more: dict[str, Any], text: str, rows: int) -> None:
    indicator = made("甲", **{"formula": "结案数", **more})
    indicators = Indicators([indicator])

    column = indicators.values({"closed": column_of([7] * rows)}, rows, ["甲"])["甲"]

    assert indicator.all_written(column) == [text] * rows
