"""The door of `evaluation`."""

from cityloop.evaluation.actions.exporting import export_facts, note_changes
from cityloop.evaluation.actions.following import follow_ground
from cityloop.evaluation.actions.keeping import BATCH, keep, keep_if_moved, rebuild
from cityloop.evaluation.actions.rules import publish_rules
from cityloop.evaluation.contracts import (
    Contribution,
    ContributionPage,
    Difference,
    Dimension,
    Exported,
    Narrowed,
    PublishedRules,
    Selection,
    Sums,
)
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.computing import Printed, compute
from cityloop.evaluation.domain.counting_rules import (
    BelongsTo,
    ClosingJudged,
    CountingRules,
    ExemptedLateness,
    SuspendedNeed,
    WrongDispatch,
)
from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.indicators import Indicator, Indicators
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.events import FactsChanged
from cityloop.evaluation.queries.answers import quick_sums
from cityloop.evaluation.queries.checking import differences
from cityloop.evaluation.queries.counting import rules_book
from cityloop.evaluation.queries.engines import engine_fault
from cityloop.evaluation.queries.lake import lake_sums, lake_sums_by_each
from cityloop.evaluation.queries.lake_files import lake_fault
from cityloop.evaluation.queries.shipped import shipped_indicators, shipped_schemes
from cityloop.evaluation.queries.sums import different, facts_behind, sums

__all__ = [
    "BATCH",
    "BelongsTo",
    "ClosingJudged",
    "Contribution",
    "ContributionPage",
    "CountingRules",
    "Difference",
    "Dimension",
    "ExemptedLateness",
    "Exported",
    "FactKind",
    "FactsChanged",
    "FormulaInvalidError",
    "Indicator",
    "Indicators",
    "Narrowed",
    "Printed",
    "PublishedRules",
    "Scheme",
    "Scorer",
    "Selection",
    "Sums",
    "SuspendedNeed",
    "WrongDispatch",
    "compute",
    "differences",
    "different",
    "engine_fault",
    "export_facts",
    "facts_behind",
    "follow_ground",
    "keep",
    "keep_if_moved",
    "lake_fault",
    "lake_sums",
    "lake_sums_by_each",
    "note_changes",
    "publish_rules",
    "quick_sums",
    "read_indicators",
    "read_schemes",
    "rebuild",
    "rules_book",
    "shipped_indicators",
    "shipped_schemes",
    "sums",
]
