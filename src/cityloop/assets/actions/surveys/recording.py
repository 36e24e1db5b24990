"""What surveyors send in from the field: each record once, however often it arrives."""

from dataclasses import asdict
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.actions.states import local_day
from cityloop.assets.actions.surveys.holding import held, require_state
from cityloop.assets.contracts import NewRecord, RecordView, SurveyState
from cityloop.assets.domain.comparing import GONE
from cityloop.assets.domain.surveying import covers
from cityloop.assets.models import Component, ComponentPhoto, Survey, SurveyRecord
from cityloop.assets.policies import SURVEY
from cityloop.assets.queries.scopes import ATTRIBUTES, BODIES
from cityloop.assets.queries.surveys import record_view
from cityloop.kernel.errors import InvalidInputError, NotPermittedError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory


@transaction.atomic
def record_component(
    *, survey_id: UUID, record_id: UUID, new: NewRecord, actor: access.Actor, at: datetime
) -> RecordView:
    """Keep a field record under the id its surveyor gave it; the same one again changes nothing, at any time.

    :raises NotPermittedError: the actor does not survey here.
    :raises RefusedError: the survey is closed.
    :raises InvalidInputError: the id is that of another record, or something in the record is not acceptable.
    """
    access.require(actor, SURVEY)
    survey = held(survey_id)
    digest = sha256(repr((survey_id, actor.account_id, asdict(new))).encode()).hexdigest()
    known = SurveyRecord.objects.filter(pk=record_id).first()
    if known is not None:
        if known.digest != digest:
            message = say("This Idempotency-Key was used before for another record.")
            raise InvalidInputError(message, field="Idempotency-Key")
        return record_view(known)
    require_surveyor(survey, actor)
    require_state(survey, SurveyState.SURVEYING)
    _require_day(survey, new.taken_at, at)
    class_code, grid_code = _placed(survey, new, at)
    _require_parts(survey, new, actor)
    told = {name: getattr(new, name) for name in ATTRIBUTES}
    record = SurveyRecord.objects.create(
        id=record_id,
        survey=survey,
        code=new.code,
        class_code=class_code,
        position=Point(new.longitude, new.latitude, srid=territory.CGCS2000),
        grid_code=grid_code,
        state=new.state,
        accuracy=new.accuracy or "",
        attributes={name: str(value) for name, value in told.items() if value is not None},
        photo_ids=[str(photo_id) for photo_id in new.photo_ids],
        replaces_id=new.replaces,
        surveyor_id=actor.account_id,
        surveyor_name=actor.name,
        seat_id=actor.seat_id,
        digest=digest,
        taken_at=new.taken_at,
        received_at=at,
    )
    return record_view(record)


def require_surveyor(survey: Survey, actor: access.Actor) -> None:
    """Let the actor pass if they survey in this survey.

    :raises NotPermittedError: otherwise.
    """
    if not survey.seats.filter(account_id=actor.account_id, is_active=True).exists():
        message = say("You are not among the surveyors of this survey.")
        raise NotPermittedError(message, permission=SURVEY)


def _require_day(survey: Survey, taken_at: datetime, at: datetime) -> None:
    if taken_at > at:
        message = say("A record cannot be of the future: set the clock of the device.")
        raise InvalidInputError(message, field="taken_at")
    if not survey.starts_on <= local_day(taken_at) <= survey.ends_on:
        message = say(
            "The survey runs from {first} to {last}.",
            first=survey.starts_on.isoformat(),
            last=survey.ends_on.isoformat(),
        )
        raise InvalidInputError(message, field="taken_at")


def _placed(survey: Survey, new: NewRecord, at: datetime) -> tuple[str, str | None]:
    """Return the class of what was found and the unit grid it stands in."""
    place = territory.locate(longitude=new.longitude, latitude=new.latitude, at=at)
    grid_code = place.grid_code if place else None
    if new.code:
        known = _known(new)
        if not covers(survey.area_codes, grid_code) and not covers(survey.area_codes, known.grid_id):
            message = say("Neither the place nor the component lies in the area of the survey.")
            raise InvalidInputError(message, field="code")
        return known.class_code, grid_code
    if not covers(survey.area_codes, grid_code):
        message = say("The place lies outside the area of the survey.")
        raise InvalidInputError(message, field="longitude, latitude")
    _require_class(survey, new)
    return new.class_code, grid_code


def _known(new: NewRecord) -> Component:
    row = Component.objects.filter(code=new.code).defer("geometry").first()
    if row is None:
        message = say("There is no component {code}.", code=new.code)
        raise InvalidInputError(message, field="code")
    if new.class_code not in {"", row.class_code}:
        message = say(
            "Component {code} is of class {class_code}: its identity code holds the class.",
            code=row.code,
            class_code=row.class_code,
        )
        raise InvalidInputError(message, field="class_code")
    return row


def _require_class(survey: Survey, new: NewRecord) -> None:
    if new.state in GONE:
        message = say("What is lost or removed is told by its identity code.")
        raise InvalidInputError(message, field="code")
    kind, edition = standards.MatterKind.COMPONENT, survey.class_edition
    wanted = survey.class_codes or [each.code for each in standards.classes(kind=kind, edition=edition)]
    if new.class_code not in wanted:
        message = say("The survey does not look at class {class_code}.", class_code=new.class_code)
        raise InvalidInputError(message, field="class_code")


def _require_parts(survey: Survey, new: NewRecord, actor: access.Actor) -> None:
    """Refuse bodies, photographs and an earlier record that are not what they should be."""
    bodies = {getattr(new, name) for name in BODIES} - {None}
    if len(organizations.body_names(bodies)) < len(bodies):
        message = say("There is no such body.")
        raise InvalidInputError(message, field="body_id")
    photos = ComponentPhoto.objects.filter(pk__in=new.photo_ids, survey=survey, uploaded_by=actor.account_id)
    if photos.count() < len(set(new.photo_ids)):
        message = say("A record names photographs that its surveyor has sent to this survey.")
        raise InvalidInputError(message, field="photo_ids")
    if new.replaces is not None:
        own = SurveyRecord.objects.filter(pk=new.replaces, survey=survey, surveyor_id=actor.account_id)
        if not own.filter(replaced_by=None).exists():
            message = say("A record stands in for one of your own that no other one stands in for.")
            raise InvalidInputError(message, field="replaces")
