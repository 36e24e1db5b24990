"""Boundaries of divisions that do not fit those of their communities are drawn anew from these."""

from datetime import datetime

import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.db import transaction
from shapely.geometry.base import BaseGeometry

from cityloop.access import api as access
from cityloop.territory.actions.storing import announce, digest_of
from cityloop.territory.contracts import CGCS2000, DivisionLevel, Stored
from cityloop.territory.domain.coverage import outlines
from cityloop.territory.models import City, Division
from cityloop.territory.policies import MANAGE

SAME_DEGREES = 5e-7  # five centimetres: below that two outlines are one


@transaction.atomic
def mend_divisions(*, actor: access.Actor, at: datetime) -> Stored:
    """Give every street, district and the city the ground that their communities cover: no level leaves another one.

    Communities stay as they are. What has its outline already is left alone. What is drawn here stands when the same
    layers are loaded again, until one of them tells another outline.
    """
    access.require(actor, MANAGE, grid="")
    City.objects.select_for_update().first()
    rows = {row.code: row for row in Division.objects.select_for_update().filter(valid_until=None)}
    shapes = {
        row.code: shapely.from_wkb(bytes(row.geometry.wkb))
        for row in rows.values()
        if row.level == DivisionLevel.COMMUNITY
    }
    changed = []
    while parents := {code: above for code in shapes if (above := rows[code].parent_id)}:
        shapes = outlines(shapes, parents)
        changed += [row for code, shape in shapes.items() if (row := _redrawn(rows[code], shape))]
    Division.objects.bulk_update(changed, ["geometry", "digest"])
    stored = Stored(changed=len(changed), unchanged=len(rows) - len(changed))
    if changed:
        access.audit(actor, "territory.mend_divisions", "city", at, changed=[row.code for row in changed])
        announce("divisions", stored, at)
    return stored


def _redrawn(row: Division, shape: BaseGeometry) -> Division | None:
    """Return the division with its new outline, or None if it covers the same ground already."""
    before = shapely.from_wkb(bytes(row.geometry.wkb))
    if shapely.hausdorff_distance(before, shape) < SAME_DEGREES:
        return None
    parts = [GEOSGeometry(memoryview(wkb), srid=CGCS2000) for wkb in shapely.to_wkb(shapely.get_parts(shape))]
    row.digest = row.digest or digest_of(row.geometry)  # told by a layer before digests were kept
    row.geometry = MultiPolygon(*parts, srid=CGCS2000)
    return row
