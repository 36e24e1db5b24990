"""What can be looked at: base indicators by themselves, written in their own units."""

from decimal import Decimal

import pytest

from cityloop.evaluation.domain.measures import Measures
from cityloop.evaluation.queries.shipped import shipped_indicators

MEASURES = Measures(shipped_indicators())


@pytest.mark.parametrize(
    ("key", "count", "text"), [("late_multiple", 150, "1.50"), ("rework_times", 3, "3"), ("filed", 12, "12")]
)
def test_a_base_indicator_is_written_in_its_own_unit(key: str, count: int, text: str) -> None:
    measure = MEASURES.find(key)
    assert measure is not None

    column = MEASURES.columns([measure], {key: [Decimal(count)]}, 1)[key]

    assert measure.indicator.written(column[0]) == text
