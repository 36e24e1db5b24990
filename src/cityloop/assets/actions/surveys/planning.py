"""Surveys are planned, changed while they run, and given up."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.actions.states import local_day
from cityloop.assets.actions.surveys.holding import held, require_state, require_version
from cityloop.assets.contracts import SurveyPlan, SurveyState, SurveyTerms, SurveyView
from cityloop.assets.domain.surveying import nested, period_fault, touches
from cityloop.assets.models import Survey, SurveySeat
from cityloop.assets.policies import MANAGE, SURVEY, require_everywhere
from cityloop.assets.queries.scopes import in_scope
from cityloop.assets.queries.surveys import survey_view
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.wording import say
from cityloop.standards import api as standards
from cityloop.territory import api as territory

MOST_COMPONENTS = 500_000  # that one comparison holds in memory: a district has so many, a large street 50,000
UNIT_GRID_DIGITS = 15


@transaction.atomic
def plan_survey(*, plan: SurveyPlan, actor: access.Actor, at: datetime) -> SurveyView:
    """Plan a survey; from its first day on its surveyors may send in records.

    :raises InvalidInputError: an area, a class, a day or a surveyor is not acceptable.
    :raises RefusedError: more components stand there than one survey compares.
    """
    require_everywhere(actor, MANAGE, plan.area_codes)
    _require_areas(plan.area_codes)
    _require_period(plan.starts_on, plan.ends_on, at)
    edition = _require_classes(plan)
    survey = Survey(
        title=plan.title,
        area_codes=sorted(plan.area_codes),
        class_edition=edition,
        class_codes=sorted(set(plan.class_codes)),
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        state=SurveyState.SURVEYING,
        planned_by=actor.account_id,
        planned_by_name=actor.name,
        planned_at=at,
    )
    _require_few(survey)
    survey.save(force_insert=True)
    _send(survey, plan.seat_ids, at)
    access.audit(actor, "assets.plan_survey", f"survey:{survey.pk}", at, title=plan.title)
    return survey_view(survey)


@transaction.atomic
def change_survey(
    *, survey_id: UUID, version: int, terms: SurveyTerms, actor: access.Actor, at: datetime
) -> SurveyView:
    """Give a survey that runs another title, other days or other surveyors; where and what stay as planned.

    :raises StaleVersionError: it was changed meanwhile.
    :raises RefusedError: it is closed.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_state(survey, SurveyState.SURVEYING)
    require_version(survey, version)
    _require_period(terms.starts_on, terms.ends_on, at)
    survey.title, survey.starts_on, survey.ends_on = terms.title, terms.starts_on, terms.ends_on
    survey.version += 1
    survey.save(update_fields=["title", "starts_on", "ends_on", "version"])
    _send(survey, terms.seat_ids, at)
    access.audit(actor, "assets.change_survey", f"survey:{survey.pk}", at)
    return survey_view(survey)


@transaction.atomic
def void_survey(*, survey_id: UUID, version: int, reason: str, actor: access.Actor, at: datetime) -> SurveyView:
    """Give a survey up: its records stay, the inventory is not touched.

    :raises RefusedError: it was applied, or is void already.
    """
    survey = held(survey_id)
    require_everywhere(actor, MANAGE, survey.area_codes)
    require_state(survey, SurveyState.SURVEYING, SurveyState.COMPARING, SurveyState.REVIEWING)
    require_version(survey, version)
    survey.state, survey.void_reason, survey.voided_at = SurveyState.VOID, reason, at
    survey.version += 1
    survey.save(update_fields=["state", "void_reason", "voided_at", "version"])
    access.audit(actor, "assets.void_survey", f"survey:{survey.pk}", at)
    return survey_view(survey)


def _require_areas(area_codes: Sequence[str]) -> None:
    inner = nested(area_codes)
    if inner is not None:
        message = say("The area {code} lies in another one of the survey.", code=inner)
        raise InvalidInputError(message, field="area_codes", code=inner)
    grids = {code for code in area_codes if len(code) == UNIT_GRID_DIGITS}
    known = territory.places(grids).keys() | territory.names(set(area_codes) - grids).keys()
    known -= {territory.city().code}  # the whole city is no area at all
    unknown = sorted(set(area_codes) - known)
    if unknown:
        message = say("There is neither a division nor a unit grid {code}.", code=unknown[0])
        raise InvalidInputError(message, field="area_codes", code=unknown[0])


def _require_period(starts_on: date, ends_on: date, at: datetime) -> None:
    fault = period_fault(starts_on, ends_on)
    if fault is None and ends_on < local_day(at):
        fault = say("The last day of a survey must not have passed.")
    if fault is not None:
        raise InvalidInputError(fault, field="ends_on")


def _require_classes(plan: SurveyPlan) -> str:
    """Return the edition of the survey."""
    edition = plan.class_edition or standards.default_edition().code
    kind = standards.MatterKind.COMPONENT
    unknown = set(plan.class_codes) - {each.code for each in standards.classes(kind=kind, edition=edition)}
    if unknown:
        message = say("There is no component class {code} in {edition}.", code=min(unknown), edition=edition)
        raise InvalidInputError(message, field="class_codes", code=min(unknown))
    return edition


def _require_few(survey: Survey) -> None:
    count = in_scope(survey).count()
    if count > MOST_COMPONENTS:
        message = say(
            "{count} components stand there; one survey compares at most {most}: plan several.",
            count=count,
            most=MOST_COMPONENTS,
        )
        raise RefusedError(message, count=count)


def _send(survey: Survey, seat_ids: Sequence[UUID], at: datetime) -> None:
    """Make these seats the surveyors; those who were and are not named any more may send nothing from now on."""
    held_now = {seat.seat_id: seat for seat in access.seats(post=access.Post.COLLECTOR, at=at)}
    known = {row.seat_id: row for row in survey.seats.all()}
    fresh = []
    for seat_id in dict.fromkeys(seat_ids):
        seat = held_now.get(seat_id)
        if seat is None or SURVEY not in access.permissions_of(seat.post):
            message = say("Nobody who may survey holds the seat {seat_id} now.", seat_id=seat_id)
            raise InvalidInputError(message, field="seat_ids", seat_id=str(seat_id))
        if not touches(survey.area_codes, seat.area_code):
            message = say("The area of {name} has no ground in common with the survey.", name=seat.name)
            raise InvalidInputError(message, field="seat_ids", seat_id=str(seat_id))
        if seat_id not in known:
            row = SurveySeat(survey=survey, seat_id=seat_id, account_id=seat.account_id, name=seat.name)
            row.body_id = seat.body_id
            fresh.append(row)
    survey.seats.update(is_active=False)
    survey.seats.filter(seat_id__in=seat_ids).update(is_active=True)
    SurveySeat.objects.bulk_create(fresh)
