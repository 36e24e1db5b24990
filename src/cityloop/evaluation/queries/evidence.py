"""Reads of evidence: what a file is, and which entries it stands behind."""

from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.db import connection

from cityloop.access.api import Actor, require
from cityloop.evaluation.contracts.evidence import EvidenceUse, EvidenceView
from cityloop.evaluation.models import EvidenceFile, HandEntry
from cityloop.evaluation.policies import READ_ALL
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.pictures import PictureFile
from cityloop.kernel.wording import say

# Every entry behind which stands a file of one of these contents.
USES = """
SELECT f.sha256, h.id, f.id, h.scheme_key, h.period, h.subject_id, h.term
  FROM evaluation_evidencefile f
  JOIN evaluation_handentry h ON h.evidence @> to_jsonb(ARRAY[f.id::text])
 WHERE f.sha256 = ANY(%s) ORDER BY h.entered_at, h.number, h.id, f.id
"""


def evidence(*, evidence_id: UUID, actor: Actor) -> EvidenceView:
    """Return what a file is that was brought as evidence, and every entry that its content stands behind.

    :raises NotPermittedError: the actor may not see all rows.
    :raises NotFoundError: there is none.
    """
    return evidence_view(_evidence(evidence_id, actor))


def evidence_file(*, evidence_id: UUID, actor: Actor) -> tuple[EvidenceView, PictureFile]:
    """Return a file that was brought as evidence, and where it is kept.

    :raises NotPermittedError: the actor may not see all rows.
    :raises NotFoundError: there is none.
    """
    found = _evidence(evidence_id, actor)
    return evidence_view(found), PictureFile(found.file, found.media_type)


def require_evidence(evidence_ids: Iterable[UUID]) -> None:
    """Let pass files that were brought as evidence. One query.

    :raises InvalidInputError: one was not.
    """
    asked = {*evidence_ids}
    if EvidenceFile.objects.filter(pk__in=asked).count() != len(asked):
        message = say("Something named as evidence was not brought as such.")
        raise InvalidInputError(message, field="evidence")


def repeated(entries: Iterable[HandEntry]) -> dict[UUID, tuple[UUID, ...]]:
    """Return, for each of these entries, other items behind which the same content stands. Two queries.

    A correction of an entry names its evidence again: that is no repetition.
    """
    rows = list(entries)
    named = {UUID(each) for row in rows for each in row.evidence}
    contents = dict(EvidenceFile.objects.filter(pk__in=named).values_list("pk", "sha256"))
    uses = _uses(set(contents.values()))
    found: dict[UUID, tuple[UUID, ...]] = {}
    for row in rows:
        own = (row.scheme_key, row.period, row.subject_id, row.term)
        same = [use for each in row.evidence for use in uses.get(contents.get(UUID(each), ""), [])]
        others = [use for use in same if (use.scheme_key, use.period, use.subject_id, use.term) != own]
        found[row.pk] = tuple(dict.fromkeys(use.entry_id for use in others))
    return found


def evidence_view(found: EvidenceFile) -> EvidenceView:
    """Return a file as others see it."""
    return EvidenceView(
        id=found.pk,
        name=found.name,
        media_type=found.media_type,
        size=found.size,
        sha256=found.sha256,
        uploaded_by=found.uploaded_by,
        uploaded_at=found.uploaded_at,
        uses=tuple(_uses({found.sha256}).get(found.sha256, [])),
    )


def _evidence(evidence_id: UUID, actor: Actor) -> EvidenceFile:
    require(actor, READ_ALL, grid="")  # it may stand behind rows of anybody
    found = EvidenceFile.objects.filter(pk=evidence_id).first()
    if found is None:
        message = say("There is no such evidence.")
        raise NotFoundError(message)
    return found


def _uses(contents: set[str]) -> dict[str, list[EvidenceUse]]:
    found: defaultdict[str, list[EvidenceUse]] = defaultdict(list)
    if not contents:
        return found
    with connection.cursor() as cursor:
        cursor.execute(USES, [[*contents]])
        for sha256, entry_id, evidence_id, scheme_key, period, subject_id, term in cursor.fetchall():
            found[sha256].append(
                EvidenceUse(
                    entry_id=entry_id,
                    evidence_id=evidence_id,
                    scheme_key=scheme_key,
                    period=period,
                    subject_id=subject_id,
                    term=term,
                )
            )
    return found
