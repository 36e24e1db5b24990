"""From the feedback to the end: checks, rework, closing, and what may come after it."""

from cityloop.access.contracts import Post
from cityloop.administration.demo.month.course import Course, Script
from cityloop.administration.demo.month.disposing import dispose, redispatch
from cityloop.administration.demo.month.fates import Halt, Turn
from cityloop.administration.demo.words import opinions
from cityloop.cases.api import Answer

SCORES, SCORE_WEIGHTS = (100, 80, 50, 0, -100), (52, 30, 10, 6, 2)


def checking(course: Course) -> Script:
    """Send collectors until the work is found done, back to the body in between, and hand the case on."""
    failures = 2 if course.has(Turn.REWORKED_TWICE) else int(course.has(Turn.REWORKED))
    for number in range(failures + 1):
        yield from _check(course, passes=number == failures)
        if course.is_over or number == failures:
            return
        course.desk()
        yield from course.do("rework", course.one(Post.ACCEPTOR), opinion=course.pick(opinions.REWORK))
        course.wait(4, 30)
        yield from course.do("sign", course.acting())
        yield from dispose(course)


def closing(course: Course) -> Script:
    """Close the case; now and then the shift leader wants it looked at again."""
    if course.rests(Halt.CLOSING):
        return
    leader = course.one(Post.SHIFT_LEADER)
    if course.has(Turn.BACK_TO_CHECK):
        course.desk()
        yield from course.do("send_back", leader, opinion=course.pick(opinions.SENT_BACK_TO_CHECK))
        yield from _check(course, passes=True)
    course.desk()
    yield from course.do("close", leader)


def afterwards(course: Course) -> Script:
    """Rate, call back, reopen, appeal: each in the days after the closing."""
    if course.has(Turn.CLOSED_IN_ERROR):
        course.wait(20, 90)
        yield from course.do("restore", course.one(Post.SHIFT_LEADER), opinion="结案照片有误，还原重新审核")
        course.desk()
        yield from course.do("close", course.one(Post.SHIFT_LEADER))
    if course.has(Turn.FOLLOWED_UP) or course.has(Turn.REOPENED_BY_DESK):
        course.work(30, 400)
        text = course.pick(opinions.FOLLOWED_UP)
        yield from course.do("follow_up", course.one(Post.ACCEPTOR), score=_score(course), opinion=text)
    if course.has(Turn.RATED) and course.reporter is not None:
        course.wait(30, 1500)
        yield from course.do("rate", course.reporter, score=_score(course))
    if course.has(Turn.REOPENED) or course.has(Turn.REOPENED_BY_DESK):
        yield from _again(course)
    if course.is_late:
        yield from _appeal(course)


def _check(course: Course, *, passes: bool) -> Script:
    if course.rests(Halt.CHECK):
        return
    acceptor = course.one(Post.ACCEPTOR)
    course.desk()
    course.patrol()
    yield from course.do("send_check", acceptor)
    if course.rests(Halt.CHECKING):
        return
    if course.has(Turn.CHECKER_RECALLED) and passes:
        course.wait(25, 45)
        yield from course.do("recall_task", acceptor, opinion="监督员车辆故障，改派")
        course.wait(1, 4)
        yield from course.do("send_check", acceptor)
    if course.has(Turn.CHECKED_AT_SECOND_TRY) and passes:
        course.wait(15, 40)
        course.answer("answer_check", Answer.UNABLE, course.pick(opinions.CANNOT_CHECK))
        course.desk()
        course.patrol()
        yield from course.do("send_check", acceptor)
    course.wait(9, 34)
    if not passes:
        course.answer("answer_check", Answer.NOT_PASS, course.pick(opinions.FAILED))
        return
    course.answer("answer_check", Answer.PASS, course.pick(opinions.PASSED))
    course.desk()
    yield from course.do("pass_check", acceptor)


def _again(course: Course) -> Script:
    """It was not really mended: once more round the loop."""
    course.wait(200, 2000)
    who = course.reporter if course.has(Turn.REOPENED) and course.reporter else course.one(Post.ACCEPTOR)
    yield from course.do("reopen", who, opinion=course.pick(opinions.REOPENED))
    yield from redispatch(course, course.responsible())
    yield from dispose(course)
    yield from _check(course, passes=True)
    course.desk()
    yield from course.do("close", course.one(Post.SHIFT_LEADER))


def _appeal(course: Course) -> Script:
    granted = course.has(Turn.APPEAL_GRANTED)
    asked = course.plan.fate.halt is Halt.APPEAL_ASKED
    if not granted and not asked and not course.has(Turn.APPEAL_REFUSED):
        return
    course.work(60, 600)
    if asked:
        course.near_end(20, 600)
    yield from course.do("ask_appeal", course.acting(), opinion=course.pick(opinions.APPEALED))
    if course.rests(Halt.APPEAL_ASKED):
        return
    course.work(20, 120)
    yield from course.do("approve", course.one(Post.DISPATCHER), opinion="情况属实，同意上报")
    course.work(60, 300)
    evaluator = course.one(Post.EVALUATOR)
    if granted:
        yield from course.do("approve", evaluator, opinion="经核实，予以免责")
    else:
        yield from course.do("refuse", evaluator, opinion=course.pick(opinions.APPEAL_REFUSED))


def _score(course: Course) -> int:
    return course.chance.choices(SCORES, weights=SCORE_WEIGHTS)[0]
