"""The moves that bring a case to where the other system has it, each at its own time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Answer, ClosingKind, Inputs, MoveAsked
from cityloop.exchange.domain.mapping import ClassRule, Mapping, Outcome
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


class RowRefusedError(InvalidInputError):
    """A row cannot become a case; the detail says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of the other system, understood."""

    file: str
    line: int
    number: str
    case_id: UUID
    rule: ClassRule
    outcome: Outcome
    closing_kind: ClosingKind | None
    body_code: str
    reported_at: datetime
    filed_at: datetime
    due_at: datetime
    disposed_at: datetime | None
    longitude: float
    latitude: float
    address: str
    description: str

    def is_on_time(self) -> bool | None:
        """Return whether it was disposed of by its due moment; None where it was not disposed of."""
        return None if self.disposed_at is None else self.disposed_at <= self.due_at


class Mover(StrEnum):
    """Who makes a move where it is not a post with one account: the body's handler, the collector who was drawn."""

    HANDLER = "HANDLER"
    DRAWN = "DRAWN"


def understand(file: str, line: int, raw: dict[str, Any], mapping: Mapping) -> Row:
    """Return what a row says.

    :param raw: column -> value; `longitude` and `latitude` stand for the geometry where the file has one.
    :raises RowRefusedError: something that every case needs is missing or cannot be read; the detail names it.
    """
    columns = mapping.columns
    number = _text(raw, columns.number)
    longitude, latitude = _degrees(raw, columns.longitude or "longitude"), _degrees(raw, columns.latitude or "latitude")
    missing = [
        name for name, value in (("number", number), ("longitude", longitude), ("latitude", latitude)) if not value
    ]
    if missing or number is None or longitude is None or latitude is None:
        message = say("no {missing}", missing=missing)
        raise RowRefusedError(message, file=file, line=line)
    status = mapping.statuses.get(_text(raw, columns.status) or "")
    rule = mapping.class_of(file, raw)
    body_code = mapping.bodies.get(_text(raw, columns.body) or "")
    unknown = {columns.status: status, "class": rule, columns.body: body_code}
    if status is None or rule is None or body_code is None:
        told = ", ".join(f"{name} {raw.get(name)!r}" for name, value in unknown.items() if value is None)
        message = say("the mapping does not know {told}", told=told)
        raise RowRefusedError(message, file=file, line=line, number=number)
    reported_at = _moment(raw, columns.reported_at)
    due_at = _moment(raw, columns.due_at)
    if reported_at is None or due_at is None:
        message = say("no {column}", column=columns.reported_at if reported_at is None else columns.due_at)
        raise RowRefusedError(message, file=file, line=line, number=number)
    return Row(
        file=file,
        line=line,
        number=number,
        case_id=uuid5(NAMESPACE_URL, f"{mapping.system}/{number}"),
        rule=rule,
        outcome=status.outcome,
        closing_kind=status.closing_kind,
        body_code=body_code,
        reported_at=reported_at,
        filed_at=max(reported_at, _moment(raw, columns.filed_at) or reported_at),
        due_at=due_at,
        disposed_at=_moment(raw, columns.disposed_at),
        longitude=longitude,
        latitude=latitude,
        address=_text(raw, columns.address) or "",
        description=_text(raw, columns.description) or "",
    )


def script(row: Row, *, body_id: UUID, main_case_id: UUID | None) -> Iterator[tuple[MoveAsked, Post | Mover]]:
    """Yield the moves after registration that lead to where the row stands, and who makes each.

    Times the other system does not tell are those of the nearest moment it does.

    :param main_case_id: the case a duplicate is merged into; None files it alone.
    """
    if row.outcome is Outcome.DUPLICATE and main_case_id is not None:
        yield _move("merge", row.reported_at, main_case_id=main_case_id), Post.ACCEPTOR
        return
    yield from _filing(row)
    if row.outcome is Outcome.VOID:
        yield from _voiding(row)
    if row.outcome in (Outcome.DISPOSING, Outcome.CLOSED):
        yield _move("dispatch", row.filed_at, body_id=body_id), Post.DISPATCHER
        yield _move("sign", row.filed_at), Mover.HANDLER
    if row.outcome is Outcome.CLOSED and row.disposed_at is not None:
        yield from _closing(row, row.disposed_at)


def _filing(row: Row) -> Iterator[tuple[MoveAsked, Post | Mover]]:
    yield _move("send_verification", row.reported_at), Post.ACCEPTOR
    yield _move("answer_verification", row.reported_at, answer=Answer.EXISTS), Mover.DRAWN
    yield _move("submit", row.reported_at), Post.ACCEPTOR
    yield _move("file", row.filed_at, due_at=row.due_at), Post.SHIFT_LEADER


def _voiding(row: Row) -> Iterator[tuple[MoveAsked, Post | Mover]]:
    at = max(row.filed_at, row.disposed_at or row.filed_at)
    yield _move("ask_voiding", at, opinion="VOIDED"), Post.DISPATCHER
    yield _move("approve", at), Post.SHIFT_LEADER


def _closing(row: Row, disposed_at: datetime) -> Iterator[tuple[MoveAsked, Post | Mover]]:
    at = max(row.filed_at, disposed_at)
    yield _move("feed_back", at), Mover.HANDLER
    yield _move("send_check", at), Post.ACCEPTOR
    yield _move("answer_check", at, answer=Answer.PASS), Mover.DRAWN
    yield _move("pass_check", at), Post.ACCEPTOR
    yield _move("close", at, closing_kind=row.closing_kind), Post.SHIFT_LEADER


def _move(verb: str, at: datetime, **inputs: Any) -> MoveAsked:
    return MoveAsked(verb=verb, at=at, inputs=Inputs(**inputs))


def _text(raw: dict[str, Any], name: str | None) -> str | None:
    value = raw.get(name) if name else None
    return str(value).strip() or None if value is not None else None


def _degrees(raw: dict[str, Any], name: str) -> float | None:
    try:
        return float(raw[name])
    except (KeyError, TypeError, ValueError):
        return None


def _moment(raw: dict[str, Any], name: str | None) -> datetime | None:
    text = _text(raw, name)
    if text is None:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        message = say("{name} {text!r} is not a moment", name=name, text=text)
        raise RowRefusedError(message, column=name) from error
    if moment.tzinfo is None:
        message = say("{name} {text!r} has no time zone", name=name, text=text)
        raise RowRefusedError(message, column=name)
    return moment
