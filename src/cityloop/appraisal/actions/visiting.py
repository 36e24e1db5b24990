"""Going to the sites that were drawn: what was found, what could not be visited, photographs."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import transaction

from cityloop.access import api as access
from cityloop.appraisal.actions.appraising import held_open, leaves_of, require_leaf, require_open, share_open
from cityloop.appraisal.contracts import SiteState
from cityloop.appraisal.contracts.sites import GivenUp, NewVisitPhoto, VisitDraft, VisitPhotoView, VisitView
from cityloop.appraisal.domain.trees import ValueSource
from cityloop.appraisal.models import Appraisal, DrawnSite, SiteVisit, VisitPhoto
from cityloop.appraisal.policies import RUN, require_visit
from cityloop.appraisal.queries.appraisals import found_appraisal
from cityloop.appraisal.queries.sites import drawn_site_view, found_site, photo_view, visit_view
from cityloop.kernel import pictures
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.metres import metres_between
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


@transaction.atomic
def record_visit(*, visit_id: UUID, site_id: UUID, draft: VisitDraft, actor: access.Actor, at: datetime) -> VisitView:
    """Record what was found at a site, and how far from it. Another visit corrects what it names; every one is kept.

    The same identifier counts once.

    :raises NotPermittedError: the actor does not visit sites here.
    :raises NotFoundError: there is no such site in the draw that stands.
    :raises InvalidInputError: an indicator is none, stands twice, more standards are met than were looked at, or the
        moment lies before the draw or ahead.
    :raises RefusedError: the site was given up, or the appraisal is closed.
    """
    site = _held(site_id, actor)
    known = SiteVisit.objects.filter(pk=visit_id).first()
    if known is not None:
        _require_here(known.site_id, site)
        return visit_view(known)
    _judge(site, draft, at)
    location = _point(draft.longitude, draft.latitude)
    latest = site.visits.order_by("-number").first()
    made = SiteVisit.objects.create(
        id=visit_id,
        site=site,
        number=latest.number + 1 if latest else 1,
        visited_at=draft.visited_at,
        location=location,
        distance_m=_distance(site.location, location),
        device=draft.device,
        observations=[asdict(each) for each in draft.observations],
        words=draft.words,
        visited_by=actor.account_id,
        visited_by_name=actor.name,
        recorded_at=at,
    )
    site.state = SiteState.VISITED
    site.save(update_fields=["state"])
    access.audit(actor, "appraisal.visit", f"drawn_site:{site.pk}", at, number=made.number)
    return visit_view(made)


@transaction.atomic
def give_up_site(*, site_id: UUID, reason: str, actor: access.Actor, at: datetime) -> GivenUp:
    """Say why a site cannot be visited; the next in the lot of its area and kind stands in for it.

    :raises NotPermittedError: the actor does not visit sites here.
    :raises NotFoundError: there is no such site in the draw that stands.
    :raises InvalidInputError: no reason is given.
    :raises RefusedError: it was visited or given up before, or the appraisal is closed.
    """
    site = _held(site_id, actor)
    if not reason:
        message = say("Say why the site cannot be visited.")
        raise InvalidInputError(message, field="reason")
    if site.state != SiteState.DRAWN:
        message = say("The site was visited.")
        raise RefusedError(message)
    site.state, site.reason = SiteState.GIVEN_UP, reason
    site.save(update_fields=["state", "reason"])
    reserves = DrawnSite.objects.select_for_update().filter(
        draw=site.draw, area_code=site.area_code, kind=site.kind, state=SiteState.RESERVE
    )
    stand_in = reserves.order_by("place").first()
    if stand_in is not None:
        stand_in.state, stand_in.stands_in_for = SiteState.DRAWN, site
        stand_in.save(update_fields=["state", "stands_in_for"])
    next_code = stand_in.code if stand_in is not None else ""
    access.audit(actor, "appraisal.give_up", f"drawn_site:{site.pk}", at, reason=reason, stand_in=next_code)
    return GivenUp(site=drawn_site_view(site), stand_in=drawn_site_view(stand_in) if stand_in is not None else None)


def keep_site_photo(
    *, photo_id: UUID, site_id: UUID, new: NewVisitPhoto, actor: access.Actor, at: datetime
) -> VisitPhotoView:
    """Keep a photograph of a site.

    :raises NotPermittedError: the actor does not visit sites here.
    :raises NotFoundError: there is no such site in the draw that stands.
    :raises InvalidInputError: it is no picture of a known kind, too large, of the future or before the draw, of an
        indicator that is not looked at on site, or the id is taken.
    :raises AppraisalClosedError: it is closed.
    """
    site = found_site(site_id)
    require_visit(actor, area_code=site.area_code)
    _require_wanted(site.draw.appraisal, new, ValueSource.VISIT)
    _require_drawn(site, new.taken_at, "taken_at")
    photo = _photo(photo_id, new, actor, at)  # takes its time: before anything is locked
    return _written(photo, site.draw.appraisal, site)


def keep_evidence(
    *, photo_id: UUID, appraisal_id: UUID, new: NewVisitPhoto, actor: access.Actor, at: datetime
) -> VisitPhotoView:
    """Keep a photograph as evidence of a figure that is about to be typed in.

    :raises NotPermittedError: the actor does not run appraisals.
    :raises NotFoundError: there is no such appraisal.
    :raises InvalidInputError: it is no picture of a known kind, too large, of the future, of an indicator that is not
        reported, or the id is taken.
    :raises AppraisalClosedError: it is closed.
    """
    access.require(actor, RUN)
    found = found_appraisal(appraisal_id)
    _require_wanted(found, new, ValueSource.REPORT)
    return _written(_photo(photo_id, new, actor, at), found, None)


def _held(site_id: UUID, actor: access.Actor) -> DrawnSite:
    """Return a site to be written about: first its appraisal is locked, then itself, as everywhere."""
    glanced = found_site(site_id)
    require_visit(actor, area_code=glanced.area_code)
    held_open(glanced.draw.appraisal_id)
    site = found_site(site_id, is_held=True)
    if site.state == SiteState.GIVEN_UP:
        message = say("The site was given up; another one stands in for it.")
        raise RefusedError(message)
    return site


def _judge(site: DrawnSite, draft: VisitDraft, at: datetime) -> None:
    if draft.visited_at > at:
        message = say("A visit cannot be of the future: set the clock of the device.")
        raise InvalidInputError(message, field="visited_at")
    _require_drawn(site, draft.visited_at, "visited_at")
    leaves = [each.leaf for each in draft.observations]
    if not leaves or len(set(leaves)) < len(leaves):
        message = say("Say what was found, once for each indicator.")
        raise InvalidInputError(message, field="observations")
    known = leaves_of(site.draw.appraisal)
    for each in draft.observations:
        require_leaf(known, each.leaf, ValueSource.VISIT)
        if not 0 <= each.met <= each.looked_at or not each.looked_at:
            message = say("Of {looked_at} standards {met} cannot be met.", looked_at=each.looked_at, met=each.met)
            raise InvalidInputError(message, field="observations", leaf=each.leaf)


def _require_drawn(site: DrawnSite, moment: datetime, field: str) -> None:
    """Let pass what was seen of a site after it had been drawn."""
    if moment < site.draw.drawn_at:
        message = say("The site had not been drawn then: set the clock of the device.")
        raise InvalidInputError(message, field=field)


def _require_here(site_id: UUID, site: DrawnSite) -> None:
    if site_id != site.pk:
        message = say("Something else was made under this identifier.")
        raise InvalidInputError(message, field="Idempotency-Key")


def _photo(photo_id: UUID, new: NewVisitPhoto, actor: access.Actor, at: datetime) -> VisitPhoto:
    place = (new.longitude, new.latitude)
    location = _point(*place)
    kept = pictures.kept(new.content, taken_at=new.taken_at, place=place, device=new.device, at=at)
    return VisitPhoto(
        id=photo_id,
        leaf=new.leaf,
        location=location,
        uploaded_by=actor.account_id,
        uploaded_by_name=actor.name,
        uploaded_at=at,
        **asdict(kept),
    )


def _require_wanted(found: Appraisal, new: NewVisitPhoto, source: ValueSource) -> None:
    """Let pass a photograph that something can be shown by, before any file of it is kept."""
    require_open(found)
    if new.leaf:
        require_leaf(leaves_of(found), new.leaf, source)


@transaction.atomic
def _written(photo: VisitPhoto, found: Appraisal, site: DrawnSite | None) -> VisitPhotoView:
    share_open(found.pk)  # it may have been closed meanwhile
    photo.appraisal, photo.site = found, site
    pictures.write_once(photo)
    return photo_view(photo)


def _distance(site: Point | None, stood: Point | None) -> int | None:
    """Return how many metres lie between a site and where somebody stood."""
    if site is None or stood is None:
        return None
    return round(metres_between((site.x, site.y), (stood.x, stood.y)))


def _point(longitude: float | None, latitude: float | None) -> Point | None:
    if longitude is None or latitude is None:
        return None
    territory.require_on_globe(longitude, latitude)
    return Point(longitude, latitude, srid=territory.CGCS2000)
