"""Which versions of the indicators and of a scheme there are, and when each is in force."""

from collections.abc import Iterable
from datetime import date, datetime

from cityloop.evaluation.contracts import DefinitionVersion
from cityloop.evaluation.domain.versions import spans
from cityloop.evaluation.models import IndicatorBook, SchemeVersion
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say


def indicator_versions() -> list[DefinitionVersion]:
    """Return the versions of the indicators, the newest first. One query."""
    return _told("", IndicatorBook.objects.values_list("number", "valid_from", "published_at"))


def scheme_versions(scheme_key: str) -> list[DefinitionVersion]:
    """Return the versions of a scheme, the newest first. One query.

    :raises NotFoundError: there is no such scheme.
    """
    rows = SchemeVersion.objects.filter(key=scheme_key).values_list("number", "valid_from", "published_at")
    found = _told(scheme_key, rows)
    if not found:
        message = say("There is no scheme {key}.", key=scheme_key)
        raise NotFoundError(message, key=scheme_key)
    return found


def _told(key: str, rows: Iterable[tuple[int, date, datetime]]) -> list[DefinitionVersion]:
    known = {number: (valid_from, published_at) for number, valid_from, published_at in rows}
    in_force = spans([(number, valid_from) for number, (valid_from, _) in known.items()])
    return [
        DefinitionVersion(key, number, since, until, known[number][1]) for number, (since, until) in in_force.items()
    ]
