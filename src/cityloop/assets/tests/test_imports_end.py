"""However an import goes, it ends: done, refused or failed with a reason, once, and nothing is left lying about."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection

from cityloop.assets import api
from cityloop.assets.actions import applying
from cityloop.assets.models import BadRow, Component, StagedComponent
from cityloop.assets.tests.files import ACTOR, RULES, row, write
from cityloop.kernel import files
from tests.support.small_city import NOON

pytestmark = pytest.mark.django_db
ROWS = [row(1, 2.5, 1.5), row(2, 2.6, 1.5), row(3, 2.6, 1.5, STATE="坏")]
REFUSING = """
CREATE FUNCTION pg_temp.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'no room for %', NEW.name; END $$;
CREATE TRIGGER refusing BEFORE INSERT ON assets_component FOR EACH ROW EXECUTE FUNCTION pg_temp.refuse()
"""


@pytest.fixture(autouse=True)
def _city(small_city: None, tmp_path: Path, settings: Any) -> None:
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "kept")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}


def begin(tmp_path: Path, *, strict: bool = False) -> UUID:
    path = write(tmp_path / "lamps.gpkg", ROWS)
    wanted = api.NewImport(path.name, RULES, strict)
    content = BytesIO(path.read_bytes())
    return api.start_import(file=content, wanted=wanted, actor=ACTOR, at=NOON, is_deferred=False).id


def run(import_id: UUID) -> api.ImportView:
    return api.run_import(import_id=import_id, at=NOON)


def asked(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_what_the_database_refuses_has_failed_with_a_reason_and_can_be_begun_again(tmp_path: Path) -> None:
    import_id = begin(tmp_path)
    asked(REFUSING)

    failed = run(import_id)

    assert (failed.state, failed.ended_at, failed.added) == (api.ImportState.FAILED, NOON, 0)
    assert failed.reason.startswith("The database has refused this import; the inventory is as it was: no room for")
    assert failed.failure["zh"].startswith("数据库拒绝了此次导入，台账未变：no room for")
    assert Component.objects.count() == StagedComponent.objects.count() == 0
    assert run(import_id) == failed

    asked("DROP TRIGGER refusing ON assets_component")
    assert api.resume_import(import_id=import_id, actor=ACTOR, at=NOON).failure == {}
    done = run(import_id)
    assert (done.state, done.reason, done.added, done.rows_bad) == (api.ImportState.DONE, "", 2, 1)


def test_why_a_file_was_refused_is_told_in_both_languages(tmp_path: Path) -> None:
    done = run(begin(tmp_path, strict=True))

    assert (done.state, done.reason) == (api.ImportState.REFUSED, "1 rows are bad; nothing was imported.")
    assert done.failure == {"en": done.reason, "zh": "有 1 行有问题，未导入任何内容。"}


def test_a_runner_that_comes_late_leaves_the_report_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id = begin(tmp_path)
    real, done = files.on_disk, []

    @contextmanager
    def slow(name: str) -> Iterator[Path]:
        """Let somebody else bring the import to its end between a look at it and the first step."""
        monkeypatch.setattr(files, "on_disk", real)
        done.append(run(import_id))
        with real(name) as path:
            yield path

    monkeypatch.setattr(files, "on_disk", slow)

    late = run(import_id)

    assert late == done[0]
    assert (late.state, late.added, late.rows_read, late.rows_bad) == (api.ImportState.DONE, 2, 3, 1)
    assert BadRow.objects.count() == 1


def test_what_was_staged_is_forgotten_also_by_whoever_comes_after_one_that_was_killed(tmp_path: Path) -> None:
    done = run(begin(tmp_path))
    one = Component.objects.first()
    assert one is not None
    StagedComponent.objects.create(
        made_by_id=done.id, row=1, component_id=done.id, position=one.position, geometry=one.geometry
    )

    assert run(done.id) == done

    assert StagedComponent.objects.count() == 0


def test_steps_are_told_while_an_import_is_applied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import_id, told = begin(tmp_path), []

    def noted(name: str) -> None:
        real = getattr(applying, name)

        def looking() -> None:
            asked("SELECT pg_stat_clear_snapshot()")  # within one transaction the first look is kept
            told.append(api.component_import(import_id).step)
            real()

        monkeypatch.setattr(applying, name, looking)

    for name in ("queue_behind_imports", "hold_numbers", "keep_numbers", "check_references"):
        noted(name)

    done = run(import_id)

    assert told == ["MATCHING", "WRITING", "WRITING", "CHECKING"]
    assert (done.state, done.step) == (api.ImportState.DONE, None)
