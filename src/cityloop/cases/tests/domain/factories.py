"""A small city to test the loop in: its calendar, its people, and cases that real moves brought where they are."""

from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Self
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
import yaml

from cityloop import cases
from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer, Inputs
from cityloop.cases.domain.lifecycle import START, Lifecycle, Move, MoveRefusedError, Phase
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.domain.loop import Asked, available, take
from cityloop.cases.domain.state import Acting, CaseState
from cityloop.cases.domain.timers import Timer, TimerKind, sound_alarm, upcoming
from cityloop.cases.domain.turn import Record
from cityloop.cases.queries.workclock import CalendarClock
from cityloop.standards.api import CalendarDescription, Limit, Slot, compile_calendar

SHANGHAI = ZoneInfo("Asia/Shanghai")
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)

# Yuncheng: 8-12 and 14-18 from Monday to Friday, no holiday
CLOCK = CalendarClock(
    compile_calendar(
        CalendarDescription(
            "Asia/Shanghai",
            dict.fromkeys(range(5), (Slot(8 * 60, 12 * 60), Slot(14 * 60, 18 * 60))),
            date(2025, 1, 1),
            date(2032, 12, 31),
        )
    )
)
FILE = Path(cases.__file__).parent / "lifecycles" / "standard.yaml"

WATER, WATER_EAST, ROADS, GREEN = (UUID(int=number) for number in range(101, 105))
CASE, OTHER_CASE, PHOTO, PERSON = (UUID(int=number) for number in range(201, 205))


def march(day: int, hour: int, minute: int = 0) -> datetime:
    """Return a moment of March 2026; the 2nd is a Monday, the 6th a Friday."""
    return datetime(2026, 3, day, hour, minute, tzinfo=SHANGHAI)


def standard_data() -> dict[str, Any]:
    """Return the shipped lifecycle as plain data, to be changed at will."""
    data: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return data


def city(**settings: Any) -> Lifecycle:
    """Return the standard lifecycle of a city with other settings."""
    data = standard_data()
    data["settings"] |= settings
    return read(data)


STANDARD = read(standard_data())


def _acting(number: int, post: Post, *bodies: UUID) -> Acting:
    return Acting(account_id=UUID(int=number), post=post, axis=post.axis, body_ids=frozenset(bodies))


COLLECTOR = _acting(1, Post.COLLECTOR)
ACCEPTOR = _acting(2, Post.ACCEPTOR)
SHIFT_LEADER = _acting(3, Post.SHIFT_LEADER)
DISPATCHER = _acting(4, Post.DISPATCHER)
WATER_DESK = _acting(5, Post.HANDLER, WATER, WATER_EAST)  # a body acts for those below it, too
EAST_DESK = _acting(6, Post.HANDLER, WATER_EAST)
ROADS_DESK = _acting(7, Post.HANDLER, ROADS)
INSPECTOR = _acting(8, Post.INSPECTOR)
LEADER = _acting(9, Post.LEADER)
EVALUATOR = _acting(10, Post.EVALUATOR)
CITIZEN = _acting(11, Post.CITIZEN)
NEIGHBOUR = _acting(12, Post.CITIZEN)
ADMINISTRATOR = _acting(13, Post.ADMINISTRATOR)
CLOCKWORK = _acting(14, Post.SYSTEM)
EVERYBODY = (
    COLLECTOR, ACCEPTOR, SHIFT_LEADER, DISPATCHER, WATER_DESK, EAST_DESK, ROADS_DESK, INSPECTOR, LEADER, EVALUATOR,
    CITIZEN, NEIGHBOUR, ADMINISTRATOR,
)  # fmt: skip


@dataclass
class Story:
    """A case that is taken from move to move, and remembers only where it is now and what the last move wrote."""

    state: CaseState
    lifecycle: Lifecycle
    at: datetime
    records: tuple[Record, ...] = ()
    moved: bool = False

    @classmethod
    def unborn(cls, *, at: datetime, source: str = "COLLECTOR", lifecycle: Lifecycle = STANDARD) -> Self:
        """Return a problem nobody has reported yet."""
        reported_by = CITIZEN.account_id if source == "PUBLIC" else COLLECTOR.account_id
        state = CaseState(
            case_id=CASE, source=source, reported_by=reported_by, stage=START, phase=Phase.OPEN,
            arrived_at=at, registered_at=at, class_code="0101", area_level="B",
        )  # fmt: skip
        return cls(state, lifecycle, at)

    def take(self, verb: str, actor: Acting, at: datetime | None = None, **inputs: Any) -> Self:
        """Make a move, by default a minute after the last one."""
        self.at = at or self.at + MINUTE
        outcome = take(self.lifecycle, self.state, Asked(verb, Inputs(**inputs), actor, self.at), CLOCK)
        self.state, self.records, self.moved = outcome.state, outcome.records, outcome.moved
        return self

    def refused(self, verb: str, actor: Acting, at: datetime | None = None, **inputs: Any) -> str:
        """Return the reason a move is refused for, having seen that the refusal changed nothing."""
        before = deepcopy(self.state)
        asked = Asked(verb, Inputs(**inputs), actor, at or self.at + MINUTE)
        with pytest.raises(MoveRefusedError) as refusal:
            take(self.lifecycle, self.state, asked, CLOCK)
        assert self.state == before
        return refusal.value.reason

    def allowed_posts(self, verb: str, **inputs: Any) -> set[Post]:
        """Return the posts whose turn this is, as far as the post goes."""
        return {actor.post for actor in EVERYBODY if self._reason(verb, actor, **inputs) != "WRONG_POST"}

    def _reason(self, verb: str, actor: Acting, **inputs: Any) -> str | None:
        try:
            take(self.lifecycle, self.state, Asked(verb, Inputs(**inputs), actor, self.at), CLOCK)
        except MoveRefusedError as error:
            return error.reason
        return None

    def offered(self, actor: Acting) -> list[Move]:
        """Return the moves this actor would be offered now."""
        return available(self.lifecycle, self.state, actor, self.at, CLOCK)

    def timer(self) -> Timer | None:
        """Return what time itself does next."""
        return upcoming(self.state, self.lifecycle, CLOCK)

    def ring(self) -> Timer:
        """Let the next timer fire, as the clockwork does."""
        timer = self.timer()
        assert timer is not None
        assert timer.at == self.state.timer_at
        self.at = max(self.at, timer.at)
        match timer.kind:
            case TimerKind.RESUME:
                self.take("resume", CLOCKWORK, self.at)
            case TimerKind.DISPATCH:
                self.take("dispatch_as_planned", CLOCKWORK, self.at)
            case _:
                self.state = sound_alarm(self.state, self.lifecycle, CLOCK)
        return timer

    @property
    def due_at(self) -> datetime | None:
        """The moment the running clock ends."""
        return self.state.clock.due_at if self.state.clock else None

    def but(self, **changes: Any) -> Self:
        """Return this case with parts of its state put by hand, for what no sequence of moves reaches."""
        self.state = replace(self.state, **changes)
        return self


RESUMES_AT, FED_BACK_AT = march(20, 10), march(6, 17, 50)


class CaseSituations:
    """Named situations. The standard case is dispatched to WATER on Friday the 6th at 17:00 with 4 working hours."""

    @staticmethod
    def reported(source: str = "COLLECTOR", lifecycle: Lifecycle = STANDARD) -> Story:
        """At acceptance since Friday 16:50."""
        story = Story.unborn(at=march(6, 16, 50), source=source, lifecycle=lifecycle)
        reporter, verb = {
            "COLLECTOR": (COLLECTOR, "report"),
            "PUBLIC": (CITIZEN, "report"),
        }.get(source, (ACCEPTOR, "register"))
        return story.take(verb, reporter, march(6, 16, 50))

    @classmethod
    def verification_out(cls) -> Story:
        """A citizen's report that a collector is looking at since 16:51."""
        return cls.reported("PUBLIC").take("send_verification", ACCEPTOR)

    @classmethod
    def self_disposed(cls) -> Story:
        """The collector has put it right; the acceptor has to look at it."""
        return Story.unborn(at=march(6, 16, 50)).take("report_self_disposed", COLLECTOR, photo_ids=(PHOTO,))

    @classmethod
    def in_filing(cls, lifecycle: Lifecycle = STANDARD) -> Story:
        """With the shift leader since 16:51."""
        return cls.reported(lifecycle=lifecycle).take("submit", ACCEPTOR)

    @classmethod
    def in_dispatch(cls, limit: str = "4 work_hour", lifecycle: Lifecycle = STANDARD) -> Story:
        """With the dispatcher since 16:52."""
        return cls.in_filing(lifecycle).take("file", SHIFT_LEADER, condition_id=7, limit=Limit.parse(limit))

    @classmethod
    def planned(cls) -> Story:
        """To be dispatched to WATER on Saturday at 9."""
        return cls.in_dispatch().take("plan_dispatch", DISPATCHER, body_id=WATER, until=march(7, 9))

    @classmethod
    def in_disposal(cls, limit: str = "4 work_hour", lifecycle: Lifecycle = STANDARD) -> Story:
        """With WATER since Friday 17:00; 4 working hours end on Monday at 11."""
        return cls.in_dispatch(limit, lifecycle).take("dispatch", DISPATCHER, march(6, 17), body_id=WATER)

    @classmethod
    def with_given_due(cls) -> Story:
        """With WATER since Friday 17:00, due on Sunday at 17:00 because somebody has said so."""
        story = cls.in_filing().take("file", SHIFT_LEADER, due_at=march(8, 17))
        return story.take("dispatch", DISPATCHER, march(6, 17), body_id=WATER)

    @classmethod
    def without_limit(cls) -> Story:
        """With WATER, for as long as it takes (视情况定)."""
        story = cls.in_filing().take("file", SHIFT_LEADER, condition_id=7)
        return story.take("dispatch", DISPATCHER, march(6, 17), body_id=WATER)

    @classmethod
    def overdue(cls) -> Story:
        """With WATER on Monday at 15:00, four hours (two of them working) after its due moment."""
        story = cls.in_disposal()
        story.at = march(9, 15)
        return story

    @classmethod
    def asked(cls, kind: str, at: datetime | None = None, **inputs: Any) -> Story:
        """WATER has asked for something on Friday at 17:30."""
        story = cls.in_disposal()
        return story.take(f"ask_{kind.lower()}", WATER_DESK, at or march(6, 17, 30), opinion="because", **inputs)

    @classmethod
    def returned(cls) -> Story:
        """Asked to be returned on Friday at 17:30, half an hour used; back with the dispatcher at 17:40."""
        return cls.asked("RETURN").take("approve", DISPATCHER, march(6, 17, 40))

    @classmethod
    def suspended(cls, until: datetime = RESUMES_AT) -> Story:
        """Put aside on Friday at 17:30, half an hour used, until the 20th at 10."""
        story = cls.asked("SUSPENSION", march(6, 17, 20), until=until)
        return story.take("approve", DISPATCHER, until=until).take(
            "approve", SHIFT_LEADER, march(6, 17, 30), until=until
        )

    @classmethod
    def in_check(cls, at: datetime = FED_BACK_AT) -> Story:
        """Fed back on Friday at 17:50, fifty minutes used."""
        return cls.in_disposal().take("feed_back", WATER_DESK, at, photo_ids=(PHOTO,))

    @classmethod
    def check_out(cls) -> Story:
        """A collector is looking whether it is done since 17:51."""
        return cls.in_check().take("send_check", ACCEPTOR)

    @classmethod
    def checked(cls, answer: Answer) -> Story:
        """The collector has answered at 17:52."""
        return cls.check_out().take("answer_check", COLLECTOR, answer=answer)

    @classmethod
    def in_closing(cls) -> Story:
        """With the shift leader since 17:53."""
        return cls.checked(Answer.PASS).take("pass_check", ACCEPTOR)

    @classmethod
    def closed(cls) -> Story:
        """Closed on Friday at 17:54."""
        return cls.in_closing().take("close", SHIFT_LEADER)

    @classmethod
    def closed_late(cls) -> Story:
        """Disposed of on Monday at 15:00, when it was due at 11."""
        story = cls.in_check(march(9, 15)).take("send_check", ACCEPTOR)
        story.take("answer_check", COLLECTOR, answer=Answer.PASS)
        return story.take("pass_check", ACCEPTOR).take("close", SHIFT_LEADER)

    @classmethod
    def void(cls) -> Story:
        """Not accepted."""
        return cls.reported().take("refuse_report", ACCEPTOR, opinion="Nothing there.")

    @classmethod
    def merged(cls) -> Story:
        """Goes on as part of another case."""
        return cls.reported().take("merge", ACCEPTOR, main_case_id=OTHER_CASE)
