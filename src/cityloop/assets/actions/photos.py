"""Photographs of components: kept as they came, sealed, never changed."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.actions.surveys.holding import glanced_at, held, require_state
from cityloop.assets.actions.surveys.recording import require_surveyor
from cityloop.assets.contracts import ComponentPhotoView, NewComponentPhoto, SurveyState
from cityloop.assets.models import Component, ComponentPhoto
from cityloop.assets.policies import MANAGE, SURVEY
from cityloop.assets.queries.photos import photo_view
from cityloop.kernel import pictures
from cityloop.kernel.errors import NotFoundError
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
    pictures.write_once(photo)
    return photo_view(photo)


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
        pictures.write_once(photo)
        return photo_view(photo)


def _photo(photo_id: UUID, new: NewComponentPhoto, actor: access.Actor, at: datetime) -> ComponentPhoto:
    location = None
    if new.longitude is not None and new.latitude is not None:
        territory.require_on_globe(new.longitude, new.latitude)
        location = Point(new.longitude, new.latitude, srid=territory.CGCS2000)
    place = (new.longitude, new.latitude)
    kept = pictures.kept(new.content, taken_at=new.taken_at, place=place, device=new.device, at=at)
    return ComponentPhoto(
        id=photo_id,
        location=location,
        uploaded_by=actor.account_id,
        uploaded_by_name=actor.name,
        uploaded_at=at,
        **asdict(kept),
    )
