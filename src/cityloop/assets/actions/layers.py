"""Whole layers of components, as a city package brings them: the second way into the inventory's one import."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import shapely
from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.assets.actions.applying import match, write
from cityloop.assets.actions.staging import known, stage
from cityloop.assets.actions.states import SYSTEM, local_day
from cityloop.assets.contracts import ComponentDraft, ComponentLayer, Imported, ImportState, Placeless
from cityloop.assets.domain.columns import SLUGS, Faults
from cityloop.assets.domain.mapping import understand
from cityloop.assets.events import ComponentsImported
from cityloop.assets.models import ComponentImport, StagedComponent
from cityloop.assets.queries.sources import BATCH, Batch
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import Named, say

FEW = 20  # components of which news tells where they stand
OF_EACH = ("external_id", "name", "state")
OF_ALL = ("source_layer", "class_edition", "class_code", "data_source", "manager", "owner", "keeper", "valid_from")
PLACELESS = """
SELECT s.external_id, ST_X(s.position), ST_Y(s.position)
  FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id WHERE s.grid_code IS NULL ORDER BY s.row
"""
CONCERNED = """
SELECT DISTINCT ST_XMin(geometry), ST_YMin(geometry), ST_XMax(geometry), ST_YMax(geometry), coalesce(grid_code, '')
  FROM (SELECT s.geometry, s.grid_code FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id
        UNION ALL
        SELECT c.geometry, c.grid_code FROM matched m JOIN assets_component c ON c.id = m.known_id) AS each
 ORDER BY 5, 1, 2, 3, 4
"""


def import_components(
    *,
    layer: ComponentLayer,
    drafts: Sequence[ComponentDraft],
    valid_from: datetime,
    at: datetime,
    tolerance_m: float = 0.0,
) -> Imported:
    """Bring a layer of components into the inventory, all or none; a second import of the same changes nothing.

    A component is known again by layer and external id and keeps its identity code. One that lies in no unit grid,
    nor within the tolerance of one, is kept without a grid, under the city's own six digits, and reported.

    :raises InvalidInputError: a draft is bad, comes twice, or is known with another class.
    :raises RefusedError: a class has used up its million codes in a district.
    """
    bodies = (layer.manager_body_id, layer.owner_body_id, layer.keeper_body_id)
    shared = (layer.name, layer.class_edition, layer.class_code, layer.data_source, *bodies, valid_from)
    columns: dict[str, Sequence[object]] = {name: [getattr(draft, name) for draft in drafts] for name in OF_EACH}
    columns |= {name: [value] * len(drafts) for name, value in zip(OF_ALL, shared, strict=True)}
    shapes = [draft.geometry for draft in drafts]
    moment = max(valid_from, at)
    return import_rows(
        name=layer.name, columns=columns, shapes=shapes, placed_at=moment, at=at, tolerance_m=tolerance_m
    )


@transaction.atomic
def import_rows(
    *,
    name: str,
    columns: Mapping[str, Sequence[object]],
    shapes: Sequence[bytes],
    at: datetime,
    placed_at: datetime | None = None,
    tolerance_m: float = 0.0,
) -> Imported:
    """Bring components of one layer into the inventory that each tell their class, bodies and what else is known.

    :param columns: by attribute, as a mapping of a file names them, one value for each component; `source_layer`,
        `external_id` and `class_code` must be among them.
    :param shapes: WKB of any type, longitude and latitude.
    :param placed_at: in whose grids they are looked for first; those that have ended since are followed.
    :raises InvalidInputError: a row is bad, comes twice, or is known with another class.
    :raises RefusedError: a class has used up its million codes in a district.
    """
    attributes = {attribute: f"{{{attribute}}}" for attribute in columns}
    rules = understand({"attributes": attributes, "tolerance_m": tolerance_m})
    job = _job(name, attributes, len(shapes), at)
    names, external_ids = known(), columns["external_id"]
    for batch in _batches(columns, shapes):
        _require_none(stage(job.pk, batch, rules, names, at=placed_at or at), name, external_ids)
    _require_none(match(job, rules), name, external_ids)
    boxes, grids = _concerned() if len(shapes) <= FEW else ((), ())
    done = write(job, rules, day=local_day(at), at=at)
    placeless = _placeless(tolerance_m)
    StagedComponent.objects.filter(made_by_id=job.pk).delete()
    if done.added or done.changed:
        told = ComponentsImported(at=at, layer=name, added=done.added, changed=done.changed, boxes=boxes, grids=grids)
        outbox.publish(told)
        done.tell(job)
        job.save()
    else:
        job.delete()
    return Imported(name, done.added, done.changed, done.unchanged, done.missing, placeless)


def _job(name: str, attributes: dict[str, str], count: int, at: datetime) -> ComponentImport:
    actor = access.system_actor(SYSTEM)
    return ComponentImport.objects.create(
        file_name=name,
        file="",
        rules={"attributes": attributes},
        is_all_or_nothing=True,
        state=ImportState.DONE,
        rows_total=count,
        rows_read=count,
        actor_id=actor.account_id,
        actor_name=actor.name,
        started_at=at,
        ended_at=at,
    )


def _batches(columns: Mapping[str, Sequence[object]], shapes: Sequence[bytes]) -> Iterator[Batch]:
    for first in range(0, len(shapes), BATCH):
        some = {name: list(column[first : first + BATCH]) for name, column in columns.items()}
        yield Batch(first + 1, some, shapely.from_wkb(list(shapes[first : first + BATCH])))


def _require_none(faults: Faults, layer: str, external_ids: Sequence[object]) -> None:
    for row, wrong in sorted(faults.by_row.items()):
        slug, attribute, value = wrong[0]
        chinese, english = SLUGS[slug]
        message = say(
            "Component {external_id!r} of layer {layer}: {what} {wrong}.",
            external_id=external_ids[row - 1],
            layer=layer,
            what=f"{attribute} {value!r}" if value else attribute,
            wrong=Named(english, {"zh": chinese}),
        )
        raise InvalidInputError(message, field=attribute, values=[value], rows=len(faults.by_row))


def _concerned() -> tuple[tuple[tuple[float, float, float, float], ...], tuple[str, ...]]:
    """Return the ground of all that is about to be written, as it was and as it will be, and its grids."""
    with connection.cursor() as cursor:
        cursor.execute(CONCERNED)
        rows = cursor.fetchall()
    return tuple((west, south, east, north) for west, south, east, north, _ in rows), tuple(
        sorted({grid for *_, grid in rows if grid})
    )


def _placeless(tolerance_m: float) -> tuple[Placeless, ...]:
    within = f" nor within {tolerance_m:g} m of one" if tolerance_m else ""
    with connection.cursor() as cursor:
        cursor.execute(PLACELESS)
        rows = cursor.fetchall()
    return tuple(Placeless(name, x, y, f"lies in no unit grid{within}") for name, x, y in rows)
