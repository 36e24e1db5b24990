"""Definitions of indicators and schemes as they are written, read strictly: what is wrong is told with its place."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter, ValidationError

from cityloop.evaluation.domain.indicators import Indicator
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say, verbatim

Read = TypeVar("Read")
INDICATORS = TypeAdapter(list[Indicator])
SCHEMES = TypeAdapter(list[Scheme])


def read_indicators(plain: Sequence[Any]) -> list[Indicator]:
    """Return indicators as definitions name them: a list of mappings.

    :raises InvalidInputError: a field is missing, unknown or not of its kind; `place` says which.
    """
    return read_strictly(INDICATORS, plain, key="key")


def read_schemes(plain: Sequence[Any]) -> list[Scheme]:
    """Return schemes as definitions name them: a list of mappings.

    :raises InvalidInputError: a field is missing, unknown or not of its kind; `place` says which.
    """
    return read_strictly(SCHEMES, plain, key="key")


def read_strictly(adapter: TypeAdapter[Read], plain: Any, *, key: str) -> Read:
    """Return what the adapter reads.

    :param key: the field by which entries of a list are called in what is told.
    :raises InvalidInputError: naming the first place that is wrong.
    """
    try:
        return adapter.validate_python(plain)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(_called(plain, first["loc"], key))
        message = say("{place}: {reason}", place=place, reason=verbatim(first["msg"]))
        raise InvalidInputError(message, field="definitions", place=place, flaws=error.error_count()) from error


def _called(plain: Any, location: Sequence[int | str], key: str) -> list[str]:
    """Call entries of lists by their key, so that somebody finds them."""
    found, at = [], plain
    for part in location:
        try:
            at = at[part]
        except (KeyError, IndexError, TypeError):
            at = None
        found.append(str(at[key]) if isinstance(part, int) and isinstance(at, dict) and key in at else str(part))
    return found
