"""Filling in by hand what no case tells: points of a term, or a parameter of one who is evaluated."""

from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.evaluation.actions.freezing import freeze
from cityloop.evaluation.contracts import (
    EntryDraft,
    EntryView,
    IdentifierTakenError,
    Why,
)
from cityloop.evaluation.domain.results import let_pass
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.models import EvaluationResult, HandEntry
from cityloop.evaluation.policies import PUBLISH
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.evidence import repeated, require_evidence
from cityloop.evaluation.queries.freezing import with_present_entries
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.permitted import progress_of
from cityloop.evaluation.queries.results import edition_of, entry_view
from cityloop.evaluation.queries.subjects import require_subject
from cityloop.kernel import locks
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

PLACES = 4
LARGEST = Decimal(10) ** 9


@transaction.atomic
def enter(*, entry_id: UUID, draft: EntryDraft, actor: access.Actor, at: datetime) -> EntryView:
    """Fill something in, change it, or take it back; every change is kept. The same identifier twice enters one.

    While a result is open for objections, another edition of it follows, with the same counts.

    :raises NotPermittedError: the actor does not publish results.
    :raises NotFoundError: there is no such scheme, or nobody of this kind.
    :raises InvalidInputError: the term is not filled in by hand, the points lie beyond it, or evidence is not known.
    :raises ResultStandsError: the result is fixed.
    """
    access.require(actor, PUBLISH)
    known = HandEntry.objects.filter(pk=entry_id).first()
    if known is not None:
        _require_same(known, draft)
        return entry_view(known, repeated([known])[known.pk])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.HAND_ENTRIES])
    found = EvaluationResult.objects.select_for_update().filter(scheme_key=draft.scheme_key, period=draft.period)
    result = found.first()
    made = write_entry(entry_id, draft, result, actor, at)
    edition = edition_of(result) if result is not None else None
    if result is not None and edition is not None:
        freeze(result, with_present_entries(edition, period_of(draft.period)), Why.ENTRY, at)
    return entry_view(made, repeated([made])[made.pk])


def write_entry(
    entry_id: UUID, draft: EntryDraft, result: EvaluationResult | None, actor: access.Actor, at: datetime
) -> HandEntry:
    """Write an entry within the caller's transaction, which holds the result.

    :raises RefusedError: as `enter` says.
    """
    if result is not None:
        let_pass(progress_of(result).against_entering())
    scheme = in_force(draft.scheme_key, period_of(draft.period).last_day).scheme
    _judge(scheme, draft)
    require_subject(scheme.object, draft.subject_id)
    require_evidence(draft.evidence)
    of = {
        "scheme_key": draft.scheme_key,
        "period": draft.period,
        "subject_id": draft.subject_id,
        "term": draft.term,
    }
    latest = HandEntry.objects.filter(**of).order_by("-number").first()
    made = HandEntry.objects.create(
        id=entry_id,
        **of,
        number=latest.number + 1 if latest else 1,
        points=draft.points,
        words=draft.words,
        evidence=[str(each) for each in draft.evidence],
        entered_by=actor.account_id,
        entered_at=at,
    )
    made.refresh_from_db(fields=["points"])  # with as many places as are kept
    access.audit(actor, "evaluation.enter", f"hand_entry:{made.pk}", at, **of, number=made.number)
    return made


def _require_same(known: HandEntry, draft: EntryDraft) -> None:
    of = (known.scheme_key, known.period, known.subject_id, known.term)
    if of != (draft.scheme_key, draft.period, draft.subject_id, draft.term):
        message = say("Something else was made under this identifier.")
        raise IdentifierTakenError(message)


def _judge(scheme: Scheme, draft: EntryDraft) -> None:
    term = next((term for term in scheme.terms if term.key == draft.term and term.is_by_hand), None)
    if term is None and draft.term not in scheme.parameters:
        message = say("Nothing is filled in by hand for {term}.", term=draft.term)
        raise InvalidInputError(message, field="term")
    if draft.points is None:
        return
    exponent = draft.points.as_tuple().exponent
    if not isinstance(exponent, int) or exponent < -PLACES or abs(draft.points) >= LARGEST:
        message = say("A figure has at most {places} places after the point.", places=PLACES)
        raise InvalidInputError(message, field="points")
    least, most = (term.floor, term.full) if term else (-LARGEST, LARGEST)
    if not least <= draft.points <= most:
        message = say("{term} takes from {least} to {most}.", term=draft.term, least=f"{least:f}", most=f"{most:f}")
        raise InvalidInputError(message, field="points")
