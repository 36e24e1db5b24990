"""What is counted of collectors' errands: verifications and checks."""

from dataclasses import replace
from datetime import date

from cityloop.cases.contracts import Answer, CaseHistory, Source, TaskKind, TaskTold, VoidKind
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.counting import Dimensions, Places, TaskFact, as_counts, minutes, months_of
from cityloop.evaluation.domain.counting_rules import RulesBook


def task_facts(history: CaseHistory, book: RulesBook, dimensions: Dimensions, places: Places) -> tuple[TaskFact, ...]:
    """Return the facts of a case's errands, whatever became of the case; one that was called back is not counted.

    An errand belongs to the day it was done, or while it waits to the day it was given.

    :source: standards/evaluation.md section 1.3 (核实, 核查, 漏报).
    """
    missed = _missed(history)
    return tuple(
        _fact(history, task, book, dimensions, _counts(task, is_missed=task is missed), places)
        for task in history.tasks
        if task.recalled_at is None
    )


def _fact(
    history: CaseHistory,
    task: TaskTold,
    book: RulesBook,
    dimensions: Dimensions,
    counts: dict[str, int],
    places: Places,
) -> TaskFact:
    done_on = task.answered_at.astimezone(history.zone).date() if task.answered_at else None
    counted_on: date = done_on or task.issued_at.astimezone(history.zone).date()
    month, statistic_month = months_of(counted_on, book.month_begins_on)
    own = replace(
        dimensions,
        person_id=task.assignee_id,
        body_id=places.company(task.assignee_id, task.issued_at),
        counted_on=counted_on,
        month=month,
        statistic_month=statistic_month,
        due_at=task.due_at,
    )
    return TaskFact(own, task.id, task.kind, task.answered_at, done_on, counts)


def _counts(task: TaskTold, *, is_missed: bool) -> dict[str, int]:
    done = task.answered_at is not None
    on_time = task.answered_at is not None and task.answered_at <= task.due_at
    spent = minutes(task.answered_at - task.issued_at) if task.answered_at else 0
    if task.kind == TaskKind.VERIFY:
        return as_counts(
            FactKind.TASK,
            need_verify=True,
            verified=done,
            verified_on_time=on_time,
            verified_late=done and not on_time,
            to_verify=not done,
            omitted=is_missed,
            task_minutes=spent,
        )
    if done and not task.counts:
        return as_counts(FactKind.TASK, invalid_check=True)
    return as_counts(
        FactKind.TASK,
        need_check=True,
        checked=done,
        checked_on_time=on_time,
        checked_late=done and not on_time,
        to_check=not done,
        task_minutes=spent,
    )


def _missed(history: CaseHistory) -> TaskTold | None:
    """Return the verification that showed what a collector should have reported; what was known already is not missed.

    :source: standards/evaluation.md section 1.3 (漏报数): public reports that were found true, for that collector.
    """
    if history.source == Source.COLLECTOR or history.void_kind == VoidKind.MERGED:
        return None
    answered = [task for task in history.tasks if task.kind == TaskKind.VERIFY and task.answered_at]
    return answered[-1] if answered and answered[-1].answer == Answer.EXISTS else None
