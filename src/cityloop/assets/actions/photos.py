"""Photographs of components: kept as they came, sealed, never changed."""

from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from cityloop.access import api as access
from cityloop.assets.actions.surveys.holding import glanced_at, held, require_state
from cityloop.assets.actions.surveys.recording import require_surveyor
from cityloop.assets.contracts import ComponentPhotoView, NewComponentPhoto, SurveyState
from cityloop.assets.models import Component, ComponentPhoto
from cityloop.assets.policies import MANAGE, SURVEY
from cityloop.assets.queries.photos import photo_view
from cityloop.kernel import files, pictures
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


def keep_component_photo(
    *, photo_id: UUID, code: str, new: NewComponentPhoto, actor: access.Actor, at: datetime
) -> ComponentPhotoView:
    """Keep a photograph of a component; whoever surveys may, and whoever keeps the inventory.

    :raises NotFoundError: there is no such component.
    :raises InvalidInputError: it is no picture of a known kind, too large, of the future, or the id is taken.
    """
    permission = MANAGE if actor.may(MANAGE) else SURVEY
    access.require(actor, permission)
    row = Component.objects.filter(code=code).defer("geometry").first()
    if row is None:
        message = say("There is no component {code}.", code=code)
        raise NotFoundError(message, code=code)
    access.require(actor, permission, grid=row.grid_id or "")
    photo = _photo(photo_id, new, actor, at)
    photo.component = row
    return _kept(photo)


def keep_survey_photo(
    *, photo_id: UUID, survey_id: UUID, new: NewComponentPhoto, actor: access.Actor, at: datetime
) -> ComponentPhotoView:
    """Keep a photograph for a record that is about to be sent in.

    :raises NotPermittedError: the actor does not survey here.
    :raises RefusedError: the survey is closed.
    :raises InvalidInputError: as for a component.
    """
    access.require(actor, SURVEY)
    require_surveyor(glanced_at(survey_id), actor)
    photo = _photo(photo_id, new, actor, at)  # takes its time: a lock, in whosever transaction, would make others wait
    with transaction.atomic():
        photo.survey = held(survey_id)
        require_state(photo.survey, SurveyState.SURVEYING)
        return _kept(photo)


def _photo(photo_id: UUID, new: NewComponentPhoto, actor: access.Actor, at: datetime) -> ComponentPhoto:
    if new.taken_at > at:
        message = say("A photograph cannot be taken in the future: set the clock of the device.")
        raise InvalidInputError(message, field="taken_at")
    picture, place = pictures.judged(new.content), (new.longitude, new.latitude)
    location = None
    if new.longitude is not None and new.latitude is not None:
        territory.require_on_globe(new.longitude, new.latitude)
        location = Point(new.longitude, new.latitude, srid=territory.CGCS2000)
    return ComponentPhoto(
        id=photo_id,
        file=files.keep(new.content, suffix=picture.suffix),
        public_file=files.keep(picture.bare(), suffix=".jpg"),
        media_type=picture.media_type,
        width=picture.width,
        height=picture.height,
        size=len(new.content),
        sha256=picture.sha256,
        taken_at=new.taken_at,
        location=location,
        device=new.device,
        seal=pictures.seal(picture.sha256, taken_at=new.taken_at, place=place, device=new.device),
        uploaded_by=actor.account_id,
        uploaded_by_name=actor.name,
        uploaded_at=at,
    )


def _kept(photo: ComponentPhoto) -> ComponentPhotoView:
    try:
        with transaction.atomic():
            photo.save(force_insert=True)
    except IntegrityError as error:
        message = say("This Idempotency-Key was used before for another photograph.")
        raise InvalidInputError(message, field="Idempotency-Key") from error
    return photo_view(photo)
