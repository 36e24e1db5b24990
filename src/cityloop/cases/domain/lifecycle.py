"""The loop as data: stages, moves, requests and settings, published in versions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from cityloop.access.contracts import Post
from cityloop.kernel.wording import Named, Sentence, say
from cityloop.standards.contracts import Limit


class Phase(StrEnum):
    """The fixed meaning behind whatever name a city gives a stage."""

    OPEN = "OPEN"
    PAUSED = "PAUSED"
    CLOSED = "CLOSED"
    VOID = "VOID"


class ClockStart(StrEnum):
    """How the clock of a stage starts when a case arrives there."""

    LIMIT = "LIMIT"  # the stage's own limit, anew at every arrival
    BODY = "BODY"  # the disposal limit of the responsible body, one clock for all its stays
    NONE = "NONE"


@dataclass(frozen=True, slots=True)
class Stage:
    """A place where a case may rest, whose desk that is, and how long it may rest there."""

    name: str
    phase: Phase
    label: Mapping[str, str]
    post: Post | None = None
    clock: ClockStart = ClockStart.NONE
    limit: Limit | None = None


START = "START"  # where a case is before it is born
SAME = "SAME"
PREVIOUS = "PREVIOUS"
ASK = "ask_"  # verbs that begin so ask for a request of the kind that follows


@dataclass(frozen=True, slots=True)
class Move:
    """One permitted move, named by its verb.

    `target` is a stage, SAME (the case stays) or PREVIOUS (back to the last open stage before it ended).
    `needs` are inputs that must be given, `takes` those that may be; guards and effects are rules by name.
    """

    verb: str
    label: Mapping[str, str]
    sources: frozenset[str]
    target: str
    posts: frozenset[Post]
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    effects: tuple[str, ...] = ()

    @property
    def called(self) -> Named:
        """Its verb, as sentences for people name it."""
        return Named(self.verb, self.label)


@dataclass(frozen=True, slots=True)
class RequestRule:
    """What one kind of request needs, who decides it in which order, and what its approval does."""

    kind: str
    label: Mapping[str, str]
    sources: frozenset[str]
    askers: frozenset[Post]
    chain: tuple[Post, ...]
    effect: str
    target: str = SAME
    needs: tuple[str, ...] = ()
    takes: tuple[str, ...] = ()
    guards: tuple[str, ...] = ()
    pauses: bool = False


@dataclass(frozen=True, slots=True)
class Escalation:
    """Whom an overdue case is brought to, and how long after its due moment."""

    after: Limit
    to: Post


@dataclass(frozen=True, slots=True)
class Settings:
    """What a city chooses about its loop. Defaults are those of the shipped standard lifecycle."""

    verify_unless_from: frozenset[str] = frozenset({"COLLECTOR", "SUPERIOR", "INSPECTION", "DEVICE", "VIDEO"})
    after_photo: bool = True
    extension_times: int = 2
    suspension_times: int = 1
    suspension_longest: timedelta = timedelta(days=366)
    rework_restarts: bool = False
    reopen_window: timedelta = timedelta(days=15)
    reopen_times: int = 1
    warn_share: float = 0.8
    task_limit: Limit = field(default_factory=lambda: Limit.parse("30 minute"))


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """A published, unchanging version of the loop."""

    key: str
    stages: Mapping[str, Stage]
    moves: tuple[Move, ...]
    requests: Mapping[str, RequestRule]
    escalations: tuple[Escalation, ...] = ()
    settings: Settings = field(default_factory=Settings)

    def move(self, verb: str, *, stage: str) -> Move:
        """Return the move this verb makes from this stage.

        :raises MoveRefusedError: if there is none.
        """
        for move in self.moves:
            if move.verb == verb and stage in move.sources:
                return move
        known = next((move for move in self.moves if move.verb == verb), None)
        message = (
            say("Cannot {verb} a case that is {stage}.", verb=known.called, stage=self._called(stage))
            if known
            else say("There is no move called {verb}.", verb=verb)
        )
        raise MoveRefusedError(message, reason="NO_SUCH_MOVE")

    def _called(self, stage: str) -> Named:
        return Named(stage, self.stages[stage].label if stage in self.stages else {})

    def moves_from(self, stage: str) -> list[Move]:
        """Return every move that leaves from this stage, in the order of the file."""
        return [move for move in self.moves if stage in move.sources]


class MoveRefusedError(Exception):
    """The loop does not allow this move now; `reason` names the rule that refused."""

    def __init__(self, detail: Sentence, *, reason: str, field: str = "") -> None:
        """Say what stands against the move, for people and for programs."""
        super().__init__(detail)
        self.detail = detail
        self.reason = reason
        self.field = field
