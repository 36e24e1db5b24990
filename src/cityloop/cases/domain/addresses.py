"""Addresses of a street and a house number (门牌): which known one is nearest to one that is not known."""

import re

NUMBERED = re.compile(r"(?P<street>\D{2,}?)\s*(?P<number>\d{1,5})(?!\d)")


def split(address: str) -> tuple[str, int | None]:
    """Return the street and the house number; an address without one is all street: 柳巷174号 is 柳巷 and 174."""
    found = NUMBERED.match(address)
    return (found["street"], int(found["number"])) if found else (address, None)


def houses_between(wanted: str, known: str) -> int | None:
    """Return how far apart two houses of one street are by their numbers; None where they cannot be compared."""
    (street, number), (other_street, other) = split(wanted), split(known)
    return None if street != other_street or number is None or other is None else abs(number - other)
