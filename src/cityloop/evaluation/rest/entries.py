"""What is filled in by hand."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.contracts.entries import EntrySheet
from cityloop.evaluation.rest.fields import PeriodKey, SchemeKey, SubjectId
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Page, Text, idempotent, page, problems, quick

router = Router(tags=["evaluation"], auth=signed_in)


class EntryIn(Schema):
    """Points of a term, or a parameter of one who is evaluated; without points the entry is taken back."""

    scheme: SchemeKey
    period: PeriodKey
    subject: SubjectId
    term: Annotated[Text, StringConstraints(min_length=1, max_length=60)]
    points: Annotated[Decimal, Field(ge=-1_000_000_000, le=1_000_000_000)] | None
    words: Text = ""
    evidence: Annotated[list[UUID], Field(max_length=50)] = Field([], description="Files brought as such.")

    def draft(self) -> api.EntryDraft:
        """Return it as actions want it."""
        return api.EntryDraft(
            scheme_key=self.scheme,
            period=self.period,
            subject_id=self.subject,
            term=self.term,
            points=self.points,
            words=self.words,
            evidence=tuple(self.evidence),
        )


@router.get("", response={200: Page[api.EntryView], **problems(401, 403, 422)}, operation_id="list_entries")
def list_entries(request: ActorRequest, scheme: Query[SchemeKey], period: Query[PeriodKey]) -> HttpResponse:
    """Return all that was filled in by hand for a scheme and period, changes too; the highest number holds."""
    return page(api.entries(scheme_key=scheme, period=period, actor=request.auth), next_cursor=None)


@router.get("/sheet", response={200: EntrySheet, **problems(401, 403, 404, 422)}, operation_id="get_entry_sheet")
def get_entry_sheet(request: ActorRequest, scheme: Query[SchemeKey], period: Query[PeriodKey]) -> HttpResponse:
    """Return what is filled in by hand for a scheme in a period, for whom, and whether it can be now (`may`)."""
    return quick(api.entry_sheet(scheme_key=scheme, period=period, actor=request.auth, at=now()))


@router.post("", response={201: api.EntryView, **problems(401, 403, 404, 409, 422)}, operation_id="enter_points")
def enter_points(request: ActorRequest, new: EntryIn, key: IdempotencyKey) -> HttpResponse:
    """Fill something in, change it or take it back, until the result is fixed."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.enter(entry_id=key, draft=new.draft(), actor=request.auth, at=at)

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)
