"""The door of `organizations`."""

from cityloop.organizations.actions.bodies import add_body, change_body, end_body, move_body
from cityloop.organizations.actions.exports import give_out
from cityloop.organizations.actions.following import follow_grids
from cityloop.organizations.actions.responsibility import assign_responsibility, end_responsibility, record_ruling
from cityloop.organizations.actions.staff import appoint, assign_duty, dismiss, set_roster
from cityloop.organizations.actions.tables import take_in
from cityloop.organizations.contracts import (
    AppointmentDraft,
    BodyDraft,
    BodyKind,
    BodyView,
    CollectorCandidate,
    DutyView,
    MemberView,
    NobodyToDrawError,
    RuleDraft,
    RuleOrigin,
    RuleView,
    Ruling,
    Shift,
    Table,
    TakenIn,
)
from cityloop.organizations.domain.drawing import Draw, DrawRecord, draw
from cityloop.organizations.domain.standing import fits
from cityloop.organizations.queries.answers import (
    bodies,
    body,
    body_by_code,
    body_names,
    candidates,
    duties,
    duties_between,
    responsible_body,
    roster,
    rules,
    subtree,
)
from cityloop.organizations.queries.listings import StaffFilter, members

__all__ = [
    "AppointmentDraft",
    "BodyDraft",
    "BodyKind",
    "BodyView",
    "CollectorCandidate",
    "Draw",
    "DrawRecord",
    "DutyView",
    "MemberView",
    "NobodyToDrawError",
    "RuleDraft",
    "RuleOrigin",
    "RuleView",
    "Ruling",
    "Shift",
    "StaffFilter",
    "Table",
    "TakenIn",
    "add_body",
    "appoint",
    "assign_duty",
    "assign_responsibility",
    "bodies",
    "body",
    "body_by_code",
    "body_names",
    "candidates",
    "change_body",
    "dismiss",
    "draw",
    "duties",
    "duties_between",
    "end_body",
    "end_responsibility",
    "fits",
    "follow_grids",
    "give_out",
    "members",
    "move_body",
    "record_ruling",
    "responsible_body",
    "roster",
    "rules",
    "set_roster",
    "subtree",
    "take_in",
]
