"""An address looked up: each of its readings against the places in memory, the likeliest place first."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from cityloop.places.contracts import AddressParts, Found, Geocoded, Precision
from cityloop.places.domain.candidates import Hit, Seeker
from cityloop.places.domain.index import Division, PlaceIndex
from cityloop.places.domain.lines import metres_between
from cityloop.places.domain.parsing import parse, readings
from cityloop.places.domain.writing import fold

SURE_ENOUGH = 0.995  # no other reading can be better
SURE_AS_WRITTEN = 0.9  # no need to look for names that are only like these
READ_LOOSELY = 3  # readings whose names may be wrong
LEAST_SCORE = 0.25
MISMATCH, UNKNOWN_DIVISION, AMBIGUOUS = 0.7, 0.85, 0.9
APART_M = 100.0
DIRECTION_READ = 0.99  # a name may itself end like a direction

_Judged: TypeAlias = tuple[Hit, AddressParts]


@dataclass(frozen=True, slots=True)
class _Ground:
    """The divisions an address names: those that are known, and the names of those that are not."""

    known: tuple[tuple[Division, ...], ...] = ()
    unknown: tuple[str, ...] = field(default=())

    def agreement(self, areas: frozenset[str]) -> float:
        """Return how well something in these areas agrees, 0 to 1; what lies in no area is given the doubt."""
        factor = UNKNOWN_DIVISION ** len(self.unknown)
        for divisions in self.known:
            if any(each.is_city for each in divisions) or not areas:
                continue
            if not any(area.startswith(each.code) for each in divisions for area in areas):
                factor *= MISMATCH
        return factor


def geocode(index: PlaceIndex, address: str, *, limit: int = 5, within: str = "") -> Geocoded:
    """Return what an address may mean, the likeliest first; at most `limit` places.

    Names are looked up as they are written first; only where that leads nowhere sure, names like them.

    :param within: the beginning of the codes of the grids to look in. What has no grid of its own (a crossing, a place
        between two doors) goes by the communities that its road runs through.
    """
    folded = fold(address)
    read = list(readings(address, index.divisions.known)) or [parse(address)]
    asked = _Asked(index, Seeker(index, within), max(len(folded), 1), index.spots.holds(folded))
    best: list[_Judged] = []
    for parts in read:
        best += asked.judged(parts, loosely=False)
        if _top(best) >= SURE_ENOUGH:
            break
    if _top(best) < SURE_AS_WRITTEN:
        for parts in read[:READ_LOOSELY]:
            best += asked.judged(parts, loosely=True)
            if _top(best) >= SURE_AS_WRITTEN:
                break
    chosen = _distinct(best)[:limit]
    if not chosen:
        return Geocoded(address, read[0], folded, ())
    return Geocoded(address, chosen[0][1], chosen[0][0].rest, tuple(_found(hit) for hit, _ in chosen))


def _top(found: list[_Judged]) -> float:
    return max((hit.score for hit, _ in found), default=0.0)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One address being looked up; `is_name` where the whole of it is a name and so no direction ends it."""

    index: PlaceIndex
    seeker: Seeker
    length: int
    is_name: bool

    def judged(self, parts: AddressParts, *, loosely: bool) -> Iterator[_Judged]:
        """Yield what one reading may mean, its score lowered by all that disagrees or is left over."""
        for hit in self.seeker.hits(parts, loosely=loosely):
            ground, rest = _ground(self.index, parts.divisions, hit.lead)
            left = "".join((*ground.unknown, rest, parts.rest, hit.rest))
            score = hit.score * ground.agreement(self.seeker.areas_of(hit))
            score *= 1.0 - 0.6 * min(len(left) / self.length, 1.0)
            score *= DIRECTION_READ if parts.direction and self.is_name else 1.0
            if score >= LEAST_SCORE:
                named = "".join(each for each in parts.divisions if each not in ground.unknown)
                matched = {"division": named, **hit.matched} if named else hit.matched
                yield hit.judged(score, left, matched), parts


def _ground(index: PlaceIndex, names: tuple[str, ...], lead: str) -> tuple[_Ground, str]:
    """Return the divisions that are named, also by short names before a street (`lead`), and what is left of these."""
    found = {name: index.divisions.named(name) for name in names}
    known = [divisions for divisions in found.values() if divisions]
    while lead:
        end = next((n for n in range(len(lead), 1, -1) if lead[:n] in index.divisions.short), 0)
        if not end:
            break
        known.append(index.divisions.short[lead[:end]])
        lead = lead[end:]
    return _Ground(tuple(known), tuple(name for name, divisions in found.items() if not divisions)), lead


def _distinct(hits: list[_Judged]) -> list[_Judged]:
    """Return each place once, best first; where another is as likely and far away, both are less sure."""
    kept: dict[tuple[str | None, str], _Judged] = {}
    for hit, parts in sorted(hits, key=lambda each: -each[0].score):
        kept.setdefault((hit.code, hit.label), (hit, parts))
    found = list(kept.values())
    if len(found) > 1 and found[1][0].score > 0.98 * found[0][0].score:
        (one, _), (other, _) = found[:2]
        if metres_between((one.x, one.y), (other.x, other.y)) > APART_M:
            rival = other.score
            found = [
                (replace(hit, score=hit.score * (AMBIGUOUS if hit.score >= rival else 1.0)), parts)
                for hit, parts in found
            ]
            found.sort(key=lambda each: -each[0].score)
    return found


def _found(hit: Hit) -> Found:
    matched: Mapping[str, str] = {name: word for name, word in hit.matched.items() if word}
    return Found(
        label=hit.label,
        precision=hit.precision,
        score=round(min(hit.score, 1.0), 4),
        longitude=round(hit.x, 7),
        latitude=round(hit.y, 7),
        code=hit.code if hit.precision not in {Precision.CROSSING, Precision.INTERPOLATED} else None,
        matched=matched,
    )
