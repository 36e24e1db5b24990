"""Reads of imports and of saved mappings."""

from collections.abc import Iterator
from uuid import UUID

import orjson

from cityloop.assets.contracts import BadRowView, ImportState, ImportView, MappingView, RowFault, WorkStep
from cityloop.assets.domain.columns import SLUGS
from cityloop.assets.models import BadRow, ComponentImport, ImportMapping
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.progress import step_of
from cityloop.kernel.wording import say

REPORT_COLUMNS = ("row", "reason", "原因", "cells")


def import_view(job: ComponentImport) -> ImportView:
    """Return an import as others see it."""
    return ImportView(
        id=job.pk,
        file_name=job.file_name,
        state=ImportState(job.state),
        rows_total=job.rows_total,
        rows_read=job.rows_read,
        rows_bad=job.rows_bad,
        added=job.added,
        changed=job.changed,
        unchanged=job.unchanged,
        missing=job.missing,
        placeless=job.placeless,
        reason=job.reason,
        actor_name=job.actor_name,
        started_at=job.started_at,
        ended_at=job.ended_at,
        step=step_of_work(job.pk) if job.state == ImportState.APPLYING else None,
        failure=job.failure or {},
    )


def step_of_work(job: UUID) -> WorkStep | None:
    """Return the step that the worker has come to with an import or a survey; None where nobody is at it."""
    found = step_of(job)
    return WorkStep(found) if found in set(WorkStep) else None


def component_import(import_id: UUID) -> ImportView:
    """Return one import.

    :raises NotFoundError: there is none of this id.
    """
    job = ComponentImport.objects.filter(pk=import_id).first()
    if job is None:
        message = say("There is no import {import_id}.", import_id=import_id)
        raise NotFoundError(message)
    return import_view(job)


def component_imports(*, limit: int = 50) -> list[ImportView]:
    """Return the latest imports, the newest first."""
    return [import_view(job) for job in ComponentImport.objects.order_by("-started_at", "-pk")[:limit]]


def bad_rows(import_id: UUID) -> Iterator[tuple[str | int, ...]]:
    """Yield the bad rows of an import: number, what is wrong in English and in Chinese, and the row's own values."""
    for bad in BadRow.objects.filter(made_by=import_id).order_by("row").iterator():
        yield bad.row, _reasons(bad, 1), _reasons(bad, 0), orjson.dumps(bad.cells).decode()


def bad_row_views(import_id: UUID, *, after: int = 0, limit: int = 50) -> list[BadRowView]:
    """Return up to `limit` bad rows of an import in order of number, above `after`."""
    rows = BadRow.objects.filter(made_by=import_id, row__gt=after).order_by("row")[:limit]
    return [
        BadRowView(
            bad.row,
            tuple(
                RowFault(attribute, value, dict(zip(("zh", "en"), SLUGS[slug], strict=True)))
                for slug, attribute, value in bad.faults
            ),
            bad.cells,
        )
        for bad in rows
    ]


def mappings() -> list[MappingView]:
    """Return the saved mappings in order of name."""
    return [mapping_view(row) for row in ImportMapping.objects.order_by("name")]


def mapping_view(row: ImportMapping) -> MappingView:
    """Return a saved mapping as others see it."""
    return MappingView(row.pk, row.name, row.rules, row.version, row.changed_at)


def _reasons(bad: BadRow, language: int) -> str:
    told = [
        f"{attribute}{f' {value}' if value else ''} {SLUGS[slug][language]}" for slug, attribute, value in bad.faults
    ]
    return ("; " if language else "；").join(told)
