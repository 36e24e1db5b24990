"""What may become of a result next: published when its period is over, objected to up to a day, then fixed."""

from dataclasses import dataclass
from datetime import date

from cityloop.evaluation.contracts import ResultStandsError, ResultState
from cityloop.kernel.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultProgress:
    """How far a result has come: all that says what may become of it next.

    :param until: the day after the last one of its period.
    :param objections_until: the last day on which objections are taken; None while it is a draft.
    """

    period: str
    until: date
    state: ResultState
    objections_until: date | None

    def against_publishing(self, *, today: date) -> ResultStandsError | None:
        """Return why it cannot be published today, None if it can."""
        if self.state is not ResultState.DRAFT:
            return self._is_not(ResultState.DRAFT)
        if today < self.until:
            message = say("The period {period} is not over.", period=self.period)
            return ResultStandsError(message, until=self.until.isoformat())
        return None

    def against_objecting(self, *, today: date) -> ResultStandsError | None:
        """Return why nobody can object to it today, None if those concerned can."""
        if self.state is ResultState.OPEN and (self.objections_until is None or today <= self.objections_until):
            return None
        message = say("Objections to this result are not taken any more.")
        return ResultStandsError(message, state=self.state)

    def against_fixing(self, *, today: date, is_disputed: bool) -> ResultStandsError | None:
        """Return why it cannot be fixed today, None if it can.

        :param is_disputed: an objection is undecided.
        """
        if self.state is not ResultState.OPEN:
            return self._is_not(ResultState.OPEN)
        if self.objections_until is not None and today <= self.objections_until:
            message = say("Objections are taken until {day}.", day=self.objections_until)
            return ResultStandsError(message, objections_until=self.objections_until.isoformat())
        if is_disputed:
            message = say("An objection has not been decided.")
            return ResultStandsError(message)
        return None

    def against_entering(self) -> ResultStandsError | None:
        """Return why nothing can be filled in by hand any more, None if it can."""
        if self.state is not ResultState.FIXED:
            return None
        message = say("The result is fixed; nothing of it changes any more.")
        return ResultStandsError(message, state=self.state)

    def _is_not(self, wanted: ResultState) -> ResultStandsError:
        message = say("The result is {state}, not {wanted}.", state=self.state, wanted=wanted)
        return ResultStandsError(message, state=self.state)


def let_pass(refusal: ResultStandsError | None) -> None:
    """Let pass what nothing stands against.

    :raises ResultStandsError: something does.
    """
    if refusal is not None:
        raise refusal
