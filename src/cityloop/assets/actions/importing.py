"""Files of components: taken in, read batch by batch, applied at once.

A process that is killed leaves an import where its last committed batch was; the next one goes on from there. What is
seen of the inventory changes in one transaction at the end, or not at all.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePath
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO, Any
from uuid import UUID

import structlog
from django.db import DatabaseError, transaction
from procrastinate.contrib.django import app

from cityloop.access import api as access
from cityloop.assets.actions.applying import Applied, match, write
from cityloop.assets.actions.staging import keep_bad_rows, known, stage
from cityloop.assets.actions.states import local_day
from cityloop.assets.contracts import FilePreview, ImportState, ImportView, NewImport
from cityloop.assets.domain.columns import Faults
from cityloop.assets.domain.mapping import Rules, understand
from cityloop.assets.events import ComponentsImported
from cityloop.assets.models import ComponentImport, StagedComponent
from cityloop.assets.policies import MANAGE
from cityloop.assets.queries.imports import import_view
from cityloop.assets.queries.sources import batches, count_rows, peek
from cityloop.kernel import files, outbox
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.languages import CHINESE
from cityloop.kernel.progress import at_work
from cityloop.kernel.wording import Sentence, say, told, verbatim

SUFFIXES = frozenset({".geojson", ".json", ".gpkg", ".zip", ".csv", ".xlsx"})
TASK = "assets.run_import"
OVER = [state.value for state in ImportState if state.is_over]
log = structlog.get_logger(__name__)


def start_import(
    *, file: IO[bytes], wanted: NewImport, actor: access.Actor, at: datetime, is_deferred: bool = True
) -> ImportView:
    """Take in a file and have the worker import it; without `is_deferred` whoever calls runs it.

    :raises InvalidInputError: the mapping is none, the file cannot be read, or it lacks a field.
    """
    access.require(actor, MANAGE, grid="")
    understood = _understood(wanted.rules)
    suffix = _suffix_of(wanted.file_name)
    kept = files.keep_stream(file, suffix=suffix)
    with files.on_disk(kept) as path:
        total = count_rows(path, understood)
    with transaction.atomic():
        job = ComponentImport.objects.create(
            file_name=PurePath(wanted.file_name).name[-200:],
            file=kept,
            rules=dict(wanted.rules),
            is_all_or_nothing=wanted.is_all_or_nothing,
            state=ImportState.WAITING,
            rows_total=total,
            actor_id=actor.account_id,
            actor_name=actor.name,
            started_at=at,
        )
        access.audit(actor, "assets.import_components", f"component_import:{job.pk}", at, file=job.file_name)
        if is_deferred:
            app.configure_task(TASK).defer(import_id=str(job.pk))
    return import_view(job)


@transaction.atomic
def resume_import(*, import_id: UUID, actor: access.Actor, at: datetime) -> ImportView:
    """Have the worker go on with an import that stands still, or begin again with one that has failed.

    :raises NotFoundError: there is none of this id.
    :raises RefusedError: it is done, or was refused for its bad rows.
    """
    access.require(actor, MANAGE, grid="")
    job = ComponentImport.objects.select_for_update().filter(pk=import_id).first()
    if job is None:
        message = say("There is no import {import_id}.", import_id=import_id)
        raise NotFoundError(message)
    if job.state in {ImportState.DONE, ImportState.REFUSED}:
        message = say("This import is over; there is nothing to go on with.")
        raise RefusedError(message)
    if job.state == ImportState.FAILED:
        job.state, job.reason, job.failure, job.ended_at = ImportState.WAITING, "", None, None
        job.save(update_fields=["state", "reason", "failure", "ended_at"])
    access.audit(actor, "assets.resume_import", f"component_import:{job.pk}", at, file=job.file_name)
    app.configure_task(TASK).defer(import_id=str(job.pk))
    return import_view(job)


def preview_file(*, file: IO[bytes], file_name: str, layer: str = "") -> FilePreview:
    """Return what an uploaded file holds; it is not kept.

    :raises InvalidInputError: it cannot be read.
    """
    with NamedTemporaryFile(suffix=_suffix_of(file_name)) as copy:
        copyfileobj(file, copy)
        copy.flush()
        return peek(Path(copy.name), layer=layer)


def _suffix_of(file_name: str) -> str:
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in SUFFIXES:
        message = say(
            "Components come as {formats}, not as {suffix}.",
            formats=", ".join(sorted(SUFFIXES)),
            suffix=suffix or "?",
        )
        raise InvalidInputError(message, field="file")
    return suffix


def run_import(*, import_id: UUID, at: datetime) -> ImportView:
    """Go on with an import wherever it is, to its end; one that is over stays as it is.

    :raises NotFoundError: there is none of this id.
    """
    job = ComponentImport.objects.filter(pk=import_id).first()
    if job is None:
        message = say("There is no import {import_id}.", import_id=import_id)
        raise NotFoundError(message)
    if job.state not in OVER:
        _go_on(job, at)
    _clear(job)  # also what somebody left who was killed a moment after the end
    job.refresh_from_db()
    return import_view(job)


def _go_on(job: ComponentImport, at: datetime) -> None:
    rules = understand(job.rules)
    try:
        with files.on_disk(job.file) as path:
            if _read(job, path, rules):
                _apply(job, path, rules, at)
    except RefusedError as refusal:
        _fail(job, refusal.detail, at)
    except DatabaseError as error:
        log.exception("import_failed", import_id=str(job.pk))
        _fail(job, _told_by(error), at)


def _told_by(error: DatabaseError) -> Sentence:
    lines = str(error).splitlines() or ["?"]
    return say("The database has refused this import; the inventory is as it was: {error}", error=lines[0])


def _understood(rules: Mapping[str, Any]) -> Rules:
    try:
        return understand(rules)
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="rules") from error


def _read(job: ComponentImport, path: Path, rules: Rules) -> bool:
    """Stage what is not staged yet; False if somebody else has gone on with it meanwhile."""
    if not _require_staged(job):
        return False
    names = known()
    for batch in batches(path, rules, skip=job.rows_read):
        with transaction.atomic():
            mine = ComponentImport.objects.filter(pk=job.pk, rows_read=job.rows_read).exclude(state__in=OVER)
            behind = batch.first + len(batch.shapes) - 1
            if not mine.update(rows_read=behind, state=ImportState.READING):
                return False
            job.rows_read = behind
            job.rows_bad += len(stage(job.pk, batch, rules, names, at=job.started_at).by_row)
            ComponentImport.objects.filter(pk=job.pk).update(rows_bad=job.rows_bad)
    return True


def _require_staged(job: ComponentImport) -> bool:
    """Begin anew if the staging table has lost rows: it does when the database itself has crashed.

    False if somebody else has brought the import to its end meanwhile.
    """
    with transaction.atomic():
        held = ComponentImport.objects.select_for_update().get(pk=job.pk)
        if held.state in OVER:
            return False
        job.rows_read, job.rows_bad = held.rows_read, held.rows_bad
        staged = StagedComponent.objects.filter(made_by_id=job.pk)
        if staged.count() + job.rows_bad != job.rows_read:
            staged.delete()
            job.bad_rows.all().delete()
            job.rows_read = job.rows_bad = 0
            job.save(update_fields=["rows_read", "rows_bad"])
    return True


def _apply(job: ComponentImport, path: Path, rules: Rules, at: datetime) -> None:
    ComponentImport.objects.filter(pk=job.pk).exclude(state__in=OVER).update(state=ImportState.APPLYING)
    with transaction.atomic(), at_work(job.pk):
        held = ComponentImport.objects.select_for_update().get(pk=job.pk)
        if held.state in OVER:
            return
        faults = match(held, rules)
        _keep_late_faults(held, faults, path, rules)
        held.rows_bad += len(faults.by_row)
        held.state, held.ended_at = ImportState.DONE, at
        if held.is_all_or_nothing and held.rows_bad:
            held.state = ImportState.REFUSED
            _say_why(held, say("{count} rows are bad; nothing was imported.", count=held.rows_bad))
        else:
            _take_down(held, write(held, rules, day=local_day(at), at=at), at)
        held.rows_total = held.rows_read
        held.save()


def _say_why(job: ComponentImport, reason: Sentence) -> None:
    job.reason = reason[:1000]
    job.failure = {"en": str(reason), CHINESE.code: told(reason, CHINESE)}


def _take_down(job: ComponentImport, done: Applied, at: datetime) -> None:
    done.tell(job)
    if done.added or done.changed:
        outbox.publish(ComponentsImported(at=at, layer=job.file_name, added=done.added, changed=done.changed))


def _keep_late_faults(job: ComponentImport, faults: Faults, path: Path, rules: Rules) -> None:
    """Look bad rows up in the file once more: their own values were not staged."""
    if faults.by_row:
        for batch in batches(path, rules):
            keep_bad_rows(job.pk, faults, batch)


def _fail(job: ComponentImport, reason: Sentence, at: datetime) -> None:
    with transaction.atomic():
        held = ComponentImport.objects.select_for_update().get(pk=job.pk)
        if held.state not in OVER:
            held.state, held.ended_at = ImportState.FAILED, at
            _say_why(held, reason)
            held.save(update_fields=["state", "ended_at", "reason", "failure"])


def _clear(job: ComponentImport) -> None:
    """Forget the staged rows of an import that is over; nobody waits for it.

    One that is not over may be somebody else's to go on with.
    """
    if ComponentImport.objects.filter(pk=job.pk, state__in=OVER).exists():
        StagedComponent.objects.filter(made_by_id=job.pk).delete()
