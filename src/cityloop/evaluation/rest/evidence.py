"""Evidence for what is filled in by hand."""

from typing import Annotated
from urllib.parse import quote
from uuid import UUID

from django.http import HttpResponse
from ninja import File, Form, Router, Schema
from ninja.files import UploadedFile
from pydantic import StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.contracts.evidence import EvidenceView
from cityloop.kernel import files
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Line, idempotent, problems, quick

router = Router(tags=["evaluation"], auth=signed_in)


class EvidenceIn(Schema):
    """What the file is called."""

    name: Annotated[Line, StringConstraints(min_length=1, max_length=200)]


@router.post("", response={201: EvidenceView, **problems(401, 403, 409, 413, 422)}, operation_id="upload_evidence")
def upload_evidence(
    request: ActorRequest, facts: Form[EvidenceIn], file: File[UploadedFile], idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Keep a photograph, PDF, docx or xlsx of up to 12 MiB; told where the same content stands already."""
    content, at = file.read(), now()

    def run() -> tuple[int, EvidenceView]:
        return 201, api.keep_evidence(
            evidence_id=idempotency_key, name=facts.name, content=content, actor=request.auth, at=at
        )

    return idempotent(
        request,
        key=idempotency_key,
        scope=f"evidence:{request.auth.account_id}",
        at=at,
        run=run,
        content=content + facts.model_dump_json().encode(),
    )


@router.get("/{uuid:evidence_id}", response={200: EvidenceView, **problems(401, 403, 404)}, operation_id="get_evidence")
def get_evidence(request: ActorRequest, evidence_id: UUID) -> HttpResponse:
    """Return what a file is, and every entry that its content stands behind."""
    return quick(api.evidence(evidence_id=evidence_id, actor=request.auth))


@router.get(
    "/{uuid:evidence_id}/file", response={200: None, **problems(401, 403, 404)}, operation_id="download_evidence"
)
def download_evidence(request: ActorRequest, evidence_id: UUID) -> HttpResponse:
    """Return the file itself, to be saved."""
    found, place = api.evidence_file(evidence_id=evidence_id, actor=request.auth)
    with files.open_file(place.name) as file:
        answer = HttpResponse(file.read(), content_type=place.media_type)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer
