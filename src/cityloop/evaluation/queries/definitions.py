"""Which indicators and schemes are in force on a day, read and ready to be counted by."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import orjson

from cityloop.evaluation.contracts import Explained, SchemeHead
from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.schemes import PERIOD_MONTHS, Scheme
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.models import IndicatorBook, SchemeVersion
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say


@dataclass(frozen=True, slots=True)
class InForce:
    """A version of a scheme with the indicators that are in force beside it."""

    version: SchemeVersion
    book: IndicatorBook
    scorer: Scorer

    @property
    def scheme(self) -> Scheme:
        """Return the scheme."""
        return self.scorer.scheme


def book_on(day: date) -> IndicatorBook:
    """Return the indicators in force on a day: the newest of those that hold then, before all the first ones.

    :raises NotFoundError: none have been published.
    """
    books = IndicatorBook.objects.order_by("-number")
    found = books.filter(valid_from__lte=day).first() or books.order_by("valid_from", "-number").first()
    if found is None:
        message = say("No indicators have been published.")
        raise NotFoundError(message)
    return found


def in_force(scheme_key: str, day: date) -> InForce:
    """Return the version of a scheme in force on a day, ready to score; before all, the first one.

    :raises NotFoundError: there is no such scheme.
    """
    versions = SchemeVersion.objects.filter(key=scheme_key).order_by("-number")
    found = versions.filter(valid_from__lte=day).first() or versions.order_by("valid_from", "-number").first()
    if found is None:
        message = say("There is no scheme {key}.", key=scheme_key)
        raise NotFoundError(message, key=scheme_key)
    book = book_on(day)
    return InForce(found, book, scorer_of(found.data, book.data))


def scorer_of(scheme: dict[str, Any], indicators: list[dict[str, Any]]) -> Scorer:
    """Return a scheme read against these indicators; kept in the process by what is written, which never changes."""
    return _scorer(orjson.dumps(scheme), orjson.dumps(indicators))


@lru_cache(maxsize=64)
def _scorer(scheme: bytes, indicators: bytes) -> Scorer:
    return Scorer(read_schemes([orjson.loads(scheme)])[0], read_indicators(orjson.loads(indicators)))


def schemes_since(day: date) -> list[SchemeVersion]:
    """Return the versions of schemes that are in force on a day or on a later one, in order of key."""
    found: list[SchemeVersion] = []
    settled: set[str] = set()
    for version in SchemeVersion.objects.order_by("key", "-number"):
        if version.key not in settled:
            found.append(version)
            settled |= {version.key} if version.valid_from <= day else set()
    return found


def scheme_heads(day: date) -> list[SchemeHead]:
    """Return the schemes in force on a day, in order of key."""
    return [scheme_head(version, read_schemes([version.data])[0]) for version in schemes_on(day)]


def schemes_on(day: date) -> list[SchemeVersion]:
    """Return the versions of schemes in force on a day, in order of key. One query."""
    rows = SchemeVersion.objects.filter(valid_from__lte=day)
    return list(rows.order_by("key", "-number").distinct("key"))


def scheme_head(version: SchemeVersion, scheme: Scheme) -> SchemeHead:
    """Return what a version of a scheme is called."""
    return head_of(scheme, number=version.number, valid_from=version.valid_from)


def head_of(scheme: Scheme, *, number: int, valid_from: date) -> SchemeHead:
    """Return what a scheme is called that was published under this number, in force from this day on."""
    return SchemeHead(
        *(scheme.key, number, valid_from, scheme.zh, scheme.en, scheme.object.value),
        *(f"{scheme.full:f}", scheme.note, scheme.source, scheme.note_en),
    )


def explained(scorer: Scorer) -> list[Explained]:
    """Return what the names in a scheme's formulas mean, then those in what they mean, and so on."""
    return list({each.name: each for each in _explained(scorer)}.values())


def _explained(scorer: Scorer) -> Iterator[Explained]:
    """Yield the names that the scheme's formulas use, then those that these use, and so on."""
    compiled, counts = scorer.indicators.compiled, {count.name: count for count in scorer.scheme.counts}
    ahead = [key for key in compiled if key.startswith(f"{scorer.scheme.key}.")]
    seen = set(ahead)
    while ahead:
        for name, key in compiled[ahead.pop(0)].needs.items():
            if key in BY_KEY:
                yield Explained(name, key, BY_KEY[key].zh, BY_KEY[key].en, "")
            elif key in compiled:
                indicator = compiled[key].indicator
                yield Explained(name, key, indicator.zh, indicator.en, indicator.formula)
            elif key in PERIOD_MONTHS:
                yield Explained(name, key, PERIOD_MONTHS[0], "Months of the period", "")
            elif key in counts:
                base = BY_KEY[counts[key].of]
                yield Explained(name, key, key, counts[key].en or base.en, base.zh)
            if key in compiled and key not in seen:
                seen.add(key)
                ahead.append(key)
