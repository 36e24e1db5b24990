"""The key with which results are signed: drawn on first use into the installation's folder, closed to others."""

import os
from base64 import b64encode
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

NAME = "results-key.pem"


def signing_key() -> Ed25519PrivateKey:
    """Return the installation's key; draw one if there is none."""
    place = Path(settings.HOME) / NAME
    if not place.exists():
        _draw(place)
    found = load_pem_private_key(place.read_bytes(), password=None)
    if not isinstance(found, Ed25519PrivateKey):
        message = f"{NAME} holds no Ed25519 key"
        raise TypeError(message)
    return found


def public_key() -> str:
    """Return the public key of the installation in base64."""
    return b64encode(signing_key().public_key().public_bytes_raw()).decode()


def _draw(place: Path) -> None:
    """Write it beside its place and link it there: whoever reads finds all of it, and the first one stays."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f"{NAME}.{os.getpid()}")
    content = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    try:
        os.link(draft, place)
    except FileExistsError:
        pass  # somebody else was first
    finally:
        draft.unlink()
