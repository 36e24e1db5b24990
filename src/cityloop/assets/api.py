"""The door to assets."""

from cityloop.assets.actions.following import follow_grids
from cityloop.assets.actions.importing import run_import, start_import
from cityloop.assets.actions.layers import import_components
from cityloop.assets.actions.mappings import save_mapping
from cityloop.assets.actions.photos import keep_component_photo, keep_survey_photo
from cityloop.assets.actions.states import change_state
from cityloop.assets.actions.surveys.closing import close_survey, compare_survey
from cityloop.assets.actions.surveys.planning import change_survey, plan_survey, void_survey
from cityloop.assets.actions.surveys.recording import record_component
from cityloop.assets.actions.surveys.reviewing import decide_findings
from cityloop.assets.actions.surveys.settling import apply_survey
from cityloop.assets.contracts import (
    AccuracyClass,
    AreaCoverage,
    AttributeChange,
    ComponentDraft,
    ComponentFilter,
    ComponentLabel,
    ComponentLayer,
    ComponentPhotoView,
    ComponentState,
    ComponentView,
    FieldNaming,
    FindingDecision,
    FindingKind,
    FindingTally,
    FindingView,
    Imported,
    ImportState,
    ImportView,
    InventoryFormat,
    MappingView,
    NearComponent,
    NewComponentPhoto,
    NewImport,
    NewRecord,
    Placeless,
    RecordView,
    StateChangeView,
    Surveyor,
    SurveyPlan,
    SurveySettlement,
    SurveyState,
    SurveyTerms,
    SurveyView,
    Verdict,
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
from cityloop.assets.queries.coverage import coverage
from cityloop.assets.queries.exports import write_components
from cityloop.assets.queries.findings import findings
from cityloop.assets.queries.imports import REPORT_COLUMNS, bad_rows, component_import, component_imports, mappings
from cityloop.assets.queries.labels import label_sheets, labels
from cityloop.assets.queries.photos import component_photo_file, component_photos
from cityloop.assets.queries.surveys import area_of_survey, records, survey, surveys

__all__ = [
    "REPORT_COLUMNS",
    "AccuracyClass",
    "AreaCoverage",
    "AttributeChange",
    "ComponentDraft",
    "ComponentFilter",
    "ComponentLabel",
    "ComponentLayer",
    "ComponentPhotoView",
    "ComponentState",
    "ComponentView",
    "FieldNaming",
    "FindingDecision",
    "FindingKind",
    "FindingTally",
    "FindingView",
    "ImportState",
    "ImportView",
    "Imported",
    "InventoryFormat",
    "MappingView",
    "NearComponent",
    "NewComponentPhoto",
    "NewImport",
    "NewRecord",
    "Placeless",
    "RecordView",
    "StateChangeView",
    "SurveyPlan",
    "SurveySettlement",
    "SurveyState",
    "SurveyTerms",
    "SurveyView",
    "Surveyor",
    "Verdict",
    "apply_survey",
    "area_of_survey",
    "bad_rows",
    "change_state",
    "change_survey",
    "close_survey",
    "compare_survey",
    "component",
    "component_by_id",
    "component_import",
    "component_imports",
    "component_photo_file",
    "component_photos",
    "components",
    "coverage",
    "decide_findings",
    "find_components",
    "findings",
    "follow_grids",
    "import_components",
    "keep_component_photo",
    "keep_survey_photo",
    "label_sheets",
    "labels",
    "mapping_of",
    "mappings",
    "near",
    "plan_survey",
    "record_component",
    "records",
    "run_import",
    "save_mapping",
    "sheet",
    "start_import",
    "state_changes",
    "survey",
    "surveys",
    "void_survey",
    "write_components",
]
