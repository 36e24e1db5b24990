"""The door to assets."""

from cityloop.assets.actions.layers import import_components
from cityloop.assets.actions.states import change_state
from cityloop.assets.contracts import (
    AccuracyClass,
    ComponentDraft,
    ComponentLayer,
    ComponentState,
    ComponentView,
    Imported,
    NearComponent,
    Placeless,
)
from cityloop.assets.queries.components import component, component_by_id, components, find_components, near

__all__ = [
    "AccuracyClass",
    "ComponentDraft",
    "ComponentLayer",
    "ComponentState",
    "ComponentView",
    "Imported",
    "NearComponent",
    "Placeless",
    "change_state",
    "component",
    "component_by_id",
    "components",
    "find_components",
    "import_components",
    "near",
]
