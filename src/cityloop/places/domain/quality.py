"""How well a batch of addresses was found."""

from collections.abc import Sequence

from cityloop.places.contracts import BatchReport, Geocoded, KindQuality, Precision

SURE = 0.8  # from this score on nobody needs to look at an answer


def report(answers: Sequence[Geocoded]) -> BatchReport:
    """Return the counts of a batch, for each precision and for what was not found (None)."""
    kinds: list[Precision | None] = [*Precision, None]
    found = [answer.best for answer in answers if answer.best]
    return BatchReport(
        total=len(answers),
        found=len(found),
        sure=sum(best.score >= SURE for best in found),
        kinds=tuple(row for kind in kinds if (row := _of_kind(kind, answers)).count),
    )


def _of_kind(kind: Precision | None, answers: Sequence[Geocoded]) -> KindQuality:
    scores = [
        answer.best.score if answer.best else 0.0
        for answer in answers
        if (answer.best.precision if answer.best else None) is kind
    ]
    sure = sum(score >= SURE for score in scores)
    mean = round(sum(scores) / len(scores), 4) if scores else 0.0
    return KindQuality(kind, len(scores), sure, len(scores) - sure, mean)
