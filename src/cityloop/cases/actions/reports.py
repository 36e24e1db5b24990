"""How a case is born."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import IntegrityError, transaction

from cityloop.access.api import Actor, Post, require
from cityloop.assets import api as assets
from cityloop.cases.actions.casefile import CaseFile
from cityloop.cases.actions.lifecycles import publish_lifecycle, standard_data
from cityloop.cases.actions.numbers import next_number
from cityloop.cases.actions.resolving import place_of
from cityloop.cases.contracts import CaseView, Inputs, NewCase, Reporter, Source
from cityloop.cases.domain.lifecycle import START, Phase
from cityloop.cases.domain.phones import plain_phone
from cityloop.cases.domain.state import CaseState
from cityloop.cases.models import Case, CaseReporter
from cityloop.cases.models.projection import view_of
from cityloop.cases.queries.lifecycles import current_lifecycle_id
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.kernel.wording import say
from cityloop.standards import api as standards
from cityloop.territory import api as territory

VERBS = {Post.ACCEPTOR: "register", Post.SYSTEM: "register", Post.COLLECTOR: "report", Post.CITIZEN: "report"}


def report(*, case_id: UUID, new: NewCase, actor: Actor, at: datetime) -> tuple[CaseView, bool]:
    """Register a problem as a case and return it, with whether it is new. The same `case_id` again gives the same case.

    :raises InvalidInputError: the class or the component is unknown, the place outside the city, or the id taken by
        something else.
    :raises NotPermittedError: the post may not report, or not from this place.
    """
    try:
        with transaction.atomic():
            file = open_new(case_id=case_id, new=new, actor=actor, at=at)
            file.save()
            return view_of(file.case), True
    except IntegrityError:
        known = Case.objects.filter(pk=case_id).first()
        if known is None:
            raise
        return view_of(_require_same(known, new, actor)), False


def open_new(*, case_id: UUID, new: NewCase, actor: Actor, at: datetime) -> CaseFile:
    """Return the file of a new case after its first move, not saved yet. Call it within a transaction."""
    require(actor, "cases.report")
    new = replace(new, source=_source(new, actor))
    place = place_of(new.longitude, new.latitude, at, tolerance_m=new.place_tolerance_m)
    if actor.post is not Post.CITIZEN and not actor.covers(place.grid_code):
        message = say(
            "The unit grid {grid_code} lies outside your area {area_code}.",
            grid_code=place.grid_code,
            area_code=actor.area_code,
        )
        raise NotPermittedError(message, reason="OUTSIDE_AREA", grid=place.grid_code)
    calendar = standards.current_calendar(at=at)
    _require_class(new, at)
    _require_component(new.component_code)
    case = _row(case_id, new, place, actor, at)
    case.lifecycle_id = current_lifecycle_id(at=at) or publish_standard(at)
    case.calendar_id = calendar.id
    case.number = next_number(at.astimezone(calendar.calendar.zone).date())
    file = CaseFile(case, _unborn(case, new, place.area_level, at))
    if new.reporter != Reporter():
        file.beside.append(_reporter(case, new.reporter))
    verb = "report_self_disposed" if new.self_disposed else VERBS.get(actor.post, "report")
    file.take(verb, Inputs(photo_ids=new.photo_ids), actor=actor, at=at)
    return file


def publish_standard(at: datetime) -> int:
    """Publish the lifecycle that CityLoop ships, in force from now on, and return its version."""
    return publish_lifecycle(data=standard_data(), valid_from=at, at=at).id


def _source(new: NewCase, actor: Actor) -> Source:
    """Who reports decides the source; only the desk and the system may name another one."""
    return {Post.COLLECTOR: Source.COLLECTOR, Post.CITIZEN: Source.PUBLIC}.get(actor.post, new.source)


def _require_class(new: NewCase, at: datetime) -> None:
    try:
        standards.case_class(kind=new.kind, code=new.class_code, at=at)
    except NotFoundError as error:
        raise InvalidInputError(error.detail, field="class_code") from error


def _require_component(code: str) -> None:
    if code and assets.component(code) is None:
        message = say("There is no component {code}.", code=code)
        raise InvalidInputError(message, field="component_code")


def _row(case_id: UUID, new: NewCase, place: territory.GridPlace, actor: Actor, at: datetime) -> Case:
    return Case(
        id=case_id,
        kind=new.kind.value,
        class_code=new.class_code,
        source=new.source.value,
        urgency=new.urgency.value,
        description=new.description,
        address=new.address,
        location=Point(new.longitude, new.latitude, srid=territory.CGCS2000),
        grid_code=place.grid_code,
        duty_grid_code=place.duty_grid_code or "",
        component_code=new.component_code,
        reported_by=None if actor.post is Post.SYSTEM else actor.account_id,
        external_system=new.external_system,
        external_number=new.external_number,
        registered_at=at,
        arrived_at=at,
    )


def _unborn(case: Case, new: NewCase, area_level: str, at: datetime) -> CaseState:
    return CaseState(
        case_id=case.pk,
        source=case.source,
        reported_by=case.reported_by,
        stage=START,
        phase=Phase.OPEN,
        arrived_at=at,
        registered_at=at,
        class_code=new.class_code,
        area_level=area_level,
    )


def _reporter(case: Case, reporter: Reporter) -> CaseReporter:
    phone = plain_phone(reporter.phone)
    return CaseReporter(case=case, name=reporter.name, phone=phone, wants_answer=reporter.wants_answer)


def _require_same(known: Case, new: NewCase, actor: Actor) -> Case:
    who = None if actor.post is Post.SYSTEM else actor.account_id
    was_corrected = known.version > 1  # the desk may have put another class by now
    same = (known.description, known.reported_by) == (new.description, who)
    if not same or (known.class_code != new.class_code and not was_corrected):
        message = say("This Idempotency-Key was used before for another case.")
        raise InvalidInputError(message, field="Idempotency-Key")
    return known
