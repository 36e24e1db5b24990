"""How far a figure has moved, and what can be looked at."""

from decimal import Decimal

import pytest

from cityloop.evaluation.domain.base_indicators import ALL
from cityloop.evaluation.domain.decimals import Figure
from cityloop.evaluation.domain.indicators import Indicator, Unit
from cityloop.evaluation.domain.measures import Measures
from cityloop.evaluation.domain.scopes import Drift, moved, weight

RATE = Indicator(key="own_rate", zh="自定率", en="Own", formula="结案数 / 应结案数", opens=("closed",))
COUNT = Indicator(key="own_count", zh="自定数", en="Own", formula="结案数", unit=Unit.COUNT, places=0)
MOVES = [
    (COUNT, "12", "10", Drift("2", "20.00"), "0.166667"),
    (COUNT, "10", "12", Drift("-2", "-16.67"), "0.166667"),
    (COUNT, "5", "0", Drift("5", None), "1.000000"),
    (COUNT, "0", "0", Drift("0", None), "0"),
    (COUNT, "-5", "5", Drift("-10", "-200.00"), "1"),
    (COUNT, None, "4", Drift(None, None), "0"),
    (RATE, "0.5", "0.4", Drift("10.00", None), "0.100000"),
    (RATE, "0.33333", "0.66666", Drift("-33.34", None), "0.333330"),  # 33.33 less 66.67: what is printed is subtracted
    (RATE, None, None, Drift(None, None), "0"),
]


def figure(text: str | None) -> Figure:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(("indicator", "now", "then", "move", "weighs"), MOVES)
def test_a_figure_moves_from_another(
    indicator: Indicator, now: str | None, then: str | None, move: Drift, weighs: str
) -> None:
    assert moved(indicator, figure(now), figure(then)) == move
    assert weight(indicator, figure(now), figure(then)) == Decimal(weighs)


def test_indicators_and_base_indicators_are_measures_and_open_what_they_are_made_of() -> None:
    known = Measures([RATE, COUNT])

    assert [each.key for each in known.all()] == ["own_rate", "own_count", *(base.key for base in ALL)]
    rate, closed = known.find("own_rate"), known.find("closed")
    assert rate is not None
    assert closed is not None
    assert (rate.opens, closed.opens) == (("closed", "need_close"), ("closed",))
    assert known.find("glory") is None
    counts: dict[str, list[Figure]] = {"closed": [Decimal(1), Decimal(0)], "need_close": [Decimal(4), Decimal(0)]}
    assert known.columns([rate, closed], counts, 2) == {
        "own_rate": [Decimal("0.25"), None], "closed": [Decimal(1), Decimal(0)],
    }  # fmt: skip
