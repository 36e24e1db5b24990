"""At the body: dispatch, signing, forwarding, the work itself, in time or late."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from cityloop.access.contracts import Post
from cityloop.administration.demo.dice import happens
from cityloop.administration.demo.month.course import Course, Picture, Script
from cityloop.administration.demo.month.fates import LATE_BY_NATURE, Halt, Turn
from cityloop.administration.demo.month.opening import planned
from cityloop.administration.demo.words import opinions

FORWARDED = 0.7  # of the cases of a body with bodies below it
USUALLY_LATE: Final = 0.07
# How often a body is late, as a multiple of the usual.
TARDINESS: Final = {"TX": 2.6, "GD": 1.6, "ZJ": 2.2, "SZ-1": 1.7, "HW-1": 0.5, "YL-1": 0.7, "PS-1": 0.8, "GJ": 1.8}
# Whom a dispatcher takes for the responsible body in haste, and who helps where two trades must come.
MISTAKEN: Final = ("SZ-1", "HW", "YL", "PS", "ZF", "TX")
HELPERS: Final = ("HW-1", "JJ", "YL-1", "SZ-1")
CHECKED_LATER: Final = frozenset({Halt.CHECK, Halt.CHECKING, Halt.CLOSING})


def dispatch(course: Course) -> Script:
    """Bring the case to the body that answers for it, or to one that does not, and have that sign for it."""
    if course.has(Turn.PLANNED) or course.plan.fate.halt is Halt.DISPATCH_PLANNED:
        body_id = course.responsible()
        yield from planned(course)
        if course.is_over:
            return
    else:
        body_id = _mistaken(course) if course.has(Turn.WRONG_BODY) else course.responsible()
        course.helpers = _helpers(course, body_id) if course.has(Turn.JOINT) else ()
        course.desk()
        yield from course.do("dispatch", course.one(Post.DISPATCHER), body_id=body_id, helper_body_ids=course.helpers)
    yield from take_on(course, body_id)


def take_on(course: Course, body_id: UUID) -> Script:
    """Let a body take on what has been dispatched to it: sign, and often forward it to a body below."""
    course.handler = course.cast.handler(body_id)
    course.start_clock()
    if course.rests(Halt.UNSIGNED):
        return
    yield from _sign(course)
    able = course.cast.below(body_id)
    if able and not course.has(Turn.WRONG_BODY) and happens(course.chance, FORWARDED):
        course.work(5, 40)
        lower = course.chance.choice(able)
        yield from course.do("forward", course.acting(), body_id=lower, opinion="请按辖区处置")
        course.handler = course.cast.handler(lower)
        yield from _sign(course)


def redispatch(course: Course, body_id: UUID) -> Script:
    """Dispatch once more, to another body."""
    course.desk()
    yield from course.do("dispatch", course.one(Post.DISPATCHER), body_id=body_id)
    yield from take_on(course, body_id)


def staffing(course: Course) -> Script:
    """Name a person for it, take that back, ask other bodies to help."""
    if course.has(Turn.ASSIGNED) or course.has(Turn.UNASSIGNED):
        course.work(3, 20)
        yield from course.do("assign", course.acting(), person_id=course.acting().account_id)
        if course.has(Turn.UNASSIGNED):
            course.work(5, 30)
            yield from course.do("unassign", course.acting(), opinion="班组调整，另行安排")
    if course.has(Turn.HELPERS_ADDED):
        course.work(10, 40)
        course.helpers = _helpers(course, course.acting().body_id)
        yield from course.do(
            "add_helpers", course.one(Post.DISPATCHER), helper_body_ids=course.helpers, opinion="请协助处置"
        )
    if course.has(Turn.HELPERS_ADDED) or course.has(Turn.JOINT):
        course.spend(0.2)
        for helper in map(course.cast.handler, course.helpers):
            yield from course.do("finish_helping", helper, opinion=course.pick(opinions.HELPED))


def dispose(course: Course) -> Script:
    """Do the work and feed back: within the time given, or late, urged and answering."""
    if course.plan.fate.halt in CHECKED_LATER:
        waits = course.plan.fate.halt is Halt.CHECK
        course.near_end(3 if waits else 50, 24 if waits else 75, by_day=not waits)
    elif course.due_at is not None and _is_late(course):
        course.is_late = True
        course.at = max(course.at, course.due_at)
        yield from course.look()
        yield from _urging(course)
        course.work(20, 420)
    else:
        course.spend(min(course.chance.betavariate(2.2, 2.6) + 0.05, 0.97))
    yield from course.do(
        "feed_back",
        course.acting(),
        opinion=course.pick(course.plan.problem.done),
        picture=Picture(course.plan.problem.scene, is_after=True),
    )


def _sign(course: Course) -> Script:
    """Sign soon where it is urgent, else in working hours."""
    if course.due_at is not None and course.due_at - course.at < timedelta(hours=4):
        course.wait(2, 12)
    else:
        course.work(4, 45)
    yield from course.do("sign", course.acting())


def _urging(course: Course) -> Script:
    if happens(course.chance, 0.65):
        course.wait(4, 50)
        post = course.chance.choice((Post.SHIFT_LEADER, Post.SHIFT_LEADER, Post.INSPECTOR))
        reply_by = (course.at + timedelta(hours=2)).replace(second=0)
        text = course.pick(opinions.URGED)
        yield from course.do("urge", course.one(post), opinion=text, reply_by=reply_by)
        if happens(course.chance, 0.75):
            course.wait(8, 50)
            yield from course.do("answer_urge", course.acting(), opinion=course.pick(opinions.URGE_ANSWERED))


def _is_late(course: Course) -> bool:
    if course.plan.fate.turns & LATE_BY_NATURE or course.plan.fate.halt is Halt.APPEAL_ASKED:
        return True
    body_id = course.acting().body_id
    code = course.cast.bodies[body_id].code if body_id else ""
    return happens(course.chance, USUALLY_LATE * TARDINESS.get(code, 1.0))


def _mistaken(course: Course) -> UUID:
    right = course.responsible()
    return course.chance.choice([body for body in map(course.cast.by_code.__getitem__, MISTAKEN) if body != right])


def _helpers(course: Course, lead: UUID | None) -> tuple[UUID, ...]:
    """Return a body that helps, other than the one that leads."""
    return (course.chance.choice([body for body in map(course.cast.by_code.__getitem__, HELPERS) if body != lead]),)
