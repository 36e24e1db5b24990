"""From words to positions: one address, or many with a report on how well it went."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from cityloop.kernel.tables import Cell
from cityloop.places.contracts import BatchReport, Geocoded
from cityloop.places.domain.completing import completions
from cityloop.places.domain.matching import geocode as matched
from cityloop.places.domain.quality import report
from cityloop.places.domain.writing import fold
from cityloop.places.queries.index import index

HEADINGS = ("address", "label", "precision", "score", "longitude", "latitude", "code", "not_understood")


def geocode(address: str, *, limit: int = 5, within: str = "", half_typed: bool = False) -> Geocoded:
    """Return what an address may mean, the likeliest first; one query, but for the first after a change of places.

    :param within: the beginning of the codes of the grids to look in; "" is the whole city.
    :param half_typed: whether the address may be unfinished: names that it may become are answers, too.
    """
    known = index()
    answer = matched(known, address, limit=limit, within=within)
    if not half_typed:
        return answer
    there = {(found.code, found.label) for found in answer.candidates}
    more = completions(known, fold(address), within=within, limit=limit + len(there))
    fresh = (found for found in more if (found.code, found.label) not in there)
    ordered = sorted((*answer.candidates, *fresh), key=lambda found: -found.score)
    return replace(answer, candidates=tuple(ordered[:limit]))


def geocode_many(addresses: Sequence[str], *, limit: int = 1) -> tuple[list[Geocoded], BatchReport]:
    """Return the answer to each address, in order, and a report on all; one query."""
    known = index()
    answers = [matched(known, address, limit=limit) for address in addresses]
    return answers, report(answers)


def table_rows(answers: Iterable[Geocoded]) -> Iterator[Sequence[Cell]]:
    """Yield answers as rows under `HEADINGS`; an address that was not found has empty cells."""
    for answer in answers:
        best = answer.best
        if best is None:
            yield answer.address, "", "", 0.0, None, None, "", answer.not_understood
        else:
            yield (
                answer.address,
                best.label,
                best.precision.value,
                best.score,
                best.longitude,
                best.latitude,
                best.code or "",
                answer.not_understood,
            )
