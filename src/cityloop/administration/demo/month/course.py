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

PATIENCE = timedelta(minutes=11)  # after a longer stay at a desk the clock may have rung: look before the next move
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
        """Let some minutes of working time pass."""
        amount = timedelta(seconds=round(self.chance.uniform(least, most) * 60))
        self.at = standards.add_working_time(self.at, amount, self.calendar)

    def not_after_end(self, least: float, most: float) -> None:
        """Set the time to some minutes before the month ends, where it has not gone by."""
        wanted = self.until - timedelta(seconds=round(self.chance.uniform(least, most) * 60))
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
        """Add a move by somebody at the present time; after a long pause, first have the moves before it made."""
        if self.pending and self.at - self.pending[-1].at > PATIENCE:
            yield from self.look()
        self.pending.append(Planned(verb, self.at, who, cases.Inputs(**inputs), picture))

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
        due_at = self.view.due_at if self.view else None
        if due_at is None or due_at <= self.at:
            self.wait(20, 90)
        elif self.plan.unit.is_working:
            left = standards.measure_working_time(self.at, due_at, self.calendar)
            amount = timedelta(seconds=int(left.total_seconds() * share))
            self.at = standards.add_working_time(self.at, amount, self.calendar)
        else:
            self.at += timedelta(seconds=int((due_at - self.at).total_seconds() * share))

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
