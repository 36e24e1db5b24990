"""Drawing sites to visit: by lot within each area and kind; whoever has the seed can draw them again."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from cityloop.kernel.lots import lot

Stratum = tuple[str, str]  # the code of an area, and a kind of site


@dataclass(frozen=True, slots=True)
class Candidate:
    """A site that may be drawn."""

    code: str
    area_code: str
    kind: str

    @property
    def stratum(self) -> Stratum:
        """Return within what it is drawn."""
        return self.area_code, self.kind


@dataclass(frozen=True, slots=True)
class Quota:
    """How many sites of a kind are wanted in an area, or in each that has no quota of its own."""

    kind: str
    count: int
    area_code: str = ""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where the lot has put a site within its stratum, from 1 on; those behind the quota stand in for others."""

    candidate: Candidate
    place: int
    is_drawn: bool


@dataclass(frozen=True, slots=True)
class Shortage:
    """A stratum that has fewer sites than are wanted."""

    area_code: str
    kind: str
    wanted: int
    found: int


def draw(candidates: Iterable[Candidate], *, quotas: Mapping[Stratum, int], seed: str) -> list[Placed]:
    """Return every site of the strata that have a quota, in the order of the lot.

    The order of a stratum is that of the lots of its codes (`kernel/lots.py`), so it neither depends on the order of
    `candidates` nor on any other site, and needs no generator of random numbers to be repeated.

    :param seed: 32 random bytes in hexadecimal, unknown to anybody before the draw.
    :source: standards/evaluation.md section 4 (sites are drawn at random by kind).
    """
    strata: dict[Stratum, list[Candidate]] = {}
    for candidate in candidates:
        if quotas.get(candidate.stratum):
            strata.setdefault(candidate.stratum, []).append(candidate)
    return [
        Placed(candidate, place, is_drawn=place <= quotas[stratum])
        for stratum, members in sorted(strata.items())
        for place, candidate in enumerate(
            sorted(members, key=lambda member: (lot(seed, member.code), member.code)), start=1
        )
    ]


def quotas_of(wanted: Iterable[Quota], areas: Sequence[str]) -> dict[Stratum, int]:
    """Return how many sites are wanted of each area and kind; a quota of one area goes before that of all."""
    asked = list(wanted)
    general = {(area, quota.kind): quota.count for quota in asked if not quota.area_code for area in areas}
    return general | {(quota.area_code, quota.kind): quota.count for quota in asked if quota.area_code}


def shortages(placed: Iterable[Placed], quotas: Mapping[Stratum, int]) -> list[Shortage]:
    """Return the strata that have fewer sites than are wanted."""
    found: dict[Stratum, int] = {}
    for each in placed:
        found[each.candidate.stratum] = found.get(each.candidate.stratum, 0) + 1
    return [
        Shortage(*stratum, wanted, found.get(stratum, 0))
        for stratum, wanted in sorted(quotas.items())
        if found.get(stratum, 0) < wanted
    ]


def list_of(candidates: Iterable[Candidate]) -> bytes:
    """Return all sites that could be drawn in their one spelling: a line for each, sorted, with tabs between."""
    return "\n".join(sorted(f"{each.area_code}\t{each.kind}\t{each.code}" for each in candidates)).encode()


def digest_of(candidates: Iterable[Candidate]) -> str:
    """Return the SHA-256 over all sites that could be drawn, so that nobody can say later there were others."""
    return sha256(list_of(candidates)).hexdigest()
