"""How a component's identity code is spelt."""

import re
from collections.abc import Sequence

from cityloop.kernel.wording import say

CLASS_CODE = re.compile(r"\d{4,5}")
LAST_NUMBER = 999_999


def prefix_of(district_code: str, class_code: str) -> str:
    """Return what all identity codes of a class in a district begin with.

    :raises ValueError: the district has not six digits, or the class neither four (2007, 2013) nor five (2026).
    :source: standards/codes.md section 2.1 (6 + 2 + 3 + 6 in GB/T 47678.5-2026, 6 + 2 + 2 + 6 before).
    """
    if not re.fullmatch(r"\d{6}", district_code):
        message = say("A district has six digits, not {district_code!r}.", district_code=district_code)
        raise ValueError(message)
    if not CLASS_CODE.fullmatch(class_code):
        message = say("A component class has four or five digits, not {class_code!r}.", class_code=class_code)
        raise ValueError(message)
    return district_code + class_code


def number_codes(prefixes: Sequence[str], last: dict[str, int]) -> list[str]:
    """Return an identity code for each prefix, in order, going on after the last number given under it.

    `last` is carried forward. :raises ValueError: a class has used up its million in a district.
    """
    codes = []
    for prefix in prefixes:
        number = last.get(prefix, 0) + 1
        if number > LAST_NUMBER:
            message = say("All {count} identity codes under {prefix} are used up.", count=LAST_NUMBER, prefix=prefix)
            raise ValueError(message)
        last[prefix] = number
        codes.append(f"{prefix}{number:06d}")
    return codes
