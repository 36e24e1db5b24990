"""About what is filled in by hand for a scheme in a period: the items, for whom, and whether it still can be."""

from dataclasses import dataclass
from enum import StrEnum

from cityloop.evaluation.contracts.leagues import PeriodView, SchemeHead
from cityloop.evaluation.contracts.results import ResultView


class EntryMove(StrEnum):
    """What whoever asks may do with what is filled in by hand, now."""

    ENTER = "ENTER"


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryItem:
    """Something that is filled in by hand: a term of a scheme, or one of its parameters.

    `least` and `most` bound the points of a term; `usual` is what counts where nothing is filled in, a formula or the
    figure that the scheme names.
    """

    key: str
    zh: str
    en: str
    is_parameter: bool
    least: str | None
    most: str | None
    usual: str


@dataclass(frozen=True, slots=True)
class EntrySubject:
    """One for whom it is filled in.

    Personal data: names of people, where people are evaluated.
    """

    id: str
    code: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrySheet:
    """What is filled in by hand for a scheme in a period, for whom, and whether whoever asks can do so now."""

    scheme: SchemeHead
    period: PeriodView
    items: tuple[EntryItem, ...]
    subjects: tuple[EntrySubject, ...]
    result: ResultView | None
    may: tuple[EntryMove, ...]
