"""What the worker does for surveys: it compares them with the inventory and brings them into it."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from procrastinate.contrib.django import app

from cityloop.assets.actions.surveys.comparing import compare_with_inventory
from cityloop.assets.actions.surveys.holding import glanced_at, held
from cityloop.assets.actions.surveys.settling import settle
from cityloop.assets.contracts import SurveyState, SurveyView
from cityloop.assets.models import Survey
from cityloop.assets.queries.surveys import survey_view
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.languages import CHINESE
from cityloop.kernel.wording import told

TASK = "assets.run_survey"


def have_run(survey: Survey) -> None:
    """Have the worker go on with a survey once the caller's transaction is there to be seen."""
    app.configure_task(TASK).defer(survey_id=str(survey.pk))


def run_survey(*, survey_id: UUID, at: datetime) -> SurveyView:
    """Do to its end what a survey waits for; one that waits for nothing stays as it is.

    A process that is killed leaves it waiting; whoever takes it up begins again, for nothing of it was seen.

    :raises NotFoundError: there is none of this id.
    """
    survey = glanced_at(survey_id)
    if survey.state == SurveyState.COMPARING:
        compare_with_inventory(survey, at)
    elif survey.state == SurveyState.APPLYING:
        try:
            settle(survey_id, at)
        except RefusedError as refusal:
            _give_back(survey_id, refusal)
    return survey_view(glanced_at(survey_id))


@transaction.atomic
def _give_back(survey_id: UUID, refusal: RefusedError) -> None:
    """Put a survey that cannot be applied as it is before its reviewers again, and say why."""
    survey = held(survey_id)
    if survey.state == SurveyState.APPLYING:
        survey.state, survey.applied_by, survey.applied_by_name = SurveyState.REVIEWING, None, ""
        survey.failure = {
            "en": str(told(refusal.detail, None)),
            CHINESE.code: str(told(refusal.detail, CHINESE)),
        }
        survey.version += 1
        survey.save(update_fields=["state", "applied_by", "applied_by_name", "failure", "version"])
