"""Facts reach the lake month by month: whole, once, and whatever happens in between."""

from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pyarrow import parquet

from cityloop.evaluation import api
from cityloop.evaluation.actions.lake_writing import KEPT_FOR
from cityloop.evaluation.domain.lake import LaterManifestError
from cityloop.evaluation.models import LakeChange
from cityloop.evaluation.queries.fact_batches import order_of
from cityloop.evaluation.tasks import export_facts as task
from cityloop.kernel import outbox
from tests.evaluation.invented import MOMENT, forget, invent, months_of, store
from tests.evaluation.lake_reading import counted, counted_in_lake, manifest, tables
from tests.support.town import CITY, Town

ROOT = Path(__file__).parents[2]
LATER = MOMENT + timedelta(days=400)


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
def test_an_old_file_has_its_hour_of_grace_from_when_it_is_named_no_more(town: Town, lake_folder: Path) -> None:
    case_ids = invent(9, cases=3)
    api.export_facts(at=MOMENT)
    old = manifest(lake_folder).names()
    months = months_of(case_ids)
    for case_id in case_ids:
        forget(case_id)
    api.note_changes(case_ids=tuple(case_ids), months=months)

    for minutes, is_there in ((0, True), (60, True), (61, False)):
        api.export_facts(at=LATER + timedelta(minutes=minutes))
        assert all((lake_folder / name).exists() is is_there for name in old), minutes
    assert manifest(lake_folder).left == {}


@pytest.mark.django_db
def test_a_manifest_of_a_later_program_is_left_alone_and_the_database_answers(town: Town, lake_folder: Path) -> None:
    invent(10)
    api.export_facts(at=MOMENT)
    place = lake_folder / f"manifests/{CITY}.json"
    place.write_text(place.read_text().replace('"format": 2', '"format": 99'))
    where = api.Selection()

    assert api.quick_sums(kind=api.FactKind.CASE, where=where, at=MOMENT) == api.sums(
        kind=api.FactKind.CASE, where=where, at=MOMENT
    )
    with pytest.raises(LaterManifestError):
        api.export_facts(at=MOMENT)
    assert '"format": 99' in place.read_text()


@pytest.mark.django_db
def test_a_lake_that_was_lost_is_written_again(town: Town, lake_folder: Path) -> None:
    invent(8)
    api.export_facts(at=MOMENT)
    (lake_folder / f"manifests/{CITY}.json").unlink()

    api.export_facts(at=MOMENT)

    assert counted_in_lake() == counted()


@pytest.mark.django_db
def test_before_a_city_is_loaded_the_worker_has_nothing_to_export() -> None:
    task(0)
