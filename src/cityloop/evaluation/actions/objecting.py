"""Objections (申诉): to one's own row; somebody else decides, and what was wrong is counted again."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson
from django.db import transaction

from cityloop.access import api as access
from cityloop.evaluation.actions.entering import write_entry
from cityloop.evaluation.actions.freezing import freeze
from cityloop.evaluation.actions.keeping import keep, lock_facts
from cityloop.evaluation.actions.publishing import hold
from cityloop.evaluation.contracts import (
    Decision,
    EntryDraft,
    IdentifierTakenError,
    ObjectionState,
    ObjectionView,
    ResultStandsError,
    ResultState,
    Why,
)
from cityloop.evaluation.domain.results import let_pass
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.models import EvaluationResult, IndicatorBook, Objection, SchemeVersion
from cityloop.evaluation.policies import OBJECT, OBJECT_OWN, POSTS, PUBLISH, concerns
from cityloop.evaluation.queries.definitions import InForce, scorer_of
from cityloop.evaluation.queries.freezing import snapshot_of
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.permitted import day_of, own_row, progress_of
from cityloop.evaluation.queries.results import NO_RESULT, edition_of, objection_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotPermittedError
from cityloop.kernel.wording import say


@transaction.atomic
def raise_objection(
    *, objection_id: UUID, result_id: UUID, reason: str, actor: access.Actor, at: datetime
) -> ObjectionView:
    """Object to one's own row of a published result: for one's body, or for oneself where people are evaluated.

    The same identifier twice objects once.

    :raises NotPermittedError: the actor speaks for nobody here, or the result has no row of theirs.
    :raises NotFoundError: there is no such result, or it is a draft.
    :raises ResultStandsError: the last day has passed, or an objection to this row is undecided.
    """
    access.require(actor, OBJECT_OWN if actor.may(OBJECT_OWN) else OBJECT)
    result = hold(result_id)
    if result.state == ResultState.DRAFT or actor.body_id is None:
        raise NotFoundError(NO_RESULT)
    known = Objection.objects.filter(pk=objection_id).first()
    if known is not None:
        if (known.result_id, known.raised_by) != (result.pk, actor.account_id):
            message = say("Something else was made under this identifier.")
            raise IdentifierTakenError(message)
        return objection_view(known)
    let_pass(progress_of(result).against_objecting(today=day_of(at)))
    kind, subject_id = _own_row(result, actor)
    if result.objections.filter(subject_id=subject_id, state=ObjectionState.PENDING).exists():
        message = say("An objection to this row has not been decided.")
        raise ResultStandsError(message, subject_id=subject_id)
    made = result.objections.create(
        id=objection_id,
        subject_id=subject_id,
        body_id=actor.body_id,
        person_id=actor.account_id if kind in POSTS else None,
        reason=reason,
        raised_by=actor.account_id,
        raised_at=at,
        state=ObjectionState.PENDING,
    )
    return objection_view(made)


@transaction.atomic
def decide_objection(*, objection_id: UUID, decision: Decision, actor: access.Actor, at: datetime) -> ObjectionView:
    """Uphold an objection or refuse it. One that is upheld corrects and counts again, and makes another edition.

    :raises NotPermittedError: the actor does not publish results, or is, or is of the body of, who objects.
    :raises NotFoundError: there is no such objection.
    :raises ResultStandsError: it has been decided.
    :raises InvalidInputError: what is to be corrected is not of this row.
    """
    access.require(actor, PUBLISH)
    found = Objection.objects.filter(pk=objection_id).first()
    if found is None:
        message = say("There is no such objection.")
        raise NotFoundError(message)
    result = hold(found.result_id)
    found.refresh_from_db()
    _require_other(found, actor)
    if found.state != ObjectionState.PENDING or result.state != ResultState.OPEN:
        message = say("The objection has been decided.")
        raise ResultStandsError(message, state=found.state)
    if decision.is_upheld:
        _correct(found, result, decision, actor, at)
        found.edition = result.edition
    found.state = ObjectionState.UPHELD if decision.is_upheld else ObjectionState.REFUSED
    found.opinion, found.decided_by, found.decided_at = decision.opinion, actor.account_id, at
    found.save()
    access.audit(actor, "evaluation.decide", f"objection:{found.pk}", at, state=found.state)
    return objection_view(found)


def _correct(found: Objection, result: EvaluationResult, decision: Decision, actor: access.Actor, at: datetime) -> None:
    """Count these cases again, enter what was wrong, and freeze the result anew by the definitions it was made with."""
    if decision.correction is not None:
        _enter(found, result, decision.correction, actor, at)
    lock_facts()
    if decision.case_ids:
        keep(case_ids=decision.case_ids, at=at)
    period = period_of(result.period)
    freeze(result, snapshot_of(_as_published(result), period, at=at), Why.OBJECTION, at)


def _enter(found: Objection, result: EvaluationResult, draft: EntryDraft, actor: access.Actor, at: datetime) -> None:
    row = (draft.scheme_key, draft.period, draft.subject_id)
    if row != (result.scheme_key, result.period, found.subject_id):
        message = say("The correction is not of the row that was objected to.")
        raise InvalidInputError(message, field="correction")
    write_entry(uuid5(found.pk, "correction"), draft, result, actor, at)


def _as_published(result: EvaluationResult) -> InForce:
    edition = edition_of(result)
    if edition is None:
        raise NotFoundError(NO_RESULT)
    told: dict[str, Any] = orjson.loads(edition.snapshot)
    version = SchemeVersion.objects.get(key=result.scheme_key, number=told["scheme"]["number"])
    book = IndicatorBook.objects.get(number=told["indicators"]["number"])
    return InForce(version, book, scorer_of(version.data, book.data))


def _require_other(found: Objection, actor: access.Actor) -> None:
    """Let pass who is not concerned: colleagues of a person decide on their objection, but not they themselves."""
    if not concerns(actor, person_id=found.person_id, body_id=found.body_id):
        return
    if found.person_id is not None:
        message = say("Nobody decides on an objection of their own.")
        raise NotPermittedError(message, reason="OWN")
    message = say("Nobody decides on an objection of their own body.")
    raise NotPermittedError(message, reason="OWN_BODY")


def _own_row(result: EvaluationResult, actor: access.Actor) -> tuple[Object, str]:
    edition = edition_of(result)
    if edition is None:
        raise NotFoundError(NO_RESULT)
    found = own_row(orjson.loads(edition.snapshot), actor)
    if found is None:
        message = say("The result has no row of yours.")
        raise NotPermittedError(message)
    return found
