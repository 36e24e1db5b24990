"""About case-quality sampling (案卷质量抽查): what is drawn, what is asked a second time, what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from cityloop.cases.contracts import PhotoUsage
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import Sentence, say
from cityloop.standards.contracts import MatterKind


class SamplingStandsError(RefusedError):
    """The sampling, or the case that was drawn, has come too far for this, or not far enough."""

    slug: ClassVar[str] = "sampling-stands"
    title: ClassVar[Sentence] = say("The sampling stands")


class Stratum(StrEnum):
    """By what cases are divided before they are drawn, so that each part has its share."""

    BODY = "BODY"  # the body that disposed of it
    ACCEPTOR = "ACCEPTOR"  # who accepted it
    COLLECTOR = "COLLECTOR"  # who reported it
    DISTRICT = "DISTRICT"
    CLASS = "CLASS"


class SamplingState(StrEnum):
    """How far a sampling has come."""

    PLANNED = "PLANNED"  # the seed is on record and known to nobody, nothing is drawn
    DRAWN = "DRAWN"


class LookQuestion(StrEnum):
    """What the second look asks. Whoever closed the case has said yes to every one of them."""

    CLASS = "CLASS"  # is the class right?
    PLACE = "PLACE"  # is the place right?
    PHOTOS = "PHOTOS"  # do the photographs show the spot and the problem?
    BEFORE_AFTER = "BEFORE_AFTER"  # are before and after the same spot?
    RESULT = "RESULT"  # is it true that it was disposed of?
    FILING = "FILING"  # was it right to file it?


class LookAnswer(StrEnum):
    """What the second look, or the ruling, says to a question."""

    YES = "YES"
    NO = "NO"
    CANNOT_TELL = "CANNOT_TELL"  # counts for nobody and against nobody


class LookState(StrEnum):
    """How far a drawn case has come."""

    WAITING = "WAITING"
    TAKEN = "TAKEN"  # somebody is looking at it
    DISPUTED = "DISPUTED"  # the second look disagrees: an inspector rules
    SETTLED = "SETTLED"


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingPlan:
    """Which cases are drawn: those closed in a period, so many or this share of each stratum; one of both is given.

    `share` is in percent; of a stratum that has cases at least one is drawn. Without `by` all cases are one stratum.
    """

    period: str
    by: tuple[Stratum, ...] = ()
    size: int | None = None
    share: Decimal | None = None
    area_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SamplingView:
    """A sampling. `digest` is the SHA-256 of the list that was drawn from.

    `seed` was on record before the draw, and is told when it is drawn; until then its SHA-256 binds who planned.
    """

    id: UUID
    period: str
    since: date
    until: date
    by: tuple[Stratum, ...]
    size: int | None
    share: str | None
    area_code: str
    state: SamplingState
    seed: str | None
    seed_sha256: str
    planned_at: datetime
    drawn_at: datetime | None
    population: int | None
    digest: str | None
    drawn: int


@dataclass(frozen=True, slots=True)
class QuestionTally:
    """What became of one question: how often the second look agreed, disagreed, could not tell; what rulings said."""

    question: LookQuestion
    agreed: int
    disagreed: int
    cannot_tell: int
    ruled_right: int
    ruled_wrong: int


@dataclass(frozen=True, slots=True)
class SamplingDetails:
    """A sampling with what has come of it so far; `beside` are others that share days and ground with it."""

    sampling: SamplingView
    beside: tuple[SamplingView, ...]
    states: Mapping[LookState, int]
    passed: int
    failed: int
    questions: tuple[QuestionTally, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SampledView:
    """A drawn case, told to whoever runs the sampling or rules; who looked at it is told to nobody."""

    id: UUID
    sampling_id: UUID
    case_id: UUID
    number: str
    stratum: tuple[str, ...]
    place: int
    state: LookState
    answers: Mapping[LookQuestion, LookAnswer]
    words: str
    ruling: Mapping[LookQuestion, LookAnswer]
    opinion: str
    is_passed: bool | None
    looked_at: datetime | None
    ruled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotoToLookAt:
    """A photograph under second look; its picture is fetched by its number."""

    number: int
    usage: PhotoUsage
    width: int
    height: int
    taken_at: datetime
    longitude: float | None
    latitude: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondLook:
    """All that the second looker is shown: neither which case it is, nor who worked on it, nor what they decided."""

    id: UUID
    taken_at: datetime
    kind: MatterKind
    class_code: str
    class_name: str
    filing_condition: str
    closing_condition: str
    description: str
    address: str
    longitude: float
    latitude: float
    grid_code: str
    photos: tuple[PhotoToLookAt, ...]


@dataclass(frozen=True, slots=True)
class LookDone:
    """That a second look was taken down."""

    id: UUID
    looked_at: datetime
