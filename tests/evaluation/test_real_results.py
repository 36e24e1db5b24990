"""Every usable published result that lies beside the project is tried and comes out as printed."""

import json
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cityloop.evaluation.domain.computing import compute
from cityloop.evaluation.queries.shipped import shipped_indicators
from cityloop.evaluation.tests.domain.test_published import PUBLISHED

FILE = Path(__file__).parents[3] / "shared/real/evaluation/published_results.json"
pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the published results are not beside the project")


def cases() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["cases"] if FILE.is_file() else []
    return found


def figures_of(city: str) -> Counter[str]:
    tables = [table for table in PUBLISHED if table["id"].startswith(city.removeprefix("重庆"))]
    tables += [table for table in PUBLISHED if table["id"].startswith(city)]
    return Counter(
        text for table in tables for figures in table.get("published", {}).values() for text in figures.values()
    )


@pytest.mark.parametrize(
    "case", [case for case in cases() if case["usable_as_exact_check"]], ids=lambda case: case["id"]
)
def test_every_usable_figure_is_among_those_that_are_tried(case: dict[str, Any]) -> None:
    asked = Counter(check["published_percent"] for check in case["ratio_checks"])

    assert not asked - figures_of(case["city"].removesuffix("控股集团"))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["id"])
def test_every_ratio_comes_out_as_it_should(case: dict[str, Any]) -> None:
    for check in case["ratio_checks"]:
        table = {
            "counts": {"一": Decimal(check["numerator"]), "二": Decimal(check["denominator"])},
            "formulas": {"率": "一 / 二"},
            "indicators": ["率"],
            "places": check["decimals"],
        }
        (figure,) = compute(table, shipped_indicators())

        assert figure.text == check["recomputed_half_up"], check["metric"]
        assert (figure.text == check["published_percent"]) is check["match"], check["metric"]
