"""Evaluation grids: the duty grids of a street that are judged as one, by area class."""

from collections.abc import Mapping

from cityloop.kernel.wording import say

STREET_DIGITS = 9
MOST = 99


def evaluation_codes(duty_levels: Mapping[str, str], standing: Mapping[str, str]) -> dict[str, str]:
    """Return the code of the evaluation grid of every duty grid: one for each street and area class.

    :param duty_levels: the area class (A, B or C) of each duty grid by its code.
    :param standing: what is known, code by itself; a street and class that has one keeps it, new ones are numbered
        after the highest number that the street ever had.
    :raises ValueError: two digits do not number the evaluation grids of a street.
    :source: standards/codes.md section 1.4 (6 + 3 + 2 + one letter A, B or C).
    """
    codes = {(code[:STREET_DIGITS], code[-1]): code for code in sorted(standing, reverse=True) if standing[code]}
    numbers: dict[str, int] = {}
    for code in standing:
        street = code[:STREET_DIGITS]
        numbers[street] = max(numbers.get(street, 0), int(code[STREET_DIGITS:-1]))
    for street, level in sorted({(duty[:STREET_DIGITS], level) for duty, level in duty_levels.items()} - codes.keys()):
        number = numbers[street] = numbers.get(street, 0) + 1
        if number > MOST:
            message = say("The street {code} has used up its {count} evaluation grids.", code=street, count=MOST)
            raise ValueError(message)
        codes[street, level] = f"{street}{number:02d}{level}"
    return {duty: codes[duty[:STREET_DIGITS], level] for duty, level in duty_levels.items()}
