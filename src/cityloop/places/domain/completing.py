"""A name half typed: what it may become."""

from collections.abc import Iterator
from itertools import islice

from cityloop.places.contracts import Found, PlaceKind, Precision
from cityloop.places.domain.index import Entry, PlaceIndex, Register, lies_within

BEGUN, HELD, COMPLETE = 0.5, 0.4, 0.4  # a name that begins with what was typed, one that holds it; more for more of it
_PRECISION = {PlaceKind.ROAD: Precision.STREET, PlaceKind.POI: Precision.POI}
_PART = {Precision.STREET: "street", Precision.POI: "poi", Precision.AREA: "poi"}


def completions(index: PlaceIndex, text: str, *, within: str, limit: int) -> list[Found]:
    """Return places whose names a folded text may become, the likeliest first; one sign is enough.

    :param within: the beginning of the codes of the grids to look in.
    """
    if not text:
        return []
    offered = (
        *islice(_of(index, index.roads, text, within), limit),
        *islice(_of(index, index.spots, text, within), limit),
        *islice(_divisions(index, text, within), limit),
    )
    return sorted(offered, key=lambda found: -found.score)[:limit]


def _of(index: PlaceIndex, register: Register, text: str, within: str) -> Iterator[Found]:
    seen = set[int]()
    for number in register.book.begun(text):
        for owner in register.owners[number]:
            entry = register.entries[owner.entry]
            areas = index.areas_of(owner.entry) if entry.kind is PlaceKind.ROAD else (entry.area,)
            if owner.entry not in seen and lies_within(areas, within):
                seen.add(owner.entry)
                yield _found(entry, text, register.book.names[number], owner.weight)


def _divisions(index: PlaceIndex, text: str, within: str) -> Iterator[Found]:
    for name, divisions in index.divisions.by_name.items():
        for each in divisions:
            if text in name and lies_within((each.code,), within):
                score, matched = _score(text, name), {"division": text}
                yield Found(each.label, Precision.AREA, score, round(each.x, 7), round(each.y, 7), None, matched)


def _found(entry: Entry, text: str, name: str, weight: float) -> Found:
    precision = _PRECISION.get(entry.kind, Precision.AREA)
    return Found(
        label=entry.label,
        precision=precision,
        score=round(_score(text, name) * weight, 4),
        longitude=round(entry.x, 7),
        latitude=round(entry.y, 7),
        code=entry.code,
        matched={_PART[precision]: text},
    )


def _score(text: str, name: str) -> float:
    return round((BEGUN if name.startswith(text) else HELD) + COMPLETE * len(text) / len(name), 4)
