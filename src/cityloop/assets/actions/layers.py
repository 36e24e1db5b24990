"""Whole layers of components, as a city package brings them."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

import shapely
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import connection, transaction

from cityloop.assets.actions.states import local_day, note_change
from cityloop.assets.contracts import ComponentDraft, ComponentLayer, Imported, Placeless
from cityloop.assets.domain.identity import number_codes, prefix_of
from cityloop.assets.domain.states import end_of
from cityloop.assets.events import ComponentsImported
from cityloop.assets.models import Component, ComponentSequence
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.wording import say, verbatim
from cityloop.territory import api as territory

COLUMNS = (
    "id, code, class_edition, class_code, name, geometry, position, grid_code, state, manager_body_id, owner_body_id,"
    " keeper_body_id, source_layer, external_id, data_source, digest, surveyed_on, valid_from, valid_until"
)
CHANGEABLE = [
    "name",
    "geometry",
    "position",
    "grid",
    "state",
    "manager_body",
    "owner_body",
    "keeper_body",
    "data_source",
    "digest",
    "changed_at",
    "changed_on",
    "valid_until",
]
BATCH = 2000


@dataclass(frozen=True, slots=True)
class _Placed:
    """A draft with the point that stands for it and the grid that holds the point."""

    draft: ComponentDraft
    longitude: float
    latitude: float
    place: territory.GridPlace | None
    digest: str

    @property
    def grid_code(self) -> str | None:
        return self.place.grid_code if self.place else None


@transaction.atomic
def import_components(
    *,
    layer: ComponentLayer,
    drafts: Sequence[ComponentDraft],
    valid_from: datetime,
    at: datetime,
    tolerance_m: float = 0.0,
) -> Imported:
    """Bring a layer of components into the inventory; a second import of the same layer changes nothing.

    A component is known again by layer and external id and keeps its identity code. One that lies in no unit grid,
    nor within the tolerance of one, is kept without a grid, under the city's own six digits, and reported.

    :raises InvalidInputError: an external id comes twice, or a geometry is empty.
    :raises RefusedError: a known component comes with another class, which its code would belie.
    """
    _require_distinct(drafts)
    placed = _place(layer, drafts, valid_from, tolerance_m)
    known = {row.external_id: row for row in Component.objects.filter(source_layer=layer.name).defer("geometry")}
    fresh = [item for item in placed if item.draft.external_id not in known]
    changed = [_update(row, item, layer, at) for item in placed if (row := known.get(item.draft.external_id))]
    changed_rows = [row for row in changed if row]
    _insert(layer, fresh, valid_from, at)
    Component.objects.bulk_update(changed_rows, CHANGEABLE, batch_size=BATCH)
    if fresh or changed_rows:
        outbox.publish(ComponentsImported(at=at, layer=layer.name, added=len(fresh), changed=len(changed_rows)))
    return Imported(
        layer=layer.name,
        added=len(fresh),
        changed=len(changed_rows),
        unchanged=len(placed) - len(fresh) - len(changed_rows),
        missing=len(known.keys() - {draft.external_id for draft in drafts}),
        placeless=tuple(_placeless(item, tolerance_m) for item in placed if item.place is None),
    )


def _require_distinct(drafts: Sequence[ComponentDraft]) -> None:
    twice = [key for key, count in Counter(draft.external_id for draft in drafts).items() if count > 1]
    if twice:
        message = say("The external id {external_id!r} comes more than once.", external_id=twice[0])
        raise InvalidInputError(message, field="external_id", values=twice[:20])


def _place(layer: ComponentLayer, drafts: Sequence[ComponentDraft], at: datetime, tolerance_m: float) -> list[_Placed]:
    shapes = shapely.from_wkb([draft.geometry for draft in drafts])
    empty = [draft.external_id for draft, shape in zip(drafts, shapes, strict=True) if shape is None or shape.is_empty]
    if empty:
        message = say("The component {external_id!r} has an empty geometry.", external_id=empty[0])
        raise InvalidInputError(message, field="geometry", values=empty[:20])
    points = shapely.point_on_surface(shapes)
    longitudes, latitudes = shapely.get_x(points).tolist(), shapely.get_y(points).tolist()
    places = territory.locator(at).locate_many(longitudes, latitudes, tolerance_m=tolerance_m)
    return [
        _Placed(draft, x, y, place, _digest(layer, draft, place))
        for draft, x, y, place in zip(drafts, longitudes, latitudes, places, strict=True)
    ]


def _digest(layer: ComponentLayer, draft: ComponentDraft, place: territory.GridPlace | None) -> str:
    """Return a fingerprint of everything that an import may change."""
    shared = (layer.data_source, layer.manager_body_id, layer.owner_body_id, layer.keeper_body_id)
    own = (draft.name, draft.state.value, place.grid_code if place else "")
    return sha256("\x1f".join(map(str, (*shared, *own))).encode() + b"\x1e" + draft.geometry).hexdigest()


def _insert(layer: ComponentLayer, fresh: Sequence[_Placed], valid_from: datetime, at: datetime) -> None:
    """Write new components with COPY, their codes given in order of external id."""
    if not fresh:
        return
    ordered = sorted(fresh, key=lambda item: _natural(item.draft.external_id))
    codes = _next_codes([item.place.district_code if item.place else None for item in ordered], layer.class_code)
    day = local_day(valid_from)
    with connection.cursor() as cursor, cursor.copy(f"COPY assets_component ({COLUMNS}) FROM STDIN") as copy:
        for code, item in zip(codes, ordered, strict=True):
            end = end_of(item.draft.state, valid_from=valid_from, at=at)
            copy.write_row((*_row(layer, item, code), day, valid_from, end))


def _row(layer: ComponentLayer, item: _Placed, code: str) -> tuple[object, ...]:
    return (
        new_id(),
        code,
        layer.class_edition,
        layer.class_code,
        item.draft.name,
        GEOSGeometry(memoryview(item.draft.geometry), srid=territory.CGCS2000).hexewkb.decode(),
        Point(item.longitude, item.latitude, srid=territory.CGCS2000).hexewkb.decode(),
        item.grid_code,
        item.draft.state.value,
        layer.manager_body_id,
        layer.owner_body_id,
        layer.keeper_body_id,
        layer.name,
        item.draft.external_id,
        layer.data_source,
        item.digest,
    )


def _next_codes(districts: Iterable[str | None], class_code: str) -> list[str]:
    """Give the next identity codes; the sequences stay locked until the transaction ends."""
    city_code = territory.city().code
    try:
        prefixes = [prefix_of(district or city_code, class_code) for district in districts]
        distinct = sorted(set(prefixes))
        ComponentSequence.objects.bulk_create(
            [ComponentSequence(prefix=prefix) for prefix in distinct], ignore_conflicts=True
        )
        rows = ComponentSequence.objects.select_for_update().filter(prefix__in=distinct).order_by("prefix")
        last = {row.prefix: row.last for row in rows}
        codes = number_codes(prefixes, last)
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="class_code") from error
    ComponentSequence.objects.bulk_update([ComponentSequence(prefix=p, last=n) for p, n in last.items()], ["last"])
    return codes


def _update(row: Component, item: _Placed, layer: ComponentLayer, at: datetime) -> Component | None:
    """Give a known component the new values; None if they are the ones it has."""
    if (row.class_edition, row.class_code) != (layer.class_edition, layer.class_code):
        message = say(
            "Component {code} of layer {name} is of class {class_code} ({class_edition}) and cannot"
            " become {new_code} ({new_edition}): its identity code holds the class.",
            code=row.code,
            name=layer.name,
            class_code=row.class_code,
            class_edition=row.class_edition,
            new_code=layer.class_code,
            new_edition=layer.class_edition,
        )
        raise RefusedError(message, code=row.code)
    if row.digest == item.digest:
        return None
    note_change(row, item.draft.state, actor=None, at=at, reason=layer.name)
    row.name, row.digest, row.changed_at, row.changed_on = item.draft.name, item.digest, at, local_day(at)
    row.geometry = GEOSGeometry(memoryview(item.draft.geometry), srid=territory.CGCS2000)
    row.position = Point(item.longitude, item.latitude, srid=territory.CGCS2000)
    row.grid_id = item.grid_code
    row.manager_body_id, row.owner_body_id = layer.manager_body_id, layer.owner_body_id
    row.keeper_body_id, row.data_source = layer.keeper_body_id, layer.data_source
    return row


def _placeless(item: _Placed, tolerance_m: float) -> Placeless:
    within = f" nor within {tolerance_m:g} m of one" if tolerance_m else ""
    return Placeless(item.draft.external_id, item.longitude, item.latitude, f"lies in no unit grid{within}")


def _natural(key: str) -> tuple[int, str]:
    """Order numbers as numbers: "9" before "10"."""
    return len(key) if key.isdigit() else 0, key
