"""A store keeps files whole."""

from pathlib import Path

import pytest

from cityloop.kernel.stores import FolderStore, store_at


@pytest.fixture
def store(tmp_path: Path) -> FolderStore:
    return FolderStore(tmp_path / "store")


def test_what_is_written_is_read(store: FolderStore) -> None:
    assert store.read("a/b.json") is None

    store.write("a/b.json", b"one")
    store.write("a/b.json", b"two")

    assert store.read("a/b.json") == b"two"
    assert [kept.name for kept in store.files("a")] == ["a/b.json"]


def test_a_file_that_is_taken_leaves_the_workplace(store: FolderStore) -> None:
    written = store.workplace("x") / "draft"
    written.write_bytes(b"whole")

    store.take("a/b", written)

    assert store.on_disk("a/b").read_bytes() == b"whole"
    assert not written.exists()
    assert store.address("a/b").startswith("file:///")


def test_what_is_deleted_is_gone_however_often(store: FolderStore) -> None:
    store.write("a", b"")

    for _ in range(2):
        store.delete("a")

    assert [*store.files(".")] == []


@pytest.mark.parametrize("address", ["", "lake", "s3://", "ftp://host/lake", "file://host/lake"])
def test_what_is_neither_folder_nor_bucket_is_refused(address: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="neither"):
        store_at(address, copies=tmp_path)


def test_a_folder_is_named_by_its_path(tmp_path: Path) -> None:
    assert store_at(str(tmp_path), copies=tmp_path) == FolderStore(tmp_path)
    assert store_at(tmp_path.as_uri(), copies=tmp_path) == FolderStore(tmp_path)
