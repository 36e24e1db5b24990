"""Chance that anybody can repeat: every part of the city has a stream of its own, drawn from the seed."""

from random import Random
from typing import TypeAlias, TypeVar
from uuid import UUID, uuid5

Dice: TypeAlias = Random
T = TypeVar("T")
NAMESPACE = UUID("7b0c3a52-5d0e-5e39-9d5c-2f6d1c0f6a11")


def dice(seed: int, *names: object) -> Dice:
    """Return the stream of this name: the same seed and name give the same numbers on every machine."""
    return Random("/".join(map(str, (seed, *names))))  # noqa: S311 - a play must be repeatable, not secret


def key(seed: int, *names: object) -> UUID:
    """Return the identifier that something has in every city of this seed."""
    return uuid5(NAMESPACE, "/".join(map(str, (seed, *names))))


def happens(chance: Dice, share: float) -> bool:
    """Return true in this share of all calls."""
    return chance.random() < share
