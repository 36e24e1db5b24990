"""Class tables as rows of a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cityloop.kernel.tables import BadTableError, Fault, Line, read_table
from cityloop.kernel.wording import say
from cityloop.standards.contracts import ClassOrigin, ClassView, MatterKind

COLUMNS = ("kind", "major_code", "major_name", "minor_code", "name", "certainty")


@dataclass(frozen=True, slots=True)
class ClassRow:
    """One class, as a file states it."""

    line: int
    kind: MatterKind
    major_code: str
    major_name: str
    minor_code: str
    name: str
    origin: ClassOrigin

    @property
    def key(self) -> tuple[str, str]:
        """What makes a class one of its edition: kind and number."""
        return self.kind.value, self.major_code + self.minor_code


def read_classes(content: bytes, *, minor_digits: int) -> list[ClassRow]:
    """Return the classes of a file.

    :raises BadTableError: any row is wrong; all wrong rows are told.
    """
    rows, faults = [], []
    for line in read_table(content, columns=COLUMNS):
        rows.append(_row(line, minor_digits))
        faults += line.faults
    faults += _repeated(rows) + _many_names(rows)
    if faults:
        raise BadTableError.of(faults)
    return rows


def write_classes(classes: Iterable[ClassView]) -> list[Sequence[str]]:
    """Return the rows of a file that reads back as these classes."""
    return [
        (view.kind.value, view.major_code, view.major_name, view.minor_code, view.name, view.origin.value.lower())
        for view in classes
    ]


def _row(line: Line, minor_digits: int) -> ClassRow:
    return ClassRow(
        line=line.number,
        kind=MatterKind(line.one_of("kind", list(MatterKind))),
        major_code=_digits(line, "major_code", 2),
        major_name=line.text("major_name", longest=60),
        minor_code=_digits(line, "minor_code", minor_digits),
        name=line.text("name", longest=60),
        origin=ClassOrigin(line.one_of("certainty", list(ClassOrigin))),
    )


def _digits(line: Line, column: str, length: int) -> str:
    value = line.cells.get(column, "")
    if not (value.isascii() and value.isdecimal() and len(value) == length):
        line.refuse(column, say("must be {length} digits, not {found!r}", length=length, found=value))
    return value


def _repeated(rows: Iterable[ClassRow]) -> list[Fault]:
    first: dict[tuple[str, str], int] = {}
    return [
        Fault(
            row.line,
            "minor_code",
            say(
                "the class {kind} {code} is already in line {line}",
                kind=row.kind,
                code=row.key[1],
                line=first[row.key],
            ),
        )
        for row in rows
        if first.setdefault(row.key, row.line) != row.line
    ]


def _many_names(rows: Iterable[ClassRow]) -> list[Fault]:
    first: dict[tuple[str, str], ClassRow] = {}
    return [
        Fault(
            row.line,
            "major_name",
            say(
                "the major class {major_code} is named {major_name!r} in line {line}",
                major_code=row.major_code,
                major_name=named.major_name,
                line=named.line,
            ),
        )
        for row in rows
        if (named := first.setdefault((row.kind.value, row.major_code), row)).major_name != row.major_name
    ]
