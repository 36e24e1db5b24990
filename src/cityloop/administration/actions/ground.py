"""The ground: divisions with their codes, unit grids, duty grids."""

import numpy as np
import shapely

from cityloop.administration.actions.context import Loading
from cityloop.administration.contracts import BadPackageError, Cutting, DivisionFacts, Flaw
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import verbatim
from cityloop.territory import api as territory

REPAIRS_TOLD = 20


def lay_ground(loading: Loading) -> None:
    """Give every division its code, cut or take the unit grids, and store all of it."""
    try:
        _number(loading)
        plane = _plane(loading)
        survey = _survey(loading, plane)
        duties = _duty_grids(loading, plane, survey.unit_grids)
    except ValueError as error:
        raise InvalidInputError(verbatim(error)) from error
    city, at, since = loading.package.city, loading.at, loading.valid_from
    stored = territory.store_divisions(drafts=_division_drafts(loading, survey), valid_from=since, at=at)
    loading.done("divisions", added=stored.added, changed=stored.changed, unchanged=stored.unchanged)
    founded = territory.store_city(code=city.code, timezone=city.timezone, metric_srid=plane.srid, at=at)
    loading.done("city", added=founded.added, changed=founded.changed, unchanged=founded.unchanged)
    cells = territory.store_unit_grids(drafts=survey.unit_grids, valid_from=since, at=at)
    loading.done("unit grids", added=cells.added, changed=cells.changed, unchanged=cells.unchanged)
    walks = territory.store_duty_grids(drafts=duties, valid_from=since, at=at)
    loading.done("duty grids", added=walks.added, changed=walks.changed, unchanged=walks.unchanged)
    judged = territory.form_evaluation_grids(valid_from=since, at=at)
    loading.done("evaluation grids", added=judged.added, changed=judged.changed, unchanged=judged.unchanged)


def _number(loading: Loading) -> None:
    """Find the code of every division, parents first; one that was loaded before keeps the code it got."""
    package = loading.package
    known = territory.source_codes()
    for level in (territory.DivisionLevel.DISTRICT, territory.DivisionLevel.STREET, territory.DivisionLevel.COMMUNITY):
        families: dict[str, list[DivisionFacts]] = {}
        for row in package.divisions:
            if row.level is level:
                families.setdefault(_prefix(loading, row), []).append(row)
        for prefix, rows in sorted(families.items()):
            before = {
                source_id: code
                for (at_level, source_id), code in known.items()
                if at_level is level and code.startswith(prefix)
            }
            unnumbered = [row.source_id for row in rows if not row.code]
            numbered = territory.number_children(prefix, level, unnumbered, before)
            loading.codes |= {(level, row.source_id): row.code or numbered[row.source_id] for row in rows}


def _prefix(loading: Loading, row: DivisionFacts) -> str:
    if row.level is territory.DivisionLevel.DISTRICT:
        return loading.package.district_prefix or loading.package.city.code[:4]
    above = row.level.above
    return loading.codes[above, row.parent_id] if above else ""


def _plane(loading: Loading) -> territory.Plane:
    if loading.package.city.metric_srid is not None:
        return territory.require_metric(loading.package.city.metric_srid)
    middle = shapely.from_wkb(loading.package.divisions[0].geometry).centroid
    return territory.plane_for(middle.x, middle.y)


def _survey(loading: Loading, plane: territory.Plane) -> territory.Survey:
    rows = {
        loading.codes[row.level, row.source_id]: row
        for row in loading.package.divisions
        if row.level is territory.DivisionLevel.COMMUNITY
    }
    how = loading.package.unit_grids
    if not isinstance(how, Cutting):
        return territory.Survey({code: row.geometry for code, row in rows.items()}, how, ())
    loading.tell(f"cutting unit grids of {how.side_m:g} m from {len(rows)} communities")
    orders = territory.Orders(
        plane=plane,
        cut=territory.Cut(side_m=how.side_m, sliver=how.sliver),
        largest_gap_m2=how.largest_gap_m2,
        area_levels={code: row.area_level for code, row in rows.items()},
    )
    survey = territory.survey({code: row.geometry for code, row in rows.items()}, orders)
    _tell_repairs(loading, survey)
    return survey


def _tell_repairs(loading: Loading, survey: territory.Survey) -> None:
    ordered = sorted(survey.repairs, key=lambda repair: -repair.area_m2)
    for repair in ordered[:REPAIRS_TOLD]:
        taker = f"given to {repair.given_to}" if repair.given_to else "left as it is"
        claim = f" claimed by {', '.join(repair.claimed_by)}" if repair.claimed_by else ""
        loading.note(f"communities: {repair.kind} of {repair.area_m2:g} m2{claim}: {taker}")
    if len(ordered) > REPAIRS_TOLD:
        loading.note(f"communities: {len(ordered) - REPAIRS_TOLD} smaller overlaps and gaps were repaired")


def _duty_grids(
    loading: Loading, plane: territory.Plane, unit_grids: tuple[territory.UnitGridDraft, ...]
) -> tuple[territory.DutyGridDraft, ...]:
    wanted = loading.package.duty_grids
    if wanted is None:
        return ()
    if isinstance(wanted, int):
        return territory.gather_duty_grids(unit_grids, plane, wanted)
    shapes = {grid.code: grid.geometry for grid in unit_grids}
    flaws = []
    for draft in wanted:
        missing = [code for code in draft.grid_codes if code not in shapes]
        if missing:
            flaws.append(Flaw("package", "duty_grids", f"{draft.code} holds {missing[0]}, which does not exist"))
        elif not _in_one_piece(plane, [shapes[code] for code in draft.grid_codes]):
            flaws.append(Flaw("package", "duty_grids", f"the unit grids of {draft.code} do not all touch"))
    if flaws:
        raise BadPackageError(flaws)
    return wanted


def _in_one_piece(plane: territory.Plane, shapes: list[bytes]) -> bool:
    return territory.in_one_piece(plane.flatten(np.asarray(shapely.from_wkb(shapes), dtype=object)))


def _division_drafts(loading: Loading, survey: territory.Survey) -> list[territory.DivisionDraft]:
    """Return the divisions, the city first; communities have the outline that their unit grids make up."""
    city, rows = loading.package.city, loading.package.divisions
    level = territory.DivisionLevel
    districts = [shapely.from_wkb(row.geometry) for row in rows if row.level is level.DISTRICT]
    whole = shapely.to_wkb(shapely.normalize(shapely.union_all(shapely.make_valid(districts))))
    drafts = [territory.DivisionDraft(city.code, city.name, level.CITY, None, bytes(whole))]
    for row in sorted(rows, key=lambda row: (list(level).index(row.level), row.source_id)):
        code, above = loading.codes[row.level, row.source_id], row.level.above
        parent = loading.codes.get((above, row.parent_id), city.code) if above else None
        shape = survey.communities[code] if row.level is level.COMMUNITY else row.geometry
        drafts.append(territory.DivisionDraft(code, row.name, row.level, parent, shape, row.source_id))
    return drafts
