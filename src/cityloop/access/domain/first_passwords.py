"""First passwords, made for somebody who changes them at once."""

from collections.abc import Callable, Sequence

LETTERS = "abcdefghjkmnpqrstuvwxyz"
CAPITALS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = "23456789"


def first_password(choose: Callable[[Sequence[str]], str]) -> str:
    """Return four groups of four characters, easily read aloud, of three kinds: over 80 bits.

    :param choose: takes one of several at random, as `secrets.choice` does.
    """
    group = "".join(choose(kind) for kind in (CAPITALS, LETTERS, LETTERS, DIGITS))
    rest = ("".join(choose(LETTERS + DIGITS) for _ in range(4)) for _ in range(4))
    return "-".join((group, *rest))
