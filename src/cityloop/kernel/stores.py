"""Stores: a folder or an S3 bucket in which files appear as a whole and are never changed in place."""

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from posixpath import normpath
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import Protocol
from urllib.parse import urlsplit
from uuid import uuid4

from pyarrow.fs import FileSelector, FileSystem, FileType

BUCKET = "s3"


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a store: its name, and since when it has been as it is."""

    name: str
    since: datetime


class Store(Protocol):
    """Where whole files are kept by name. Names are paths with `/`; whoever reads sees a file whole or not at all."""

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None where there is none."""

    def write(self, name: str, content: bytes) -> None:
        """Keep this content, in place of what was there."""

    def take(self, name: str, file: Path) -> None:
        """Keep a file that was written in the workplace; it is gone from there."""

    def workplace(self, name: str) -> Path:
        """Return a folder on this machine, made if it is missing, to write files in before they are kept."""

    def files(self, under: str) -> Iterator[Kept]:
        """Yield the files whose names begin with a folder."""

    def delete(self, name: str) -> None:
        """Forget a file; one that is not there is forgotten."""

    def on_disk(self, name: str) -> Path:
        """Return where this machine finds a file whose name says what it holds, bringing a copy if need be."""

    def address(self, name: str) -> str:
        """Return what other programs call a file."""


def store_at(address: str, *, copies: Path) -> Store:
    """Return the store at a folder or at `s3://bucket/folder?region=…&endpoint_override=…`.

    Keys of a bucket come from where Amazon's own tools look for them: the environment, or the machine's role.

    :param copies: where files of a bucket are copied to for programs that read disks.
    :raises ValueError: it is neither a folder nor a bucket.
    """
    parts = urlsplit(address)
    if parts.scheme == BUCKET and parts.netloc:
        return BucketStore(address, copies)
    if parts.scheme in {"", "file"} and parts.path.startswith("/") and not parts.netloc:
        return FolderStore(Path(parts.path))
    message = f"{address!r} is neither an absolute path nor s3://bucket/folder"
    raise ValueError(message)


@dataclass(frozen=True)
class FolderStore:
    """A folder of this machine, or one that it mounts."""

    root: Path

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None where there is none."""
        try:
            return (self.root / name).read_bytes()
        except FileNotFoundError:
            return None

    def write(self, name: str, content: bytes) -> None:
        """Keep this content, in place of what was there."""
        draft = self.workplace(".") / uuid4().hex
        draft.write_bytes(content)
        self.take(name, draft)

    def take(self, name: str, file: Path) -> None:
        """Keep a file by one renaming, after all of it has reached the disk."""
        target = self.root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _flush(file)
        file.replace(target)
        _flush(target.parent)

    def workplace(self, name: str) -> Path:
        """Return a folder beside the files, so that keeping one is a renaming."""
        place = self.root / ".work" / name
        place.mkdir(parents=True, exist_ok=True)
        return place

    def files(self, under: str) -> Iterator[Kept]:
        """Yield the files whose names begin with a folder."""
        for path in sorted((self.root / under).rglob("*")):
            if path.is_file():
                since = datetime.fromtimestamp(path.stat().st_mtime, UTC)
                yield Kept(path.relative_to(self.root).as_posix(), since)

    def delete(self, name: str) -> None:
        """Forget a file."""
        (self.root / name).unlink(missing_ok=True)

    def on_disk(self, name: str) -> Path:
        """Return where the file is."""
        return self.root / name

    def address(self, name: str) -> str:
        """Return the file's URL, which is good for machines that see the same folder."""
        return f"file://{self.root / name}"  # as it is: Hadoop does not undo an encoding


class BucketStore:
    """A folder of an S3-compatible bucket. An upload is seen when it is complete."""

    def __init__(self, address: str, copies: Path) -> None:
        """Remember where it is; nothing is asked yet."""
        self._files, folder = FileSystem.from_uri(address)
        self._folder: str = folder.rstrip("/")
        self._copies = copies

    def read(self, name: str) -> bytes | None:
        """Return what a file holds, None where there is none."""
        try:
            with self._files.open_input_stream(self._path(name)) as stream:
                content: bytes = stream.read()
        except FileNotFoundError:
            return None
        return content

    def write(self, name: str, content: bytes) -> None:
        """Keep this content, in place of what was there."""
        with self._files.open_output_stream(self._path(name)) as stream:
            stream.write(content)

    def take(self, name: str, file: Path) -> None:
        """Keep a file by one upload."""
        with file.open("rb") as source, self._files.open_output_stream(self._path(name)) as stream:
            copyfileobj(source, stream, 1 << 20)
        file.unlink()

    def workplace(self, name: str) -> Path:
        """Return a folder beside the copies."""
        place = self._copies / ".work" / name
        place.mkdir(parents=True, exist_ok=True)
        return place

    def files(self, under: str) -> Iterator[Kept]:
        """Yield the files whose names begin with a folder."""
        asked = FileSelector(self._path(under), allow_not_found=True, recursive=True)
        for found in self._files.get_file_info(asked):
            if found.type == FileType.File:
                since = datetime.fromtimestamp(found.mtime_ns / 1e9, UTC)
                yield Kept(found.path.removeprefix(f"{self._folder}/"), since)

    def delete(self, name: str) -> None:
        """Forget a file, and its copy."""
        with suppress(FileNotFoundError):
            self._files.delete_file(self._path(name))
        (self._copies / name).unlink(missing_ok=True)

    def on_disk(self, name: str) -> Path:
        """Return a copy: files whose names say what they hold are copied once."""
        copy = self._copies / name
        if not copy.exists():
            copy.parent.mkdir(parents=True, exist_ok=True)
            place = self.workplace(".")
            opened = self._files.open_input_stream(self._path(name))
            with opened as stream, NamedTemporaryFile(dir=place, delete=False) as file:
                copyfileobj(stream, file, 1 << 20)
            Path(file.name).replace(copy)
        return copy

    def address(self, name: str) -> str:
        """Return what Hadoop's file system for S3 calls the file."""
        return f"s3a://{self._path(name)}"

    def _path(self, name: str) -> str:
        return normpath(f"{self._folder}/{name}")  # a bucket knows no "."


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
