"""From words to positions: one address, or many with a report on how well it went."""

from collections.abc import Iterable, Iterator, Sequence

from cityloop.kernel.tables import Cell
from cityloop.places.contracts import BatchReport, Geocoded
from cityloop.places.domain.matching import geocode as matched
from cityloop.places.domain.quality import report
from cityloop.places.queries.index import index

HEADINGS = ("address", "label", "precision", "score", "longitude", "latitude", "code", "not_understood")


def geocode(address: str, *, limit: int = 5) -> Geocoded:
    """Return what an address may mean, the likeliest first; one query, but for the first after a change of places."""
    return matched(index(), address, limit=limit)


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
