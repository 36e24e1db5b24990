"""Opening and closing appraisals, and typing in what the platform reports."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.appraisal.actions.freezing import freeze
from cityloop.appraisal.contracts import (
    AppraisalClosedError,
    AppraisalDraft,
    AppraisalView,
    ReportDraft,
    ReportView,
)
from cityloop.appraisal.domain.tree_files import decimal_of
from cityloop.appraisal.domain.trees import PERCENT, Scoring, TreeRow, ValueSource, leaves_by_code
from cityloop.appraisal.models import Appraisal, PlatformReport
from cityloop.appraisal.policies import RUN
from cityloop.appraisal.queries.appraisals import appraisal_view, found_appraisal, report_view, require_area
from cityloop.appraisal.queries.trees import tree, version_on
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


@transaction.atomic
def open_appraisal(*, appraisal_id: UUID, draft: AppraisalDraft, actor: access.Actor, at: datetime) -> AppraisalView:
    """Open an appraisal of some days, by the version of a tree that is in force on the last of them.

    :raises NotPermittedError: the actor does not run appraisals, or not for the whole city.
    :raises NotFoundError: there is no such tree on that day.
    :raises InvalidInputError: it ends before it begins.
    """
    access.require(actor, RUN, grid="")
    known = Appraisal.objects.filter(pk=appraisal_id).first()
    if known is not None:
        return appraisal_view(known)
    if draft.until < draft.since:
        message = say("It ends before it begins.")
        raise InvalidInputError(message, field="until")
    made = Appraisal.objects.create(
        id=appraisal_id,
        tree=version_on(draft.tree_key, draft.until),
        title=draft.title,
        kind=draft.kind,
        since=draft.since,
        until=draft.until,
        opened_by=actor.account_id,
        opened_at=at,
    )
    access.audit(actor, "appraisal.open", f"appraisal:{made.pk}", at, tree=draft.tree_key, number=made.tree.number)
    return appraisal_view(made)


@transaction.atomic
def close_appraisal(*, appraisal_id: UUID, actor: access.Actor, at: datetime) -> AppraisalView:
    """Close an appraisal for good: nothing is reported, answered or visited for it any more.

    What its scores are made of is frozen and signed, and the seeds of its draws are told.

    :raises NotPermittedError: the actor does not run appraisals, or not for the whole city.
    :raises NotFoundError: there is none.
    :raises AppraisalClosedError: it is closed.
    """
    access.require(actor, RUN, grid="")
    found = held_open(appraisal_id)
    found.closed_at, found.closed_by = at, actor.account_id
    found.save(update_fields=["closed_at", "closed_by"])
    made = freeze(found, at)
    access.audit(actor, "appraisal.close", f"appraisal:{found.pk}", at, digest=made.digest)
    return appraisal_view(found)


@transaction.atomic
def report(*, report_id: UUID, appraisal_id: UUID, draft: ReportDraft, actor: access.Actor, at: datetime) -> ReportView:
    """Type in a figure, change it, or take it back; every change is kept. The same identifier twice reports once.

    :raises NotPermittedError: the actor does not run appraisals of this area.
    :raises NotFoundError: there is no such appraisal.
    :raises InvalidInputError: the indicator is not reported, the area is none, or the figure cannot be one.
    :raises AppraisalClosedError: it is closed.
    """
    access.require(actor, RUN, grid=draft.area_code)
    known = PlatformReport.objects.filter(pk=report_id).first()
    if known is not None:
        _require_same(known, appraisal_id, draft)
        return report_view(known)
    found = held_open(appraisal_id)
    require_area(draft.area_code, at)
    _judge(require_leaf(leaves_of(found), draft.leaf, ValueSource.REPORT), draft)
    _require_photographs(found, draft.evidence)
    rows = found.reports.filter(leaf=draft.leaf, area_code=draft.area_code)
    latest = rows.order_by("-number").first()
    made = PlatformReport.objects.create(
        id=report_id,
        appraisal=found,
        leaf=draft.leaf,
        area_code=draft.area_code,
        number=latest.number + 1 if latest else 1,
        figure=draft.figure,
        words=draft.words,
        evidence=[str(each) for each in draft.evidence],
        reported_by=actor.account_id,
        reported_by_name=actor.name,
        reported_at=at,
    )
    facts = {"leaf": made.leaf, "area": made.area_code, "number": made.number}
    access.audit(actor, "appraisal.report", f"platform_report:{made.pk}", at, **facts)
    return report_view(made)


def _require_same(known: PlatformReport, appraisal_id: UUID, draft: ReportDraft) -> None:
    if (known.appraisal_id, known.leaf, known.area_code) != (appraisal_id, draft.leaf, draft.area_code):
        message = say("Something else was made under this identifier.")
        raise InvalidInputError(message, field="Idempotency-Key")


def held_open(appraisal_id: UUID) -> Appraisal:
    """Return an appraisal, locked until the end of the transaction.

    :raises NotFoundError: there is none.
    :raises AppraisalClosedError: it is closed.
    """
    found = found_appraisal(appraisal_id, is_held=True)
    require_open(found)
    return found


def require_open(found: Appraisal) -> None:
    """Let pass an appraisal that still goes on.

    :raises AppraisalClosedError: it is closed.
    """
    if found.closed_at is not None:
        message = say("The appraisal is closed; nothing of it changes any more.")
        raise AppraisalClosedError(message, appraisal_id=str(found.pk))


def share_open(appraisal_id: UUID) -> Appraisal:
    """Return an appraisal that goes on and is not closed until the end of the transaction; many may share it so.

    :raises NotFoundError: there is none.
    :raises AppraisalClosedError: it is closed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM appraisal_appraisal WHERE id = %s FOR SHARE", [appraisal_id])
    found = found_appraisal(appraisal_id)  # as it is now that nobody else has it
    require_open(found)
    return found


def leaves_of(found: Appraisal) -> Mapping[str, TreeRow]:
    """Return the indicators of an appraisal by their codes."""
    return leaves_by_code(tree(found.tree))


def require_leaf(known: Mapping[str, TreeRow], code: str, source: ValueSource) -> TreeRow:
    """Return an indicator whose figure comes from this source.

    :raises InvalidInputError: there is none of this code.
    """
    row = known.get(code)
    if row is None or row.source is not source:
        message = say("{leaf} is no indicator of this tree that is told by {source}.", leaf=code, source=source)
        raise InvalidInputError(message, field="leaf")
    return row


def _judge(row: TreeRow, draft: ReportDraft) -> None:
    if draft.figure is None:
        return
    if decimal_of(f"{draft.figure:f}" if draft.figure.is_finite() else "NaN") is None:
        message = say("A figure is a number below a thousand million with six places at most.")
        raise InvalidInputError(message, field="figure")
    if row.scorer is Scoring.SHARE and not Decimal(0) <= draft.figure <= PERCENT:
        message = say("This indicator takes figures from 0 to 100.")
        raise InvalidInputError(message, field="figure")


def _require_photographs(found: Appraisal, evidence: tuple[UUID, ...]) -> None:
    known = set(found.photos.filter(pk__in=evidence).values_list("pk", flat=True))
    if strange := sorted(str(each) for each in set(evidence) - known):
        message = say("These are no photographs of this appraisal: {ids}.", ids=strange)
        raise InvalidInputError(message, field="evidence")
