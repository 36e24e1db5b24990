"""The cases behind a figure of a league."""

from datetime import datetime

from cityloop.access.api import Actor, require
from cityloop.evaluation.contracts import Behind, ContributionPage, Dimension, FigureAsked, Selection
from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.schemes import Where
from cityloop.evaluation.policies import READ, sees
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.subjects import keys_of
from cityloop.evaluation.queries.sums import different, facts_behind, sums
from cityloop.evaluation.queries.tallies import DISTINCT, selection, theirs
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say


def behind(*, asked: FigureAsked, actor: Actor, at: datetime, cursor: str | None = None, size: int = 100) -> Behind:
    """Return a figure of one who is evaluated, and some of the cases that it is made of.

    :param at: the moment at which the league was counted, so that what follows from the time is the same.
    :raises NotPermittedError: the actor may see no league.
    :raises NotFoundError: there is no such scheme or figure, or the row is not the actor's to see.
    """
    require(actor, READ)
    wanted, key, subject_id = period_of(asked.period), asked.key, asked.subject_id
    scheme = in_force(asked.scheme_key, wanted.last_day).scheme
    keys = keys_of(scheme.object, subject_id)
    if not keys or not sees(actor, scheme.object, subject_id):
        message = say("There is no {subject} in this league.", subject=subject_id)
        raise NotFoundError(message, subject_id=subject_id)
    own = next((count for count in scheme.counts if count.name == key), None)
    if own is None and key not in BY_KEY:
        message = say("There is no base indicator {key}.", key=key)
        raise NotFoundError(message, key=key)
    base, where, distinct = (own.of, own.where, own.distinct) if own else (key, Where(), "")
    facts = theirs(selection(wanted, where), BY_KEY[base].of, scheme.object, keys)
    return opened(base, facts, DISTINCT[distinct] if distinct else None, at, cursor, size)


def opened(
    base: str, facts: Selection, different_of: Dimension | None, at: datetime, cursor: str | None, size: int
) -> Behind:
    """Return a figure of these facts, and some of the cases that it is made of."""
    page: ContributionPage = facts_behind(
        key=base, where=facts, at=at, different_of=different_of, cursor=cursor, size=size
    )
    if different_of is None:
        (row,) = sums(kind=BY_KEY[base].of, where=facts, at=at, keys=(base,))
        return Behind(row.counts[base], page)
    ((_, figure),) = different(key=base, of=different_of, where=facts, at=at)
    return Behind(figure, page)
