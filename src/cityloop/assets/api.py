"""The door to assets."""

from cityloop.assets.actions import import_components
from cityloop.assets.contracts import (
    ComponentDraft,
    ComponentLayer,
    ComponentState,
    ComponentView,
    Imported,
    NearComponent,
    Placeless,
)
from cityloop.assets.queries import component, component_by_id, components, find_components, near

__all__ = [
    "ComponentDraft",
    "ComponentLayer",
    "ComponentState",
    "ComponentView",
    "Imported",
    "NearComponent",
    "Placeless",
    "component",
    "component_by_id",
    "components",
    "find_components",
    "import_components",
    "near",
]
