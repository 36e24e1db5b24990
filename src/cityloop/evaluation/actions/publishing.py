"""Results: drafted, published and open for objections (公示), fixed."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.evaluation import events
from cityloop.evaluation.actions.freezing import freeze
from cityloop.evaluation.actions.keeping import lock_facts
from cityloop.evaluation.contracts import (
    IdentifierTakenError,
    ObjectionState,
    ResultStandsError,
    ResultState,
    ResultView,
    Why,
)
from cityloop.evaluation.domain.results import let_pass
from cityloop.evaluation.models import EvaluationResult
from cityloop.evaluation.policies import PUBLISH
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.freezing import snapshot_of
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.permitted import day_of, progress_of
from cityloop.evaluation.queries.results import NO_RESULT, digest_of, result_view
from cityloop.kernel import outbox
from cityloop.kernel.errors import InvalidInputError, NotFoundError, StaleVersionError
from cityloop.kernel.wording import say


@transaction.atomic
def draft_result(*, result_id: UUID, scheme_key: str, period: str, actor: access.Actor, at: datetime) -> ResultView:
    """Draft the result of a scheme in a period. The same identifier twice drafts one.

    :raises NotPermittedError: the actor does not publish results.
    :raises NotFoundError: there is no such scheme.
    :raises InvalidInputError: no period is written so.
    :raises ResultStandsError: this scheme has a result of this period already.
    """
    access.require(actor, PUBLISH)
    wanted = period_of(period)
    in_force(scheme_key, wanted.last_day)
    taken = EvaluationResult.objects.filter(pk=result_id).exclude(scheme_key=scheme_key, period=wanted.key)
    if taken.exists():
        message = say("Something else was made under this identifier.")
        raise IdentifierTakenError(message)
    made, is_new = EvaluationResult.objects.get_or_create(
        scheme_key=scheme_key,
        period=wanted.key,
        defaults={
            "id": result_id,
            "since": wanted.since,
            "until": wanted.until,
            "state": ResultState.DRAFT,
            "version": 1,
            "drafted_by": actor.account_id,
            "drafted_at": at,
        },
    )
    if made.pk != result_id:
        message = say("The scheme {key} has a result of {period} already.", key=scheme_key, period=period)
        raise ResultStandsError(message, result_id=str(made.pk))
    if is_new:
        access.audit(actor, "evaluation.publish", f"result:{made.pk}", at, state=made.state)
    return result_view(made, digest_of(made))


@transaction.atomic
def publish_result(
    *, result_id: UUID, version: int, objections_until: date, actor: access.Actor, at: datetime
) -> ResultView:
    """Publish a drafted result: freeze and sign all that it is made of, and take objections up to this day.

    :raises NotPermittedError: the actor does not publish results.
    :raises NotFoundError: there is no such result.
    :raises StaleVersionError: it has changed meanwhile.
    :raises ResultStandsError: it has been published, or its period is not over.
    :raises InvalidInputError: the last day for objections has passed.
    """
    access.require(actor, PUBLISH)
    result = hold(result_id, version)
    today = day_of(at)
    let_pass(progress_of(result).against_publishing(today=today))
    if objections_until < today:
        message = say("The last day for objections has passed.")
        raise InvalidInputError(message, field="objections_until")
    period = period_of(result.period)
    lock_facts()  # several questions make a snapshot, and nothing may move between them
    result.state, result.objections_until = ResultState.OPEN, objections_until
    result.opened_by, result.opened_at = actor.account_id, at
    freeze(result, snapshot_of(in_force(result.scheme_key, period.last_day), period, at=at), Why.PUBLISHED, at)
    access.audit(actor, "evaluation.publish", f"result:{result.pk}", at, state=result.state)
    return result_view(result, digest_of(result))


@transaction.atomic
def fix_result(*, result_id: UUID, version: int, actor: access.Actor, at: datetime) -> ResultView:
    """Fix a result for good: its last edition holds, whatever becomes of cases.

    :raises NotPermittedError: the actor does not publish results.
    :raises NotFoundError: there is no such result.
    :raises StaleVersionError: it has changed meanwhile.
    :raises ResultStandsError: it is not open, may still be objected to, or an objection is undecided.
    """
    access.require(actor, PUBLISH)
    result = hold(result_id, version)
    is_disputed = result.objections.filter(state=ObjectionState.PENDING).exists()
    let_pass(progress_of(result).against_fixing(today=day_of(at), is_disputed=is_disputed))
    result.state, result.fixed_by, result.fixed_at = ResultState.FIXED, actor.account_id, at
    result.version += 1
    result.save()
    outbox.publish(
        events.ResultFixed(
            at=at, result_id=result.pk, scheme_key=result.scheme_key, period=result.period, edition=result.edition
        )
    )
    access.audit(actor, "evaluation.publish", f"result:{result.pk}", at, state=result.state)
    return result_view(result, digest_of(result))


def hold(result_id: UUID, version: int | None = None) -> EvaluationResult:
    """Lock a result; with a version, as it was seen.

    :raises NotFoundError: there is none.
    :raises StaleVersionError: it has changed meanwhile.
    """
    found = EvaluationResult.objects.select_for_update().filter(pk=result_id).first()
    if found is None:
        raise NotFoundError(NO_RESULT)
    if version is not None and found.version != version:
        message = say("You saw version {seen}; it is {version} now.", seen=version, version=found.version)
        raise StaleVersionError(message, version=found.version)
    return found
