"""Sending a collector to verify or to check, taking the answer, calling the collector back."""

from cityloop.cases.contracts import Answer, TaskKind
from cityloop.cases.domain.countdown import Countdown
from cityloop.cases.domain.lifecycle import MoveRefusedError
from cityloop.cases.domain.turn import TaskAnswered, TaskIssued, TaskRecalled, Turn
from cityloop.kernel.wording import say


def send_verification(turn: Turn) -> None:
    """Draw a collector to see whether it is there; the stage's clock waits meanwhile."""
    turn.records.append(TaskIssued(TaskKind.VERIFY))
    turn.change(verification=Answer.SENT, clock=_paused(turn))


def take_verification(turn: Turn) -> None:
    """Note what the collector found and let the clock run on."""
    answer = _answer_among(turn, Answer.EXISTS, Answer.NOT_EXISTS, Answer.UNABLE)
    turn.records.append(TaskAnswered(TaskKind.VERIFY, answer))
    turn.change(verification=answer, clock=_resumed(turn))


def send_check(turn: Turn) -> None:
    """Draw a collector to see whether it is done; earlier answers no longer count."""
    turn.records.append(TaskIssued(TaskKind.CHECK))
    turn.change(check=Answer.SENT, clock=_paused(turn))


def take_check(turn: Turn) -> None:
    """Note what the collector found and let the clock run on."""
    answer = _answer_among(turn, Answer.PASS, Answer.NOT_PASS, Answer.UNABLE)
    turn.records.append(TaskAnswered(TaskKind.CHECK, answer))
    turn.change(check=answer, clock=_resumed(turn))


def recall_task(turn: Turn) -> None:
    """Call the collector back: the case goes on without the answer, and so does the clock that waited for it."""
    if turn.state.verification is Answer.SENT:
        turn.records.append(TaskRecalled(TaskKind.VERIFY))
        turn.change(verification=Answer.NONE, clock=_resumed(turn))
    if turn.state.check is Answer.SENT:
        turn.records.append(TaskRecalled(TaskKind.CHECK))
        turn.change(check=Answer.NONE, clock=_resumed(turn))


def discard_check(turn: Turn) -> None:
    """The shift leader does not trust the check: somebody has to look again."""
    turn.change(check=Answer.NONE)


def _paused(turn: Turn) -> Countdown | None:
    return turn.state.clock and turn.state.clock.pause(turn.at, turn.clock)


def _resumed(turn: Turn) -> Countdown | None:
    return turn.state.clock and turn.state.clock.resume(turn.at, turn.clock)


def _answer_among(turn: Turn, *allowed: Answer) -> Answer:
    answer = turn.inputs.answer
    if answer not in allowed:
        message = say("The answer is one of {allowed}.", allowed=allowed)
        raise MoveRefusedError(message, reason="BAD_ANSWER", field="answer")
    return answer
