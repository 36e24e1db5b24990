"""Tables of `cases`: fields and constraints, no rules."""

from cityloop.cases.models.case import Case, CaseParticipant, CaseReporter, DayNumber, LifecycleVersion
from cityloop.cases.models.evidence import FieldTask, Photo
from cityloop.cases.models.history import Activity, CaseStep
from cityloop.cases.models.requests import CaseRequest, HelperBody, RequestDecision, Urge
from cityloop.cases.models.saved_queries import SavedQuery

__all__ = [
    "Activity",
    "Case",
    "CaseParticipant",
    "CaseReporter",
    "CaseRequest",
    "CaseStep",
    "DayNumber",
    "FieldTask",
    "HelperBody",
    "LifecycleVersion",
    "Photo",
    "RequestDecision",
    "SavedQuery",
    "Urge",
]
