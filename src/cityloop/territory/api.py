"""The door to territory."""

from datetime import datetime

from cityloop.territory.actions import store_city, store_divisions, store_duty_grids, store_unit_grids
from cityloop.territory.contracts import (
    CGCS2000,
    CityView,
    DivisionDraft,
    DivisionLevel,
    DivisionView,
    DutyGridDraft,
    DutyGridView,
    GridPlace,
    Locator,
    Stored,
    UnitGridDraft,
    UnitGridView,
)
from cityloop.territory.locators import locator as _locator
from cityloop.territory.queries import (
    box_around,
    city,
    division,
    division_geometry,
    divisions,
    duty_grids,
    locate,
    names,
    places,
    require_on_globe,
    revision,
    unit_grid,
    unit_grids,
)


def locator(at: datetime) -> Locator:
    """Return an in-memory locator for many points at this moment, cached in the process until the ground changes."""
    return _locator(at)


__all__ = [
    "CGCS2000",
    "CityView",
    "DivisionDraft",
    "DivisionLevel",
    "DivisionView",
    "DutyGridDraft",
    "DutyGridView",
    "GridPlace",
    "Locator",
    "Stored",
    "UnitGridDraft",
    "UnitGridView",
    "box_around",
    "city",
    "division",
    "division_geometry",
    "divisions",
    "duty_grids",
    "locate",
    "locator",
    "names",
    "places",
    "require_on_globe",
    "revision",
    "store_city",
    "store_divisions",
    "store_duty_grids",
    "store_unit_grids",
    "unit_grid",
    "unit_grids",
]
