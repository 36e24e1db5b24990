"""Listing sites, and drawing those that are visited."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from django.contrib.gis.geos import Point
from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.appraisal.actions.appraising import held_open
from cityloop.appraisal.contracts import DrawStandsError, SiteState
from cityloop.appraisal.contracts.sites import DrawView, SitesStored, WantedSites
from cityloop.appraisal.domain.drawing import Candidate, Quota, Stratum, digest_of, draw, list_of, quotas_of, shortages
from cityloop.appraisal.domain.site_rows import SiteRow, read_sites
from cityloop.appraisal.models import Appraisal, DrawnSite, Site, SiteDraw, SiteVisit
from cityloop.appraisal.policies import DEFINE, RUN
from cityloop.appraisal.queries.appraisals import districts
from cityloop.appraisal.queries.sites import draw_view
from cityloop.kernel import files, locks
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.identifiers import new_ids
from cityloop.kernel.lots import new_seed, seed_digest
from cityloop.kernel.wording import say
from cityloop.territory.api import CGCS2000

KEPT = ("kind", "name", "area_code", "location", "is_listed")


@transaction.atomic
def import_sites(*, content: bytes, actor: access.Actor, at: datetime) -> SitesStored:
    """Take in the list of sites that may be drawn, all of it or nothing; those it does not name are not drawn any more.

    What was drawn before stays as it is.

    :raises NotPermittedError: the actor may not define how the city is appraised.
    :raises BadTableError: any cell is wrong; all wrong ones are told, with line and column.
    """
    access.require(actor, DEFINE, grid="")
    rows = read_sites(content, districts={area.code for area in districts(at)})
    with connection.cursor() as cursor:  # one list at a time, also where there is no site yet to be locked
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.SITES])
    known = Site.objects.in_bulk()
    fresh = [_site(row) for row in rows]
    changed = [site for site in fresh if site.pk in known and _kept(site) != _kept(known[site.pk])]
    added = [site for site in fresh if site.pk not in known]
    Site.objects.bulk_create(added, batch_size=1000)
    Site.objects.bulk_update(changed, KEPT, batch_size=1000)
    gone = Site.objects.filter(is_listed=True).exclude(pk__in=[site.pk for site in fresh]).update(is_listed=False)
    stored = SitesStored(
        added=len(added), changed=len(changed), unchanged=len(fresh) - len(added) - len(changed), unlisted=gone
    )
    access.audit(actor, "appraisal.define", "sites:", at, **asdict(stored))
    return stored


@transaction.atomic
def draw_sites(
    *,
    draw_id: UUID,
    appraisal_id: UUID,
    wanted: Sequence[WantedSites],
    reason: str,
    actor: access.Actor,
    at: datetime,
) -> DrawView:
    """Draw the sites of an appraisal by lot, and record how: seed, quotas, what could be drawn, who drew and when.

    The seed is told when the appraisal is closed: whoever has it knows the reserves. Until then its SHA-256 is.
    A draw stands: another one takes a reason, and that nobody has been to a site; the former is kept beside it.

    :raises NotPermittedError: the actor does not run appraisals, or not for the whole city.
    :raises NotFoundError: there is no such appraisal.
    :raises InvalidInputError: a quota is of no district or given twice, or nothing can be drawn.
    :raises DrawStandsError: there is a draw, and no reason was given, or sites of it were visited or given up.
    :raises AppraisalClosedError: it is closed.
    """
    access.require(actor, RUN, grid="")
    found = held_open(appraisal_id)
    known = SiteDraw.objects.filter(pk=draw_id, appraisal=found).first()
    if known is not None:
        return draw_view(known)
    quotas = _quotas(wanted, [area.code for area in districts(at)])
    _replace(found, reason, at)
    made = _drawn(SiteDraw(id=draw_id, appraisal=found, reason=reason), wanted, quotas, actor, at)
    facts = {"candidates": made.candidates, "candidates_sha256": made.candidates_sha256, "reason": reason}
    access.audit(actor, "appraisal.draw", f"site_draw:{made.pk}", at, seed_sha256=seed_digest(made.seed), **facts)
    return draw_view(made)


def _drawn(
    made: SiteDraw, wanted: Sequence[WantedSites], quotas: dict[Stratum, int], actor: access.Actor, at: datetime
) -> SiteDraw:
    listed = {site.code: site for site in Site.objects.filter(is_listed=True)}
    candidates = [Candidate(site.code, site.area_code, site.kind) for site in listed.values()]
    seed = new_seed()
    placed = draw(candidates, quotas=quotas, seed=seed)
    if not placed:
        message = say("There is no site of these kinds and areas.")
        raise InvalidInputError(message, field="wanted")
    made.seed = seed
    made.quotas = [asdict(each) for each in wanted]
    made.shortages = [asdict(each) for each in shortages(placed, quotas)]
    made.candidates, made.candidates_sha256 = len(candidates), digest_of(candidates)
    made.candidates_file = files.keep(list_of(candidates), suffix=".tsv")
    made.drawn_by, made.drawn_by_name, made.drawn_at = actor.account_id, actor.name, at
    made.save(force_insert=True)
    rows = [
        DrawnSite(
            id=identifier,
            draw=made,
            code=each.candidate.code,
            kind=each.candidate.kind,
            name=listed[each.candidate.code].name,
            area_code=each.candidate.area_code,
            location=listed[each.candidate.code].location,
            place=each.place,
            state=SiteState.DRAWN if each.is_drawn else SiteState.RESERVE,
        )
        for identifier, each in zip(new_ids(len(placed)), placed, strict=True)
    ]
    DrawnSite.objects.bulk_create(rows, batch_size=1000)
    return made


def _quotas(wanted: Sequence[WantedSites], areas: Sequence[str]) -> dict[Stratum, int]:
    if strange := sorted({each.area_code for each in wanted} - {"", *areas}):
        message = say("{code} is none of the districts.", code=strange[0])
        raise InvalidInputError(message, field="wanted")
    strata = [(each.area_code, each.kind) for each in wanted]
    if twice := sorted({kind for area, kind in strata if strata.count((area, kind)) > 1}):
        message = say("How many of {kinds} are wanted is said twice.", kinds=twice)
        raise InvalidInputError(message, field="wanted")
    return quotas_of([Quota(each.kind, each.count, each.area_code) for each in wanted], areas)


def _replace(found: Appraisal, reason: str, at: datetime) -> None:
    """Let the draw that stands be followed by another one, if there is a reason and nobody has acted on it."""
    standing = SiteDraw.objects.filter(appraisal=found, replaced_at=None).first()
    if standing is None:
        return
    if not reason:
        message = say("Sites have been drawn; say why they are drawn anew.")
        raise DrawStandsError(message, draw_id=str(standing.pk))
    acted = SiteVisit.objects.filter(site__draw=standing).exists()
    if acted or standing.sites.filter(state=SiteState.GIVEN_UP).exists():
        message = say("Sites of this draw have been visited or given up; it stands.")
        raise DrawStandsError(message, draw_id=str(standing.pk))
    standing.replaced_at = at
    standing.save(update_fields=["replaced_at"])


def _site(row: SiteRow) -> Site:
    location = None
    if row.longitude is not None and row.latitude is not None:
        location = Point(row.longitude, row.latitude, srid=CGCS2000)
    return Site(code=row.code, kind=row.kind, name=row.name, area_code=row.area_code, location=location)


def _kept(site: Site) -> tuple[object, ...]:
    return site.kind, site.name, site.area_code, site.location and site.location.coords, site.is_listed
