"""Tables of `evaluation`: fields and constraints, no rules."""

from cityloop.evaluation.models.bulletins import BulletinIssue
from cityloop.evaluation.models.definitions import IndicatorBook, SchemeVersion
from cityloop.evaluation.models.evidence import EvidenceFile
from cityloop.evaluation.models.facts import CaseFact, TaskFact, WorkFact
from cityloop.evaluation.models.integrity import ThresholdsVersion
from cityloop.evaluation.models.lake import LakeChange
from cityloop.evaluation.models.results import EvaluationResult, HandEntry, Objection, ResultEdition
from cityloop.evaluation.models.rules import CountingRulesVersion
from cityloop.evaluation.models.sampling import SampledCase, Sampling

__all__ = [
    "BulletinIssue",
    "CaseFact",
    "CountingRulesVersion",
    "EvaluationResult",
    "EvidenceFile",
    "HandEntry",
    "IndicatorBook",
    "LakeChange",
    "Objection",
    "ResultEdition",
    "SampledCase",
    "Sampling",
    "SchemeVersion",
    "TaskFact",
    "ThresholdsVersion",
    "WorkFact",
]
