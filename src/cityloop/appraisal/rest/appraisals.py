"""Appraisals over HTTP: opened, reported for, scored, closed."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Path, Router, Schema
from ninja.files import UploadedFile
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.appraisal import api
from cityloop.appraisal.rest.fields import AreaCode, LeafCode, Title, TreeKey, VisitPhotoFacts
from cityloop.kernel.clock import now
from cityloop.kernel.http import Day, IdempotencyKey, Page, Text, idempotent, page, problems, quick

router = Router(tags=["appraisal"], auth=signed_in)


class AppraisalIn(Schema):
    """Of which days, by which tree; `until` is the last day."""

    title: Title
    tree: TreeKey
    kind: api.AppraisalKind
    since: Day
    until: Day


class ReportIn(Schema):
    """A figure with what it rests on; without a figure the one before is taken back."""

    leaf: LeafCode
    area_code: AreaCode
    figure: Annotated[Decimal, Field(gt=-1_000_000_000, lt=1_000_000_000, decimal_places=6)] | None
    words: Annotated[Text, StringConstraints(min_length=1)] = Field(description="Where the figure comes from.")
    evidence: Annotated[list[UUID], Field(max_length=50)] = Field([], description="Photographs of this appraisal.")

    def draft(self) -> api.ReportDraft:
        """Return it as actions want it."""
        return api.ReportDraft(
            leaf=self.leaf,
            area_code=self.area_code,
            figure=self.figure,
            words=self.words,
            evidence=tuple(self.evidence),
        )


@router.get("", response={200: Page[api.AppraisalView], **problems(401, 403)}, operation_id="list_appraisals")
def list_appraisals(request: ActorRequest) -> HttpResponse:
    """Return the appraisals, the latest first, on one page."""
    return page(api.appraisals(actor=request.auth), next_cursor=None)


@router.post("", response={201: api.AppraisalView, **problems(401, 403, 404, 422)}, operation_id="open_appraisal")
def open_appraisal(request: ActorRequest, new: AppraisalIn, key: IdempotencyKey) -> HttpResponse:
    """Open an appraisal by the version of a tree that is in force on its last day."""
    at = now()
    draft = api.AppraisalDraft(title=new.title, tree_key=new.tree, kind=new.kind, since=new.since, until=new.until)

    def run() -> tuple[int, Any]:
        return 201, api.open_appraisal(appraisal_id=key, draft=draft, actor=request.auth, at=at)

    return idempotent(request, key=key, scope=f"appraisal:{request.auth.account_id}", at=at, run=run)


@router.get(
    "/{uuid:appraisal_id}", response={200: api.AppraisalView, **problems(401, 403, 404)}, operation_id="get_appraisal"
)
def get_appraisal(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return an appraisal."""
    return quick(api.appraisal(appraisal_id=appraisal_id, actor=request.auth))


@router.post(
    "/{uuid:appraisal_id}/closing",
    response={200: api.AppraisalView, **problems(401, 403, 404, 409)},
    operation_id="close_appraisal",
)
def close_appraisal(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Close an appraisal for good: nothing of it changes any more; what its scores are made of is frozen and signed."""
    return quick(api.close_appraisal(appraisal_id=appraisal_id, actor=request.auth, at=now()))


@router.get(
    "/{uuid:appraisal_id}/export",
    response={200: api.AppraisalExport, **problems(401, 403, 404)},
    operation_id="export_appraisal",
)
def export_appraisal(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return all that the scores of a closed appraisal were made of, signed.

    `cityloop verify-appraisal` computes every score of it again and needs nothing else.
    """
    answer = quick(api.export(appraisal_id=appraisal_id, actor=request.auth))
    answer["Content-Disposition"] = f'attachment; filename="appraisal-{appraisal_id}.json"'
    answer["Cache-Control"] = "no-store"
    return answer


@router.get(
    "/{uuid:appraisal_id}/reports",
    response={200: Page[api.ReportView], **problems(401, 403, 404)},
    operation_id="list_platform_reports",
)
def list_reports(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return all figures that were typed in, changes too; of one indicator and area the highest number holds."""
    return page(api.reports(appraisal_id=appraisal_id, actor=request.auth), next_cursor=None)


@router.post(
    "/{uuid:appraisal_id}/reports",
    response={201: api.ReportView, **problems(401, 403, 404, 409, 422)},
    operation_id="report_figure",
)
def report_figure(request: ActorRequest, appraisal_id: UUID, new: ReportIn, key: IdempotencyKey) -> HttpResponse:
    """Type in the figure of an indicator, change it or take it back."""
    at = now()

    def run() -> tuple[int, Any]:
        made = api.report(report_id=key, appraisal_id=appraisal_id, draft=new.draft(), actor=request.auth, at=at)
        return 201, made

    return idempotent(request, key=key, scope=f"appraisal:{request.auth.account_id}", at=at, run=run)


@router.post(
    "/{uuid:appraisal_id}/photos",
    response={201: api.VisitPhotoView, **problems(401, 403, 404, 409, 422)},
    operation_id="upload_appraisal_photo",
)
def upload(
    request: ActorRequest,
    appraisal_id: UUID,
    facts: Form[VisitPhotoFacts],
    file: File[UploadedFile],
    idempotency_key: IdempotencyKey,
) -> HttpResponse:
    """Upload a photograph as evidence of a figure; naming it in the report makes it part of that."""
    content, at = file.read(), now()
    new = api.NewVisitPhoto(content=content, **{**facts.model_dump(), "leaf": facts.leaf or ""})

    def run() -> tuple[int, Any]:
        made = api.keep_evidence(
            photo_id=idempotency_key, appraisal_id=appraisal_id, new=new, actor=request.auth, at=at
        )
        return 201, made

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"visit-photo:{request.auth.account_id}",
        at=at,
        run=run,
        content=content + facts.model_dump_json().encode(),
    )


@router.get(
    "/{uuid:appraisal_id}/scores",
    response={200: list[api.AreaScore], **problems(401, 403, 404)},
    operation_id="list_appraisal_scores",
)
def list_scores(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return what the city and its districts have come to, in order of code; they are not ranked."""
    return quick(api.scores(appraisal_id=appraisal_id, actor=request.auth, at=now()))


@router.get(
    "/{uuid:appraisal_id}/scores/{area_code}",
    response={200: api.ScoreExplained, **problems(401, 403, 404, 422)},
    operation_id="get_appraisal_score",
)
def get_score(request: ActorRequest, appraisal_id: UUID, area_code: Path[AreaCode]) -> HttpResponse:
    """Return a score with every node of its tree: figure, points, and how much of the score comes from it."""
    found = api.score(appraisal_id=appraisal_id, area_code=area_code, actor=request.auth, at=now())
    return quick(found)
