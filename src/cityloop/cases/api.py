"""The door of `cases`. Others import this, `events` and `contracts`; nothing else."""

from cityloop.cases.actions.alarms import ring
from cityloop.cases.actions.casefile import MoveNotAllowedError
from cityloop.cases.actions.fingerprints import take_fingerprints
from cityloop.cases.actions.lifecycles import publish_lifecycle, standard_data
from cityloop.cases.actions.moves import Mover, move, move_through, report_and_move
from cityloop.cases.actions.photos import keep_photo
from cityloop.cases.actions.reports import report
from cityloop.cases.contracts import (
    Answer,
    CaseHistory,
    CaseShown,
    CaseView,
    ClosingKind,
    Inputs,
    Lookalike,
    MoveAsked,
    NewCase,
    NewPhoto,
    PhotoShown,
    PhotoTwin,
    PhotoUsage,
    PhotoView,
    Reporter,
    RequestTold,
    Source,
    StageRole,
    StayTold,
    StepTold,
    TaskKind,
    TaskTold,
    Urgency,
    UrgeTold,
    Visit,
    VisitKind,
    VoidKind,
)
from cityloop.cases.domain.lifecycle_file import LifecycleInvalidError
from cityloop.cases.queries.base_counts import Division, base_counts
from cityloop.cases.queries.field_work import MOST_BITS, answers_given, photo_twins, visits
from cityloop.cases.queries.histories import case_ids_after, histories
from cityloop.cases.queries.known import case_of_external, known_external
from cityloop.cases.queries.lookalikes import lookalikes, nearest_of_class
from cityloop.cases.queries.positions import open_case_rows
from cityloop.cases.queries.shown import shown
from cityloop.cases.queries.verification import verify_history

__all__ = [
    "MOST_BITS",
    "Answer",
    "CaseHistory",
    "CaseShown",
    "CaseView",
    "ClosingKind",
    "Division",
    "Inputs",
    "LifecycleInvalidError",
    "Lookalike",
    "MoveAsked",
    "MoveNotAllowedError",
    "Mover",
    "NewCase",
    "NewPhoto",
    "PhotoShown",
    "PhotoTwin",
    "PhotoUsage",
    "PhotoView",
    "Reporter",
    "RequestTold",
    "Source",
    "StageRole",
    "StayTold",
    "StepTold",
    "TaskKind",
    "TaskTold",
    "UrgeTold",
    "Urgency",
    "Visit",
    "VisitKind",
    "VoidKind",
    "answers_given",
    "base_counts",
    "case_ids_after",
    "case_of_external",
    "histories",
    "keep_photo",
    "known_external",
    "lookalikes",
    "move",
    "move_through",
    "nearest_of_class",
    "open_case_rows",
    "photo_twins",
    "publish_lifecycle",
    "report",
    "report_and_move",
    "ring",
    "shown",
    "standard_data",
    "take_fingerprints",
    "verify_history",
    "visits",
]
