"""Password rules of the third protection level (等保三级): length, kinds of characters, history, age."""

from datetime import datetime, timedelta

MINIMUM_LENGTH = 8
KINDS_NEEDED = 3
REMEMBERED = 5


def kinds_of_characters(password: str) -> int:
    """Return how many of the four kinds it has: small letters, capitals, digits, anything else."""
    return sum(
        any(belongs(character) for character in password)
        for belongs in (str.islower, str.isupper, str.isdigit, _is_other)
    )


def is_outworn(*, changed_at: datetime, at: datetime, maximum_age: timedelta | None) -> bool:
    """Return whether a password set then must be changed by now; without a maximum age it never must."""
    return maximum_age is not None and at - changed_at >= maximum_age


def _is_other(character: str) -> bool:
    return not (character.islower() or character.isupper() or character.isdigit())
