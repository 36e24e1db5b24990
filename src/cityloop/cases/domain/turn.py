"""One move in the making: what it may look at, what it changes, what has to be written beside the case."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias
from uuid import UUID

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer, Inputs, TaskKind
from cityloop.cases.domain.countdown import WorkClock
from cityloop.cases.domain.lifecycle import Lifecycle, MoveRefusedError, RequestRule
from cityloop.cases.domain.state import Acting, CaseState
from cityloop.kernel.wording import say


@dataclass(frozen=True, slots=True)
class TaskIssued:
    """A collector is to be drawn and sent."""

    kind: TaskKind


@dataclass(frozen=True, slots=True)
class TaskAnswered:
    """The collector sent last has answered."""

    kind: TaskKind
    answer: Answer


@dataclass(frozen=True, slots=True)
class TaskRecalled:
    """The collector sent last need not go any more."""

    kind: TaskKind


@dataclass(frozen=True, slots=True)
class RequestOpened:
    """A request waits for its first decider."""

    kind: str
    decider: Post


@dataclass(frozen=True, slots=True)
class RequestDecided:
    """One decider has decided; `final` when nobody else has to."""

    approved: bool
    final: bool


@dataclass(frozen=True, slots=True)
class RequestWithdrawn:
    """The asker takes the request back."""


@dataclass(frozen=True, slots=True)
class Urged:
    """Somebody urges the holder of the case (督办)."""

    level: str
    reply_by: datetime | None


@dataclass(frozen=True, slots=True)
class UrgeAnswered:
    """The holder has answered what urged them."""


@dataclass(frozen=True, slots=True)
class HelpersJoined:
    """Helper bodies (协办) are asked to take part."""

    body_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class HelperDone:
    """A helper body has done its part."""

    body_ids: frozenset[UUID]


Record: TypeAlias = (
    TaskIssued
    | TaskAnswered
    | TaskRecalled
    | RequestOpened
    | RequestDecided
    | RequestWithdrawn
    | Urged
    | UrgeAnswered
    | HelpersJoined
    | HelperDone
)


@dataclass(slots=True)
class Turn:
    """The working copy that guards read and effects change."""

    lifecycle: Lifecycle
    state: CaseState
    verb: str
    inputs: Inputs
    actor: Acting
    at: datetime
    clock: WorkClock
    target: str
    records: list[Record] = field(default_factory=list)

    def change(self, **changes: Any) -> None:
        """Set fields of the state that this move leads to."""
        self.state = replace(self.state, **changes)

    def not_before_now(self, moment: datetime | None) -> datetime | None:
        """Return a planned moment, or this one where the planned one has gone by."""
        return moment and max(moment, self.at)

    def request_rule(self) -> RequestRule:
        """Return the rule of the request that is pending.

        :raises MoveRefusedError: none is.
        """
        rule = self.lifecycle.requests.get(self.state.request_kind)
        if rule is None:
            message = say("No request is pending.")
            raise MoveRefusedError(message, reason="NO_REQUEST")
        return rule
