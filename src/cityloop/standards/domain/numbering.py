"""How a city numbers the classes it adds."""

from collections.abc import Collection
from typing import ClassVar

from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import Sentence, say


class NoNumberLeftError(RefusedError):
    """The range kept for a city's own classes is used up."""

    slug: ClassVar[str] = "no-number-left"
    title: ClassVar[Sentence] = say("No number left")


def next_minor(*, taken: Collection[str], first: int, last: int, digits: int) -> str:
    """Return the minor number of a city's next class: one beyond those given out, from `first` towards `last`.

    A number once given out is never given again, even where a higher one has stayed free.

    :param taken: all minor numbers of the major class, the standard's own among them.
    :raises NoNumberLeftError: the range is used up.
    :source: standards/codes.md section 2.1 (倒排: from the top of the range downwards).
    """
    step = -1 if first > last else 1
    numbers = range(first, last + step, step)
    used = {int(minor) for minor in taken}
    places = [place for place, number in enumerate(numbers) if number in used]
    place = max(places) + 1 if places else 0
    if place >= len(numbers):
        message = say("All numbers from {first} to {last} are given out.", first=first, last=last)
        raise NoNumberLeftError(message, first=first, last=last)
    return f"{numbers[place]:0{digits}d}"
