"""What one reading of an address may mean: doors, crossings, POIs, streets, areas."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice

from cityloop.places.contracts import AddressParts, Direction, PlaceKind, Precision
from cityloop.places.domain.doors import key_of
from cityloop.places.domain.index import Entry, Owner, PlaceIndex, lies_within
from cityloop.places.domain.lines import Spot, moved
from cityloop.places.domain.names import core
from cityloop.places.domain.words import BEARINGS
from cityloop.places.domain.writing import is_latin

CORNER_M, SIDE_M, ROADSIDE_M, ACROSS_M = 14.0, 15.0, 90.0, 60.0
NO_SUCH_DOOR, NO_SUCH_PLACE, NO_CROSSING, ONLY_AREA = 0.55, 0.5, 0.4, 0.35
NUMBER_FAR_OFF = 20
MOST_ROADS = 4


@dataclass(frozen=True, slots=True)
class Hit:
    """A place that a reading may mean. `lead` stood before the name and was no part of it, `rest` was not used.

    `area` is the code of its grid; None goes by the areas of `road`.
    """

    x: float
    y: float
    precision: Precision
    label: str
    score: float
    matched: Mapping[str, str]
    code: str | None = None
    area: str | None = None
    road: int | None = None
    lead: str = ""
    rest: str = ""

    def judged(self, score: float, rest: str, matched: Mapping[str, str]) -> "Hit":
        """Return the same with what it is worth in the end; written out, for `replace` takes three times as long."""
        return Hit(
            self.x, self.y, self.precision, self.label, score, matched, self.code, self.area, self.road, self.lead, rest
        )


@dataclass(frozen=True, slots=True)
class _Road:
    number: int
    similarity: float
    lead: str = ""


class Seeker:
    """Looks readings up in one index."""

    def __init__(self, index: PlaceIndex, within: str = "") -> None:
        """Take the index, and the beginning of the codes of the grids to look in."""
        self._index = index
        self._within = within
        self._loosely = False
        self._roads: dict[tuple[str, bool], list[_Road]] = {}

    def hits(self, parts: AddressParts, *, loosely: bool) -> Iterator[Hit]:
        """Yield what a reading may mean, moved as its direction and distance say.

        :param loosely: whether names may only be like known ones.
        """
        self._loosely = loosely
        for hit in self._places(parts):
            if self._within and not lies_within(self.areas_of(hit), self._within):
                continue
            x, y = self._moved(hit, parts)
            yield hit if (x, y) == (hit.x, hit.y) else replace(hit, x=x, y=y)

    def areas_of(self, hit: Hit) -> frozenset[str]:
        """Return the codes of the areas that a hit lies in: its own, or those that its road runs through."""
        if hit.area is None and hit.road is not None:
            return self._index.areas_of(hit.road)
        return frozenset({hit.area}) if hit.area else frozenset()

    def _places(self, parts: AddressParts) -> Iterator[Hit]:
        if parts.crossed:
            yield from self._crossings(parts)
        elif parts.street and (parts.number is not None or parts.lane is not None):
            yield from self._doors(parts)
        elif parts.street and parts.poi:
            yield from self._on_street(parts)
        elif parts.street:
            yield from self._streets(parts)
        elif parts.poi:
            yield from self._spots(parts.poi)
        elif parts.divisions:
            yield from self._areas(parts, 1.0)

    def _roads_named(self, name: str) -> list[_Road]:
        key = name, self._loosely
        if key not in self._roads:
            there = (road for road in self._looked_up(name) if self._runs_here(road.number))
            self._roads[key] = list(islice(there, MOST_ROADS))
        return self._roads[key]

    def _runs_here(self, road: int) -> bool:
        return not self._within or lies_within(self._index.areas_of(road), self._within)

    def _looked_up(self, name: str) -> list[_Road]:
        register = self._index.roads
        exact = register.exact(name)
        if exact:
            return [_Road(owner.entry, owner.weight) for owner in exact]
        behind = register.book.ending_by_reading(name) if is_latin(name) else register.book.ending(name)
        if behind:
            return [_Road(owner.entry, owner.weight, behind[0]) for owner in register.owners[behind[1]]]
        return [_Road(owner.entry, owner.weight) for owner in register.alike(name)] if self._loosely else []

    def _doors(self, parts: AddressParts) -> Iterator[Hit]:
        number, tail = key_of(parts)
        known_poi = not parts.poi or bool(self._index.spots.exact(parts.poi))
        for road in self._roads_named(parts.street):
            hit = self._door(road, number or 0, tail)
            yield hit if known_poi else replace(hit, rest=hit.rest + parts.poi)
        for owner in self._index.spots.exact(parts.street):
            yield self._spot(owner, 0.9, parts.street)

    def _door(self, road: _Road, number: int, tail: str) -> Hit:
        doors, entry = self._index.doors, self._index.roads.entries[road.number]
        door = doors.find(road.number, number, tail)
        if door is None:
            return self._street(road, NO_SUCH_DOOR, rest=str(number))
        matched = {"street": entry.label, "number": str(number)}
        label, score, precision = f"{entry.label}{number}号", road.similarity, Precision.INTERPOLATED
        hit = Hit(door.x, door.y, precision, label, score, matched, road=road.number, lead=road.lead)
        if door.row is None:
            return replace(hit, score=score * 0.93)
        area = str(int(doors.grids[door.row])) if doors.grids[door.row] else ""
        code = str(int(doors.codes[door.row]))
        if door.off:
            near = f"{entry.label}{int(doors.numbers[door.row])}号"
            is_far = door.off > NUMBER_FAR_OFF
            return replace(
                hit, score=score * (0.6 if is_far else 0.85 - door.off * 0.005), label=near, area=area,
                matched={"street": entry.label}, rest=str(number) if is_far else "",
                precision=Precision.STREET if is_far else Precision.INTERPOLATED,
            )  # fmt: skip
        known_tail = doors.tails.get(door.row, "")
        score *= 1.0 if known_tail == tail else 0.97
        return replace(
            hit, score=score, precision=Precision.DOOR, code=code, area=area, label=_door_label(label, known_tail)
        )

    def _crossings(self, parts: AddressParts) -> Iterator[Hit]:
        ones, others = self._roads_named(parts.street), self._roads_named(parts.crossed)
        for one in ones:
            for other in others:
                pair = (min(one.number, other.number), max(one.number, other.number))
                spot = self._index.crossings.get(pair)
                if spot is not None and not other.lead:
                    names = [self._index.roads.entries[road.number].label for road in (one, other)]
                    matched = {"street": names[0], "crossed": names[1]}
                    score = one.similarity * other.similarity
                    label = f"{names[0]}与{names[1]}交叉口"
                    yield Hit(*spot, Precision.CROSSING, label, score, matched, road=one.number, lead=one.lead)
        for road in ones[:1]:
            yield self._street(road, NO_CROSSING, rest=parts.crossed)

    def _on_street(self, parts: AddressParts) -> Iterator[Hit]:
        yield from (
            self._spot(owner, 1.0, parts.street + parts.poi)
            for owner in self._index.spots.exact(parts.street + parts.poi)
        )
        asked = core(parts.poi)
        for road in self._roads_named(parts.street):
            along = self._index.spots_along(road.number, ROADSIDE_M)
            here = ((n, self._index.spots.entries[n]) for n in along)
            fitting = [n for n, e in here if lies_within((e.area,), self._within) and _fits(e, parts.poi, asked)]
            for number in fitting[:3]:
                worth = 0.96 if len(fitting) == 1 else 0.96 * 0.9
                hit = self._spot(Owner(number, road.similarity), worth, parts.poi)
                street = self._index.roads.entries[road.number].label
                yield replace(hit, lead=road.lead, matched={"street": street, **hit.matched})
            if not fitting:
                yield self._street(road, NO_SUCH_PLACE, rest=parts.poi)

    def _spots(self, name: str) -> Iterator[Hit]:
        spots = self._index.spots
        exact = spots.exact(name)
        yield from (self._spot(owner, 1.0, name) for owner in exact)
        if exact:
            return
        behind = spots.book.ending(name)
        if behind:
            yield from (
                replace(self._spot(owner, 1.0, name[len(behind[0]) :]), lead=behind[0])
                for owner in spots.owners[behind[1]]
            )
        if self._loosely:
            yield from (self._spot(owner, 1.0, name) for owner in spots.alike(name))
        if is_latin(name):
            yield from (self._street(road, 1.0) for road in self._roads_named(name))
        for division in self._index.divisions.short.get(name, ()):
            yield Hit(
                division.x, division.y, Precision.AREA, division.label, 0.9, {"division": division.label}, area=""
            )

    def _streets(self, parts: AddressParts) -> Iterator[Hit]:
        yield from (self._street(road, 1.0) for road in self._roads_named(parts.street))

    def _areas(self, parts: AddressParts, worth: float) -> Iterator[Hit]:
        for division in self._index.divisions.named(parts.divisions[-1]):
            yield Hit(division.x, division.y, Precision.AREA, division.label, worth, {}, area=division.code)

    def _street(self, road: _Road, worth: float, *, rest: str = "") -> Hit:
        entry = self._index.roads.entries[road.number]
        return Hit(
            entry.x, entry.y, Precision.STREET, entry.label, road.similarity * worth, {"street": entry.label},
            code=entry.code, road=road.number, lead=road.lead, rest=rest,
        )  # fmt: skip

    def _spot(self, owner: Owner, worth: float, asked: str) -> Hit:
        entry = self._index.spots.entries[owner.entry]
        precision = Precision.POI if entry.kind is PlaceKind.POI else Precision.AREA
        score = owner.weight * worth
        return Hit(entry.x, entry.y, precision, entry.label, score, {"poi": asked}, code=entry.code, area=entry.area)

    def _moved(self, hit: Hit, parts: AddressParts) -> Spot:
        """Return where direction and distance lead; a distance without a bearing leads nowhere: it is a circle."""
        spot = (hit.x, hit.y)
        if parts.direction is None or hit.precision in {Precision.STREET, Precision.AREA}:
            return spot
        bearing = BEARINGS.get(parts.direction)
        if bearing:
            usual = CORNER_M if hit.precision is Precision.CROSSING else SIDE_M
            far = parts.distance_m if parts.distance_m is not None else usual
            return moved(spot, bearing[0] * far, bearing[1] * far)
        if parts.direction is Direction.OPPOSITE:
            near = [hit.road] if hit.road is not None else self._index.lines.near(spot, ACROSS_M)
            return self._index.lines.across(spot, near[0]) if near else spot
        return spot


def _door_label(label: str, tail: str) -> str:
    if tail.endswith("弄"):
        return f"{label.removesuffix('号')}弄{tail.removesuffix('弄')}号"
    return f"{label.removesuffix('号')}-{tail}号" if tail else label


def _fits(entry: Entry, asked: str, asked_core: str) -> bool:
    """Return whether a place along a street may be the one that is called so there (公厕, 停车场, 第三小学)."""
    return (
        asked in entry.label
        or (bool(asked_core) and asked_core in core(entry.label))
        or asked_core == core(entry.category)
    )
