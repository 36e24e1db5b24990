"""Tables of `evaluation`: fields and constraints, no rules."""

from cityloop.evaluation.models.facts import CaseFact, TaskFact, WorkFact
from cityloop.evaluation.models.lake import LakeChange
from cityloop.evaluation.models.rules import CountingRulesVersion

__all__ = ["CaseFact", "CountingRulesVersion", "LakeChange", "TaskFact", "WorkFact"]
