"""One case, whole: what it is, where it stands, what may be done, and how it came here."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from cityloop.access.api import Actor, Axis, Post, masked_phone
from cityloop.cases.domain import loop
from cityloop.cases.domain.lamps import lamp
from cityloop.cases.domain.lifecycle import Lifecycle, Move
from cityloop.cases.domain.way import on_the_way
from cityloop.cases.models import Case
from cityloop.cases.models.projection import state_of
from cityloop.cases.policies import acting, require_visible
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.lists import COLUMNS
from cityloop.cases.queries.workclock import clock_of
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.standards.api import Limit, LimitUnit

MINUTE = timedelta(minutes=1)
CHECKING = frozenset({"send_check", "answer_check", "send_verification", "answer_verification"})
BESIDE = {
    "photos": """
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'usage', p.usage, 'media_type', p.media_type,
            'width', p.width, 'height', p.height, 'taken_at', p.taken_at, 'sha256', p.sha256, 'seal', p.seal)
            ORDER BY p.taken_at, p.id), '[]') FROM cases_photo p WHERE p.case_id = %(case)s""",
    "requests": """
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', r.id, 'number', r.number, 'kind', r.kind, 'reason', r.reason,
            'asked', r.asked, 'asked_at', r.asked_at, 'state', r.state, 'decided_at', r.decided_at,
            'body_id', r.asked_by_body_id) ORDER BY r.number), '[]')
        FROM cases_caserequest r WHERE r.case_id = %(case)s""",
    "tasks": """
        SELECT coalesce(jsonb_agg(jsonb_build_object('id', t.id, 'number', t.number, 'kind', t.kind,
            'issued_at', t.issued_at, 'due_at', t.due_at, 'answered_at', t.answered_at, 'answer', t.answer,
            'counts', t.counts) ORDER BY t.number), '[]') FROM cases_fieldtask t WHERE t.case_id = %(case)s""",
    "urges": """
        SELECT coalesce(jsonb_agg(jsonb_build_object('level', u.level, 'text', u.text, 'post', u.post,
            'urged_at', u.urged_at, 'reply_by', u.reply_by, 'reply', u.reply) ORDER BY u.urged_at, u.id), '[]')
        FROM cases_urge u WHERE u.case_id = %(case)s""",
}
FACTS = (
    *(name for name in COLUMNS if name not in ("longitude", "latitude")),
    "lifecycle_id", "previous_stage", "condition_id", "area_level", "filed_at", "dispatched_at",
    "signed_at", "disposal_due_at", "disposed_at", "closing_kind", "void_kind", "verification", "check_answer",
    "return_count", "extension_count", "suspension_count", "reopen_count", "self_disposed", "appealed",
    "appeal_granted", "satisfaction", "merged_into_id", "resume_at", "dispatch_at", "planned_body_id",
    "assignee_id", "duty_grid_code",
)  # fmt: skip


def case_of(case_id: UUID, actor: Actor) -> Case:
    """Return a case the actor may know of.

    :raises NotFoundError: there is none.
    """
    case = Case.objects.select_related("reporter").filter(pk=case_id).first()
    if case is None:
        message = say("There is no such case.")
        raise NotFoundError(message)
    require_visible(actor, case)
    return case


def detail(*, case_id: UUID, actor: Actor, at: datetime) -> dict[str, Any]:
    """Return a case with its clock, its photographs, requests, tasks, helpers, urges, and the moves open to the actor.

    :raises NotFoundError: there is none, or it is not this actor's to know.
    """
    case = case_of(case_id, actor)
    named = (case.holder_body_id, case.lead_body_id, case.planned_body_id, *map(UUID, case.helper_body_ids))
    bodies = {body_id for body_id in named if body_id is not None}
    return {
        **{name: getattr(case, name) for name in FACTS},
        "longitude": case.location.x,
        "latitude": case.location.y,
        "lamp": lamp(at, case.warn_at, case.due_at),
        "clock": _clock(case, at),
        "helper_body_ids": case.helper_body_ids,
        "body_names": {str(body): name for body, name in organizations.body_names(bodies).items()},
        "reporter": _reporter(case, actor),
        **_beside(case, actor),
        "moves": moves_for(case, actor, at),
    }


def moves_for(case: Case, actor: Actor, at: datetime) -> list[dict[str, Any]]:
    """Return the moves this actor may make now, each with the inputs it needs and takes."""
    lifecycle, clock = lifecycle_of(case.lifecycle_id), clock_of(case.calendar_id)
    offered = loop.available(lifecycle, state_of(case), acting(actor), at, clock)
    if actor.post is Post.COLLECTOR and case.sent_to_id != actor.account_id:
        offered = []
    rule = lifecycle.requests.get(case.request_kind)
    about = {*rule.needs, *rule.takes} if rule else set()
    return [_move(_about(move, about) if "request_pending" in move.guards else move) for move in offered]


def _about(move: Move, inputs: set[str]) -> Move:
    """Whoever decides on a request may change what it asks for, and nothing else."""
    return replace(move, takes=tuple(name for name in move.takes if name in inputs))


def _clock(case: Case, at: datetime) -> dict[str, Any] | None:
    """What the clock of the present stay shows, counted by the rules: nobody else counts working time."""
    countdown, clock = state_of(case).clock, clock_of(case.calendar_id)
    if countdown is None:
        return None
    used, day = countdown.used(at, clock), LimitUnit.WORK_DAY if countdown.unit.is_working else LimitUnit.URGENT_DAY
    left = None if countdown.allowance is None else countdown.allowance - used
    return {
        "unit": countdown.unit,
        "is_paused": countdown.running_since is None,
        "allowance_minutes": _minutes(countdown.allowance),
        "used_minutes": _minutes(used),
        "remaining_minutes": _minutes(left),
        "day_minutes": round(clock.length(Limit(Decimal(1), day)) / MINUTE),
    }


def _minutes(length: timedelta | None) -> float | None:
    return None if length is None else round(length / MINUTE, 2)


def _move(move: Move) -> dict[str, Any]:
    return {
        "verb": move.verb,
        "label": dict(move.label),
        "target": move.target,
        "needs": list(move.needs),
        "takes": list(move.takes),
    }


def _reporter(case: Case, actor: Actor) -> dict[str, Any] | None:
    """Name and number, masked, for the desks of supervision; the body that disposes does not learn who reported."""
    reporter = getattr(case, "reporter", None)
    if reporter is None or actor.axis is Axis.EXECUTION:
        return None
    return {
        "name": reporter.name,
        "phone": masked_phone(reporter.phone),
        "wants_answer": reporter.wants_answer,
    }


def _beside(case: Case, actor: Actor) -> dict[str, orjson.Fragment]:
    """Return photographs, requests, tasks and urges as JSON that PostgreSQL has written, in one query.

    Who was sent stays with supervision: the body that disposes does not learn who will check. A citizen is told
    neither of requests nor of tasks.
    """
    parts = dict(BESIDE)
    if actor.axis in (Axis.SUPERVISION, Axis.SYSTEM):
        parts["tasks"] = parts["tasks"].replace("'number'", "'assignee_id', t.assignee_id, 'draw', t.draw, 'number'")
    if actor.post is Post.CITIZEN:
        parts |= {"requests": "SELECT '[]'", "tasks": "SELECT '[]'", "urges": "SELECT '[]'"}
    with connection.cursor() as cursor:
        cursor.execute("SELECT " + ", ".join(f"({part})::text" for part in parts.values()), {"case": case.pk})
        return {name: orjson.Fragment(text) for name, text in zip(parts, cursor.fetchone(), strict=True)}


def history(*, case_id: UUID, actor: Actor) -> dict[str, Any]:
    """Return every step and every stay of a case, in order.

    :raises NotFoundError: there is none, or it is not this actor's to know.
    """
    case = case_of(case_id, actor)
    steps = [_step(step, actor) for step in case.steps.order_by("number").values()]
    stays = case.activities.order_by("number").values(
        "number", "stage", "post", "body_id", "arrived_at", "due_at", "left_at", "verb", "on_time", "used", "unit"
    )
    return {"steps": steps, "activities": [_stay(stay) for stay in stays]}


def _step(step: Mapping[str, Any], actor: Actor) -> dict[str, Any]:
    shown = {name: step[name] for name in ("number", "verb", "source", "target", "post", "taken_at", "hash")}
    hidden = actor.axis is not Axis.SUPERVISION and actor.axis is not Axis.SYSTEM
    if hidden and (step["verb"] in CHECKING or actor.post is Post.CITIZEN):
        return {**shown, "actor_name": None, "body_id": None, "opinion": "", "inputs": {}}
    return {**shown, **{name: step[name] for name in ("actor_name", "body_id", "opinion", "inputs")}}


def _stay(stay: Mapping[str, Any]) -> dict[str, Any]:
    used = stay["used"]
    shown = {name: value for name, value in stay.items() if name != "used"}
    return {**shown, "used_minutes": _minutes(used)}


def lifecycle_view(version_id: int) -> dict[str, Any]:
    """Return stages, moves and requests of a published lifecycle with their labels, as a screen needs them.

    :raises NotFoundError: there is no such version.
    """
    lifecycle: Lifecycle = lifecycle_of(version_id)
    return {
        "id": version_id,
        "key": lifecycle.key,
        "stages": [
            {"name": stage.name, "phase": stage.phase, "label": dict(stage.label), "post": stage.post}
            for stage in on_the_way(lifecycle)
        ],
        "moves": [{**_move(move), "sources": sorted(move.sources)} for move in lifecycle.moves],
        "requests": [
            {"kind": rule.kind, "label": dict(rule.label), "chain": list(rule.chain), "sources": sorted(rule.sources)}
            for rule in lifecycle.requests.values()
        ],
    }
