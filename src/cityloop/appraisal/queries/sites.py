"""Reading sites, draws and visits."""

from collections.abc import Mapping
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db.models import Count, Q

from cityloop.access import api as access
from cityloop.appraisal.contracts import SiteState
from cityloop.appraisal.contracts.sites import (
    DrawnSiteView,
    DrawView,
    Observation,
    SiteDetails,
    SiteView,
    VisitedLeaf,
    VisitPhotoView,
    VisitView,
    WantedSites,
)
from cityloop.appraisal.domain.trees import ValueSource
from cityloop.appraisal.models import DrawnSite, Site, SiteDraw, SiteVisit, VisitPhoto
from cityloop.appraisal.policies import READ, reach, require_part
from cityloop.appraisal.queries.appraisals import found_appraisal
from cityloop.appraisal.queries.trees import tree
from cityloop.kernel import cursors, files
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.lots import seed_digest
from cityloop.kernel.pictures import PictureFile, PictureWidth, scaled
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


def sites(*, actor: access.Actor, within: str, cursor: str | None, size: int) -> tuple[list[SiteView], str | None]:
    """Return sites that may be drawn, in order of code, and the cursor of those that follow.

    :raises NotPermittedError: the area lies outside the actor's.
    """
    area = territory.area_within(actor, READ, within)
    rows = Site.objects.filter(is_listed=True, area_code__startswith=area).order_by("code")
    if cursor:
        rows = rows.filter(code__gt=str(cursors.decode(cursor, length=1)[0]))
    found = list(rows[: size + 1])
    following = cursors.encode(found[size - 1].code) if len(found) > size else None
    return [_site(row) for row in found[:size]], following


def draws(*, appraisal_id: UUID, actor: access.Actor) -> list[DrawView]:
    """Return the draws of an appraisal, those that were replaced too, the first one first.

    :raises NotFoundError: there is no such appraisal.
    """
    access.require(actor, READ)
    return [draw_view(row) for row in found_appraisal(appraisal_id).draws.order_by("drawn_at", "pk")]


def candidates(*, appraisal_id: UUID, draw_id: UUID, actor: access.Actor) -> bytes:
    """Return the list that sites were drawn from: district, kind and code, a line for each (docs/appraisal.md).

    :raises NotFoundError: there is no such draw, or its list was not kept.
    """
    access.require(actor, READ)
    found = SiteDraw.objects.filter(pk=draw_id, appraisal=appraisal_id).exclude(candidates_file="").first()
    if found is None:
        message = say("There is no such draw.")
        raise NotFoundError(message)
    with files.open_file(found.candidates_file) as file:
        return file.read()


def drawn_sites(*, appraisal_id: UUID, actor: access.Actor) -> list[DrawnSiteView]:
    """Return the sites of the standing draw that are or were to be visited, within the actor's reach; no reserves.

    :raises NotFoundError: there is no such appraisal.
    """
    require_part(actor)
    found = found_appraisal(appraisal_id)
    rows = DrawnSite.objects.filter(
        draw__appraisal=found, draw__replaced_at=None, area_code__startswith=reach(actor)
    ).exclude(state=SiteState.RESERVE)
    return [drawn_site_view(row) for row in rows.order_by("area_code", "kind", "place")]


def visited_leaves(*, appraisal_id: UUID, actor: access.Actor) -> list[VisitedLeaf]:
    """Return the indicators that are looked at on site.

    :raises NotFoundError: there is no such appraisal.
    """
    require_part(actor)
    return [
        VisitedLeaf(code=row.code, group=row.path[-1], name=row.indicator, scoring=row.scoring)
        for row in tree(found_appraisal(appraisal_id).tree).leaves()
        if row.source is ValueSource.VISIT
    ]


def site_details(*, site_id: UUID, actor: access.Actor) -> SiteDetails:
    """Return a drawn site with its visits and photographs.

    :raises NotFoundError: there is none.
    :raises NotPermittedError: it lies outside the actor's area.
    """
    site = found_site(site_id)
    require_part(actor, area_code=site.area_code)
    return SiteDetails(
        site=drawn_site_view(site),
        visits=tuple(visit_view(row) for row in site.visits.order_by("number")),
        photos=tuple(photo_view(row) for row in site.photos.order_by("taken_at", "pk")),
    )


def photo_file(*, photo_id: UUID, actor: access.Actor, is_bare: bool, width: PictureWidth | None) -> PictureFile:
    """Return the file of a photograph, or of a copy without EXIF.

    :raises NotFoundError: there is none.
    :raises NotPermittedError: it was taken out of the actor's reach, or is evidence of a figure and they watch none.
    """
    row = VisitPhoto.objects.select_related("site").filter(pk=photo_id).first()
    if row is None:
        message = say("There is no such photograph.")
        raise NotFoundError(message)
    if row.site is None:
        access.require(actor, READ)  # what a figure rests on is for those who watch
    else:
        require_part(actor, area_code=row.site.area_code)
    if width is not None:
        return scaled(row.public_file, width)
    return PictureFile(row.public_file) if is_bare else PictureFile(row.file, row.media_type)


def found_site(site_id: UUID, *, is_held: bool = False) -> DrawnSite:
    """Return a drawn site of a standing draw; a reserve is not told of.

    :param is_held: lock it until the end of the transaction.
    :raises NotFoundError: there is none.
    """
    rows = DrawnSite.objects.select_related("draw__appraisal__tree").defer("draw__appraisal__tree__rows")
    rows = rows.filter(draw__replaced_at=None)
    rows = rows.select_for_update(of=("self",)) if is_held else rows
    row = rows.filter(~Q(state=SiteState.RESERVE), pk=site_id).first()
    if row is None:
        message = say("There is no such site in the draw that stands.")
        raise NotFoundError(message)
    return row


def draw_view(row: SiteDraw) -> DrawView:
    """Return a draw as it is told."""
    states: Mapping[str, int] = dict(row.sites.values_list("state").annotate(count=Count("pk")).order_by("state"))
    return DrawView(
        id=row.pk,
        seed=row.seed if row.appraisal.closed_at is not None else None,
        seed_sha256=seed_digest(row.seed),
        quotas=tuple(WantedSites(**each) for each in row.quotas),
        shortages=tuple(row.shortages),
        candidates=row.candidates,
        candidates_sha256=row.candidates_sha256,
        has_candidates=bool(row.candidates_file),
        reason=row.reason,
        drawn_by=row.drawn_by,
        drawn_by_name=row.drawn_by_name,
        drawn_at=row.drawn_at,
        replaced_at=row.replaced_at,
        states=states,
    )


def drawn_site_view(row: DrawnSite) -> DrawnSiteView:
    """Return a drawn site as it is told."""
    longitude, latitude = _position(row.location)
    return DrawnSiteView(
        id=row.pk,
        code=row.code,
        kind=row.kind,
        name=row.name,
        area_code=row.area_code,
        longitude=longitude,
        latitude=latitude,
        place=row.place,
        state=SiteState(row.state),
        reason=row.reason,
        stands_in_for=row.stands_in_for_id,
    )


def visit_view(row: SiteVisit) -> VisitView:
    """Return a visit as it is told."""
    longitude, latitude = _position(row.location)
    return VisitView(
        id=row.pk,
        site_id=row.site_id,
        number=row.number,
        visited_at=row.visited_at,
        longitude=longitude,
        latitude=latitude,
        distance_m=row.distance_m,
        device=row.device,
        observations=tuple(Observation(**each) for each in row.observations),
        words=row.words,
        visited_by=row.visited_by,
        visited_by_name=row.visited_by_name,
        recorded_at=row.recorded_at,
    )


def photo_view(row: VisitPhoto) -> VisitPhotoView:
    """Return what is known of a photograph."""
    longitude, latitude = _position(row.location)
    return VisitPhotoView(
        id=row.pk,
        site_id=row.site_id,
        leaf=row.leaf,
        media_type=row.media_type,
        width=row.width,
        height=row.height,
        size=row.size,
        sha256=row.sha256,
        taken_at=row.taken_at,
        longitude=longitude,
        latitude=latitude,
        device=row.device,
        seal=row.seal,
        uploaded_by=row.uploaded_by,
        uploaded_by_name=row.uploaded_by_name,
        uploaded_at=row.uploaded_at,
    )


def _site(row: Site) -> SiteView:
    longitude, latitude = _position(row.location)
    return SiteView(
        code=row.code,
        kind=row.kind,
        name=row.name,
        area_code=row.area_code,
        longitude=longitude,
        latitude=latitude,
    )


def _position(location: Point | None) -> tuple[float | None, float | None]:
    return (None, None) if location is None else (location.x, location.y)
