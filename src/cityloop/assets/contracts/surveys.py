"""What crosses assets' door: surveys of components and photographs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cityloop.assets.contracts.components import AccuracyClass, ComponentState
from cityloop.assets.contracts.imports import WorkStep


class SurveyState(StrEnum):
    """How far a survey (普查) has come: in the field, under review, applied to the inventory; or void.

    While it is COMPARING or APPLYING the worker has it, and nobody else.
    """

    SURVEYING = "SURVEYING"
    COMPARING = "COMPARING"
    REVIEWING = "REVIEWING"
    APPLYING = "APPLYING"
    APPLIED = "APPLIED"
    VOID = "VOID"

    @property
    def word(self) -> str:
        """Return what the field calls it."""
        return {
            "SURVEYING": "外业普查",
            "COMPARING": "正在比对",
            "REVIEWING": "内业审核",
            "APPLYING": "正在入库",
            "APPLIED": "已入库",
            "VOID": "已作废",
        }[self]


class FindingKind(StrEnum):
    """What a comparison of the field with the inventory finds.

    A component that stands elsewhere is MOVED, also where its attributes differ as well. REPEATED is a record of
    something that a later record tells of again.
    """

    FOUND = "FOUND"
    MOVED = "MOVED"
    DIFFERING = "DIFFERING"
    MISSING = "MISSING"
    NEW = "NEW"
    REPEATED = "REPEATED"

    @property
    def is_difference(self) -> bool:
        """Return whether somebody must decide what becomes of it."""
        return self not in {FindingKind.FOUND, FindingKind.REPEATED}

    @property
    def word(self) -> str:
        """Return what the field calls it."""
        return {
            "FOUND": "一致",
            "MOVED": "移位",
            "DIFFERING": "信息不符",
            "MISSING": "缺失",
            "NEW": "新增",
            "REPEATED": "重复采集",
        }[self]


class Verdict(StrEnum):
    """What was decided about a difference; nothing has to be about what agrees."""

    PENDING = "PENDING"
    ACCEPTED = "ACCEPTED"
    REJECTED = "REJECTED"
    NOT_NEEDED = "NOT_NEEDED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyTerms:
    """What of a survey may be changed while it runs: its title, its days and who surveys."""

    title: str
    starts_on: date
    ends_on: date
    seat_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyPlan(SurveyTerms):
    """A survey about to be planned. No area is the whole city, no class is all of the edition."""

    area_codes: tuple[str, ...]
    class_codes: tuple[str, ...]
    class_edition: str = ""


@dataclass(frozen=True, slots=True)
class Surveyor:
    """Somebody who surveys, in a seat."""

    seat_id: UUID
    account_id: UUID
    name: str
    body_id: UUID | None


@dataclass(frozen=True, slots=True)
class FindingTally:
    """How many findings of a kind there are, and how many of them are decided in which way."""

    kind: FindingKind
    count: int
    pending: int
    accepted: int
    rejected: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveySettlement:
    """What applying a survey did; `looked_at` components were come by, besides those added."""

    added: int
    moved: int
    changed: int
    lost: int
    looked_at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyView:
    """A survey. `ends_on` is its last day.

    The worker has done `rows_done` of `rows_total`, then is at `step`; `failure`: by language, why it could not apply.
    """

    id: UUID
    title: str
    area_codes: tuple[str, ...]
    class_edition: str
    class_codes: tuple[str, ...]
    starts_on: date
    ends_on: date
    state: SurveyState
    version: int
    surveyors: tuple[Surveyor, ...]
    planned_by: UUID
    planned_by_name: str
    planned_at: datetime
    closed_at: datetime | None
    compared_at: datetime | None
    applied_by: UUID | None
    applied_by_name: str
    applied_at: datetime | None
    void_reason: str
    reopen_reason: str
    reopened_by_name: str
    reopened_at: datetime | None
    rows_total: int | None
    rows_done: int
    failure: Mapping[str, str]
    step: WorkStep | None
    settlement: SurveySettlement | None
    records: int
    findings: tuple[FindingTally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class NewRecord:
    """What a surveyor found at one spot. What is None was not looked at."""

    taken_at: datetime
    longitude: float
    latitude: float
    code: str = ""
    class_code: str = ""
    state: ComponentState = ComponentState.INTACT
    accuracy: AccuracyClass | None = None
    name: str | None = None
    manager_body_id: UUID | None = None
    owner_body_id: UUID | None = None
    keeper_body_id: UUID | None = None
    note: str | None = None
    photo_ids: tuple[UUID, ...] = ()
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordView:
    """A field record as it was sent in."""

    id: UUID
    survey_id: UUID
    code: str
    class_code: str
    longitude: float
    latitude: float
    grid_code: str | None
    state: ComponentState
    accuracy: AccuracyClass | None
    attributes: Mapping[str, Any]
    photo_ids: tuple[UUID, ...]
    replaces: UUID | None
    surveyor_id: UUID
    surveyor_name: str
    taken_at: datetime
    received_at: datetime


@dataclass(frozen=True, slots=True)
class AttributeChange:
    """What the inventory says of an attribute, and what the field says."""

    attribute: str
    inventory: str
    field: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    """One finding of a comparison with what was decided about it. `component` is what it is about, or has become."""

    id: int
    kind: FindingKind
    version: int
    component_id: UUID | None
    component_code: str
    component_name: str
    class_code: str
    grid_code: str | None
    longitude: float | None
    latitude: float | None
    record: RecordView | None
    distance_m: float | None
    tolerance_m: float | None
    changes: tuple[AttributeChange, ...]
    may_accept: bool
    verdict: Verdict
    decided_by: UUID | None
    decided_by_name: str
    decided_at: datetime | None
    opinion: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentLook:
    """That a survey looked at a component: when and by whom, what the comparison said, and what was decided about it.

    Of what nobody found, `looked_at` is when the field work ended; nobody is named then.
    """

    survey_id: UUID
    survey_title: str
    survey_state: SurveyState
    looked_at: datetime
    surveyor_name: str
    kind: FindingKind
    distance_m: float | None
    changes: tuple[AttributeChange, ...]
    verdict: Verdict
    decided_by_name: str
    decided_at: datetime | None
    opinion: str
    applied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingDecision:
    """Yes or no to one difference, by somebody who saw this version of it."""

    finding_id: int
    version: int
    is_accepted: bool
    opinion: str = ""
