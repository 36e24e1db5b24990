"""An open case file: locked, moved by the rules, and written back whole or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Model

from cityloop.access.api import Actor, Post
from cityloop.cases import events
from cityloop.cases.actions import recording
from cityloop.cases.actions.resolving import resolve
from cityloop.cases.contracts import Inputs
from cityloop.cases.domain import loop
from cityloop.cases.domain.history import StepFacts, digest
from cityloop.cases.domain.lifecycle import MoveRefusedError
from cityloop.cases.domain.state import Acting, CaseState
from cityloop.cases.models import Activity, Case, CaseStep
from cityloop.cases.models.projection import PROJECTED, project, state_of, view_of
from cityloop.cases.policies import acting, require_scope, require_visible
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.workclock import clock_of
from cityloop.kernel import outbox
from cityloop.kernel.errors import NotFoundError, NotPermittedError, RefusedError, StaleVersionError
from cityloop.kernel.events import Event
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import say


class MoveNotAllowedError(RefusedError):
    """The loop does not allow this move now; the facts name the rule."""

    slug = "move-refused"
    title = say("Move refused")


@dataclass(slots=True)
class CaseFile:
    """One case, locked, with everything that is to be written about it when the file is closed."""

    case: Case
    state: CaseState
    steps: list[CaseStep] = field(default_factory=list)
    new_activities: list[Activity] = field(default_factory=list)
    ended_activity: Activity | None = None
    notices: list[Event] = field(default_factory=list)
    participants: dict[UUID, tuple[str, datetime]] = field(default_factory=dict)
    beside: list[Model] = field(default_factory=list)  # other new rows to be written with the moves
    stored: dict[str, object] = field(init=False)

    def __post_init__(self) -> None:
        """Remember what the row holds: only what has changed is written back."""
        self.stored = {name: getattr(self.case, name) for name in PROJECTED}

    actors: dict[tuple[object, ...], Acting] = field(default_factory=dict)

    def take(
        self, verb: str, inputs: Inputs, *, actor: Actor, at: datetime, step_id: UUID | None = None
    ) -> loop.Outcome:
        """Make one move.

        :raises MoveNotAllowedError: the loop stands against it.
        :raises NotPermittedError: the post, the area, the body or the axis does.
        """
        known = self._known(actor)
        if self.state.version:
            require_scope(actor, known, self.case, verb)
        lifecycle, clock = lifecycle_of(self.case.lifecycle_id), clock_of(self.case.calendar_id)
        asked = loop.Asked(verb, resolve(self.case, self.state, verb, inputs, at), known, at)
        try:
            outcome = loop.take(lifecycle, self.state, asked, clock)
        except loop.WrongPostError as error:
            raise NotPermittedError(error.detail, reason=error.reason) from error
        except MoveRefusedError as error:
            raise MoveNotAllowedError(
                error.detail, reason=error.reason, field=error.field, stage=self.state.stage, version=self.state.version
            ) from error
        before, self.state = self.state, outcome.state
        project(self.state, self.case)  # the next move of this file is judged by where the case stands by then
        self._record(before, outcome, asked, actor, step_id)
        return outcome

    def drawn(self) -> UUID:
        """Return the collector who is out for this case.

        :raises MoveNotAllowedError: nobody is.
        """
        if self.case.sent_to_id is None:
            message = say("No collector has been sent.")
            raise MoveNotAllowedError(message, reason="NO_TASK")
        return self.case.sent_to_id

    def _known(self, actor: Actor) -> Acting:
        """Return what the rules need to know of an actor, asked once for all the moves of this file."""
        seat = (actor.account_id, actor.post, actor.body_id)
        if seat not in self.actors:
            self.actors[seat] = acting(actor)
        return self.actors[seat]

    def _record(
        self, before: CaseState, outcome: loop.Outcome, asked: loop.Asked, actor: Actor, step_id: UUID | None
    ) -> None:
        self._add_step(before, asked, actor, step_id)
        self._follow(before, outcome, asked)
        on = recording.Writing(self.case, self.state, asked, actor)
        for record in outcome.records:
            recording.write(record, on)
        self.notices += on.news
        recording.attach_photos(self.case, asked)
        if actor.post is not Post.SYSTEM:
            known = self.participants.setdefault(actor.account_id, (actor.axis.value, asked.at))
            self._refuse_both_axes(known[0], actor)
            self.participants[actor.account_id] = (actor.axis.value, asked.at)
        self.notices.append(self._moved(before, asked))

    def _add_step(self, before: CaseState, asked: loop.Asked, actor: Actor, step_id: UUID | None) -> None:
        facts = StepFacts(
            case_id=self.case.pk,
            number=self.case.step_count + 1,
            step_id=step_id or new_id(),
            verb=asked.verb,
            source=before.stage,
            target=self.state.stage,
            actor_id=actor.account_id,
            actor_name=actor.name,
            post=actor.post.value,
            body_id=actor.body_id,
            taken_at=asked.at,
            opinion=asked.inputs.opinion,
            inputs=plain_inputs(asked.inputs),
        )
        self.case.chain_head = digest(facts, self.case.chain_head)
        self.case.step_count = facts.number
        values = {name: value for name, value in asdict(facts).items() if name != "step_id"}
        self.steps.append(CaseStep(id=facts.step_id, hash=self.case.chain_head, **values))

    def _follow(self, before: CaseState, outcome: loop.Outcome, asked: loop.Asked) -> None:
        """End the stay that is over and begin the next; a stay whose clock changed shows its new due moment."""
        current = self._current_activity()
        after, clock = outcome.state, clock_of(self.case.calendar_id)
        if current is not None and outcome.moved:
            current.left_at, current.left_by, current.verb = asked.at, asked.actor.account_id, asked.verb
            if before.clock is not None:
                current.used = before.clock.used(asked.at, clock) - (current.used_before or before.clock.spent * 0)
                current.on_time = not before.clock.is_over(asked.at)
        elif current is not None and before.clock != after.clock and after.clock is not None:
            current.due_at, current.allowance = after.clock.due_at or current.due_at, after.clock.allowance
        if outcome.moved:
            self._begin_activity(current, after)

    def _begin_activity(self, current: Activity | None, after: CaseState) -> None:
        self.new_activities.append(
            Activity(
                case=self.case,
                number=current.number + 1 if current else 1,
                stage=after.stage,
                post=after.holder_post.value if after.holder_post else None,
                body_id=after.holder_body_id,
                arrived_at=after.arrived_at,
                due_at=after.clock.due_at if after.clock else None,
                unit=after.clock.unit.value if after.clock else "",
                allowance=after.clock.allowance if after.clock else None,
                used_before=after.clock.spent if after.clock else None,
            )
        )

    def _current_activity(self) -> Activity | None:
        if self.new_activities:
            return self.new_activities[-1]
        if self.case.step_count > 1 and self.ended_activity is None:
            self.ended_activity = self.case.activities.order_by("-number").first()
        return self.ended_activity

    def _refuse_both_axes(self, known: str, actor: Actor) -> None:
        if known != actor.axis.value:
            message = say("You have acted on this case from the other side: supervision and execution are kept apart.")
            raise NotPermittedError(message, reason="BOTH_AXES")

    def _moved(self, before: CaseState, asked: loop.Asked) -> events.CaseMoved:
        return events.CaseMoved(at=asked.at, verb=asked.verb, source=before.stage, **touched(self.case, self.state))

    def save(self) -> None:
        """Write everything: the projection, the steps, the stays, who took part, and the news."""
        project(self.state, self.case)  # once more: an alarm changes the state without a move
        fresh = [*self.beside, *self.steps, *self.new_activities]
        if self.case._state.adding:
            fresh.insert(0, self.case)
        else:
            changed = [name for name in PROJECTED if getattr(self.case, name) != self.stored[name]]
            self.case.save(update_fields=changed)
        recording.join(self.case, self.participants)
        if self.ended_activity is not None:
            self.ended_activity.save(update_fields=ENDED)
        outbox.publish(*self.notices, beside=fresh)


ENDED = ["due_at", "allowance", "left_at", "left_by", "verb", "used", "on_time"]


def touched(case: Case, state: CaseState) -> dict[str, Any]:
    """Return what every case event says of its case."""
    return {
        "case_id": case.pk,
        "number": case.number,
        "version": state.version,
        "stage": state.stage,
        "phase": state.phase.value,
        "class_code": state.class_code,
        "grid_code": case.grid_code,
        "holder_post": state.holder_post.value if state.holder_post else None,
        "holder_body_id": state.holder_body_id,
        "lead_body_id": state.lead_body_id,
        "due_at": state.clock.due_at if state.clock else None,
    }


def plain_inputs(inputs: Inputs) -> dict[str, Any]:
    """Return the inputs that were given as JSON values, as history keeps them."""
    return {name: _plain(getattr(inputs, name)) for name in sorted(inputs.given() - {"opinion"})}


def _plain(value: Any) -> Any:
    match value:
        case int():
            return value
        case datetime():
            return value.isoformat()
        case tuple():
            return [str(item) for item in value]
        case _:
            return str(value)


@contextmanager
def opened(case_id: UUID, *, version: int | None = None, actor: Actor | None = None) -> Iterator[CaseFile]:
    """Lock a case, let the caller move it, and write it back; on any error nothing is written.

    :raises NotFoundError: there is no such case, or it is not this actor's to know.
    :raises StaleVersionError: the case is not at the version the caller saw.
    """
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id).first()
        if case is None:
            message = say("There is no such case.")
            raise NotFoundError(message)
        if actor is not None:
            require_visible(actor, case)  # first: a stale version is answered with the case as it is now
        if version is not None and version != case.version:
            message = say(
                "The case is at version {now} by now; you saw version {seen}.", now=case.version, seen=version
            )
            raise StaleVersionError(message, current=asdict(view_of(case)))
        file = CaseFile(case, state_of(case))
        yield file
        if file.steps:
            file.save()
