"""Documents that are signed, so that anybody can see that nothing was changed since.

A snapshot is plain JSON. Written canonically (keys sorted, no blanks, UTF-8) it has one spelling, which is what is
signed. Nothing here needs a database.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


@dataclass(frozen=True, slots=True)
class Sealed:
    """A snapshot as it was signed: canonical JSON, its SHA-256 in hex, signature and public key in base64."""

    text: str
    digest: str
    signature: str
    public_key: str


def canonical(snapshot: Mapping[str, Any]) -> str:
    """Return the one way in which this snapshot is written."""
    return json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sealed(snapshot: Mapping[str, Any], key: Ed25519PrivateKey) -> Sealed:
    """Return a snapshot with its digest and signature."""
    text = canonical(snapshot)
    content = text.encode()
    return Sealed(
        text,
        sha256(content).hexdigest(),
        b64encode(key.sign(content)).decode(),
        b64encode(key.public_key().public_bytes_raw()).decode(),
    )


def seal_faults(export: Mapping[str, Any], trusted_key: str | None) -> Iterator[str]:
    """Yield what is wrong with digest and signature of an export: `snapshot`, `digest`, `signature`, `public_key`.

    :param trusted_key: the city's public key in base64, as it was got elsewhere; without it the export's own is used,
        which proves that nothing was changed since somebody with that key signed it.
    """
    content = canonical(export["snapshot"]).encode()
    if sha256(content).hexdigest() != export["digest"]:
        yield "the digest is not that of the snapshot"
    if trusted_key is not None and trusted_key != export["public_key"]:
        yield "it was signed with another key than the one that is trusted"
    key = Ed25519PublicKey.from_public_bytes(_decoded(export["public_key"] if trusted_key is None else trusted_key))
    try:
        key.verify(_decoded(export["signature"]), content)
    except InvalidSignature:
        yield "the signature does not fit the snapshot"


def _decoded(text: str) -> bytes:
    """Return the bytes that this spells; the same bytes have no other spelling."""
    found = b64decode(text, validate=True)
    if b64encode(found).decode() != text:
        message = f"{text!r} is not how its bytes are written"
        raise ValueError(message)
    return found
