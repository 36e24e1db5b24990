"""The door to assets."""

from cityloop.assets.actions.following import follow_grids
from cityloop.assets.actions.importing import run_import, start_import
from cityloop.assets.actions.layers import import_components
from cityloop.assets.actions.mappings import save_mapping
from cityloop.assets.actions.states import change_state
from cityloop.assets.contracts import (
    AccuracyClass,
    ComponentDraft,
    ComponentFilter,
    ComponentLayer,
    ComponentState,
    ComponentView,
    FieldNaming,
    Imported,
    ImportState,
    ImportView,
    InventoryFormat,
    MappingView,
    NearComponent,
    NewImport,
    Placeless,
    StateChangeView,
)
from cityloop.assets.domain.labels import sheet
from cityloop.assets.domain.mapping import mapping_of
from cityloop.assets.queries.components import (
    component,
    component_by_id,
    components,
    find_components,
    near,
    state_changes,
)
from cityloop.assets.queries.exports import write_components
from cityloop.assets.queries.imports import REPORT_COLUMNS, bad_rows, component_import, component_imports, mappings

__all__ = [
    "REPORT_COLUMNS",
    "AccuracyClass",
    "ComponentDraft",
    "ComponentFilter",
    "ComponentLayer",
    "ComponentState",
    "ComponentView",
    "FieldNaming",
    "ImportState",
    "ImportView",
    "Imported",
    "InventoryFormat",
    "MappingView",
    "NearComponent",
    "NewImport",
    "Placeless",
    "StateChangeView",
    "bad_rows",
    "change_state",
    "component",
    "component_by_id",
    "component_import",
    "component_imports",
    "components",
    "find_components",
    "follow_grids",
    "import_components",
    "mapping_of",
    "mappings",
    "near",
    "run_import",
    "save_mapping",
    "sheet",
    "start_import",
    "state_changes",
    "write_components",
]
