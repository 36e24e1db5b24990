"""Publishing how the city counts."""

from collections.abc import Callable
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from cityloop.access import api as access
from cityloop.evaluation import events
from cityloop.evaluation.actions.keeping import BATCH, lock_facts, rebuild
from cityloop.evaluation.contracts import PublishedRules
from cityloop.evaluation.domain.counting_rules import CountingRules, plain_rules
from cityloop.evaluation.models import CountingRulesVersion
from cityloop.evaluation.policies import DEFINE
from cityloop.evaluation.queries.counting import counted_otherwise_since
from cityloop.kernel import outbox
from cityloop.territory import api as territory


@transaction.atomic
def publish_rules(*, rules: CountingRules, valid_from: date, actor: access.Actor, at: datetime) -> PublishedRules:
    """Publish rules of counting, in force for cases reported from a day on, and say since when facts are old by it.

    The newest version that is in force on a day goes before all others. Saying the same again publishes nothing new.
    The event makes the worker build again what is old.

    :raises NotPermittedError: the actor may not define how the city judges.
    """
    access.require(actor, DEFINE)
    lock_facts()
    latest = CountingRulesVersion.objects.order_by("-number").first()
    if latest is None or (latest.rules, latest.valid_from) != (plain_rules(rules), valid_from):
        latest = CountingRulesVersion.objects.create(
            number=latest.number + 1 if latest else 1,
            valid_from=valid_from,
            rules=plain_rules(rules),
            published_at=at,
            published_by=actor.account_id,
        )
        outbox.publish(events.CountingRulesPublished.of(at=at, number=latest.number, valid_from=valid_from))
        about = {"valid_from": valid_from.isoformat(), **plain_rules(rules)}
        access.audit(actor, "evaluation.define", f"counting-rules:{latest.number}", at, **about)
    return PublishedRules(latest.number, valid_from, counted_otherwise_since())


def rebuild_outdated(*, at: datetime, batch: int = BATCH, progress: Callable[[int], None] = lambda _: None) -> int:
    """Count again all cases reported since the first that other rules counted; return how many, 0 where none was.

    It may be interrupted and run again, as `rebuild`.
    """
    since = counted_otherwise_since()
    if since is None:
        return 0
    midnight = datetime.combine(since, time(), tzinfo=ZoneInfo(territory.city().timezone))
    return rebuild(at=at, since=midnight, batch=batch, progress=progress)
