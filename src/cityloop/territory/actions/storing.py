"""Writes: the city, its divisions, its grids. Each stores what is new, changes what differs, leaves the rest."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any, TypeVar
from uuid import uuid4
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Polygon
from django.db import connection, transaction
from django.db.models import F

from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.wording import say
from cityloop.territory.actions.members import note_members
from cityloop.territory.contracts import CGCS2000, DivisionDraft, DutyGridDraft, Stored, UnitGridDraft
from cityloop.territory.events import TerritoryChanged
from cityloop.territory.models import City, Division, DutyGrid, FormerAttributes, UnitGrid

DIVISION_FIELDS = ("level", "name", "parent", "geometry", "source_id", "digest")
OUTLINE = ("geometry", "digest")
MOST_UNIT_GRIDS_OF_A_DUTY_GRID = 5
BATCH = 2000
Row = TypeVar("Row")


@transaction.atomic
def store_city(*, code: str, timezone: str, metric_srid: int, at: datetime) -> Stored:
    """Say which division is the city, which clock it lives by and in which plane it is measured.

    :raises InvalidInputError: there is no such time zone.
    :raises RefusedError: this installation holds another city.
    """
    try:
        ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = say("There is no time zone {timezone!r}.", timezone=timezone)
        raise InvalidInputError(message, field="timezone") from error
    known = City.objects.select_for_update().first()
    if known is None:
        City.objects.create(division_id=code, timezone=timezone, metric_srid=metric_srid)
        return Stored(added=1)
    if known.division_id != code:
        message = say(
            "This installation holds the city {held}; it cannot also hold {code}.",
            held=known.division_id,
            code=code,
        )
        raise RefusedError(message, held=known.division_id, asked=code)
    if (known.timezone, known.metric_srid) == (timezone, metric_srid):
        return Stored(unchanged=1)
    City.objects.update(timezone=timezone, metric_srid=metric_srid)
    announce("city", Stored(changed=1), at)
    return Stored(changed=1)


@transaction.atomic
def store_divisions(*, drafts: Sequence[DivisionDraft], valid_from: datetime, at: datetime) -> Stored:
    """Store divisions, parents before children; one that is known by its code takes the new name and boundary.

    A boundary that was mended stands until the layer tells another one than it did before.
    """
    known = {row.code: row for row in Division.objects.filter(code__in=[draft.code for draft in drafts])}
    fresh, changed = [], []
    for draft in drafts:
        values = _division_values(draft)
        row = known.get(draft.code)
        if row is None:
            fresh.append(Division(code=draft.code, valid_from=valid_from, **values))
        elif news := _news(row, values):
            changed.append(_with(row, news))
    Division.objects.bulk_create(fresh, batch_size=BATCH)
    Division.objects.bulk_update(changed, DIVISION_FIELDS, batch_size=BATCH)
    return _done("divisions", len(drafts), len(fresh), len(changed), at)


@transaction.atomic
def store_unit_grids(*, drafts: Sequence[UnitGridDraft], valid_from: datetime, at: datetime) -> Stored:
    """Store unit grids. A grid that is known may take another area level, never another shape.

    What an approved change has given a grid stays: nobody decides it by loading a file again.

    :raises RefusedError: a known code comes with another shape; its ground must be ended and cut anew instead.
    """
    known = {row.code: row for row in UnitGrid.objects.filter(code__in=[draft.code for draft in drafts])}
    decided = set(FormerAttributes.objects.values_list("unit_grid__code", flat=True))
    fresh, changed = [], []
    for draft in drafts:
        row = known.get(draft.code)
        if row is None:
            fresh.append(_unit_grid(draft, valid_from))
            continue
        if bytes(row.geometry.wkb) != bytes(GEOSGeometry(memoryview(draft.geometry), srid=CGCS2000).wkb):
            message = say(
                "Unit grid {code} has another shape already; a code is never used for other ground.", code=draft.code
            )
            raise RefusedError(message, code=draft.code)
        if row.area_level != draft.area_level and draft.code not in decided:
            changed.append(_with(row, {"area_level": draft.area_level}))
    UnitGrid.objects.bulk_create(fresh, batch_size=BATCH)
    UnitGrid.objects.bulk_update(changed, ["area_level"], batch_size=BATCH)
    return _done("unit grids", len(drafts), len(fresh), len(changed), at)


@transaction.atomic
def store_duty_grids(*, drafts: Sequence[DutyGridDraft], valid_from: datetime, at: datetime) -> Stored:
    """Store duty grids and bind their unit grids to them, but for those that an approved change has bound or loosed.

    :raises InvalidInputError: a duty grid has none or more than five unit grids, or one of another community.
    :source: standards/codes.md section 1.4 (one to five adjacent unit grids of the same community).
    """
    for draft in drafts:
        _require_sound(draft)
    known = set(DutyGrid.objects.filter(code__in=[draft.code for draft in drafts]).values_list("code", flat=True))
    fresh = [draft for draft in drafts if draft.code not in known]
    DutyGrid.objects.bulk_create(
        [DutyGrid(code=draft.code, community_id=draft.code[:12], valid_from=valid_from) for draft in fresh],
        batch_size=BATCH,
    )
    bound = _bind(drafts)
    note_members(at, fresh=[draft.code for draft in fresh])
    return _done("duty grids", len(drafts), len(fresh), len(bound & known), at)


def _bind(drafts: Sequence[DutyGridDraft]) -> set[str]:
    """Bind unit grids to their duty grids, all that stand; return the duty grids that got others than before.

    Where a change was approved that a unit grid went by, into a duty grid or out of one, the file does not decide.
    """
    pairs = [(grid, draft.code) for draft in drafts for grid in draft.grid_codes]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE territory_unitgrid g SET duty_grid_code = p.duty"
            "  FROM unnest(%s::text[], %s::text[]) AS p (grid, duty) JOIN territory_dutygrid d ON d.code = p.duty"
            " WHERE g.code = p.grid AND g.duty_grid_code IS DISTINCT FROM p.duty"
            "   AND g.valid_until IS NULL AND d.valid_until IS NULL"
            "   AND g.code NOT IN (SELECT m.unit_grid_code FROM territory_dutymembership m"
            "                        JOIN territory_gridchange c ON c.community_code = left(m.unit_grid_code, 12)"
            "                       WHERE c.state = 'APPROVED' AND c.decided_at IN (m.valid_from, m.valid_until))"
            " RETURNING p.duty",
            [[grid for grid, _ in pairs], [duty for _, duty in pairs]],
        )
        return {row[0] for row in cursor.fetchall()}


def _require_sound(draft: DutyGridDraft) -> None:
    if not 1 <= len(draft.grid_codes) <= MOST_UNIT_GRIDS_OF_A_DUTY_GRID:
        message = say(
            "Duty grid {code} has {count} unit grids; it must have 1 to 5.",
            code=draft.code,
            count=len(draft.grid_codes),
        )
        raise InvalidInputError(message, code=draft.code)
    strangers = [code for code in draft.grid_codes if code[:12] != draft.code[:12]]
    if strangers:
        message = say(
            "Duty grid {code} reaches into another community with {grid}.", code=draft.code, grid=strangers[0]
        )
        raise InvalidInputError(message, code=draft.code)


def _done(what: str, total: int, added: int, changed: int, at: datetime) -> Stored:
    stored = Stored(added=added, changed=changed, unchanged=total - added - changed)
    if added or changed:
        announce(what, stored, at)
    return stored


def announce(what: str, stored: Stored, at: datetime) -> None:
    """Say that the ground has changed, to everybody who keeps a copy of it."""
    City.objects.update(revision=F("revision") + 1, stamp=uuid4())
    revision = City.objects.values_list("revision", flat=True).first() or 0
    outbox.publish(TerritoryChanged(at=at, revision=revision, what=what, added=stored.added, changed=stored.changed))


def _division_values(draft: DivisionDraft) -> dict[str, Any]:
    shape = GEOSGeometry(memoryview(draft.geometry), srid=CGCS2000)
    if isinstance(shape, Polygon):
        shape = MultiPolygon(shape, srid=CGCS2000)
    return {
        "level": draft.level.value,
        "name": draft.name,
        "parent_id": draft.parent_code,
        "geometry": shape,
        "source_id": draft.source_id,
        "digest": digest_of(shape),
    }


def digest_of(outline: GEOSGeometry) -> str:
    """Return a fingerprint of an outline, as hexadecimal digits."""
    return sha256(bytes(outline.wkb)).hexdigest()


def _unit_grid(draft: UnitGridDraft, valid_from: datetime) -> UnitGrid:
    return UnitGrid(
        code=draft.code,
        community_id=draft.code[:12],
        geometry=GEOSGeometry(memoryview(draft.geometry), srid=CGCS2000),
        area_m2=draft.area_m2,
        area_level=draft.area_level,
        valid_from=valid_from,
    )


def _news(row: Division, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values that the layer tells anew of a division; its outline only if it told another one before."""
    news = {name: value for name, value in values.items() if name not in OUTLINE and getattr(row, name) != value}
    if (row.digest or digest_of(row.geometry)) != values["digest"]:
        news |= {name: values[name] for name in OUTLINE}
    return news


def _with(row: Row, values: Mapping[str, Any]) -> Row:
    for name, value in values.items():
        setattr(row, name, value)
    return row
