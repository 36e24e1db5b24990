"""About results: what was filled in by hand, what was published, what was objected to."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from cityloop.evaluation.contracts.definitions import GradeHead
from cityloop.evaluation.contracts.leagues import GroupHead, SchemeHead, TermHead
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import Sentence, say


class ResultState(StrEnum):
    """How far a result has come."""

    DRAFT = "DRAFT"
    OPEN = "OPEN"  # published, open for objections (公示)
    FIXED = "FIXED"


class ObjectionState(StrEnum):
    """What has become of an objection."""

    PENDING = "PENDING"
    UPHELD = "UPHELD"
    REFUSED = "REFUSED"


class Why(StrEnum):
    """Why an edition of a result was made."""

    PUBLISHED = "PUBLISHED"
    ENTRY = "ENTRY"  # something filled in by hand was corrected while it was open
    OBJECTION = "OBJECTION"  # an objection was upheld


class ResultMove(StrEnum):
    """What whoever asks may do with a result, now."""

    PUBLISH = "PUBLISH"
    FIX = "FIX"
    OBJECT = "OBJECT"  # to their own row
    EXPORT = "EXPORT"


class ObjectionMove(StrEnum):
    """What whoever asks may do with an objection, now."""

    DECIDE = "DECIDE"


class ResultStandsError(RefusedError):
    """The result has come too far for this, or not far enough."""

    slug: ClassVar[str] = "result-stands"
    title: ClassVar[Sentence] = say("The result stands")


class IdentifierTakenError(RefusedError):
    """Something else was made under this identifier."""

    slug: ClassVar[str] = "identifier-taken"
    title: ClassVar[Sentence] = say("The identifier is taken")


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryDraft:
    """What somebody fills in; without points the entry is taken back. `term` may be a parameter of the scheme.

    `evidence` are identifiers of files that were brought as such.
    """

    scheme_key: str
    period: str
    subject_id: str
    term: str
    points: Decimal | None
    words: str
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryView:
    """Something that was filled in by hand; the one with the highest number of a subject and term holds.

    `repeats` are entries for something else behind which the same evidence stands; `entered_by_name` is told in lists.

    Personal data: whose points these are where people are evaluated, and which account filled them in.
    """

    id: UUID
    scheme_key: str
    period: str
    subject_id: str
    term: str
    number: int
    points: str | None
    words: str
    evidence: tuple[UUID, ...]
    entered_by: UUID
    entered_at: datetime
    repeats: tuple[UUID, ...] = ()
    entered_by_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultView:
    """A result. `digest` is the SHA-256 of its present edition's snapshot; there is none while it is a draft."""

    id: UUID
    scheme_key: str
    period: str
    since: date
    until: date
    state: ResultState
    version: int
    edition: int
    objections_until: date | None
    drafted_at: datetime
    opened_at: datetime | None
    fixed_at: datetime | None
    digest: str | None


@dataclass(frozen=True, slots=True)
class GivenView:
    """What stood filled in by hand for a term, or a parameter, when a result was frozen.

    Personal data: in words, how somebody works, where people are evaluated.
    """

    term: str
    points: str
    words: str


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row of a published result, as it was frozen.

    Personal data: where people are evaluated, how somebody works.
    """

    subject_id: str
    code: str
    name: str
    group: str
    rank: int | None
    total: str | None
    grade: str | None
    terms: dict[str, str | None]
    counts: dict[str, int]
    given: tuple[GivenView, ...]


@dataclass(frozen=True, slots=True)
class ResultEditionView:
    """An edition of a result: why it was made, when, and the SHA-256 of its snapshot."""

    number: int
    why: Why
    frozen_at: datetime
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frozen:
    """What the present edition of a result was made of, as its snapshot holds it, without the rows.

    `indicators` and `counting_rules` are numbers of versions; `signature` and `public_key` are those of the export, in
    base64; `editions` are all that there have been, the first one first.
    """

    scheme: SchemeHead
    indicators: int
    counting_rules: tuple[int, ...]
    counted_at: datetime
    groups: tuple[GroupHead, ...]
    terms: tuple[TermHead, ...]
    grades: tuple[GradeHead, ...]
    signature: str
    public_key: str
    editions: tuple[ResultEditionView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultDetails:
    """A result with the rows that the actor may see, and what they may do with it now; a draft has nothing frozen."""

    result: ResultView
    may: tuple[ResultMove, ...]
    rows: tuple[ResultRow, ...]
    frozen: Frozen | None


@dataclass(frozen=True, slots=True)
class ResultExport:
    """All that a result was made of, and how to see that nobody has touched it. See docs/evaluation.md.

    `signature` and `public_key` are Ed25519 in base64, over the snapshot as canonical JSON.
    """

    snapshot: dict[str, Any]
    digest: str
    signature: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionView:
    """An objection of a body to its own row, or of a person, and what was decided.

    `person_id` is who objects for themselves; `edition` is the one that came of it; `may` is what whoever asks may do
    with it now.
    """

    id: UUID
    result_id: UUID
    subject_id: str
    body_id: UUID
    person_id: UUID | None
    reason: str
    raised_at: datetime
    state: ObjectionState
    opinion: str
    decided_at: datetime | None
    edition: int | None
    may: tuple[ObjectionMove, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What an evaluator says to an objection: if it is upheld, these cases are counted again, and this is corrected."""

    is_upheld: bool
    opinion: str
    case_ids: tuple[UUID, ...] = ()
    correction: EntryDraft | None = None
