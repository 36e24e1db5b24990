"""Positions by what people call them: addresses of earlier cases, and the city's places."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from django.contrib.gis.geos import Point

from cityloop.access.api import Actor
from cityloop.cases.domain.addresses import houses_between, split
from cityloop.cases.models import Case
from cityloop.cases.policies import visible
from cityloop.cases.queries.search import address_holds
from cityloop.places import api as places

LATEST = 500  # cases looked at: a long street has more, but the newest are enough to find it
MOST, MOST_HOLDING = 8, 4  # of all, and of earlier cases whose address holds the words: places must not be crowded out
NOT_A_SPOT = frozenset({places.Precision.STREET, places.Precision.AREA})


class AddressSource(StrEnum):
    """From where an address is known: from earlier cases, or as a place."""

    CASE = "case"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address with its position: of the newest case there, or of a place.

    Of a case `houses_off` is by how much its house number differs from the one asked for, None where it holds the
    words. A place has how surely it is meant (0 to 1), what kind of position it is and which parts agree.
    `is_exact` where it is the very spot that was named and its address can stand for what was said.
    """

    address: str
    longitude: float
    latitude: float
    source: AddressSource
    is_exact: bool
    grid_code: str | None = None
    used_at: datetime | None = None
    houses_off: int | None = None
    score: float | None = None
    precision: places.Precision | None = None
    matched: Mapping[str, str] = field(default_factory=dict)


def addresses_for(*, words: str, actor: Actor) -> list[KnownAddress]:
    """Return what the words of a caller may mean, also while they are being typed.

    First addresses of earlier cases that hold them, then places, the likeliest first, then the nearest house numbers
    that earlier cases know. An address that both know is told as that of the cases.
    """
    known = known_addresses(words=words, actor=actor)
    holding = [row for row in known if row.houses_off is None]
    found = list(_places(words)) if words.strip() and actor.may("places.read") else []
    named = {row.address for row in holding}
    fresh = [row for row in found if row.address not in named]
    kept = holding[:MOST_HOLDING] if fresh else holding
    beside = [
        row for row in known if row.houses_off is not None and row.address not in {each.address for each in fresh}
    ]
    return [*kept, *fresh, *beside][:MOST]


def _places(words: str) -> Iterator[KnownAddress]:
    answer = places.geocode(words, half_typed=True)
    parts = answer.parts
    is_whole = parts.direction is None and not parts.building and not answer.not_understood
    for found in answer.candidates:
        yield KnownAddress(
            address=found.label,
            longitude=found.longitude,
            latitude=found.latitude,
            source=AddressSource.PLACE,
            is_exact=is_whole and found.precision not in NOT_A_SPOT,
            score=found.score,
            precision=found.precision,
            matched=found.matched,
        )


def known_addresses(*, words: str, actor: Actor) -> list[KnownAddress]:
    """Return the distinct addresses that hold these words, the very one and the newest first; then the nearest numbers.

    Only addresses of cases the actor may know of.
    """
    words = words.strip()
    if not words:
        return []
    street, _ = split(words)
    rows = Case.objects.filter(visible(actor), address_holds(street)).exclude(address="").order_by("-registered_at")
    seen: dict[str, KnownAddress] = {}
    for row in _rows(rows.values_list("address", "location", "grid_code", "registered_at")[:LATEST], words):
        seen.setdefault(row.address, row)
    return sorted(seen.values(), key=lambda row: (_off(row), row.address != words))[:MOST]


def _off(row: KnownAddress) -> int:
    return -1 if row.houses_off is None else row.houses_off


def _rows(rows: Iterable[tuple[str, Point, str, datetime]], words: str) -> Iterator[KnownAddress]:
    for address, location, grid_code, used_at in rows:
        off = None if words in address else houses_between(words, address)
        if off is None and words not in address:
            continue
        yield KnownAddress(
            address=address,
            longitude=location.x,
            latitude=location.y,
            source=AddressSource.CASE,
            is_exact=off is None,
            grid_code=grid_code,
            used_at=used_at,
            houses_off=off,
        )
