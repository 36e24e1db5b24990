"""What crosses the door of `appraisal`. Figures are decimals in strings, so that no digit is lost."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import Sentence, say


class AppraisalKind(StrEnum):
    """Who appraises: the city itself, or a third party (自评价、第三方评价).

    :source: standards/evaluation.md section 3 (CJ/T 551-2023, 7.2 and 7.3).
    """

    SELF = "SELF"
    THIRD_PARTY = "THIRD_PARTY"


class SiteState(StrEnum):
    """What has become of a site in a draw."""

    RESERVE = "RESERVE"
    DRAWN = "DRAWN"
    VISITED = "VISITED"
    GIVEN_UP = "GIVEN_UP"


class AppraisalClosedError(RefusedError):
    """The appraisal is closed; nothing of it changes any more."""

    slug: ClassVar[str] = "appraisal-closed"
    title: ClassVar[Sentence] = say("The appraisal is closed")


class QuestionnaireClosedError(RefusedError):
    """The questionnaire does not take answers any more, or not yet."""

    slug: ClassVar[str] = "questionnaire-closed"
    title: ClassVar[Sentence] = say("The questionnaire is closed")


class DrawStandsError(RefusedError):
    """Sites have been drawn already, and the draw stands."""

    slug: ClassVar[str] = "draw-stands"
    title: ClassVar[Sentence] = say("The draw stands")


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeHead:
    """A version of a tree of indicators; `is_new` says whether this was the first time it came."""

    key: str
    number: int
    title: str
    valid_from: date
    leaves: int
    digest: str
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeNode:
    """A node of a tree: what it weighs beside its siblings and, of an indicator, how its figure becomes points."""

    code: str
    parent_code: str
    name: str
    level: int
    weight: str
    source: str | None
    unit: str
    formula: str
    scoring: str
    question: str
    origin: str
    scorer: str | None
    full: str | None
    threshold: str | None
    lost: str | None
    step: str | None
    better: str | None
    missing: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeView:
    """A version of a tree with its nodes, each before what stands under it."""

    head: TreeHead
    nodes: tuple[TreeNode, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalDraft:
    """An appraisal about to be opened: by which tree, of which days."""

    title: str
    tree_key: str
    kind: AppraisalKind
    since: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalView:
    """An appraisal of the city and its districts by one version of a tree; `until` is its last day."""

    id: UUID
    title: str
    tree_key: str
    tree_number: int
    kind: AppraisalKind
    since: date
    until: date
    opened_at: datetime
    closed_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDraft:
    """A figure that somebody types in; None takes back what was said before. `evidence` are photographs of ours."""

    leaf: str
    area_code: str
    figure: Decimal | None
    words: str
    evidence: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """What was typed in, and by whom; the highest number holds."""

    id: UUID
    leaf: str
    area_code: str
    number: int
    figure: str | None
    words: str
    evidence: tuple[UUID, ...]
    reported_by: UUID
    reported_by_name: str
    reported_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaScore:
    """What the city or a district has come to: 0 to 100; None where nothing could be counted.

    `covered` is which part in a hundred of all weight was counted.
    """

    area_code: str
    name: str
    score: str | None
    covered: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeScore:
    """What a node gave to a score.

    `figure` is exact where it was typed in, and rounded to two places where it was counted. `of` counts the answers or
    standards behind it; `reach` is how many points of a hundred it could give.
    """

    code: str
    parent_code: str
    name: str
    level: int
    source: str | None
    unit: str
    figure: str | None
    of: int | None
    points: str | None
    full: str | None
    score: str | None
    contribution: str | None
    reach: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreExplained:
    """A score with every node of its tree, each before what stands under it."""

    head: AreaScore
    nodes: tuple[NodeScore, ...]


@dataclass(frozen=True, slots=True)
class AppraisalExport:
    """All that the scores of a closed appraisal were made of, and how to see that nobody has touched it.

    `signature` and `public_key` are Ed25519 in base64, over the snapshot as canonical JSON. See docs/appraisal.md.
    """

    snapshot: dict[str, Any]
    digest: str
    signature: str
    public_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireDraft:
    """A questionnaire about to be opened.

    :param least_answers: under so many answers to a question no figure is told.
    :param marks: what the five levels give, from 0 to 100, the best first.
    """

    title: str
    closes_at: datetime
    least_answers: int
    marks: tuple[Decimal, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireView:
    """A questionnaire as those who run it see it; `token` is what its public address ends with.

    `by_day` counts answers by day of the city: who answers for others shows there first.
    """

    id: UUID
    appraisal_id: UUID
    title: str
    token: str
    opened_at: datetime
    closes_at: datetime
    least_answers: int
    marks: tuple[str, ...]
    questions: int
    responses: int
    by_area: Mapping[str, int]
    by_day: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedQuestion:
    """A question of the public page: the code of its indicator, the heading it stands under, and its words."""

    leaf: str
    group: str
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedArea:
    """A district that somebody may answer for."""

    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicQuestionnaire:
    """What everybody who has the link may know."""

    title: str
    city: str
    timezone: str
    closes_at: datetime
    is_open: bool
    areas: tuple[AskedArea, ...]
    questions: tuple[AskedQuestion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseDraft:
    """What somebody has answered: levels 1 (very content) to 5 by question; unanswered ones are left out."""

    area_code: str
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """That answers have been taken in."""

    answered: int
