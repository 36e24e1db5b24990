"""About evidence (佐证材料): files that stand behind what somebody fills in by hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceUse:
    """An entry that a file with this content stands behind.

    Personal data: whose points these are where people are evaluated.
    """

    entry_id: UUID
    evidence_id: UUID
    scheme_key: str
    period: str
    subject_id: str
    term: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceView:
    """A file that was kept as evidence. `uses` are all entries that it, or another file of the same content, is behind.

    Personal data: which account brought it.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    sha256: str
    uploaded_by: UUID
    uploaded_at: datetime
    uses: tuple[EvidenceUse, ...]
