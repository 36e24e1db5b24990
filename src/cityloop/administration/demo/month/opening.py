"""From the report to the dispatch: acceptance, verification, filing."""

from datetime import timedelta

from cityloop.access.contracts import Post
from cityloop.administration.demo.month.course import Course, Script
from cityloop.administration.demo.month.fates import OUTSIDE, Halt, Turn
from cityloop.administration.demo.words import opinions
from cityloop.cases.api import Answer


def opening(course: Course) -> Script:
    """Bring the case to the dispatcher, or to an early end."""
    if course.has(Turn.SELF_DISPOSED) or course.has(Turn.SELF_REFUSED) or course.plan.fate.halt is Halt.SELF_REVIEW:
        yield from _own_fix(course)
    for stage in (_acceptance, _filing, _back_and_forth, _withdrawal):
        if course.is_over:
            return
        yield from stage(course)


def file(course: Course) -> Script:
    """File under the condition that fits; where the standard lists none, under its usual limit."""
    known = course.plan.known
    limits = {"limit": known.limit} if known.condition_id is None else {"condition_id": known.condition_id}
    yield from course.do("file", course.one(Post.SHIFT_LEADER), **limits)


def _own_fix(course: Course) -> Script:
    """A collector has put it right on the spot; an acceptor looks at the photograph."""
    if course.rests(Halt.SELF_REVIEW):
        return
    course.desk()
    if course.has(Turn.SELF_DISPOSED):
        yield from course.do("accept_self_disposal", course.one(Post.ACCEPTOR))
        course.is_over = True
    else:
        yield from course.do(
            "refuse_self_disposal", course.one(Post.ACCEPTOR), opinion=course.pick(opinions.SELF_REFUSED)
        )


def _acceptance(course: Course) -> Script:
    if course.rests(Halt.ACCEPTANCE):
        return
    if course.has(Turn.MERGED):
        course.desk()
        yield from course.do(
            "merge", course.one(Post.ACCEPTOR), main_case_id=course.plan.main, opinion=course.pick(opinions.MERGED)
        )
        course.is_over = True
        return
    if course.plan.source in OUTSIDE:
        yield from _verification(course)
    if course.is_over:
        return
    if course.has(Turn.CORRECTED):
        course.desk()
        yield from course.do("correct", course.one(Post.ACCEPTOR), class_code=course.plan.problem.class_code)
    course.desk()
    if course.has(Turn.REFUSED):
        yield from course.do("refuse_report", course.one(Post.ACCEPTOR), opinion=course.pick(opinions.REFUSED_REPORTS))
        course.is_over = True
        return
    yield from course.do("submit", course.one(Post.ACCEPTOR))


def _verification(course: Course) -> Script:
    """Somebody goes and looks; who cannot get there is followed by somebody else."""
    acceptor = course.one(Post.ACCEPTOR)
    course.desk()
    course.patrol()
    yield from course.do("send_verification", acceptor)
    if course.rests(Halt.VERIFICATION):
        return
    if course.has(Turn.VERIFIER_RECALLED):
        course.wait(25, 40)
        yield from course.do("recall_task", acceptor, opinion="监督员临时有其他任务，改派")
        course.wait(1, 3)
        yield from course.do("send_verification", acceptor)
    if course.has(Turn.VERIFIED_AT_SECOND_TRY):
        course.wait(15, 40)
        course.answer("answer_verification", Answer.UNABLE, course.pick(opinions.CANNOT_ENTER))
        course.desk()
        course.patrol()
        yield from course.do("send_verification", acceptor)
    course.wait(9, 38)
    if course.has(Turn.REFUSED):
        course.answer("answer_verification", Answer.NOT_EXISTS, course.pick(opinions.NOT_FOUND))
    else:
        course.answer("answer_verification", Answer.EXISTS, course.pick(opinions.VERIFIED))


def _filing(course: Course) -> Script:
    if course.rests(Halt.FILING):
        return
    leader = course.one(Post.SHIFT_LEADER)
    course.desk()
    if course.has(Turn.NOT_FILED):
        yield from course.do("refuse_filing", leader, opinion=course.pick(opinions.NOT_FILED))
        course.is_over = True
        return
    if course.has(Turn.BACK_TO_ACCEPTANCE):
        yield from course.do("send_back", leader, opinion=course.pick(opinions.SENT_BACK_TO_ACCEPTANCE))
        course.desk()
        yield from course.do("submit", course.one(Post.ACCEPTOR), opinion="已补充位置说明")
        course.desk()
    yield from file(course)


def _back_and_forth(course: Course) -> Script:
    """What a dispatcher does before dispatching: send it back to filing, plan it for later, think better of that."""
    if course.rests(Halt.DISPATCH):
        return
    dispatcher = course.one(Post.DISPATCHER)
    if course.has(Turn.BACK_TO_FILING):
        course.desk()
        yield from course.do("send_back", dispatcher, opinion=course.pick(opinions.SENT_BACK_TO_FILING))
        course.desk()
        yield from file(course)
    if course.has(Turn.PLAN_CANCELLED):
        course.desk()
        yield from _plan(course, timedelta(hours=3))
        course.wait(3, 9)
        yield from course.do("cancel_plan", dispatcher, opinion="情况紧急，改为立即派遣")


def _withdrawal(course: Course) -> Script:
    """A dispatcher asks to void what another has seen to already; now and then that turns out to be wrong."""
    if course.plan.fate.halt is Halt.VOIDING_ASKED or course.has(Turn.VOIDED) or course.has(Turn.VOIDED_IN_ERROR):
        course.desk()
        yield from course.do("ask_voiding", course.one(Post.DISPATCHER), opinion=course.pick(opinions.VOIDED))
        if course.rests(Halt.VOIDING_ASKED):
            return
        course.desk()
        yield from course.do("approve", course.one(Post.SHIFT_LEADER), opinion="同意")
        if course.has(Turn.VOIDED):
            course.is_over = True
            return
        course.wait(40, 300)
        yield from course.do("restore", course.one(Post.SHIFT_LEADER), opinion=course.pick(opinions.RESTORED))


def planned(course: Course) -> Script:
    """Plan the dispatch for later; the clock itself dispatches."""
    course.desk()
    yield from _plan(course, timedelta(minutes=course.chance.randrange(40, 240, 10)))
    if course.rests(Halt.DISPATCH_PLANNED):
        return
    yield from course.look()
    if course.planned_for is not None:
        course.at = course.planned_for + timedelta(minutes=course.chance.randrange(21, 35))


def _plan(course: Course, ahead: timedelta) -> Script:
    body_id, moment = course.responsible(), (course.at + ahead).replace(second=0)
    yield from course.do("plan_dispatch", course.one(Post.DISPATCHER), body_id=body_id, until=moment)
    course.planned_for = moment
