"""What callers send."""

from typing import Annotated
from uuid import UUID

from ninja import Schema
from pydantic import AfterValidator, Field, StringConstraints

from cityloop.cases.api import Answer, ClosingKind, Inputs, NewCase, Reporter, Source, Urgency
from cityloop.kernel.http import Moment, Text
from cityloop.standards.api import AreaLevel, Limit, MatterKind

Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False, description="Degrees, CGCS2000.")]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False, description="Degrees, CGCS2000.")]
ClassCode = Annotated[str, StringConstraints(pattern=r"^\d{4,5}$")]
Serial = Annotated[int, Field(ge=0, le=2**31 - 1)]


def _limit(text: str) -> str:
    return str(Limit.parse(text))


LimitText = Annotated[
    str,
    StringConstraints(pattern=r"^\d{1,5}(\.\d{1,2})? [a-z_]{4,12}$"),
    AfterValidator(_limit),
    Field(description="Amount and unit: minute, work_minute, work_hour, work_day, urgent_hour, urgent_day."),
]


class ReporterIn(Schema):
    """Who reports. Personal data."""

    name: Annotated[Text, StringConstraints(max_length=60)] = ""
    phone: Annotated[str, StringConstraints(pattern=r"^(\+?[0-9 -]{5,20})?$")] = ""
    wants_answer: bool = False


class CaseIn(Schema):
    """A problem in the street."""

    kind: MatterKind
    class_code: ClassCode
    longitude: Longitude
    latitude: Latitude
    source: Source = Field(Source.HOTLINE, description="Counts for desks only; a collector or citizen is the source.")
    description: Text = ""
    address: Annotated[Text, StringConstraints(max_length=300)] = ""
    urgency: Urgency = Urgency.ROUTINE
    component_code: Annotated[str, StringConstraints(pattern=r"^(\d{16,17})?$")] = ""
    photo_ids: list[UUID] = Field([], max_length=20)
    self_disposed: bool = False
    reporter: ReporterIn = ReporterIn()

    def new(self) -> NewCase:
        """Return it as the door wants it."""
        values = self.model_dump(exclude={"photo_ids", "reporter"})
        return NewCase(**values, photo_ids=tuple(self.photo_ids), reporter=Reporter(**self.reporter.model_dump()))


class MoveIn(Schema):
    """One move. Which inputs it needs and takes stands with the case (`moves`); `version` is the one you saw."""

    version: Serial
    opinion: Text = ""
    class_code: ClassCode | None = None
    condition_id: Serial | None = None
    area_level: AreaLevel | None = None
    limit: LimitText | None = None
    due_at: Moment | None = None
    body_id: UUID | None = None
    helper_body_ids: list[UUID] = Field([], max_length=20)
    person_id: UUID | None = None
    until: Moment | None = None
    extra: LimitText | None = None
    photo_ids: list[UUID] = Field([], max_length=20)
    closing_kind: ClosingKind | None = None
    main_case_id: UUID | None = None
    answer: Answer | None = None
    score: Annotated[int, Field(ge=-100, le=100)] | None = None
    urge_level: Annotated[str, StringConstraints(pattern=r"^[A-Z_]{0,12}$")] = ""
    reply_by: Moment | None = None

    def inputs(self) -> Inputs:
        """Return what was given, as the door wants it."""
        return Inputs(
            opinion=self.opinion,
            class_code=self.class_code or "",
            condition_id=self.condition_id,
            area_level=self.area_level or "",
            limit=Limit.parse(self.limit) if self.limit else None,
            due_at=self.due_at,
            body_id=self.body_id,
            helper_body_ids=tuple(self.helper_body_ids),
            person_id=self.person_id,
            until=self.until,
            extra=Limit.parse(self.extra) if self.extra else None,
            photo_ids=tuple(self.photo_ids),
            closing_kind=self.closing_kind,
            main_case_id=self.main_case_id,
            answer=self.answer,
            score=self.score,
            urge_level=self.urge_level,
            reply_by=self.reply_by,
        )
