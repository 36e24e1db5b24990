"""Facts reach the lake month by month: whole, once, and whatever happens in between."""

import signal
import subprocess
import sys
import threading
from datetime import timedelta
from io import StringIO
from pathlib import Path
from random import Random

import pyarrow as pa
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyarrow import parquet
from pytest_django.fixtures import Settings

from cityloop.evaluation import api
from cityloop.evaluation.actions.exporting import EXPORT_LOCK
from cityloop.evaluation.actions.lake_writing import KEPT_FOR, ExportStep
from cityloop.evaluation.api import FactKind, Selection
from cityloop.evaluation.domain.lake import Manifest, manifest_from
from cityloop.evaluation.models import LakeChange
from cityloop.evaluation.queries.fact_batches import order_of
from cityloop.evaluation.tasks import export_facts as task
from cityloop.kernel import outbox
from tests.evaluation.invented import MOMENT, forget, invent, months_of, store
from tests.support import town as towns
from tests.support.town import CITY, Town

ROOT = Path(__file__).parents[2]
LATER = MOMENT + timedelta(days=400)
CHILD = """
import os, signal, sys
from datetime import UTC, datetime
import django
django.setup()
from cityloop.evaluation import api
def tell(step, month):
    if step == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
api.export_facts(at=datetime(2026, 5, 1, tzinfo=UTC), tell=tell)
"""


@pytest.fixture(autouse=True)
def lake_folder(settings: Settings, tmp_path: Path) -> Path:
    """Give each test a lake of its own."""
    settings.CITYLOOP_LAKE = str(tmp_path / "lake")
    return tmp_path / "lake"


def manifest(folder: Path) -> Manifest:
    return manifest_from((folder / f"manifests/{CITY}.json").read_bytes())


def tables(folder: Path) -> dict[str, pa.Table]:
    """Return what readers see: the tables that the manifest names."""
    if not (folder / "manifests").exists():
        return {}
    told = manifest(folder)
    return {
        f"{month} {kind}": parquet.read_table(folder / file.name, partitioning=None)
        for month, files in told.months.items()
        for kind, file in files.items()
    }


def counted() -> list[list[api.Sums]]:
    return [api.sums(kind=kind, by=(api.Dimension.MONTH,), where=Selection(), at=MOMENT) for kind in FactKind]


def counted_in_lake() -> list[list[api.Sums]]:
    return [api.lake_sums(kind=kind, by=(api.Dimension.MONTH,), where=Selection(), at=MOMENT) for kind in FactKind]


def left(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


@pytest.mark.django_db
def test_a_month_is_a_sorted_and_packed_file_of_each_kind(town: Town, lake_folder: Path) -> None:
    invent(3)

    done = api.export_facts(at=MOMENT)

    assert done is not None
    told = manifest(lake_folder)
    assert done.months == tuple(told.months) == tuple(sorted(told.months))
    assert done.rows == sum(table.num_rows for table in tables(lake_folder).values())
    for month, files in told.months.items():
        for kind, file in files.items():
            assert file.name.startswith(f"{kind.value}/city={CITY}/month={month}/")
            read = parquet.ParquetFile(lake_folder / file.name)
            assert read.metadata.num_rows == file.rows
            column = read.metadata.row_group(0).column(0)
            assert column.compression == "ZSTD"
            assert "RLE_DICTIONARY" in column.encodings
            table = read.read()
            assert {*table["month"].to_pylist()} == {month}
            places = [tuple(row.values()) for row in table.select(order_of(kind)).to_pylist()]
            assert places == sorted(places)
    assert counted_in_lake() == counted()


@pytest.mark.django_db
def test_a_second_run_changes_nothing(town: Town, lake_folder: Path) -> None:
    invent(4)
    api.export_facts(at=MOMENT)
    before = left(lake_folder)

    assert api.export_facts(at=LATER) == api.Exported((), 0)
    assert left(lake_folder) == before


@pytest.mark.django_db
def test_only_months_that_changed_are_written_and_only_changed_cases_are_read(town: Town, lake_folder: Path) -> None:
    case_ids, chance = invent(5), Random(5)  # noqa: S311 - the same change every time
    api.export_facts(at=MOMENT)
    before = manifest(lake_folder)
    changed = tuple(case_ids[:4])
    months = {*months_of(changed)}
    for number, case_id in enumerate(changed):
        forget(case_id)
        if number:  # the first has gone for good
            store(chance, case_id, f"again {number}")
    months |= {*months_of(changed)}
    outbox.publish(api.FactsChanged(at=MOMENT, case_ids=changed, months=tuple(sorted(months))))
    while outbox.relay(at=MOMENT):
        pass

    done = api.export_facts(at=MOMENT)

    assert done is not None
    assert {*done.months} == months
    assert counted_in_lake() == counted()
    same = {month: files for month, files in before.months.items() if month not in months}
    assert same.items() <= dict(manifest(lake_folder).months).items()

    merged = tables(lake_folder)
    api.note_changes(case_ids=(), months=tuple(months))  # too many to name: all of it is read again
    api.export_facts(at=MOMENT)
    again = tables(lake_folder)
    assert merged.keys() == again.keys()
    assert all(merged[name].equals(again[name]) for name in again)


@pytest.mark.django_db
def test_news_that_comes_twice_writes_the_same_file(town: Town, lake_folder: Path) -> None:
    case_ids = invent(6)
    api.export_facts(at=MOMENT)
    before = left(lake_folder)

    for _ in range(2):
        api.note_changes(case_ids=tuple(case_ids[:3]), months=months_of(case_ids[:3]))
    api.note_changes(case_ids=(), months=("2026-03", "1999-01"))
    api.export_facts(at=MOMENT)

    assert left(lake_folder).keys() == before.keys()
    assert not LakeChange.objects.exists()
    assert counted_in_lake() == counted()


@pytest.mark.django_db
def test_a_month_without_facts_leaves_the_lake_and_old_files_go_after_a_while(town: Town, lake_folder: Path) -> None:
    case_ids = invent(7, cases=3)
    api.export_facts(at=MOMENT)
    old = manifest(lake_folder).names()
    months = months_of(case_ids)
    for case_id in case_ids:
        forget(case_id)
    api.note_changes(case_ids=tuple(case_ids), months=months)

    api.export_facts(at=MOMENT)

    assert manifest(lake_folder).months == {}
    assert all((lake_folder / name).exists() for name in old)  # somebody may be reading them
    api.export_facts(at=LATER + KEPT_FOR)
    assert not any((lake_folder / name).exists() for name in old)


@pytest.mark.django_db
def test_a_lake_that_was_lost_is_written_again(town: Town, lake_folder: Path) -> None:
    invent(8)
    api.export_facts(at=MOMENT)
    (lake_folder / f"manifests/{CITY}.json").unlink()

    api.export_facts(at=MOMENT)

    assert counted_in_lake() == counted()


@pytest.fixture
def settled(transactional_db: None) -> None:
    """Build a town with facts that other processes see, too."""
    towns.build()
    invent(9)


@pytest.mark.parametrize("step", ExportStep)
def test_an_export_that_is_killed_leaves_the_old_month_or_the_new(
    step: ExportStep, settled: None, lake_folder: Path
) -> None:
    killed = subprocess.run(
        ["/usr/bin/env", *environment(lake_folder), sys.executable, "-c", CHILD, step.value], check=False, timeout=120
    )
    assert killed.returncode == -signal.SIGKILL
    first = min(row.values[0] for row in counted()[0])
    seen = {name.split()[0] for name in tables(lake_folder)}
    assert seen == ({first} if step is ExportStep.COUNTED else set())

    done = api.export_facts(at=MOMENT)

    assert done is not None
    assert counted_in_lake() == counted()
    assert not [*(lake_folder / f".work/{CITY}").iterdir()]


def environment(folder: Path) -> list[str]:
    """Return what a process of its own needs to know of this test's database and lake."""
    told = connection.settings_dict
    host = told["HOST"].replace("/", "%2F")
    return [
        f"PYTHONPATH={ROOT / 'src'}",
        "DJANGO_SETTINGS_MODULE=cityloop.config.settings",
        f"DATABASE_URL=postgis://{told['USER']}:{told['PASSWORD']}@{host}:{told['PORT']}/{told['NAME']}",
        f"CITYLOOP_LAKE={folder}",
    ]


def test_a_second_export_at_the_same_time_leaves(settled: None, lake_folder: Path) -> None:
    def hold() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [EXPORT_LOCK])
        held.set()
        done.wait(30)
        connection.close()

    held, done = threading.Event(), threading.Event()
    other = threading.Thread(target=hold)
    other.start()
    held.wait(30)
    assert api.export_facts(at=MOMENT) is None
    with pytest.raises(CommandError, match="another export"):
        call_command("facts", "export")
    done.set()
    other.join()

    assert not lake_folder.exists() or not tables(lake_folder)
    said = StringIO()
    call_command("facts", "export", stdout=said)
    assert "months with" in said.getvalue()


@pytest.mark.django_db
def test_before_a_city_is_loaded_the_worker_has_nothing_to_export() -> None:
    task(0)
