"""Looking at the integrity of one collector, which is noted, and setting from where on something does not look true."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.evaluation.contracts.integrity import CollectorIntegrity, ThresholdsView
from cityloop.evaluation.domain.thresholds import ALL, require_thresholds
from cityloop.evaluation.models import ThresholdsVersion
from cityloop.evaluation.policies import DEFINE, INTEGRITY, READ
from cityloop.evaluation.queries.integrity import collector_integrity, thresholds, thresholds_view
from cityloop.kernel import locks
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say


@transaction.atomic
def see_integrity(*, account_id: UUID, period: str, actor: access.Actor, at: datetime) -> CollectorIntegrity:
    """Return one collector in a period with every hint, to themselves or to who watches collectors; that one is noted.

    :raises NotPermittedError: the actor may see no figures, not even their own.
    :raises NotFoundError: there is no such collector, or they are not the actor's to see.
    :raises InvalidInputError: no period is written so, or it is longer than a month.
    """
    access.require(actor, READ)
    is_own = account_id == actor.account_id
    if not is_own and not (actor.may(INTEGRITY) and actor.covers("")):
        message = say("There is no such collector.")
        raise NotFoundError(message)
    found = collector_integrity(account_id=account_id, period=period, is_own=is_own)
    if not is_own:
        access.audit(actor, "evaluation.integrity", f"account:{account_id}", at, period=period)
    return found


@transaction.atomic
def publish_thresholds(*, values: Mapping[str, float], actor: access.Actor, at: datetime) -> ThresholdsView:
    """Set thresholds; those that are not named keep what they were. Saying the same again sets nothing new.

    :raises NotPermittedError: the actor defines nothing, or does not watch collectors.
    :raises InvalidInputError: a threshold is not known, or out of its bounds.
    """
    access.require(actor, DEFINE, grid="")
    access.require(actor, INTEGRITY)
    require_thresholds(values)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.THRESHOLDS])
    now = thresholds()
    wanted = {each.key: float(values.get(each.key, now[each.key])) for each in ALL}
    if any(wanted[each.key] != now[each.key] for each in ALL):
        made = ThresholdsVersion.objects.create(
            number=now.number + 1, values=wanted, published_at=at, published_by=actor.account_id
        )
        access.audit(actor, "evaluation.thresholds", f"thresholds:{made.number}", at, **dict(values))
    return thresholds_view(actor=actor)
