"""From when until when versions of a definition are in force: the newest of those that hold on a day counts."""

from collections.abc import Sequence
from datetime import date


def spans(versions: Sequence[tuple[int, date]]) -> dict[int, tuple[date, date | None]]:
    """Return for each version, by its number, since when and before when it is in force; None is without an end.

    A later version takes the place of earlier ones from its day on, those that would begin after it, too: these have
    an end that is not after their beginning.

    :param versions: numbers and the days from which they hold.
    """
    found: dict[int, tuple[date, date | None]] = {}
    until: date | None = None
    for number, since in sorted(versions, reverse=True):
        found[number] = (since, until)
        until = since if until is None else min(since, until)
    return found
