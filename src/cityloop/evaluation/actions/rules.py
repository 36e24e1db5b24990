"""Publishing how the city counts."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cityloop.evaluation import events
from cityloop.evaluation.actions.keeping import lock_facts
from cityloop.evaluation.contracts import PublishedRules
from cityloop.evaluation.domain.counting_rules import CountingRules, plain_rules
from cityloop.evaluation.models import CaseFact, CountingRulesVersion
from cityloop.kernel import outbox


@transaction.atomic
def publish_rules(
    *, rules: CountingRules, valid_from: date, at: datetime, published_by: UUID | None = None
) -> PublishedRules:
    """Publish rules of counting, in force for cases reported from a day on, and say since when facts are old by it.

    The newest version that is in force on a day goes before all others. Saying the same again publishes nothing new.
    """
    lock_facts()
    latest = CountingRulesVersion.objects.order_by("-number").first()
    if latest is None or (latest.rules, latest.valid_from) != (plain_rules(rules), valid_from):
        latest = CountingRulesVersion.objects.create(
            number=latest.number + 1 if latest else 1,
            valid_from=valid_from,
            rules=plain_rules(rules),
            published_at=at,
            published_by=published_by,
        )
        outbox.publish(events.CountingRulesPublished.of(at=at, number=latest.number, valid_from=valid_from))
    return PublishedRules(latest.number, valid_from, _rebuild_since(latest))


def _rebuild_since(version: CountingRulesVersion) -> date | None:
    counted = CaseFact.objects.filter(reported_on__gte=version.valid_from).exclude(rules=version.number)
    return counted.order_by("reported_on").values_list("reported_on", flat=True).first()
