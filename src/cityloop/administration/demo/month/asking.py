"""What a body asks for, and what is decided: returns, disputes, extensions, suspensions, authority; and locks."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from cityloop.access.contracts import Post
from cityloop.administration.demo.month.course import Course, Script
from cityloop.administration.demo.month.disposing import redispatch
from cityloop.administration.demo.month.fates import Halt, Turn
from cityloop.administration.demo.month.sightings import ZONE
from cityloop.administration.demo.words import opinions
from cityloop.standards.contracts import Limit

RULED_FOR: Final = ("PS", "TX", "SZ-1")
MORE_TIME: Final = ("1 work_day", "2 work_day", "3 work_day")


def asking(course: Course) -> Script:
    """Ask for whatever is the case's fate."""
    for matter, fate in MATTERS.items():
        if not course.is_over and (course.plan.fate.turns & fate or course.plan.fate.halt in fate):
            yield from matter(course)


def _until_asking(course: Course) -> None:
    """Let the time pass until the body asks: early on, or, where the case is to rest there, near the month's end."""
    if course.plan.fate.halt is None:
        course.spend(course.chance.uniform(0.06, 0.25))
        return
    earliest = course.at
    course.near_end(6, 130)
    if course.due_at is not None:
        course.at = max(earliest, min(course.at, course.due_at - timedelta(minutes=course.chance.randrange(10, 60))))


def _ask(course: Course, verb: str, texts: tuple[str, ...], **inputs: Any) -> Script:
    _until_asking(course)
    yield from course.do(verb, course.acting(), opinion=course.pick(texts), **inputs)


def _decide(course: Course, verb: str, post: Post, opinion: str, **inputs: Any) -> Script:
    course.wait(3, 28)
    yield from course.do(verb, course.one(post), opinion=opinion, **inputs)


def _returning(course: Course) -> Script:
    yield from _ask(course, "ask_return", opinions.RETURN_ASKED)
    if course.rests(Halt.RETURN_ASKED):
        return
    if course.has(Turn.RETURN_REFUSED):
        yield from _decide(course, "refuse", Post.DISPATCHER, course.pick(opinions.RETURN_REFUSED))
        return
    yield from _decide(course, "approve", Post.DISPATCHER, "同意回退")
    yield from redispatch(course, course.responsible())


def _disputing(course: Course) -> Script:
    """Nobody owns up to it: the leader rules, and the ruling holds for the next case of its kind there."""
    yield from _ask(course, "ask_dispute", opinions.DISPUTED)
    if course.rests(Halt.DISPUTE_ASKED):
        return
    ruled = course.cast.by_code[RULED_FOR[course.plan.index % len(RULED_FOR)]]
    course.work(60, 240)
    yield from course.do("approve", course.one(Post.LEADER), body_id=ruled, opinion=course.pick(opinions.RULED))
    yield from redispatch(course, ruled)


def _extending(course: Course) -> Script:
    extra = Limit.parse(course.pick(MORE_TIME)) if course.plan.index % 2 else None
    yield from _ask(course, "ask_extension", opinions.EXTENSION_ASKED, extra=extra)
    if course.rests(Halt.EXTENSION_ASKED):
        return
    if course.has(Turn.EXTENSION_WITHDRAWN):
        course.wait(4, 20)
        yield from course.do("withdraw", course.acting(), opinion=course.pick(opinions.WITHDRAWN))
    elif course.has(Turn.EXTENSION_REFUSED):
        yield from _decide(course, "refuse", Post.DISPATCHER, course.pick(opinions.EXTENSION_REFUSED))
    else:
        yield from _decide(course, "approve", Post.DISPATCHER, "同意延期")
        course.put_off(extra)


def _suspending(course: Course) -> Script:
    _until_asking(course)
    back_at, text = _return_day(course), course.pick(opinions.SUSPENSION_ASKED)
    yield from course.do("ask_suspension", course.acting(), opinion=text, until=back_at)
    if course.rests(Halt.SUSPENSION_ASKED):
        return
    yield from _decide(course, "approve", Post.DISPATCHER, "情况属实，同意上报")
    if course.rests(Halt.SUSPENSION_HALF_WAY):
        return
    if course.has(Turn.SUSPENSION_REFUSED):
        yield from _decide(course, "refuse", Post.SHIFT_LEADER, course.pick(opinions.SUSPENSION_REFUSED))
        return
    yield from _decide(course, "approve", Post.SHIFT_LEADER, "同意挂账")
    if course.rests(Halt.SUSPENDED):
        return
    if course.has(Turn.TAKEN_UP_EARLY):
        course.at += timedelta(hours=course.chance.randrange(5, 20))
        yield from course.do("resume", course.acting(), opinion="条件已具备，恢复处置")
    else:
        yield from course.look()
        course.at = back_at + timedelta(minutes=course.chance.randrange(25, 60))  # the clock itself takes it up
    course.start_clock()


def _return_day(course: Course) -> datetime:
    """Return nine o'clock some days on; for what is to rest, weeks after the month's end."""
    start = course.at if course.plan.fate.halt is None else course.until
    days = course.chance.randrange(2, 6) if course.plan.fate.halt is None else course.chance.randrange(5, 90)
    day = (start + timedelta(days=days)).astimezone(ZONE)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def _authority(course: Course) -> Script:
    yield from _ask(course, "ask_authority", opinions.AUTHORITY_ASKED)
    if course.rests(Halt.AUTHORITY_ASKED):
        return
    yield from _decide(course, "approve", Post.DISPATCHER, "同意，请做好安全防护")


def _locking(course: Course) -> Script:
    course.work(20, 60)
    yield from course.do("lock", course.one(Post.SHIFT_LEADER), opinion=course.pick(opinions.LOCKED))
    if course.rests(Halt.LOCKED):
        return
    course.work(40, 120)
    yield from course.do("unlock", course.one(Post.SHIFT_LEADER), opinion="核查完毕，恢复流转")


def _ordering(course: Course) -> Script:
    course.wait(15, 60)
    yield from course.do("instruct", course.one(Post.LEADER), opinion=course.pick(opinions.INSTRUCTED))


def _forcing(course: Course) -> Script:
    course.work(30, 120)
    yield from course.do("close_by_force", course.one(Post.LEADER), opinion=course.pick(opinions.FORCED))
    course.is_over = True


MATTERS: Final[dict[Callable[[Course], Script], frozenset[Turn | Halt]]] = {
    _returning: frozenset({Turn.WRONG_BODY, Turn.RETURN_REFUSED, Halt.RETURN_ASKED}),
    _disputing: frozenset({Turn.DISPUTED, Halt.DISPUTE_ASKED}),
    _ordering: frozenset({Turn.INSTRUCTED}),
    _authority: frozenset({Turn.AUTHORITY, Halt.AUTHORITY_ASKED}),
    _extending: frozenset(
        {Turn.EXTENDED, Turn.EXTENSION_REFUSED, Turn.EXTENSION_WITHDRAWN, Halt.EXTENSION_ASKED}
    ),
    _suspending: frozenset(
        {Turn.SUSPENDED, Turn.SUSPENSION_REFUSED, Turn.TAKEN_UP_EARLY, Halt.SUSPENSION_ASKED,
         Halt.SUSPENSION_HALF_WAY, Halt.SUSPENDED}
    ),
    _locking: frozenset({Turn.LOCKED, Halt.LOCKED}),
    _forcing: frozenset({Turn.FORCED}),
}  # fmt: skip
