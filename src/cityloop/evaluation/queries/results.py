"""Reads of results: who published what, the rows that somebody may see, and exports."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from django.db.models import F, Q

from cityloop.access.api import Actor, accounts, require
from cityloop.evaluation.contracts import (
    EntryView,
    GivenView,
    ObjectionMove,
    ObjectionState,
    ObjectionView,
    ResultDetails,
    ResultExport,
    ResultRow,
    ResultState,
    ResultView,
)
from cityloop.evaluation.domain.schemes import Object
from cityloop.evaluation.models import EvaluationResult, HandEntry, Objection, ResultEdition, SchemeVersion
from cityloop.evaluation.policies import PUBLISH, READ, READ_ALL, sees
from cityloop.evaluation.queries.evidence import repeated
from cityloop.evaluation.queries.frozen import frozen
from cityloop.evaluation.queries.permitted import objection_moves, result_moves
from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say

NO_RESULT = say("There is no such result.")


def results(
    *, actor: Actor, scheme_key: str = "", cursor: str | None = None, size: int = 50
) -> tuple[list[ResultView], str | None]:
    """Return some of the results, the latest first, and the cursor of those that follow. Two queries.

    Drafts are the publishers'.

    :raises NotPermittedError: the actor may see no results.
    """
    require(actor, READ)
    rows = EvaluationResult.objects.order_by("-drafted_at", "-id")
    rows = rows if actor.may(PUBLISH) else rows.exclude(state=ResultState.DRAFT)
    rows = rows.filter(scheme_key=scheme_key) if scheme_key else rows
    rows = rows if cursor is None else rows.filter(drafted_before(cursor))
    found = list(rows[: size + 1])
    more = cursors.encode(found[size - 1].drafted_at, found[size - 1].pk) if len(found) > size else None
    present = ResultEdition.objects.filter(result__in=found, number=F("result__edition"))
    digests = dict(present.values_list("result_id", "digest"))
    return [result_view(row, digests.get(row.pk)) for row in found[:size]], more


def result(*, result_id: UUID, actor: Actor, at: datetime) -> ResultDetails:
    """Return a result with the rows that the actor may see, as they were frozen, and what they may do with it now.

    :raises NotFoundError: there is none, or it is not the actor's to see yet.
    """
    require(actor, READ)
    found = _result(result_id, actor)
    edition = edition_of(found)
    if edition is None:
        may = result_moves(found, None, actor=actor, at=at)
        return ResultDetails(result=result_view(found, None), may=may, rows=(), frozen=None)
    snapshot = orjson.loads(edition.snapshot)
    kind = Object(snapshot["scheme"]["data"]["object"])
    rows = [row_of(row) for row in snapshot["subjects"] if sees(actor, kind, row["id"])]
    return ResultDetails(
        result=result_view(found, edition.digest),
        may=result_moves(found, snapshot, actor=actor, at=at),
        rows=tuple(sorted(rows, key=_place)),
        frozen=frozen(edition, snapshot),
    )


def export(*, result_id: UUID, actor: Actor) -> ResultExport:
    """Return all that a published result was made of, signed.

    :raises NotPermittedError: the actor may not see all rows.
    :raises NotFoundError: there is no such result, or it has not been published.
    """
    require(actor, READ_ALL, grid="")
    edition = edition_of(_result(result_id, actor))
    if edition is None:
        raise NotFoundError(NO_RESULT)
    return ResultExport(orjson.loads(edition.snapshot), edition.digest, edition.signature, edition.public_key)


def objections(*, result_id: UUID, actor: Actor) -> list[ObjectionView]:
    """Return the objections to a result in order of time: those to rows that the actor may see, and their own.

    :raises NotFoundError: there is no such result.
    """
    require(actor, READ)
    found = _result(result_id, actor)
    rows = Objection.objects.filter(result=found).order_by("raised_at", "id")
    watched = _watched(found.scheme_key, actor)
    visible = [row for row in rows if watched(row.subject_id) or _is_own(row, actor)]
    return [objection_view(row, objection_moves(row, found.state, actor=actor)) for row in visible]


def entries(*, scheme_key: str, period: str, actor: Actor) -> list[EntryView]:
    """Return everything that was filled in by hand for a scheme and period, changes too, in order.

    Who watches a part of the city is told of the rows that they may see.

    :raises NotPermittedError: the actor watches nothing.
    """
    require(actor, READ_ALL)
    rows = HandEntry.objects.filter(scheme_key=scheme_key, period=period).order_by("subject_id", "term", "number")
    watched = _watched(scheme_key, actor)
    found = [row for row in rows if watched(row.subject_id)]
    again, who = repeated(found), accounts(account_ids={row.entered_by for row in found})
    names = {key: account.name for key, account in who.items()}
    return [entry_view(row, again[row.pk], names.get(row.entered_by, "")) for row in found]


def edition_of(found: EvaluationResult) -> ResultEdition | None:
    """Return the edition of a result that holds; a draft has none."""
    return found.editions.filter(number=found.edition).first() if found.edition else None


def digest_of(found: EvaluationResult) -> str | None:
    """Return the digest of a result's present edition."""
    digests = found.editions.filter(number=found.edition).values_list("digest", flat=True)
    return digests.first() if found.edition else None


def row_of(row: dict[str, Any]) -> ResultRow:
    """Return a row of a snapshot."""
    score = row["score"]
    return ResultRow(
        *(row["id"], row["code"], row["name"], score["group"], score["rank"], score["total"], score["grade"]),
        *(score["terms"], row["counts"]),
        tuple(GivenView(term, entry["points"], entry["words"]) for term, entry in row["given"].items()),
    )


def result_view(found: EvaluationResult, digest: str | None) -> ResultView:
    """Return a result as others see it."""
    return ResultView(
        id=found.pk,
        scheme_key=found.scheme_key,
        period=found.period,
        since=found.since,
        until=found.until,
        state=ResultState(found.state),
        version=found.version,
        edition=found.edition,
        objections_until=found.objections_until,
        drafted_at=found.drafted_at,
        opened_at=found.opened_at,
        fixed_at=found.fixed_at,
        digest=digest,
    )


def entry_view(row: HandEntry, repeats: tuple[UUID, ...], name: str = "") -> EntryView:
    """Return an entry as others see it, with those for something else that have the same evidence."""
    return EntryView(
        id=row.pk,
        scheme_key=row.scheme_key,
        period=row.period,
        subject_id=row.subject_id,
        term=row.term,
        number=row.number,
        points=None if row.points is None else f"{row.points:f}",
        words=row.words,
        evidence=tuple(UUID(each) for each in row.evidence),
        entered_by=row.entered_by,
        entered_at=row.entered_at,
        repeats=repeats,
        entered_by_name=name,
    )


def objection_view(row: Objection, may: tuple[ObjectionMove, ...] = ()) -> ObjectionView:
    """Return an objection as others see it."""
    return ObjectionView(
        id=row.pk,
        result_id=row.result_id,
        subject_id=row.subject_id,
        body_id=row.body_id,
        person_id=row.person_id,
        reason=row.reason,
        raised_at=row.raised_at,
        state=ObjectionState(row.state),
        opinion=row.opinion,
        decided_at=row.decided_at,
        edition=row.edition,
        may=may,
    )


def _watched(scheme_key: str, actor: Actor) -> Callable[[str], bool]:
    """Return which rows of a scheme the actor may see because they watch the city, or a part of it. One query."""
    version = SchemeVersion.objects.filter(key=scheme_key).order_by("-number").first()
    if version is None or not actor.may(READ_ALL):
        return lambda _: False
    kind = Object(version.data["object"])
    return lambda subject_id: sees(actor, kind, subject_id)


def _is_own(row: Objection, actor: Actor) -> bool:
    return row.person_id == actor.account_id if row.person_id else row.body_id == actor.body_id


def _result(result_id: UUID, actor: Actor) -> EvaluationResult:
    found = EvaluationResult.objects.filter(pk=result_id).first()
    if found is None or (found.state == ResultState.DRAFT and not actor.may(PUBLISH)):
        raise NotFoundError(NO_RESULT)
    return found


def _place(row: ResultRow) -> tuple[str, bool, int, str, str]:
    return row.group, row.rank is None, row.rank or 0, row.code, row.subject_id


def drafted_before(cursor: str) -> Q:
    """Return which results, or bulletins, follow a cursor."""
    moment, identifier = cursors.decode(cursor, length=2)
    try:
        at, last = datetime.fromisoformat(moment), UUID(identifier)
    except (TypeError, ValueError, AttributeError) as error:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor") from error
    return Q(drafted_at__lt=at) | Q(drafted_at=at, id__lt=last)
