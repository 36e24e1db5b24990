"""The door of `evaluation`."""

from cityloop.evaluation.domain.computing import Printed, compute
from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.indicators import Indicator, Indicators
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.queries.shipped import shipped_indicators, shipped_schemes

__all__ = [
    "FormulaInvalidError",
    "Indicator",
    "Indicators",
    "Printed",
    "Scheme",
    "Scorer",
    "compute",
    "read_indicators",
    "read_schemes",
    "shipped_indicators",
    "shipped_schemes",
]
