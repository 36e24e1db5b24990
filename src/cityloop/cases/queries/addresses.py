"""Places by what people call them: addresses of earlier cases, until real geocoding knows more."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.contrib.gis.geos import Point

from cityloop.access.api import Actor
from cityloop.cases.domain.addresses import houses_between, split
from cityloop.cases.models import Case
from cityloop.cases.policies import visible
from cityloop.cases.queries.search import address_holds

LATEST = 500  # cases looked at: a long street has more, but the newest are enough to find it
MOST = 8


@dataclass(frozen=True, slots=True)
class KnownAddress:
    """An address that was used before, and where its newest case lay.

    `houses_off` is by how much its house number differs from the one asked for; None where it holds the words.
    """

    address: str
    longitude: float
    latitude: float
    grid_code: str
    used_at: datetime
    houses_off: int | None


def known_addresses(*, words: str, actor: Actor) -> list[KnownAddress]:
    """Return the distinct addresses that hold these words, the newest first; then the nearest numbers of that street.

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
    return sorted(seen.values(), key=lambda row: -1 if row.houses_off is None else row.houses_off)[:MOST]


def _rows(rows: Iterable[tuple[str, Point, str, datetime]], words: str) -> Iterator[KnownAddress]:
    for address, location, grid_code, used_at in rows:
        off = None if words in address else houses_between(words, address)
        if off is None and words not in address:
            continue
        yield KnownAddress(address, location.x, location.y, grid_code, used_at, off)
