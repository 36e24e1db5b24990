"""Histories of many cases: six queries for a batch, written out because a case is counted after every move."""

from collections import defaultdict
from collections.abc import Collection
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias
from uuid import UUID

from django.db import connection

from cityloop.cases.contracts import CaseHistory, RequestTold, StageRole, StayTold, StepTold, TaskTold, UrgeTold
from cityloop.cases.domain.roles import moves_on, roles
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.workclock import CalendarClock, clock_of
from cityloop.standards.api import Limit, LimitUnit

CASES = """
SELECT c.lifecycle_id, c.calendar_id, c.stage, c.limit_text,
       c.id, c.number, c.version, c.phase, c.kind, c.class_code, c.source, c.urgency, c.grid_code, c.duty_grid_code,
       c.area_level, c.lead_body_id, c.reported_by, c.registered_at, c.filed_at, c.dispatched_at, c.disposal_due_at,
       c.disposed_at, c.disposed_on_time, c.closed_at, c.due_at, c.closing_kind, c.void_kind, c.verification,
       c.check_answer, c.rework_count, c.return_count, c.extension_count, c.suspension_count, c.urge_count,
       c.reopen_count, c.self_disposed, c.appeal_granted, c.satisfaction, coalesce(r.wants_answer, false)
  FROM cases_case c LEFT JOIN cases_casereporter r ON r.case_id = c.id
 WHERE c.id = ANY(%s) ORDER BY c.id
"""
STAYS = """
SELECT case_id, stage, unit, number, post, body_id, arrived_at, due_at, allowance, used_before, left_at, left_by,
       verb, used, on_time
  FROM cases_activity WHERE case_id = ANY(%s) ORDER BY case_id, number
"""
TASKS = """
SELECT case_id, id, number, kind, assignee_id, issued_by, issued_at, due_at, answered_at, answer, recalled_at, counts
  FROM cases_fieldtask WHERE case_id = ANY(%s) ORDER BY case_id, number
"""
STEPS = """
SELECT case_id, number, verb, actor_id, post, body_id, taken_at, inputs->>'body_id', inputs->>'extra'
  FROM cases_casestep WHERE case_id = ANY(%s) ORDER BY case_id, number
"""
REQUESTS = """
SELECT case_id, kind, state, asked_at, decided_at, asked->>'extra'
  FROM cases_caserequest WHERE case_id = ANY(%s) ORDER BY case_id, number
"""
URGES = """
SELECT case_id, level, urged_at, reply_by, replied_at FROM cases_urge WHERE case_id = ANY(%s) ORDER BY case_id, id
"""
AFTER = """
SELECT id FROM cases_case
 WHERE (%(last)s::uuid IS NULL OR id > %(last)s::uuid)
   AND (%(since)s::timestamptz IS NULL OR registered_at >= %(since)s::timestamptz)
 ORDER BY id LIMIT %(batch)s
"""
ZERO = timedelta(0)
Plain: TypeAlias = tuple[Any, ...]


class Row(NamedTuple):
    """A row of `CASES`."""

    lifecycle_id: int
    calendar_id: UUID
    stage: str
    limit_text: str
    id: UUID
    number: str
    version: int
    phase: str
    kind: str
    class_code: str
    source: str
    urgency: str
    grid_code: str
    duty_grid_code: str
    area_level: str
    lead_body_id: UUID | None
    reported_by: UUID | None
    reported_at: datetime
    filed_at: datetime | None
    dispatched_at: datetime | None
    disposal_due_at: datetime | None
    disposed_at: datetime | None
    disposed_on_time: bool | None
    closed_at: datetime | None
    due_at: datetime | None
    closing_kind: str | None
    void_kind: str | None
    verification: str
    check: str
    rework_count: int
    return_count: int
    extension_count: int
    suspension_count: int
    urge_count: int
    reopen_count: int
    self_disposed: bool
    appeal_granted: bool
    satisfaction: int | None
    wants_answer: bool


def case_ids_after(last: UUID | None, batch: int, *, since: datetime | None = None) -> list[UUID]:
    """Return up to `batch` cases in order of id, those after `last`: from all cases, or those reported since."""
    with connection.cursor() as cursor:
        cursor.execute(AFTER, {"last": last, "since": since, "batch": batch})
        return [row[0] for row in cursor.fetchall()]


def histories(case_ids: Collection[UUID]) -> tuple[CaseHistory, ...]:
    """Return what has happened to these cases, in order of id; a case that does not exist is left out. Six queries.

    The case is read first: what moves meanwhile makes the rest newer than `version` says, never older.
    """
    ids = [*case_ids]
    cases = [Row(*row) for row in _rows(CASES, ids)]
    beside = [_by_case(query, ids) for query in (STAYS, TASKS, STEPS, REQUESTS, URGES)]
    return tuple(_history(case, *(rows[case.id] for rows in beside)) for case in cases)


def _rows(query: str, ids: list[UUID]) -> list[Plain]:
    """Return rows in the driver's binary form: read as text, the moments alone would cost as much as all the rest."""
    connection.ensure_connection()
    with connection.wrap_database_errors, connection.connection.cursor(binary=True) as cursor:
        cursor.execute(query, [ids])
        found: list[Plain] = cursor.fetchall()
    return found


def _by_case(query: str, ids: list[UUID]) -> defaultdict[UUID, list[Plain]]:
    found: defaultdict[UUID, list[Plain]] = defaultdict(list)
    for row in _rows(query, ids):
        found[row[0]].append(row[1:])
    return found


def _history(
    case: Row, stays: list[Plain], tasks: list[Plain], steps: list[Plain], requests: list[Plain], urges: list[Plain]
) -> CaseHistory:
    known, ahead = _reading(case.lifecycle_id)
    clock = clock_of(case.calendar_id)
    values: Plain = (
        *(case.id, case.number, case.version, clock.calendar.zone, known[case.stage]),
        *case[7:],
        case.source not in lifecycle_of(case.lifecycle_id).settings.verify_unless_from,
        tuple(_stay(row, known[row[0]], went_on=(row[0], row[11]) in ahead) for row in stays),
        tuple(_tasks(tasks, stays, clock)),
        tuple(_step(row) for row in steps),
        tuple(_request(row, case, steps, clock) for row in requests),
        tuple(UrgeTold(*row) for row in urges),
    )
    return CaseHistory(*values)


def _stay(row: Plain, role: StageRole, *, went_on: bool) -> StayTold:
    values: Plain = (row[2], role, *row[3:], went_on)
    return StayTold(*values)


def _step(row: Plain) -> StepTold:
    values: Plain = (*row[:6], UUID(row[6]) if row[6] else None)
    return StepTold(*values)


@lru_cache(maxsize=64)
def _reading(lifecycle_id: int) -> tuple[dict[str, StageRole], frozenset[tuple[str, str]]]:
    lifecycle = lifecycle_of(lifecycle_id)
    return roles(lifecycle), moves_on(lifecycle)


def _tasks(tasks: list[Plain], stays: list[Plain], clock: CalendarClock) -> list[TaskTold]:
    """Return the tasks, each with the time its stay had used when it was issued: the clock waits for every answer."""
    told: list[TaskTold] = []
    spent, since, within = ZERO, None, 0
    for row in tasks:
        issued_at: datetime = row[5]
        stay = next((stay for stay in reversed(stays) if stay[5] <= issued_at), None)
        if stay is None:
            continue
        if within != stay[2]:
            spent, since, within = ZERO, stay[5], stay[2]
        spent += _measured(since or issued_at, issued_at, stay[1], clock)
        values: Plain = (*row, within, spent if stay[1] else None)
        told.append(TaskTold(*values))
        since = row[7] or row[9]
    return told


def _measured(start: datetime, end: datetime, unit: str, clock: CalendarClock) -> timedelta:
    return clock.measure(start, end, LimitUnit(unit)) if unit and start < end else ZERO


def _request(row: Plain, case: Row, steps: list[Plain], clock: CalendarClock) -> RequestTold:
    kind, state, asked_at, decided_at, asked = row
    extra = None
    rule = lifecycle_of(case.lifecycle_id).requests.get(kind)
    if rule is not None and rule.effect == "extend" and state == "APPROVED":
        granted = next((step[7] for step in reversed(steps) if step[5] == decided_at and step[7]), None)
        text = granted or asked or case.limit_text
        extra = clock.length(Limit.parse(text)) if text else None
    return RequestTold(kind, state, asked_at, decided_at, extra)
