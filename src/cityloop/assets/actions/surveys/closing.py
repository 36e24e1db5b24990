"""What the office has done with a survey that comes from the field: it is compared, and applied, by the worker."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cityloop.access import api as access
from cityloop.assets.actions.surveys.holding import held, require_state, require_version
from cityloop.assets.actions.surveys.running import have_run
from cityloop.assets.contracts import FindingKind, SurveyState, SurveyView, Verdict
from cityloop.assets.models import Survey, SurveyFinding
from cityloop.assets.policies import MANAGE, require_everywhere, require_independent
from cityloop.assets.queries.surveys import all_surveyors, survey_view
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import say


@transaction.atomic
def close_survey(*, survey_id: UUID, version: int, actor: access.Actor, at: datetime) -> SurveyView:
    """End the field work of a survey and have the worker compare what was found with the inventory.

    :raises RefusedError: it is closed already.
    :raises StaleVersionError: it was changed meanwhile.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_state(survey, SurveyState.SURVEYING)
    require_version(survey, version)
    survey.closed_by, survey.closed_at = actor.account_id, at
    access.audit(actor, "assets.close_survey", f"survey:{survey.pk}", at)
    return _handed_over(survey, SurveyState.COMPARING, None)


@transaction.atomic
def compare_survey(*, survey_id: UUID, version: int, actor: access.Actor, at: datetime) -> SurveyView:
    """Have a closed survey compared with the inventory once more; what was decided about what is still so stands.

    One whose comparison stands still is taken up again.

    :raises RefusedError: it is not under review.
    :raises StaleVersionError: it was changed meanwhile.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_state(survey, SurveyState.REVIEWING, SurveyState.COMPARING)
    require_version(survey, version)
    access.audit(actor, "assets.compare_survey", f"survey:{survey.pk}", at)
    return _handed_over(survey, SurveyState.COMPARING, None)


@transaction.atomic
def apply_survey(*, survey_id: UUID, version: int, actor: access.Actor, at: datetime) -> SurveyView:
    """Have the worker bring all that was accepted into the inventory: positions, attributes, states, new components.

    One whose applying stands still is taken up again. If a component was changed after the comparison, nothing is
    applied; the survey is under review again then and its `failure` names it.

    :raises NotPermittedError: the actor surveyed, or does not keep the inventory of the whole area, or of the place
        where something that would change stands or would stand.
    :raises RefusedError: it is not under review, or something is still to be decided.
    :raises StaleVersionError: it was changed meanwhile.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_independent(actor, MANAGE, all_surveyors(survey))
    require_state(survey, SurveyState.REVIEWING, SurveyState.APPLYING)
    require_version(survey, version)
    pending = survey.findings.filter(verdict=Verdict.PENDING).count()
    if pending:
        message = say("{count} differences are still to be decided.", count=pending)
        raise RefusedError(message, pending=pending)
    accepted = survey.findings.filter(verdict=Verdict.ACCEPTED)
    _require_ground(actor, accepted)
    if survey.state == SurveyState.REVIEWING:
        survey.applied_by, survey.applied_by_name = actor.account_id, actor.name
    access.audit(actor, "assets.apply_survey", f"survey:{survey.pk}", at, accepted=accepted.count())
    return _handed_over(survey, SurveyState.APPLYING, accepted.count())


def _handed_over(survey: Survey, state: SurveyState, rows_total: int | None) -> SurveyView:
    """Have the worker take a survey up, or take it up again: then it may be at it still, and nothing is changed."""
    if survey.state != state:
        survey.state, survey.rows_total, survey.rows_done, survey.failure = state, rows_total, 0, None
        survey.version += 1
        survey.save()
    have_run(survey)
    return survey_view(survey)


def _require_ground(actor: access.Actor, accepted: QuerySet[SurveyFinding]) -> None:
    """Let the actor pass if they keep the inventory wherever something would change: codes are read beyond the area."""
    known = accepted.exclude(component=None)
    codes: set[str | None] = set(known.values_list("component__grid__code", flat=True).distinct())
    codes |= set(known.filter(kind=FindingKind.MOVED).values_list("record__grid_code", flat=True).distinct())
    for code in sorted({code or "" for code in codes}):
        access.require(actor, MANAGE, grid=code)
