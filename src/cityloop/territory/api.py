"""The door to territory."""

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
from cityloop.territory.actions.mending import mend_divisions
from cityloop.territory.actions.storing import store_city, store_divisions, store_duty_grids, store_unit_grids
from cityloop.territory.contracts import (
    CGCS2000,
    BegunGrid,
    ChangeOutcome,
    ChangeState,
    CityView,
    DivisionDraft,
    DivisionLevel,
    DivisionView,
    DutyGridDraft,
    DutyGridView,
    EvaluationGridView,
    FaultKind,
    FaultView,
    GridChangeView,
    GridPlace,
    HeirView,
    Locator,
    NamedPlace,
    Stored,
    UnitGridDraft,
    UnitGridView,
)
from cityloop.territory.domain.codes import number_children
from cityloop.territory.domain.coverage import Repair
from cityloop.territory.domain.cutting import Cut
from cityloop.territory.domain.duty import in_one_piece
from cityloop.territory.domain.planes import Plane, plane_for, reproject, require_metric, rounded
from cityloop.territory.domain.survey import Orders, Survey, survey
from cityloop.territory.domain.survey import duty_grids as gather_duty_grids
from cityloop.territory.policies import area_within
from cityloop.territory.queries.changes import forebears, grid_change, grid_changes, heirs
from cityloop.territory.queries.ground import (
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
from cityloop.territory.queries.locators import locator as _locator
from cityloop.territory.queries.naming import division_points, named_places
from cityloop.territory.queries.reshaped import faults


def locator(at: datetime) -> Locator:
    """Return an in-memory locator for many points at this moment, cached in the process until the ground changes."""
    return _locator(at)


__all__ = [
    "CGCS2000",
    "BegunGrid",
    "ChangeOutcome",
    "ChangeState",
    "CityView",
    "Cut",
    "DivisionDraft",
    "DivisionLevel",
    "DivisionView",
    "DutyGridDraft",
    "DutyGridView",
    "EvaluationGridView",
    "FaultKind",
    "FaultView",
    "GridChangeView",
    "GridPlace",
    "HeirView",
    "Locator",
    "NamedPlace",
    "Orders",
    "Plane",
    "Repair",
    "Stored",
    "Survey",
    "UnitGridDraft",
    "UnitGridView",
    "area_within",
    "box_around",
    "city",
    "decide_change",
    "division",
    "division_geometry",
    "division_points",
    "divisions",
    "draw_change",
    "duty_grids",
    "evaluation_grids",
    "extent",
    "faults",
    "forebears",
    "form_evaluation_grids",
    "gather_duty_grids",
    "grid_change",
    "grid_changes",
    "heirs",
    "in_one_piece",
    "locate",
    "locator",
    "mend_divisions",
    "named_places",
    "names",
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
    "source_codes",
    "stamp",
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
