"""Decimals that are published."""

from decimal import Decimal

import pytest

from cityloop.kernel.decimals import stepped


@pytest.mark.parametrize(
    ("figure", "points"),
    [("0.70", "1"), ("0.95", "1"), ("0.699", "0.8"), ("0.60", "0.8"), ("0.59", "0.6"), ("0.01", "0")],
)
def test_full_marks_at_a_threshold_and_less_for_each_step_below(figure: str, points: str) -> None:
    found = stepped(
        Decimal(figure), threshold=Decimal("0.7"), full=Decimal(1), lost=Decimal("0.2"), step=Decimal("0.1")
    )

    assert found == Decimal(points)
