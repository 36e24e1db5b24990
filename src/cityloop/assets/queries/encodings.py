"""In which encoding a text is: UTF-8, or what programs here have written before it. The whole of it is looked at."""

from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

UTF_8, GBK = "utf-8", "gb18030"
PIECE = 1 << 20
UNREADABLE = "\ufffd"


@dataclass(frozen=True, slots=True)
class Encoding:
    """The encoding that fits a text best, and the first line that does not fit even so, None where all do."""

    name: str
    faulty_line: int | None = None


def encoding_of(file: IO[bytes]) -> Encoding:
    """Return the encoding of what is left of a file that can be read again from here: a million lines may be ASCII."""
    begin = file.tell()
    faulty: dict[str, int] = {}
    for name in (UTF_8, GBK):
        file.seek(begin)
        line = _faulty_line(file, name)
        if line is None:
            return Encoding(name)
        faulty[name] = line
    counts = {}
    for name in (UTF_8, GBK):
        file.seek(begin)
        counts[name] = sum(text.count(UNREADABLE) for text in _texts(file, name, "replace"))
    best = min(counts, key=lambda name: counts[name])
    return Encoding(best, faulty[best])


def _faulty_line(file: IO[bytes], name: str) -> int | None:
    lines = 1
    try:
        for text in _texts(file, name, "strict"):
            lines += text.count("\n")
    except UnicodeDecodeError as error:
        return lines + error.object[: error.start].count(b"\n")
    return None


def _texts(file: IO[bytes], name: str, errors: str) -> Iterator[str]:
    decoder = getincrementaldecoder(name)(errors)
    while piece := file.read(PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)
