"""What is frozen when an appraisal is closed: the tree, what figures are made of, scores, and how sites were drawn."""

from datetime import datetime
from typing import Any
from uuid import UUID

import orjson

from cityloop.access import api as access
from cityloop.appraisal.contracts import AppraisalExport
from cityloop.appraisal.domain.counting import Asking
from cityloop.appraisal.domain.snapshots import FORMAT, area_told
from cityloop.appraisal.domain.telling import plain
from cityloop.appraisal.models import Appraisal, FrozenAppraisal, PlatformReport, SiteDraw, TreeVersion, VisitPhoto
from cityloop.appraisal.policies import READ
from cityloop.appraisal.queries.appraisals import areas, found_appraisal
from cityloop.appraisal.queries.counts import asking_of, counts_by_area
from cityloop.appraisal.queries.trees import tree
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


def export(*, appraisal_id: UUID, actor: access.Actor) -> AppraisalExport:
    """Return all that the scores of a closed appraisal were made of, signed.

    :raises NotPermittedError: the actor does not watch appraisals of the whole city.
    :raises NotFoundError: there is no such appraisal, or it is not closed, or was before appraisals were signed.
    """
    access.require(actor, READ, grid="")
    found = frozen(found_appraisal(appraisal_id))
    if found is None:
        message = say("The appraisal has not been frozen: it is open, or was closed before that was done.")
        raise NotFoundError(message)
    return AppraisalExport(orjson.loads(found.snapshot), found.digest, found.signature, found.public_key)


def frozen(found: Appraisal) -> FrozenAppraisal | None:
    """Return what was frozen of an appraisal; None while it goes on, or if it was closed before that was done."""
    return FrozenAppraisal.objects.filter(appraisal=found).first() if found.closed_at is not None else None


def snapshot_of(found: Appraisal, *, at: datetime) -> dict[str, Any]:
    """Return the snapshot of an appraisal as it stands at this moment."""
    root, asked = tree(found.tree), areas(at)
    questionnaire, asking = asking_of(found)
    counts = counts_by_area(found, questionnaire, [area.code for area in asked], territory.city().code)
    return {
        "format": FORMAT,
        "appraisal": {
            "id": str(found.pk),
            "title": found.title,
            "kind": found.kind,
            "since": found.since.isoformat(),
            "until": found.until.isoformat(),
            "opened_at": found.opened_at.isoformat(),
            "closed_at": at.isoformat(),
        },
        "tree": _tree(found.tree_id),
        "questionnaire": _asking(asking),
        "areas": [area_told(counts[area.code], asking, root, area_code=area.code, name=area.name) for area in asked],
        "reports": _reports(found),
        "draws": [_draw(row) for row in found.draws.order_by("drawn_at", "pk")],
    }


def _tree(version_id: int) -> dict[str, Any]:
    version = TreeVersion.objects.get(pk=version_id)
    return {
        "key": version.key,
        "number": version.number,
        "title": version.title,
        "valid_from": version.valid_from.isoformat(),
        "digest": version.digest,
        "rows": version.rows,
    }


def _asking(asking: Asking | None) -> dict[str, Any] | None:
    if asking is None:
        return None
    return {"marks": [plain(mark) for mark in asking.marks], "least_answers": asking.least}


def _reports(found: Appraisal) -> list[dict[str, Any]]:
    """Return what was typed in, changes too, with the digests of the photographs that it rests on."""
    photos = dict(VisitPhoto.objects.filter(appraisal=found, site=None).values_list("pk", "sha256"))
    rows = PlatformReport.objects.filter(appraisal=found).order_by("leaf", "area_code", "number")
    return [
        {
            "id": str(row.pk),
            "leaf": row.leaf,
            "area_code": row.area_code,
            "number": row.number,
            "figure": None if row.figure is None else plain(row.figure),
            "words": row.words,
            "evidence": [photos.get(UUID(each), "") for each in row.evidence],
            "reported_at": row.reported_at.isoformat(),
        }
        for row in rows
    ]


def _draw(row: SiteDraw) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "seed": row.seed,
        "quotas": row.quotas,
        "candidates_sha256": row.candidates_sha256,
        "reason": row.reason,
        "drawn_at": row.drawn_at.isoformat(),
        "replaced_at": None if row.replaced_at is None else row.replaced_at.isoformat(),
    }
