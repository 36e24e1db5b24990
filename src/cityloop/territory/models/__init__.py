"""Tables of territory."""

from cityloop.territory.models.changes import DutyMembership, FormerAttributes, GridChange, GridHeir, LooseEnd
from cityloop.territory.models.ground import City, Division, DutyGrid, EvaluationGrid, UnitGrid

__all__ = [
    "City",
    "Division",
    "DutyGrid",
    "DutyMembership",
    "EvaluationGrid",
    "FormerAttributes",
    "GridChange",
    "GridHeir",
    "LooseEnd",
    "UnitGrid",
]
