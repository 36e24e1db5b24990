"""Files are kept by what they hold: one content, one name, written once."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from shutil import copyfileobj
from tempfile import NamedTemporaryFile
from typing import IO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

PIECE = 1 << 20


def keep(content: bytes, *, suffix: str) -> str:
    """Store the content and return its name, made from its SHA-256; storing it again changes nothing."""
    name = _name(sha256(content).hexdigest(), suffix)
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name


def keep_stream(file: IO[bytes], *, suffix: str) -> str:
    """Store a file that may be larger than memory and return its name, as `keep` does."""
    file.seek(0)
    digest = sha256()
    while piece := file.read(PIECE):
        digest.update(piece)
    name = _name(digest.hexdigest(), suffix)
    if not default_storage.exists(name):
        file.seek(0)
        default_storage.save(name, File(file))
    return name


def keep_derived(name: str, *, folder: str, make: Callable[[], bytes]) -> str:
    """Return the name of what follows from a kept file, in a folder of its own; it is made when it is first asked for.

    It may be deleted at any time: whoever asks next has it made again.
    """
    derived = f"{folder}/{name}"
    if not default_storage.exists(derived):
        saved = default_storage.save(derived, ContentFile(make()))
        if saved != derived:  # somebody else has made it meanwhile
            default_storage.delete(saved)
    return derived


@contextmanager
def on_disk(name: str) -> Iterator[Path]:
    """Yield a path at which programs that read files themselves find a kept file."""
    try:
        place = Path(default_storage.path(name))
    except NotImplementedError:  # it is kept elsewhere: bring a copy
        with NamedTemporaryFile(suffix=Path(name).suffix) as copy, open_file(name) as file:
            copyfileobj(file, copy)
            copy.flush()
            yield Path(copy.name)
    else:
        yield place


def open_file(name: str) -> IO[bytes]:
    """Open a kept file for reading."""
    file: IO[bytes] = default_storage.open(name, "rb")
    return file


def _name(digest: str, suffix: str) -> str:
    return f"{digest[:2]}/{digest[2:4]}/{digest}{suffix}"
