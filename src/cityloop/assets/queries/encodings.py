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
    """Return the encoding of what is left of a file that can be read again from here: a million lines may be ASCII.

    Much of UTF-8 can be read as GBK, and makes no sense then; of GBK hardly anything can be read as UTF-8.
    """
    begin = file.tell()
    faulty_line = _faulty_line(file, UTF_8)
    if faulty_line is None:
        return Encoding(UTF_8)
    file.seek(begin)
    sound = faulty = 0
    for text in _texts(file, UTF_8, "replace"):
        beyond_ascii = len(text) - len(text.encode("ascii", "ignore"))
        lost = text.count(UNREADABLE)
        sound, faulty = sound + beyond_ascii - lost, faulty + lost
    if sound > faulty:
        return Encoding(UTF_8, faulty_line)
    file.seek(begin)
    return Encoding(GBK, _faulty_line(file, GBK))


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
