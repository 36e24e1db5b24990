"""Everything that is counted of one case, and what follows from it at a moment."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from cityloop.cases.contracts import CaseHistory
from cityloop.evaluation.domain.counting import (
    CaseFact,
    Dimensions,
    Places,
    TaskFact,
    WorkFact,
    dimensions_of,
    standing,
)
from cityloop.evaluation.domain.counting_cases import case_fact
from cityloop.evaluation.domain.counting_rules import RulesBook
from cityloop.evaluation.domain.counting_tasks import task_facts
from cityloop.evaluation.domain.counting_work import work_facts

OF_TASKS = ("task_id", "task_kind", "done_at", "done_on")
OF_WORK = ("work", "post", "stay", "task", "done_at", "done_on", "on_time")
UNDRAWN: Mapping[str, bool] = MappingProxyType({})
DIMENSIONS = tuple(each.name for each in fields(Dimensions))


@dataclass(frozen=True, slots=True)
class Counted:
    """The facts of one case."""

    case: CaseFact
    tasks: tuple[TaskFact, ...]
    works: tuple[WorkFact, ...]

    @property
    def rows(self) -> tuple[CaseFact | TaskFact | WorkFact, ...]:
        """All of them."""
        return (self.case, *self.tasks, *self.works)


def counted(history: CaseHistory, book: RulesBook, places: Places, quality: Mapping[str, bool] = UNDRAWN) -> Counted:
    """Return the facts of a case, by the rules in force on the day it was reported.

    :param quality: what a second look adds to the counts, where the case was drawn for one.
    """
    stands, rules = standing(history), book.on(_reported_on(history)).rules
    dimensions = dimensions_of(history, stands, book, places)
    return Counted(
        _with(case_fact(history, rules, stands, dimensions), quality),
        task_facts(history, book, dimensions, places),
        work_facts(history, book, dimensions),
    )


def _with(fact: CaseFact, quality: Mapping[str, bool]) -> CaseFact:
    """Return a fact of a case with what a second look adds to it."""
    if not quality:
        return fact
    return replace(fact, counts={**fact.counts, **{key: int(value) for key, value in quality.items()}})


def plain(fact: CaseFact | TaskFact | WorkFact) -> dict[str, Any]:
    """Return a fact as a row: its dimensions, what it has of its own, its counts."""
    row = {name: getattr(fact.dimensions, name) for name in DIMENSIONS}
    match fact:
        case CaseFact():
            row["reporter_body_id"] = fact.reporter_body_id
        case TaskFact():
            row |= {name: getattr(fact, name) for name in OF_TASKS}
        case WorkFact():
            row |= {name: getattr(fact, name) for name in OF_WORK}
    return {**row, **fact.counts}


def timed_counts(counts: Mapping[str, int], due_at: datetime | None, at: datetime) -> dict[str, int]:
    """Return the counts that follow from a row and the moment of counting; what has no due moment is not late.

    :param counts: those of one fact of a case or of a task.
    :source: standards/evaluation.md section 1.3 (应结案数 = 处置数 + 超期未处置数).
    """
    late = int(due_at is not None and due_at < at)
    if "to_verify" in counts:
        return {"to_verify_late": late * counts["to_verify"], "to_check_late": late * counts["to_check"]}
    if "to_dispose" not in counts:
        return {}
    to_dispose_late = late * counts["to_dispose"]
    return {
        "to_dispatch_late": late * counts["to_dispatch"],
        "to_dispose_on_time": counts["to_dispose"] - to_dispose_late,
        "to_dispose_late": to_dispose_late,
        "need_close": counts["disposed"] + to_dispose_late,
    }


def _reported_on(history: CaseHistory) -> date:
    return history.reported_at.astimezone(history.zone).date()
