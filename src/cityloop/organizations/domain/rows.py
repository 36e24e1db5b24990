"""Bodies, staff and responsibility as rows of a file."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from cityloop.access.contracts import Post
from cityloop.kernel.tables import BadTableError, Fault, Line, read_table
from cityloop.kernel.wording import say
from cityloop.organizations.contracts import BodyKind, Table
from cityloop.organizations.domain.credit_codes import is_credit_code
from cityloop.standards.contracts import MatterKind

COLUMNS: Mapping[Table, Sequence[str]] = {
    Table.BODIES: ("code", "name", "short_name", "kind", "parent_code", "credit_code"),
    Table.STAFF: ("username", "name", "post", "body_code", "area_code", "duty"),
    Table.RESPONSIBILITY: ("kind", "class_code", "area_code", "owner_code", "body_code"),
}
PHONE = "phone"  # may be taken in with staff, and is never given out
ANY_KIND = "ANY"


@dataclass(frozen=True, slots=True)
class BodyRow:
    """A body, as a file states it. Its parent stands above it or is known already."""

    line: int
    code: str
    name: str
    short_name: str
    kind: BodyKind
    parent_code: str
    credit_code: str

    @property
    def key(self) -> Hashable:
        """What may stand in a file only once."""
        return self.code


@dataclass(frozen=True, slots=True)
class StaffRow:
    """A person in a post, as a file states it; `duty` are the codes of duty grids or areas, for collectors."""

    line: int
    username: str
    name: str
    phone: str | None
    post: Post
    body_code: str
    area_code: str
    duty: tuple[str, ...]

    @property
    def key(self) -> Hashable:
        """What may stand in a file only once."""
        return self.username, self.post, self.body_code, self.area_code


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule of responsibility, as a file states it."""

    line: int
    kind: MatterKind | None
    class_code: str
    area_code: str
    owner_code: str
    body_code: str

    @property
    def key(self) -> Hashable:
        """What may stand in a file only once."""
        return self.kind, self.class_code, self.area_code, self.owner_code


Row = TypeVar("Row", BodyRow, StaffRow, RuleRow)


def read_bodies(content: bytes) -> list[BodyRow]:
    """Return the bodies of a file.

    :raises BadTableError: any row is wrong; all wrong rows are told.
    """
    return _read(content, Table.BODIES, (), _body)


def read_staff(content: bytes) -> list[StaffRow]:
    """Return the staff of a file.

    :raises BadTableError: any row is wrong; all wrong rows are told.
    """
    return _read(content, Table.STAFF, (PHONE,), _member)


def read_rules(content: bytes) -> list[RuleRow]:
    """Return the rules of responsibility of a file.

    :raises BadTableError: any row is wrong; all wrong rows are told.
    """
    return _read(content, Table.RESPONSIBILITY, (), _rule)


def _read(content: bytes, table: Table, optional: Sequence[str], parse: Callable[[Line], Row]) -> list[Row]:
    rows: list[Row] = []
    faults: list[Fault] = []
    seen: dict[Hashable, int] = {}
    for line in read_table(content, columns=COLUMNS[table], optional=optional):
        row = parse(line)
        first = seen.setdefault(row.key, row.line)
        if first != row.line:
            line.refuse("", say("says again what line {first} says", first=first))
        rows.append(row)
        faults += line.faults
    if faults:
        raise BadTableError.of(faults)
    return rows


def _body(line: Line) -> BodyRow:
    credit_code = line.text("credit_code", longest=18, optional=True)
    if credit_code and not is_credit_code(credit_code):
        line.refuse("credit_code", say("its check character does not fit"))
    return BodyRow(
        line=line.number,
        code=line.text("code", longest=40),
        name=line.text("name", longest=100),
        short_name=line.text("short_name", longest=40, optional=True),
        kind=BodyKind(line.one_of("kind", list(BodyKind))),
        parent_code=line.text("parent_code", longest=40, optional=True),
        credit_code=credit_code,
    )


def _member(line: Line) -> StaffRow:
    post = Post(line.one_of("post", [post for post in Post if post not in {Post.SYSTEM, Post.CITIZEN}]))
    duty = tuple(sorted(set(line.text("duty", longest=4000, optional=True).split())))
    if duty and post is not Post.COLLECTOR:
        line.refuse("duty", say("only collectors have a duty"))
    return StaffRow(
        line=line.number,
        username=line.text("username", longest=64),
        name=line.text("name", longest=64),
        phone=line.text(PHONE, longest=32, optional=True) if PHONE in line.cells else None,
        post=post,
        body_code=line.text("body_code", longest=40),
        area_code=_digits(line, "area_code", 15),
        duty=duty,
    )


def _rule(line: Line) -> RuleRow:
    kind = line.one_of("kind", [ANY_KIND, *MatterKind])
    class_code = _digits(line, "class_code", 12)
    if class_code and kind == ANY_KIND:
        line.refuse("kind", say("must be named where a class is"))
    return RuleRow(
        line=line.number,
        kind=None if kind == ANY_KIND else MatterKind(kind),
        class_code=class_code,
        area_code=_digits(line, "area_code", 15),
        owner_code=line.text("owner_code", longest=40, optional=True),
        body_code=line.text("body_code", longest=40),
    )


def _digits(line: Line, column: str, longest: int) -> str:
    value = line.text(column, longest=longest, optional=True)
    if value and not (value.isascii() and value.isdigit()):
        line.refuse(column, say("must be digits, not {found!r}", found=value))
    return value
