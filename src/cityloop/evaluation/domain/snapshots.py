"""Snapshots of results: all that scores were made of, so that anybody can compute them again and see that they hold.

A snapshot is plain JSON. Written canonically (keys sorted, no blanks, UTF-8) it has one spelling, which is what is
signed. Nothing here needs a database.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from cityloop.evaluation.domain.decimals import Column, Figure, printed
from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.periods import read_period
from cityloop.evaluation.domain.schemes import Subject
from cityloop.evaluation.domain.scoring import Score, Scorer
from cityloop.kernel.errors import RefusedError

FORMAT = "cityloop-result-2"  # 2: no total for whoever did nothing; deductions are not scaled
POINT_PLACES = 4


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


def score_told(score: Score, places: int) -> dict[str, Any]:
    """Return a score as a snapshot holds it: figures as they are printed."""
    return {
        "group": score.group.key if score.group else "",
        "rank": score.rank,
        "total": _told(score.total, places),
        "grade": score.grade.zh if score.grade else None,
        "coefficient": _told(score.coefficient, POINT_PLACES),
        "terms": {part.term.key: _told(part.points, POINT_PLACES) for part in score.parts},
    }


def faults(export: Mapping[str, Any], *, trusted_key: str | None = None) -> list[str]:
    """Return what is wrong with an exported result; nothing, if every score follows from what it holds.

    :param trusted_key: the city's public key in base64, as it was got elsewhere; without it the export's own is used,
        which proves that nothing was changed since somebody with that key signed it.
    """
    try:
        return [*_seal_faults(export, trusted_key), *_score_faults(export["snapshot"])]
    except RefusedError as error:
        return [f"the definitions cannot be read: {error}"]
    except (KeyError, TypeError, ValueError, AttributeError, InvalidOperation) as error:
        return [f"the export is malformed: {type(error).__name__} {error}"]


def _seal_faults(export: Mapping[str, Any], trusted_key: str | None) -> Iterator[str]:
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


def _score_faults(snapshot: Mapping[str, Any]) -> Iterator[str]:
    if snapshot["format"] != FORMAT:
        yield f"the format is {snapshot['format']}, not {FORMAT}"
        return
    scorer = Scorer(read_schemes([snapshot["scheme"]["data"]])[0], read_indicators(snapshot["indicators"]["data"]))
    rows: Sequence[Mapping[str, Any]] = snapshot["subjects"]
    columns: dict[str, Column] = {name: [Decimal(row["counts"][name]) for row in rows] for name in scorer.needs()}
    months = read_period(snapshot["period"]["key"]).months
    scores = scorer.score([_subject(row) for row in rows], columns, months=months)
    for row, score in zip(rows, scores, strict=True):
        told = score_told(score, scorer.scheme.places)
        for name, figure in told.items():
            if row["score"][name] != figure:
                yield f"{row['name']} ({row['id']}): {name} is {row['score'][name]}, but comes to {figure}"


def _subject(row: Mapping[str, Any]) -> Subject:
    filled_in = {term: Decimal(entry["points"]) for term, entry in row["given"].items()}
    return Subject(
        id=row["id"],
        code=row["code"],
        area_class=row["area_class"],
        body_kind=row["body_kind"],
        given=filled_in,
    )


def _told(figure: Figure, places: int) -> str | None:
    return None if figure is None else printed(figure, places)
