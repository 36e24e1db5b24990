"""Differences are decided, one by one, by somebody who had no part in the survey."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.actions.surveys.holding import held, require_state, require_version
from cityloop.assets.contracts import FindingDecision, FindingKind, FindingView, SurveyState, SurveyView, Verdict
from cityloop.assets.models import Survey, SurveyFinding, SurveyVerdict
from cityloop.assets.policies import REVIEW, require_everywhere, require_independent, require_somewhere
from cityloop.assets.queries.findings import finding_views, may_accept, whole
from cityloop.assets.queries.surveys import all_surveyors, survey_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError, StaleVersionError
from cityloop.kernel.wording import say

DECIDED = ["verdict", "decided_by", "decided_by_name", "decided_at", "opinion", "version"]


@transaction.atomic
def decide_findings(
    *, survey_id: UUID, decisions: Sequence[FindingDecision], actor: access.Actor, at: datetime
) -> list[FindingView]:
    """Decide about differences, all of them or none.

    :raises NotPermittedError: the actor surveyed, or is of the company that did, or the place is not theirs.
    :raises StaleVersionError: somebody has decided about one of them since the caller saw it.
    :raises RefusedError: the survey is not under review.
    """
    survey = held(survey_id)
    require_somewhere(actor, REVIEW, survey.area_codes)
    require_independent(actor, REVIEW, all_surveyors(survey))
    require_state(survey, SurveyState.REVIEWING)
    by_id = {decision.finding_id: decision for decision in decisions}
    if len(by_id) < len(decisions):
        message = say("Decide about each difference once.")
        raise InvalidInputError(message, field="decisions")
    findings = _differences(survey, by_id, actor)
    for row in findings:
        _decide(row, by_id[row.pk], actor, at)
    SurveyFinding.objects.bulk_update(findings, DECIDED)
    SurveyVerdict.objects.bulk_create([_noted(row, actor, at) for row in findings])
    access.audit(actor, "assets.decide_findings", f"survey:{survey.pk}", at, findings=len(findings))
    return finding_views(findings)


@transaction.atomic
def reopen_survey(*, survey_id: UUID, version: int, reason: str, actor: access.Actor, at: datetime) -> SurveyView:
    """Give a survey back to the field, with the reason; what was decided about what is found again stands.

    Its surveyors may send in records again within its days, which whoever keeps the inventory may change.

    :raises NotPermittedError: the actor surveyed, or does not review the whole of it.
    :raises RefusedError: it is not under review.
    :raises StaleVersionError: it was changed meanwhile.
    """
    survey = held(survey_id)
    require_everywhere(actor, REVIEW, survey.area_codes)
    require_independent(actor, REVIEW, all_surveyors(survey))
    require_state(survey, SurveyState.REVIEWING)
    require_version(survey, version)
    survey.state, survey.closed_by, survey.closed_at = SurveyState.SURVEYING, None, None
    survey.reopen_reason, survey.reopened_by_name, survey.reopened_at = reason, actor.name, at
    survey.failure = None
    survey.version += 1
    survey.save()
    access.audit(actor, "assets.reopen_survey", f"survey:{survey.pk}", at, reason=reason)
    return survey_view(survey)


def _differences(survey: Survey, by_id: dict[int, FindingDecision], actor: access.Actor) -> list[SurveyFinding]:
    findings = list(whole(survey.findings.filter(pk__in=by_id).order_by("pk")))
    if len(findings) < len(by_id):
        message = say("There is no such finding in this survey; it may have been compared once more.")
        raise NotFoundError(message)
    stale = [row.pk for row in findings if row.version != by_id[row.pk].version]
    if stale:
        message = say("Somebody has decided about {count} of these differences since you saw them.", count=len(stale))
        raise StaleVersionError(message, findings=stale)
    for row in findings:
        access.require(actor, REVIEW, grid=row.grid_code or "")
        if row.kind == FindingKind.MOVED and row.record is not None:
            access.require(actor, REVIEW, grid=row.record.grid_code or "")  # where it would stand
        if not FindingKind(row.kind).is_difference:
            message = say("There is nothing to decide about what agrees.")
            raise InvalidInputError(message, field="decisions", finding_id=row.pk)
    return findings


def _decide(row: SurveyFinding, decision: FindingDecision, actor: access.Actor, at: datetime) -> None:
    if decision.is_accepted and not may_accept(row):
        message = say(
            "Component {code} is a line or an area: it is drawn anew by an import, not moved by a survey.",
            code=row.component.code if row.component else "",
        )
        raise InvalidInputError(message, field="decisions", finding_id=row.pk)
    row.verdict = Verdict.ACCEPTED if decision.is_accepted else Verdict.REJECTED
    row.decided_by, row.decided_by_name, row.decided_at = actor.account_id, actor.name, at
    row.opinion = decision.opinion
    row.version += 1


def _noted(row: SurveyFinding, actor: access.Actor, at: datetime) -> SurveyVerdict:
    return SurveyVerdict(
        survey_id=row.survey_id,
        component_id=row.component_id,
        record_id=row.record_id,
        kind=row.kind,
        verdict=row.verdict,
        opinion=row.opinion,
        decided_by=actor.account_id,
        decided_by_name=actor.name,
        decided_at=at,
    )
