"""Keeping evidence: judged by its content, and told where the same content stands already."""

from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.evaluation.contracts import IdentifierTakenError
from cityloop.evaluation.contracts.evidence import EvidenceView
from cityloop.evaluation.domain.evidence import DocumentType, document_type
from cityloop.evaluation.models import EvidenceFile
from cityloop.evaluation.policies import PUBLISH
from cityloop.evaluation.queries.evidence import evidence_view
from cityloop.kernel import files, pictures
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


@transaction.atomic
def keep_evidence(*, evidence_id: UUID, name: str, content: bytes, actor: access.Actor, at: datetime) -> EvidenceView:
    """Keep a file as evidence: a photograph, PDF, docx or xlsx. The same identifier twice keeps one.

    The answer tells every entry that the same content stands behind already.

    :raises NotPermittedError: the actor fills in nothing.
    :raises InvalidInputError: it is none of these, empty, too large, broken off, or holds programs.
    """
    access.require(actor, PUBLISH)
    kind, digest = _kind(content), sha256(content).hexdigest()
    known = EvidenceFile.objects.filter(pk=evidence_id).first()
    if known is not None:
        if known.sha256 != digest:
            message = say("Something else was made under this identifier.")
            raise IdentifierTakenError(message)
        return evidence_view(known)
    made = EvidenceFile.objects.create(
        id=evidence_id,
        name=name,
        media_type=kind.media_type,
        size=len(content),
        sha256=digest,
        file=files.keep(content, suffix=kind.suffix),
        uploaded_by=actor.account_id,
        uploaded_at=at,
    )
    access.audit(actor, "evaluation.evidence", f"evidence:{made.pk}", at, sha256=digest, size=made.size)
    return evidence_view(made)


def _kind(content: bytes) -> DocumentType:
    document = document_type(content)
    if document is not None:
        return document
    try:
        picture = pictures.judged(content)
    except InvalidInputError as error:
        message = say("Evidence is a photograph (JPEG, PNG, WebP), a PDF, a docx or an xlsx.")
        raise InvalidInputError(message, field="file") from error
    return DocumentType(picture.media_type, picture.suffix)
