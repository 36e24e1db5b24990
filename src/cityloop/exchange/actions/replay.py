"""Replaying the cases of another system through the loop."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cache
from pathlib import Path
from uuid import UUID

from cityloop.access import api as access
from cityloop.cases import api as cases
from cityloop.exchange.actions.reading import rows_of
from cityloop.exchange.domain.mapping import Mapping, MappingInvalidError, Outcome
from cityloop.exchange.domain.script import Mover, Row, RowRefusedError, script, understand
from cityloop.exchange.domain.tally import Tally
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations

BATCH = 100


def understand_files(paths: Iterable[Path], mapping: Mapping) -> tuple[list[Row], list[str]]:
    """Return the rows of these files in order of report, and the reasons why others are refused."""
    understood, refused = [], []
    for path in paths:
        for line, raw in rows_of(path):
            try:
                understood.append(understand(path.name, line, raw, mapping))
            except RowRefusedError as error:
                refused.append(f"{path.name} row {line}: {error.detail}")
    return sorted(understood, key=lambda row: (row.reported_at, row.number)), refused


def replay(rows: list[Row], mapping: Mapping, *, is_stopped: Callable[[], bool]) -> Iterator[Tally]:
    """Take rows through the loop in the order given, a case a transaction; yield the tally now and then.

    Rows that are cases already are passed over, so a replay that was stopped goes on where it was.

    :raises MappingInvalidError: a body or an account named by the mapping does not exist here.
    """
    if not rows:
        return
    cast = Cast(mapping, at=rows[0].reported_at)
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        known = cases.known_external(system=mapping.system, numbers=[row.number for row in batch])
        tally = Tally()
        for row in batch:
            if is_stopped():
                yield tally
                return
            _replay_one(row, mapping, cast, tally, is_known=row.number in known)
        yield tally


def _replay_one(row: Row, mapping: Mapping, cast: "Cast", tally: Tally, *, is_known: bool) -> None:
    if is_known:
        tally.done["known already"] += 1
        return
    main = _main_case(row, mapping) if row.outcome is Outcome.DUPLICATE else None
    moves = [
        (asked, cast.mover(who, row))
        for asked, who in script(row, body_id=cast.body_id(row.body_code), main_case_id=main)
    ]
    try:
        cases.report_and_move(
            case_id=row.case_id,
            new=_new_case(row, mapping),
            actor=cast.post(access.Post.ACCEPTOR),
            at=row.reported_at,
            moves=moves,
        )
    except RefusedError as error:
        tally.refused.append(f"{row.file} row {row.line} ({row.number}): {error.detail}")
        return
    tally.moves += len(moves) + 1
    tally.done[_told(row, main)] += 1


def _told(row: Row, main: UUID | None) -> str:
    match row.outcome:
        case Outcome.CLOSED:
            return "disposed on time" if row.is_on_time() else "disposed late"
        case Outcome.DUPLICATE:
            return "duplicate, merged" if main else "duplicate, filed alone"
        case Outcome.VOID:
            return "void"
        case Outcome.DISPOSING:
            return "open, in disposal"
        case _:
            return "open, waiting for dispatch"


def _main_case(row: Row, mapping: Mapping) -> UUID | None:
    nearest = cases.nearest_of_class(
        class_code=row.rule.class_code,
        longitude=row.longitude,
        latitude=row.latitude,
        before=row.reported_at,
        radius_m=mapping.duplicate_radius_m,
    )
    return nearest.case_id if nearest else None


def _new_case(row: Row, mapping: Mapping) -> cases.NewCase:
    return cases.NewCase(
        kind=row.rule.kind,
        class_code=row.rule.class_code,
        longitude=row.longitude,
        latitude=row.latitude,
        place_tolerance_m=mapping.place_tolerance_m,
        source=mapping.source,
        description=row.description,
        address=row.address,
        external_system=mapping.system,
        external_number=row.number,
    )


class Cast:
    """The accounts that play the posts."""

    def __init__(self, mapping: Mapping, *, at: datetime) -> None:
        """Look up every body and account the mapping names, with the seats they hold at a moment.

        :raises MappingInvalidError: one does not exist.
        """
        self._bodies = {code: _require_body(code) for code in sorted({*mapping.bodies.values(), *mapping.handlers})}
        self._posts = {post: _require_actor(username, at) for post, username in mapping.actors.items()}
        self._handlers = {code: _require_actor(username, at) for code, username in mapping.handlers.items()}
        self.drawn = cache(lambda account_id: access.actor_of(account_id=account_id, at=at))

    def body_id(self, code: str) -> UUID:
        """Return the body of this code."""
        return self._bodies[code]

    def post(self, post: access.Post) -> access.Actor:
        """Return whoever plays this post."""
        return self._posts[post]

    def mover(self, who: access.Post | Mover, row: Row) -> cases.Mover:
        """Return whoever makes a move: a post, the handler of the row's body, or the collector who is drawn."""
        match who:
            case Mover.DRAWN:
                return self.drawn
            case Mover.HANDLER:
                return self._handlers[row.body_code]
            case _:
                return self._posts[access.Post(who)]


def _require_body(code: str) -> UUID:
    body = organizations.body_by_code(code)
    if body is None:
        message = say("bodies: there is no body {code}.", code=code)
        raise MappingInvalidError(message, field="bodies")
    return body.id


def _require_actor(username: str, at: datetime) -> access.Actor:
    account = access.account_by_username(username=username)
    if account is None:
        message = say("actors: there is no account {username}.", username=username)
        raise MappingInvalidError(message, field="actors")
    return access.actor_of(account_id=account.account_id, at=at)
