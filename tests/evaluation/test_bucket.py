"""A lake in a bucket is the lake of a folder: kept whole, read back, counted alike."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from cityloop.evaluation import api
from cityloop.evaluation.models import LakeChange
from cityloop.evaluation.queries.lake_files import lake
from cityloop.kernel.stores import Store, store_at
from tests.evaluation.invented import MOMENT, forget, invent, months_of
from tests.evaluation.lake_reading import counted, counted_in_lake
from tests.support.buckets import bucket
from tests.support.town import Town


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with bucket() as found:
        yield found


@pytest.fixture
def store(address: str, tmp_path: Path) -> Store:
    return store_at(address.replace("/city?", f"/{tmp_path.name}?"), copies=tmp_path / "copies")


def test_what_is_written_is_read(store: Store) -> None:
    assert store.read("a/b.json") is None

    store.write("a/b.json", b"one")
    store.write("a/b.json", b"two")

    assert store.read("a/b.json") == b"two"
    assert [kept.name for kept in store.files("a")] == ["a/b.json"]
    assert store.address("a/b.json").startswith("s3a://lake-")


def test_a_file_that_is_taken_leaves_the_workplace_and_is_copied_once(store: Store) -> None:
    draft = store.workplace("x") / "draft"
    draft.write_bytes(b"whole")

    store.take("a/b", draft)
    copy = store.on_disk("a/b")
    written = copy.stat().st_mtime_ns

    assert (copy.read_bytes(), draft.exists()) == (b"whole", False)
    assert store.on_disk("a/b").stat().st_mtime_ns == written


def test_what_is_deleted_is_gone_however_often(store: Store) -> None:
    store.write("a", b"")
    copy = store.on_disk("a")
    assert [kept.name for kept in store.files(".")] == ["a"]

    for _ in range(2):
        store.delete("a")

    assert [*store.files(".")] == []
    assert not copy.exists()


@pytest.mark.django_db
def test_months_are_exported_merged_and_counted(town: Town, address: str, settings: Settings, tmp_path: Path) -> None:
    settings.CITYLOOP_LAKE, settings.HOME = address, tmp_path
    case_ids = invent(9)

    assert api.export_facts(at=MOMENT) is not None
    assert counted_in_lake() == counted()
    assert {kept.name.split("/")[0] for kept in lake().files(".")} >= {"manifests"}
    assert api.export_facts(at=MOMENT) == api.Exported((), 0)

    changed = tuple(case_ids[:3])
    months = months_of(changed)
    for case_id in changed:
        forget(case_id)
    api.note_changes(case_ids=changed, months=months)
    done = api.export_facts(at=MOMENT)

    assert done is not None
    assert {*done.months} == {*months}
    assert counted_in_lake() == counted()
    assert not LakeChange.objects.exists()
