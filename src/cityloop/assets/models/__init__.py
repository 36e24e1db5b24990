"""Tables of `assets`: fields and constraints, no rules."""

from cityloop.assets.models.components import (
    BadRow,
    Component,
    ComponentImport,
    ComponentSequence,
    ComponentStateChange,
    ImportMapping,
    StagedComponent,
)
from cityloop.assets.models.surveys import (
    ComponentPhoto,
    Survey,
    SurveyFinding,
    SurveyRecord,
    SurveySeat,
    SurveyVerdict,
)

__all__ = [
    "BadRow",
    "Component",
    "ComponentImport",
    "ComponentPhoto",
    "ComponentSequence",
    "ComponentStateChange",
    "ImportMapping",
    "StagedComponent",
    "Survey",
    "SurveyFinding",
    "SurveyRecord",
    "SurveySeat",
    "SurveyVerdict",
]
