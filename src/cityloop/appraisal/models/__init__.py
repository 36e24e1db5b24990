"""Tables of `appraisal`: fields and constraints, no rules."""

from cityloop.appraisal.models.appraisals import Appraisal, FrozenAppraisal, PlatformReport
from cityloop.appraisal.models.questionnaires import Questionnaire, QuestionnaireResponse
from cityloop.appraisal.models.sites import DrawnSite, Site, SiteDraw, SiteVisit, VisitPhoto
from cityloop.appraisal.models.trees import TreeVersion

__all__ = [
    "Appraisal",
    "DrawnSite",
    "FrozenAppraisal",
    "PlatformReport",
    "Questionnaire",
    "QuestionnaireResponse",
    "Site",
    "SiteDraw",
    "SiteVisit",
    "TreeVersion",
    "VisitPhoto",
]
