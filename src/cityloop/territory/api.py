"""The door to territory."""

from collections.abc import Collection
from datetime import datetime

from cityloop.territory.actions.changes import (
    decide_change,
    draw_change,
    preview_change,
    redraw_change,
    submit_change,
    withdraw_change,
)
from cityloop.territory.actions.judged import form_evaluation_grids
from cityloop.territory.actions.loose_ends import note_loose_ends, settle_loose_end
from cityloop.territory.actions.mending import mend_divisions
from cityloop.territory.actions.placing import PERSON_WAITS_S, await_placing, hold_ground
from cityloop.territory.actions.storing import store_city, store_divisions, store_duty_grids, store_unit_grids
from cityloop.territory.contracts import (
    CGCS2000,
    STANDING,
    ChangeState,
    CityView,
    DivisionDraft,
    DivisionLevel,
    DivisionView,
    DutyGridDraft,
    FaultKind,
    GridPlace,
    HeirView,
    Locator,
    LooseEndDraft,
    LooseEndKind,
    NamedPlace,
    Stored,
    UnitGridDraft,
    UnitGridView,
)
from cityloop.territory.domain.codes import number_children
from cityloop.territory.domain.cutting import Cut
from cityloop.territory.domain.duty import in_one_piece
from cityloop.territory.domain.planes import Plane, plane_for, reproject, require_metric, rounded
from cityloop.territory.domain.survey import Orders, Survey, survey
from cityloop.territory.domain.survey import duty_grids as gather_duty_grids
from cityloop.territory.policies import area_within
from cityloop.territory.queries.changes import (
    forebears,
    former_attributes,
    grid_change,
    grid_changes,
    heirs,
    loose_ends,
)
from cityloop.territory.queries.faults import faults
from cityloop.territory.queries.ground import (
    as_it_was,
    box_around,
    city,
    division,
    division_geometry,
    divisions,
    duty_grids,
    evaluation_grids,
    extent,
    locate,
    names,
    places,
    require_on_globe,
    revision,
    source_codes,
    stamp,
    unit_grid,
    unit_grids,
)
from cityloop.territory.queries.heirs import (
    ended_grids,
    standing_duty_grids,
    standing_heirs,
    standing_parts,
    standing_places,
)
from cityloop.territory.queries.judged import judged_in
from cityloop.territory.queries.locators import locator as _locator
from cityloop.territory.queries.naming import division_points, named_places


def locator(at: datetime, *, among: Collection[str] | None = None) -> Locator:
    """Return an in-memory locator for many points at this moment, cached in the process until the ground changes.

    :param among: look in these grids only; they are read each time.
    """
    return _locator(at, among)


__all__ = [
    "CGCS2000",
    "PERSON_WAITS_S",
    "STANDING",
    "ChangeState",
    "CityView",
    "Cut",
    "DivisionDraft",
    "DivisionLevel",
    "DivisionView",
    "DutyGridDraft",
    "FaultKind",
    "GridPlace",
    "HeirView",
    "Locator",
    "LooseEndDraft",
    "LooseEndKind",
    "NamedPlace",
    "Orders",
    "Plane",
    "Stored",
    "Survey",
    "UnitGridDraft",
    "UnitGridView",
    "area_within",
    "as_it_was",
    "await_placing",
    "box_around",
    "city",
    "decide_change",
    "division",
    "division_geometry",
    "division_points",
    "divisions",
    "draw_change",
    "duty_grids",
    "ended_grids",
    "evaluation_grids",
    "extent",
    "faults",
    "forebears",
    "form_evaluation_grids",
    "former_attributes",
    "gather_duty_grids",
    "grid_change",
    "grid_changes",
    "heirs",
    "hold_ground",
    "in_one_piece",
    "judged_in",
    "locate",
    "locator",
    "loose_ends",
    "mend_divisions",
    "named_places",
    "names",
    "note_loose_ends",
    "number_children",
    "places",
    "plane_for",
    "preview_change",
    "redraw_change",
    "reproject",
    "require_metric",
    "require_on_globe",
    "revision",
    "rounded",
    "settle_loose_end",
    "source_codes",
    "stamp",
    "standing_duty_grids",
    "standing_heirs",
    "standing_parts",
    "standing_places",
    "store_city",
    "store_divisions",
    "store_duty_grids",
    "store_unit_grids",
    "submit_change",
    "survey",
    "unit_grid",
    "unit_grids",
    "withdraw_change",
]
