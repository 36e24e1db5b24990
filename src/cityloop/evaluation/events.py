"""What `evaluation` tells the world."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from cityloop.kernel.events import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class FactsChanged(Event):
    """Figures of these months (YYYY-MM) may be others now, because of these cases; none named are too many to name."""

    case_ids: tuple[UUID, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRulesPublished(Event):
    """The city counts otherwise from a day on; facts of cases reported since then have to be built again."""

    number: int
    valid_from: str

    @classmethod
    def of(cls, *, at: datetime, number: int, valid_from: date) -> "CountingRulesPublished":
        """Return the event of a version."""
        return cls(at=at, number=number, valid_from=valid_from.isoformat())


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPublished(Event):
    """An edition of a result can be seen and objected to."""

    result_id: UUID
    scheme_key: str
    period: str
    edition: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultFixed(Event):
    """A result stands for good."""

    result_id: UUID
    scheme_key: str
    period: str
    edition: int
