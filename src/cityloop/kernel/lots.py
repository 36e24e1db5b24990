"""Lots: things put in an order that nobody could choose, and that anybody who has the seed can find again.

The seed is written down before the draw, and only its SHA-256 is told until the draw may be repeated: who knew it
earlier could try until the lot falls as they like.
"""

import secrets
from hashlib import sha256

SEED_BYTES = 32


def new_seed() -> str:
    """Return 32 random bytes in hexadecimal."""
    return secrets.token_hex(SEED_BYTES)


def seed_digest(seed: str) -> str:
    """Return the SHA-256 of a seed: it binds who drew, and tells nothing of the order.

    :param seed: bytes in hexadecimal.
    """
    return sha256(bytes.fromhex(seed)).hexdigest()


def lot(seed: str, name: str) -> str:
    """Return what something is ordered by in a draw: the SHA-256 of the seed, a line feed and its name, in hexadecimal.

    It depends neither on the order of what is drawn from nor on anything else in it.

    :param seed: bytes in hexadecimal.
    """
    return sha256(bytes.fromhex(seed) + b"\n" + name.encode()).hexdigest()
