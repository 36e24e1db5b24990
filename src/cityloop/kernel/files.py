"""Files are kept by what they hold: one content, one name, written once."""

from hashlib import sha256
from typing import IO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage


def keep(content: bytes, *, suffix: str) -> str:
    """Store the content and return its name, made from its SHA-256; storing it again changes nothing."""
    digest = sha256(content).hexdigest()
    name = f"{digest[:2]}/{digest[2:4]}/{digest}{suffix}"
    if not default_storage.exists(name):
        default_storage.save(name, ContentFile(content))
    return name


def open_file(name: str) -> IO[bytes]:
    """Open a kept file for reading."""
    file: IO[bytes] = default_storage.open(name, "rb")
    return file
