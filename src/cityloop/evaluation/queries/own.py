"""One's own figures: what somebody has come to at each post that is evaluated, and their place."""

from datetime import datetime
from uuid import UUID

from cityloop.access import api as access
from cityloop.evaluation.contracts import Against, League, OwnFigures, OwnLeague
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.policies import POSTS, READ
from cityloop.evaluation.queries.definitions import scheme_heads
from cityloop.evaluation.queries.leagues import league
from cityloop.evaluation.queries.periods import Periods, period_view


def own_figures(*, period: str, actor: access.Actor, at: datetime, against: Against = Against.BEFORE) -> OwnFigures:
    """Return one's own rows in the leagues of all posts that one has ever held, and of how many; nobody else's.

    :raises NotPermittedError: the actor may see no figures, not even their own.
    :raises InvalidInputError: no period is written so.
    """
    access.require(actor, READ)
    periods = Periods()
    wanted = periods.read(period)
    earlier, today = periods.beside(wanted, against, at=at), periods.today(at)
    held = {each for each, post in POSTS.items() if access.seats_ever(post=post, account_ids=[actor.account_id])}
    schemes = [head for head in scheme_heads(max(wanted.last_day, today)) if Object(head.object) in held]
    found = [league(scheme_key=head.key, period=period, at=at, actor=actor, against=against) for head in schemes]
    return OwnFigures(
        str(actor.account_id),
        period_view(wanted, today=today),
        period_view(earlier) if earlier else None,
        at,
        tuple(own for each in found if (own := _own(each, actor.account_id)) is not None),
    )


def _own(found: League, account_id: UUID) -> OwnLeague | None:
    row = next((row for row in found.rows if row.subject_id == str(account_id)), None)
    if row is None:
        return None
    size = next((group.size for group in found.groups if group.key == row.group), 0)
    return OwnLeague(found.scheme, found.terms, row, size)
