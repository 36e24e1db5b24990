"""The course of one case: what has been decided so far, when the next move is due, and who makes it."""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, TypeAlias
from uuid import UUID

from cityloop.access.contracts import Actor, Post
from cityloop.administration.demo.dice import Dice
from cityloop.administration.demo.month.cast import Cast
from cityloop.administration.demo.month.fates import Halt, Turn
from cityloop.administration.demo.month.plans import Plan
from cityloop.administration.demo.month.sightings import PATROL_HOURS, ZONE
from cityloop.administration.demo.words.problems import Scene
from cityloop.cases import api as cases
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards

PATIENCE = timedelta(minutes=16)  # after a longer stay at a desk the clock has rung
AT_DESKS: Final = frozenset(
    {"send_verification", "submit", "correct", "refuse_report", "merge", "file", "send_back", "refuse_filing",
     "dispatch", "plan_dispatch", "ask_voiding", "send_check", "pass_check", "rework", "close",
     "accept_self_disposal", "refuse_self_disposal"}
)  # fmt: skip
DESK_MINUTES: Final = (1.2, 0.75)  # of the logarithm: half of all desks are done within 3.3 minutes, 2 % take over 15
FIRST_PATROL, LAST_PATROL = PATROL_HOURS[0], PATROL_HOURS[-1]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing to be attached to a move."""

    scene: Scene
    is_after: bool


@dataclass(frozen=True, slots=True)
class Planned:
    """A move about to be made."""

    verb: str
    at: datetime
    mover: cases.Mover
    inputs: cases.Inputs
    picture: Picture | None = None


Batch: TypeAlias = list[Planned]
Script: TypeAlias = Generator[Batch, cases.CaseView, None]


@dataclass(slots=True)
class Course:
    """A case on its way. Scripts add moves to it; the driver makes them when their time has come."""

    plan: Plan
    grid_code: str
    cast: Cast
    chance: Dice
    until: datetime
    calendar: standards.WorkCalendar
    at: datetime
    view: cases.CaseView | None = None
    pending: Batch = field(default_factory=list)
    due_at: datetime | None = None
    reporter: Actor | None = None
    handler: Actor | None = None
    helpers: tuple[UUID, ...] = ()
    planned_for: datetime | None = None
    is_late: bool = False
    is_over: bool = False

    def has(self, turn: Turn) -> bool:
        """Return whether this turn is the case's fate."""
        return turn in self.plan.fate.turns

    def rests(self, halt: Halt) -> bool:
        """Return whether the case rests here for good; the course is over then."""
        self.is_over = self.is_over or self.plan.fate.halt is halt
        return self.plan.fate.halt is halt

    def acting(self) -> Actor:
        """Return who handles the case at its body."""
        if self.handler is None:
            message = f"{self.plan.case_id} has not been dispatched."
            raise LookupError(message)
        return self.handler

    def pick(self, texts: Sequence[str]) -> str:
        """Return one of several texts."""
        return self.chance.choice(texts)

    def one(self, post: Post) -> Actor:
        """Return somebody in this post."""
        return self.cast.one(post, self.chance)

    def wait(self, least: float, most: float) -> None:
        """Let some minutes pass."""
        self.at += timedelta(seconds=round(self.chance.uniform(least, most) * 60))

    def desk(self) -> None:
        """Let the time pass that a desk takes."""
        minutes = min(self.chance.lognormvariate(*DESK_MINUTES), 45.0)
        self.at += timedelta(seconds=round(minutes * 60) + 20)

    def work(self, least: float, most: float) -> None:
        """Let some minutes of working time pass; what is to rest somewhere soon is worked on at any hour."""
        if self.plan.fate.halt is not None:
            self.wait(least, most)
            return
        amount = timedelta(seconds=round(self.chance.uniform(least, most) * 60))
        self.at = standards.add_working_time(self.at, amount, self.calendar)

    def near_end(self, least: float, most: float, *, by_day: bool = False) -> None:
        """Set the time to some minutes before the month ends, where it has not gone by.

        :param by_day: if that is in the night, to the evening before, while collectors are still out.
        """
        wanted = (self.until - timedelta(seconds=round(self.chance.uniform(least, most) * 60))).astimezone(ZONE)
        if by_day and wanted.hour < FIRST_PATROL + 1:
            wanted -= timedelta(days=1)
        if by_day and not FIRST_PATROL < wanted.hour < LAST_PATROL - 1:
            wanted = wanted.replace(hour=LAST_PATROL - 2)
        self.at = max(self.at, wanted)

    def patrol(self) -> None:
        """Wait for the hours in which collectors are on the streets."""
        local = self.at.astimezone(ZONE)
        if FIRST_PATROL <= local.hour < LAST_PATROL:
            return
        if local.hour >= LAST_PATROL:
            local += timedelta(days=1)
        minute = self.chance.randrange(5, 50)
        self.at = max(self.at, local.replace(hour=FIRST_PATROL, minute=minute, second=0))

    def do(self, verb: str, who: cases.Mover, *, picture: Picture | None = None, **inputs: Any) -> Script:
        """Add a move by somebody at the present time; where the clock rings before it, have the others made first."""
        if self.pending and self._rings(verb, since=self.pending[-1].at):
            yield from self.look()
        self.pending.append(Planned(verb, self.at, who, cases.Inputs(**inputs), picture))

    def _rings(self, verb: str, *, since: datetime) -> bool:
        """Return whether time itself does something to the case between the move before and this one."""
        if verb in AT_DESKS:
            return self.at - since > PATIENCE
        return self.due_at is not None and since <= self.due_at < self.at

    def answer(self, verb: str, answer: cases.Answer, opinion: str) -> None:
        """Add the answer of the collector who was drawn; the clock waits for it, however long it takes."""
        inputs = cases.Inputs(answer=answer, opinion=opinion)
        self.pending.append(Planned(verb, self.at, self.cast.drawn, inputs))

    def look(self) -> Script:
        """Have everything planned so far made, and see how the case stands."""
        if self.pending:
            batch, self.pending = self.pending, []
            self.view = yield batch

    def spend(self, share: float) -> None:
        """Let this share pass of the time that is left until the case is due, in the kind of time its limit has."""
        if self.due_at is None or self.due_at <= self.at:
            self.wait(20, 90)
        elif self.plan.known.limit.unit.is_working:
            left = standards.measure_working_time(self.at, self.due_at, self.calendar)
            amount = timedelta(seconds=int(left.total_seconds() * share))
            self.at = standards.add_working_time(self.at, amount, self.calendar)
        else:
            self.at += timedelta(seconds=int((self.due_at - self.at).total_seconds() * share))

    def start_clock(self, limit: standards.Limit | None = None) -> None:
        """Reckon when the body will be due, from now on; the case itself counts exactly."""
        self.due_at = standards.due_at(self.at, limit or self.plan.known.limit, self.calendar)

    def put_off(self, extra: standards.Limit | None) -> None:
        """Reckon with more time for the body."""
        if self.due_at is not None:
            self.due_at = standards.due_at(self.due_at, extra or self.plan.known.limit, self.calendar)

    def responsible(self) -> UUID:
        """Return the body that answers for the case as the rules stand now."""
        owner = self.plan.spot.thing.owner_body_id if self.plan.spot.thing else None
        ruling = organizations.responsible_body(
            kind=self.plan.problem.kind,
            class_code=self.plan.problem.class_code,
            grid_code=self.grid_code,
            owner_body_id=owner,
            at=self.at,
        )
        if ruling is None:
            message = f"Nobody answers for {self.plan.problem.name} in {self.grid_code}."
            raise LookupError(message)
        return ruling.body_id
