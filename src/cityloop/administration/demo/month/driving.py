"""Letting the month go by: whose move is next is made next, and the clock rings in between."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from uuid import UUID

from cityloop.access.contracts import Actor, Post
from cityloop.administration.demo.dice import dice, key
from cityloop.administration.demo.month import asking, disposing, ending, opening
from cityloop.administration.demo.month.course import Batch, Course, Picture, Planned, Script
from cityloop.administration.demo.month.fates import Halt, Turn
from cityloop.administration.demo.month.pictures import Album
from cityloop.administration.demo.month.plans import Plan
from cityloop.administration.demo.words import opinions
from cityloop.cases import api as cases
from cityloop.cases.contracts import Source

STAGES = (
    opening.opening, disposing.dispatch, disposing.staffing, asking.asking, disposing.dispose, ending.checking,
    ending.closing, ending.afterwards,
)  # fmt: skip
OWN_FIXES = frozenset({Turn.SELF_DISPOSED, Turn.SELF_REFUSED})
RING_EVERY = timedelta(minutes=20)
RING_AT_ONCE = 500
PHOTOGRAPHED = 0.3  # of the reports from the field
ESCALATES_AFTER = timedelta(minutes=1)


def script_of(course: Course) -> Script:
    """Take a case through all stages, as far as its fate lets it go."""
    for stage in STAGES:
        yield from stage(course)
        if course.is_over:
            break
    yield from course.look()


@dataclass(slots=True)
class Done:
    """What the month has come to so far."""

    reported: int = 0
    moves: int = 0
    rung: int = 0
    photos: int = 0


@dataclass(slots=True)
class Month:
    """A month under way. Everything happens at simulated moments, in their order, through the doors of `cases`."""

    seed: int
    until: datetime
    album: Album
    tell: Callable[[datetime, Done], None]
    done: Done = field(default_factory=Done)
    _waiting: list[tuple[datetime, int, Batch]] = field(default_factory=list)
    _lives: dict[int, tuple[Course, Script]] = field(default_factory=dict)
    _rung_at: datetime | None = None

    def live(self, courses: Sequence[Course]) -> Done:
        """Let every case run its course until the month ends."""
        for course in courses:
            script = script_of(course)
            self._lives[course.plan.index] = (course, script)
            heappush(self._waiting, (course.plan.at, course.plan.index, []))
        self._rung_at = min((course.plan.at for course in courses), default=self.until)
        while self._waiting and self._waiting[0][0] <= self.until:
            at, index, batch = heappop(self._waiting)
            course, script = self._lives[index]
            self._ring_before(at, course)
            if not batch:
                batch = next(script, [])
            self._advance(course, script, batch, at)
        self._ring(self.until)
        return self.done

    def _advance(self, course: Course, script: Script, batch: Batch, at: datetime) -> None:
        """Make the moves of a batch that fall within the month and find out when the case goes on."""
        due = [planned for planned in batch if planned.at <= self.until]
        view = self._make(course, due, is_birth=course.view is None)
        course.view = view
        self.tell(at, self.done)
        if len(due) < len(batch) or not batch:
            del self._lives[course.plan.index]
            return
        try:
            following = script.send(view)
        except StopIteration:
            del self._lives[course.plan.index]
            return
        heappush(self._waiting, (following[0].at, course.plan.index, following))

    def _make(self, course: Course, batch: Batch, *, is_birth: bool) -> cases.CaseView:
        moves = [self._ready(course, planned, number) for number, planned in enumerate(batch)]
        asked = [(cases.MoveAsked(verb=each.verb, at=each.at, inputs=each.inputs), each.mover) for each in moves]
        self.done.moves += len(asked)
        if not is_birth:
            return cases.move_through(case_id=course.plan.case_id, moves=asked)
        self.done.reported += 1
        self.done.moves += 1
        new, reporter = self._report(course)
        return cases.report_and_move(
            case_id=course.plan.case_id, new=new, actor=reporter, at=course.plan.at, moves=asked
        )

    def _ready(self, course: Course, planned: Planned, number: int) -> Planned:
        """Return a move with its photograph kept."""
        if planned.picture is None or not isinstance(planned.mover, Actor):
            return planned
        photo_id = self._photo(course.plan, planned.picture, planned.mover, planned.at, f"{number}/{planned.at}")
        return replace(planned, inputs=replace(planned.inputs, photo_ids=(photo_id,)))

    def _report(self, course: Course) -> tuple[cases.NewCase, Actor]:
        plan = course.plan
        actor = course.reporter or course.one(Post.ACCEPTOR)
        chance = dice(self.seed, "report", plan.index)
        photos: tuple[UUID, ...] = ()
        if actor.post is Post.COLLECTOR and chance.random() < PHOTOGRAPHED:
            picture = Picture(plan.problem.scene, is_after=False)
            photos = (self._photo(plan, picture, actor, plan.at, "report"),)
        is_own_fix = plan.fate.halt is Halt.SELF_REVIEW or bool(plan.fate.turns & OWN_FIXES)
        text = f"{plan.text}（{course.pick(opinions.SELF_DISPOSED)}）" if is_own_fix else plan.text
        new = cases.NewCase(
            kind=plan.problem.kind,
            class_code=plan.wrong_class or plan.problem.class_code,
            longitude=plan.spot.longitude,
            latitude=plan.spot.latitude,
            source=plan.source,
            description=text,
            address=plan.spot.address,
            component_code=plan.spot.thing.code if plan.spot.thing else "",
            photo_ids=photos,
            self_disposed=is_own_fix,
            reporter=_caller(plan, course) if plan.source is Source.HOTLINE else cases.Reporter(),
        )
        return new, actor

    def _photo(self, plan: Plan, picture: Picture, actor: Actor, at: datetime, name: str) -> UUID:
        photo_id = key(self.seed, "photo", plan.index, name)
        new = cases.NewPhoto(
            content=self.album.drawing(picture, plan.index),
            usage=cases.PhotoUsage.AFTER if picture.is_after else cases.PhotoUsage.BEFORE,
            taken_at=at,
            longitude=plan.spot.longitude,
            latitude=plan.spot.latitude,
            device=f"DEMO-{actor.name}",
        )
        cases.keep_photo(photo_id=photo_id, new=new, actor=actor, at=at)
        self.done.photos += 1
        return photo_id

    def _ring_before(self, at: datetime, course: Course) -> None:
        """Have the clock ring every ten minutes, and at once where this very case has run out of time."""
        last = self._rung_at or at
        due_at = course.view.due_at if course.view else None
        is_overdue = due_at is not None and last <= due_at + ESCALATES_AFTER < at
        if is_overdue or at - last >= RING_EVERY:
            self._ring(at)

    def _ring(self, at: datetime) -> None:
        while (rung := cases.ring(at=at, limit=RING_AT_ONCE)) == RING_AT_ONCE:
            self.done.rung += rung
        self.done.rung += rung
        self._rung_at = at


def _caller(plan: Plan, course: Course) -> cases.Reporter:
    """Return whoever has called the hotline: an invented name and a number that nobody has."""
    surname = course.chance.choice("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗")
    title = course.chance.choice(("先生", "女士"))
    return cases.Reporter(
        name=f"{surname}{title}", phone=f"1990001{plan.index % 10_000:04d}", wants_answer=course.chance.random() < 0.6
    )
