"""Writing what stands beside a case: tasks, requests, urges, helpers, photographs, who took part."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import singledispatch
from uuid import UUID

from django.db import connection
from django.db.models import Max
from django.utils.crypto import salted_hmac

from cityloop.access.api import Actor
from cityloop.cases import events
from cityloop.cases.contracts import TaskKind
from cityloop.cases.domain import turn
from cityloop.cases.domain.loop import Asked
from cityloop.cases.domain.state import CaseState
from cityloop.cases.models import Case, CaseRequest, FieldTask, HelperBody, Photo, RequestDecision, Urge
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.workclock import clock_of
from cityloop.kernel.errors import InvalidInputError, NotPermittedError
from cityloop.kernel.events import Event
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations


@dataclass(frozen=True, slots=True)
class Writing:
    """The move that is being written down: of which case, leading to which state, asked how and by whom."""

    case: Case
    state: CaseState
    asked: Asked
    actor: Actor
    news: list[Event] = field(default_factory=list)


@singledispatch
def write(record: turn.Record, on: Writing) -> None:
    """Write one record of a move beside its case; the news of it is added to `on.news`."""
    message = f"There is nowhere to write {record!r} of case {on.case.pk}."
    raise TypeError(message)


@write.register
def _issue_task(record: turn.TaskIssued, on: Writing) -> None:
    number = on.case.step_count  # of the step that sends them: one at most
    drawn = _draw(record.kind, on.case, on.state, on.asked.at, number)
    on.case.sent_to_id = drawn.chosen.account_id
    limit = lifecycle_of(on.case.lifecycle_id).settings.task_limit
    clock = clock_of(on.case.calendar_id)
    task = FieldTask.objects.create(
        id=new_id(),
        case=on.case,
        number=number,
        kind=record.kind.value,
        assignee_id=drawn.chosen.account_id,
        draw=_plain_draw(drawn.record),
        issued_by=on.actor.account_id,
        issued_at=on.asked.at,
        due_at=clock.add(on.asked.at, clock.length(limit), limit.unit),
    )
    on.news.append(
        events.TaskIssuedTo(
            at=on.asked.at,
            case_id=on.case.pk,
            task_id=task.pk,
            kind=task.kind,
            assignee_id=task.assignee_id,
            grid_code=on.case.grid_code,
            due_at=task.due_at,
        )
    )


@write.register
def _answer_task(record: turn.TaskAnswered, on: Writing) -> None:
    on.case.sent_to_id = None
    # Of the checks of one stay only the last one counts.
    FieldTask.objects.filter(
        case=on.case, kind=record.kind.value, issued_at__gte=on.state.arrived_at, answered_at__isnull=False
    ).update(counts=False)
    FieldTask.objects.filter(case=on.case, answered_at=None, recalled_at=None).update(
        answered_at=on.asked.at, answer=record.answer.value, opinion=on.asked.inputs.opinion
    )


@write.register
def _recall_task(_: turn.TaskRecalled, on: Writing) -> None:
    on.case.sent_to_id = None
    FieldTask.objects.filter(case=on.case, answered_at=None, recalled_at=None).update(recalled_at=on.asked.at)


@write.register
def _open_request(record: turn.RequestOpened, on: Writing) -> None:
    inputs = on.asked.inputs
    asked_for = {
        "extra": str(inputs.extra) if inputs.extra else None,
        "until": inputs.until.isoformat() if inputs.until else None,
        "body_id": str(inputs.body_id) if inputs.body_id else None,
    }
    CaseRequest.objects.create(
        case=on.case,
        number=CaseRequest.objects.filter(case=on.case).count() + 1,
        kind=record.kind,
        reason=inputs.opinion,
        asked={name: value for name, value in asked_for.items() if value is not None},
        asked_by=on.actor.account_id,
        asked_by_body_id=on.actor.body_id,
        asked_at=on.asked.at,
    )


@write.register
def _decide_request(record: turn.RequestDecided, on: Writing) -> None:
    request = CaseRequest.objects.get(case=on.case, state="PENDING")
    RequestDecision.objects.create(
        request=request,
        place=request.decisions.count() + 1,
        post=on.actor.post.value,
        decided_by=on.actor.account_id,
        decided_at=on.asked.at,
        approved=record.approved,
        opinion=on.asked.inputs.opinion,
    )
    if record.final:
        request.state = "APPROVED" if record.approved else "REFUSED"
        request.decided_at = on.asked.at
        request.save(update_fields=["state", "decided_at"])
        if record.approved and request.kind == "DISPUTE":
            _remember_ruling(on.case, on.asked, on.actor)


@write.register
def _withdraw_request(_: turn.RequestWithdrawn, on: Writing) -> None:
    CaseRequest.objects.filter(case=on.case, state="PENDING").update(state="WITHDRAWN", decided_at=on.asked.at)


@write.register
def _urge(record: turn.Urged, on: Writing) -> None:
    Urge.objects.create(
        case=on.case,
        level=record.level,
        text=on.asked.inputs.opinion,
        urged_by=on.actor.account_id,
        post=on.actor.post.value,
        urged_at=on.asked.at,
        reply_by=record.reply_by,
    )


@write.register
def _answer_urge(_: turn.UrgeAnswered, on: Writing) -> None:
    Urge.objects.filter(case=on.case, replied_at=None).update(replied_at=on.asked.at, reply=on.asked.inputs.opinion)


@write.register
def _join_helpers(record: turn.HelpersJoined, on: Writing) -> None:
    HelperBody.objects.bulk_create(
        HelperBody(case=on.case, body_id=body_id, joined_at=on.asked.at) for body_id in record.body_ids
    )


@write.register
def _finish_helping(record: turn.HelperDone, on: Writing) -> None:
    HelperBody.objects.filter(case=on.case, body_id__in=record.body_ids, done_at=None).update(
        done_at=on.asked.at, opinion=on.asked.inputs.opinion
    )


def attach_photos(case: Case, asked: Asked) -> None:
    """Make the photographs named by a move part of the case.

    :raises InvalidInputError: one does not exist or belongs to another case.
    """
    wanted = set(asked.inputs.photo_ids)
    if not wanted:
        return
    free = Photo.objects.filter(pk__in=wanted, uploaded_by=asked.actor.account_id, case=None)
    if free.update(case=case) != len(wanted):
        message = say("A photograph does not exist, is not yours, or belongs to a case already.")
        raise InvalidInputError(message, field="photo_ids")


def join(case: Case, participants: Mapping[UUID, tuple[str, datetime]]) -> None:
    """Note who acted on a case and on which axis.

    :raises NotPermittedError: somebody has acted on it from the other side before.
    """
    if not participants:
        return
    axes, moments = zip(*participants.values(), strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_caseparticipant AS p (case_id, account_id, axis, last_at)"
            " SELECT %s, * FROM unnest(%s::uuid[], %s::text[], %s::timestamptz[])"
            " ON CONFLICT (case_id, account_id) DO UPDATE SET last_at = excluded.last_at WHERE p.axis = excluded.axis",
            [case.pk, list(participants), list(axes), list(moments)],
        )
        if cursor.rowcount != len(participants):
            message = say("You have acted on this case from the other side: supervision and execution are kept apart.")
            raise NotPermittedError(message, reason="BOTH_AXES")


def _draw(kind: TaskKind, case: Case, state: CaseState, at: datetime, number: int) -> organizations.Draw:
    """Draw the collector. The lot falls by a keyed hash: nobody can foresee it, anybody with the key can repeat it."""
    candidates = organizations.candidates(grid_code=case.grid_code, at=at, duty_grid_code=case.duty_grid_code)
    excluded: dict[UUID, str] = {}
    recent: dict[UUID, datetime] = {}
    if kind is TaskKind.CHECK:
        disposers = {state.lead_body_id, *state.helper_body_ids}
        excluded = {c.account_id: "works for a body that disposed of it" for c in candidates if c.body_id in disposers}
        if state.reported_by is not None and len(candidates) > len(excluded) + 1:
            excluded.setdefault(state.reported_by, "reported it")
        recent = _drawn_lately(state.lead_body_id, [candidate.account_id for candidate in candidates])
    seed = salted_hmac("cityloop.cases.draw", f"{case.pk}/{number}/{case.chain_head}", algorithm="sha256").digest()
    return organizations.draw(candidates, seed=seed, excluded=excluded, recent=recent)


def _drawn_lately(body_id: UUID | None, account_ids: list[UUID]) -> dict[UUID, datetime]:
    """Return when each of these collectors was last sent to check this body's work."""
    tasks = FieldTask.objects.filter(assignee_id__in=account_ids, kind=TaskKind.CHECK.value, case__lead_body_id=body_id)
    return dict(tasks.values_list("assignee_id").annotate(last=Max("issued_at")))


def _plain_draw(record: organizations.DrawRecord) -> dict[str, object]:
    return {
        "pool": [str(account) for account in record.pool],
        "rested": [str(account) for account in record.rested],
        "excluded": {str(account): reason for account, reason in record.excluded.items()},
        "seed_sha256": record.seed_sha256,
        "index": record.index,
    }


def _remember_ruling(case: Case, asked: Asked, actor: Actor) -> None:
    """What was ruled on for one case holds for the next one of its class in its community."""
    if asked.inputs.body_id is not None:
        organizations.record_ruling(
            kind=case.kind,
            class_code=case.class_code,
            area_code=case.grid_code[:12],
            body_id=asked.inputs.body_id,
            case_number=case.number,
            actor=actor,
            at=asked.at,
        )
