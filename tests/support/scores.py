"""How well addresses with known truth were found, by kind."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from cityloop.places.api import Geocoded
from tests.support.addresses import Address, metres

ANSWERED = 0.6  # an answer less sure than this is taken for "I do not know"


@dataclass(frozen=True)
class Score:
    """Of what was answered, how much is right; of what was asked, how much was answered rightly; how far off."""

    kind: str
    precision: float
    recall: float
    median_m: float


def scores(written: Sequence[Address], answers: Sequence[Geocoded]) -> list[Score]:
    """Return the scores of every kind. An address that is nowhere is answered rightly by no answer."""
    kinds: dict[str, list[tuple[Address, Geocoded]]] = {}
    for address, answer in zip(written, answers, strict=True):
        kinds.setdefault(address.kind, []).append((address, answer))
    return [_score(kind, rows) for kind, rows in kinds.items()]


def _score(kind: str, rows: Sequence[tuple[Address, Geocoded]]) -> Score:
    answered = [(address, best) for address, answer in rows if (best := answer.best) and best.score >= ANSWERED]
    off = [
        (address, metres(address.spot, (best.longitude, best.latitude))) for address, best in answered if address.spot
    ]
    right = sum(distance <= address.tolerance_m for address, distance in off)
    silent = sum(address.spot is None for address, _ in rows) - sum(address.spot is None for address, _ in answered)
    return Score(
        kind=kind,
        precision=right / len(answered) if answered else 1.0,
        recall=(right + silent) / len(rows),
        median_m=median(distance for _, distance in off) if off else 0.0,
    )
