"""How a place's identity code (标识码) is spelt."""

import re
from collections.abc import Sequence

from cityloop.kernel.wording import say
from cityloop.places.contracts import PlaceKind

LAYERS = {kind: f"{place:02d}" for place, kind in enumerate(PlaceKind, start=1)}
LAST_NUMBER = 9_999_999
CODE_FORM = r"^\d{9}0[1-6]\d{7}$"


def prefix_of(grid_code: str | None, city_code: str, kind: PlaceKind) -> str:
    """Return what all codes of this kind in one street begin with: county, street, layer.

    A place outside every unit grid gets the city's own six digits and 000 for the street.

    :raises ValueError: the city has not six digits.
    :source: standards/codes.md section 3 (county 6 + street 3 + layer + sequence; how many digits layer and sequence
        have is not in the sources: two and seven are our choice).
    """
    if not re.fullmatch(r"\d{6}", city_code):
        message = say("A city has six digits, not {city_code!r}.", city_code=city_code)
        raise ValueError(message)
    return (grid_code[:9] if grid_code else f"{city_code}000") + LAYERS[kind]


def number_codes(prefixes: Sequence[str], last: dict[str, int]) -> list[str]:
    """Return a code for each prefix, in order, going on after the last number given under it.

    `last` is carried forward. :raises ValueError: a street has used up its numbers.
    """
    codes = []
    for prefix in prefixes:
        number = last.get(prefix, 0) + 1
        if number > LAST_NUMBER:
            message = say("All {count} identity codes under {prefix} are used up.", count=LAST_NUMBER, prefix=prefix)
            raise ValueError(message)
        last[prefix] = number
        codes.append(f"{prefix}{number:07d}")
    return codes
