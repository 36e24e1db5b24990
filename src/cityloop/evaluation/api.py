"""The door of `evaluation`."""

from cityloop.evaluation.actions.bulletins import draft_bulletin, draft_due_bulletin, make_bulletin
from cityloop.evaluation.actions.defining import load_evaluation, publish_indicators, publish_scheme
from cityloop.evaluation.actions.entering import enter
from cityloop.evaluation.actions.evidence import keep_evidence
from cityloop.evaluation.actions.exporting import export_facts, note_changes
from cityloop.evaluation.actions.following import follow_ground
from cityloop.evaluation.actions.integrity import publish_thresholds, see_integrity
from cityloop.evaluation.actions.keeping import BATCH, keep, keep_if_moved, rebuild
from cityloop.evaluation.actions.looking import answer_second_look, rule_on_look, take_second_look
from cityloop.evaluation.actions.objecting import decide_objection, raise_objection
from cityloop.evaluation.actions.publishing import draft_result, fix_result, publish_result
from cityloop.evaluation.actions.rules import publish_rules, rebuild_outdated
from cityloop.evaluation.actions.sampling import count_sampled, draw_sampling, plan_sampling
from cityloop.evaluation.contracts import (
    Against,
    Behind,
    BookView,
    Compared,
    Comparison,
    Contribution,
    ContributionPage,
    CountingRulesView,
    CountNow,
    Decision,
    DefinitionVersion,
    Difference,
    Dimension,
    EntryDraft,
    EntryView,
    Explained,
    Exported,
    FigureAsked,
    FigureHead,
    FigureView,
    GroupHead,
    Heat,
    HeldAgainst,
    IdentifierTakenError,
    League,
    LeagueRow,
    LoadedDefinitions,
    MeasureHead,
    Narrowed,
    ObjectionState,
    ObjectionView,
    OwnFigures,
    OwnLeague,
    PeriodView,
    PublishedDefinition,
    PublishedRules,
    ResultDetails,
    ResultExport,
    ResultMove,
    ResultRow,
    ResultStandsError,
    ResultState,
    ResultView,
    SchemeHead,
    SchemeView,
    Selection,
    Sums,
    TermHead,
    TermView,
    Trend,
    TrendPoint,
    Why,
)
from cityloop.evaluation.contracts.bulletins import (
    Bulletin,
    BulletinDetails,
    BulletinFormat,
    BulletinNotReadyError,
    BulletinState,
    BulletinView,
)
from cityloop.evaluation.contracts.papers import LANGUAGES, Language
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.bulletins import Schedule, read_schedule, schedule_fault, statistic_month_over
from cityloop.evaluation.domain.computing import Printed, compute
from cityloop.evaluation.domain.counting_rules import (
    BelongsTo,
    ClosingJudged,
    CountingRules,
    ExemptedLateness,
    SuspendedNeed,
    WrongDispatch,
    rules_from,
)
from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.formula import FormulaInvalidError
from cityloop.evaluation.domain.indicators import Indicator, Indicators
from cityloop.evaluation.domain.schemes import Object, Scheme
from cityloop.evaluation.domain.scopes import CountAsked, Scope
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.domain.snapshots import faults
from cityloop.evaluation.events import FactsChanged
from cityloop.evaluation.queries.answers import quick_sums
from cityloop.evaluation.queries.behind import behind
from cityloop.evaluation.queries.bulletin_counting import counted_bulletin
from cityloop.evaluation.queries.bulletins import bulletin, bulletin_file, bulletins, rendered, usual_schemes
from cityloop.evaluation.queries.checking import differences
from cityloop.evaluation.queries.comparing import comparison
from cityloop.evaluation.queries.counting import counting_rules, rules_book
from cityloop.evaluation.queries.defined import indicator_book, scheme_view
from cityloop.evaluation.queries.definitions import scheme_heads
from cityloop.evaluation.queries.engines import engine_fault
from cityloop.evaluation.queries.entry_sheets import entry_sheet
from cityloop.evaluation.queries.evidence import evidence, evidence_file
from cityloop.evaluation.queries.heat import heat
from cityloop.evaluation.queries.integrity import integrity_table, thresholds_view
from cityloop.evaluation.queries.lake import Columns, Reach, lake_columns_by_each, lake_sums, lake_sums_by_each
from cityloop.evaluation.queries.lake_figures import FigureRow, lake_figures, together
from cityloop.evaluation.queries.lake_files import lake_fault
from cityloop.evaluation.queries.leagues import league
from cityloop.evaluation.queries.looking import look_photo
from cityloop.evaluation.queries.own import own_figures
from cityloop.evaluation.queries.results import entries, export, objections, result, results
from cityloop.evaluation.queries.sampling import disputes, population, sampled_cases, sampling, samplings
from cityloop.evaluation.queries.seeing import cases_behind, measure_heads
from cityloop.evaluation.queries.shipped import shipped_indicators, shipped_schemes
from cityloop.evaluation.queries.sums import different, facts_behind, sums
from cityloop.evaluation.queries.trends import trend
from cityloop.evaluation.queries.versions import indicator_versions, scheme_versions
from cityloop.kernel.signing import public_key

__all__ = [
    "BATCH",
    "LANGUAGES",
    "Against",
    "Behind",
    "BelongsTo",
    "BookView",
    "Bulletin",
    "BulletinDetails",
    "BulletinFormat",
    "BulletinNotReadyError",
    "BulletinState",
    "BulletinView",
    "ClosingJudged",
    "Columns",
    "Compared",
    "Comparison",
    "Contribution",
    "ContributionPage",
    "CountAsked",
    "CountNow",
    "CountingRules",
    "CountingRulesView",
    "Decision",
    "DefinitionVersion",
    "Difference",
    "Dimension",
    "EntryDraft",
    "EntryView",
    "ExemptedLateness",
    "Explained",
    "Exported",
    "FactKind",
    "FactsChanged",
    "FigureAsked",
    "FigureHead",
    "FigureRow",
    "FigureView",
    "FormulaInvalidError",
    "GroupHead",
    "Heat",
    "HeldAgainst",
    "IdentifierTakenError",
    "Indicator",
    "Indicators",
    "Language",
    "League",
    "LeagueRow",
    "LoadedDefinitions",
    "MeasureHead",
    "Narrowed",
    "Object",
    "ObjectionState",
    "ObjectionView",
    "OwnFigures",
    "OwnLeague",
    "PeriodView",
    "Printed",
    "PublishedDefinition",
    "PublishedRules",
    "Reach",
    "ResultDetails",
    "ResultExport",
    "ResultMove",
    "ResultRow",
    "ResultStandsError",
    "ResultState",
    "ResultView",
    "Schedule",
    "Scheme",
    "SchemeHead",
    "SchemeView",
    "Scope",
    "Scorer",
    "Selection",
    "Sums",
    "SuspendedNeed",
    "TermHead",
    "TermView",
    "Trend",
    "TrendPoint",
    "Why",
    "WrongDispatch",
    "answer_second_look",
    "behind",
    "bulletin",
    "bulletin_file",
    "bulletins",
    "cases_behind",
    "comparison",
    "compute",
    "count_sampled",
    "counted_bulletin",
    "counting_rules",
    "decide_objection",
    "differences",
    "different",
    "disputes",
    "draft_bulletin",
    "draft_due_bulletin",
    "draft_result",
    "draw_sampling",
    "engine_fault",
    "enter",
    "entries",
    "entry_sheet",
    "evidence",
    "evidence_file",
    "export",
    "export_facts",
    "facts_behind",
    "faults",
    "fix_result",
    "follow_ground",
    "heat",
    "indicator_book",
    "indicator_versions",
    "integrity_table",
    "keep",
    "keep_evidence",
    "keep_if_moved",
    "lake_columns_by_each",
    "lake_fault",
    "lake_figures",
    "lake_sums",
    "lake_sums_by_each",
    "league",
    "load_evaluation",
    "look_photo",
    "make_bulletin",
    "measure_heads",
    "note_changes",
    "objections",
    "own_figures",
    "plan_sampling",
    "population",
    "public_key",
    "publish_indicators",
    "publish_result",
    "publish_rules",
    "publish_scheme",
    "publish_thresholds",
    "quick_sums",
    "raise_objection",
    "read_indicators",
    "read_schedule",
    "read_schemes",
    "rebuild",
    "rebuild_outdated",
    "rendered",
    "result",
    "results",
    "rule_on_look",
    "rules_book",
    "rules_from",
    "sampled_cases",
    "sampling",
    "samplings",
    "schedule_fault",
    "scheme_heads",
    "scheme_versions",
    "scheme_view",
    "see_integrity",
    "shipped_indicators",
    "shipped_schemes",
    "statistic_month_over",
    "sums",
    "take_second_look",
    "thresholds_view",
    "together",
    "trend",
    "usual_schemes",
]
