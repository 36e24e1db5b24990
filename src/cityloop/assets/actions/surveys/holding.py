"""A survey as its caller saw it; what changes it holds it locked until the transaction ends."""

from uuid import UUID

from django.db.models import QuerySet

from cityloop.assets.contracts import SurveyState
from cityloop.assets.models import Survey
from cityloop.kernel.errors import NotFoundError, RefusedError, StaleVersionError
from cityloop.kernel.wording import say


def held(survey_id: UUID) -> Survey:
    """Return the survey, locked: whoever else changes it, records or reviews waits.

    :raises NotFoundError: there is none of this id.
    """
    return _only(Survey.objects.select_for_update(), survey_id)


def glanced_at(survey_id: UUID) -> Survey:
    """Return the survey, not locked: to judge before work that takes its time; whoever then writes holds it.

    :raises NotFoundError: there is none of this id.
    """
    return _only(Survey.objects.all(), survey_id)


def _only(rows: QuerySet[Survey], survey_id: UUID) -> Survey:
    survey = rows.filter(pk=survey_id).first()
    if survey is None:
        message = say("There is no such survey.")
        raise NotFoundError(message, survey_id=str(survey_id))
    return survey


def require_state(survey: Survey, *states: SurveyState) -> None:
    """Let pass what is in one of these states.

    :raises RefusedError: the survey is in another one.
    """
    if survey.state not in states:
        message = say("The survey is {now}, not {wanted}.", now=SurveyState(survey.state), wanted=list(states))
        raise RefusedError(message, state=survey.state, version=survey.version)


def require_version(survey: Survey, version: int) -> None:
    """Let pass whoever saw the survey as it is.

    :raises StaleVersionError: it was changed since.
    """
    if survey.version != version:
        message = say("The survey has been changed since you saw it.")
        raise StaleVersionError(message, version=survey.version, state=survey.state)
