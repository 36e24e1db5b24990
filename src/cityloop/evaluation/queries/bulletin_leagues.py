"""The league tables of a bulletin: as they were published, or as they stand."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from cityloop.access.api import system_actor
from cityloop.evaluation.contracts import Against, GroupHead, League, LeagueRow, ResultRow, ResultState
from cityloop.evaluation.contracts.bulletins import BulletinLeague, BulletinLeagueRow
from cityloop.evaluation.domain.bulletins import climbed, rows_told
from cityloop.evaluation.domain.definitions import read_schemes
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.models import EvaluationResult, ResultEdition
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.leagues import league
from cityloop.evaluation.queries.periods import Periods
from cityloop.evaluation.queries.results import edition_of, row_of

READER = system_actor("bulletin")  # a bulletin tells all rows to those who may read it


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody stood in a period."""

    rank: int | None
    total: str | None


NOWHERE = Place(None, None)


@dataclass(frozen=True, slots=True)
class Frozen:
    """An edition of a result, read."""

    edition: ResultEdition
    number: int
    scheme: Scheme
    rows: tuple[ResultRow, ...]

    @classmethod
    def of(cls, edition: ResultEdition) -> "Frozen":
        """Read an edition."""
        told: dict[str, Any] = orjson.loads(edition.snapshot)
        scheme = read_schemes([told["scheme"]["data"]])[0]
        return cls(edition, told["scheme"]["number"], scheme, tuple(row_of(row) for row in told["subjects"]))


def ranked(scheme_key: str, period: Period, *, at: datetime) -> BulletinLeague:
    """Return the league of a scheme in a period, by its published result where there is one.

    What was before is taken from its published result, too. Without one, or beside a period that is not over, it is
    counted again.

    :raises NotFoundError: there is no such scheme.
    """
    earlier = Periods().beside(period, Against.BEFORE, at=at)
    now = _published(scheme_key, period)
    then = None if earlier is None or earlier.is_cut else _published(scheme_key, earlier)
    live = (
        league(scheme_key=scheme_key, period=period.key, at=at, actor=READER) if now is None or then is None else None
    )
    before = _before(then, live)
    if now is not None:
        number, scheme = now.number, now.scheme
        rows = [_frozen(scheme, row, before.get(row.subject_id, NOWHERE)) for row in _in_order(scheme, now.rows)]
    else:
        found = in_force(scheme_key, period.last_day)
        number, scheme = found.version.number, found.scheme
        rows = [_row(row, before.get(row.subject_id, NOWHERE)) for row in (live.rows if live else ())]
    return BulletinLeague(
        scheme=scheme_key,
        number=number,
        zh=scheme.zh,
        en=scheme.en,
        object=scheme.object.value,
        full=f"{scheme.full:f}",
        state=ResultState(now.edition.result.state) if now else None,
        edition=now.edition.number if now else 0,
        digest=now.edition.digest if now else "",
        groups=_groups(scheme, rows),
        size=len(rows),
        rows=rows_told(rows),
        before_edition=then.edition.number if then else 0,
        firsts=dict(Counter(row.group for row in rows if row.rank == 1)),
    )


def _published(scheme_key: str, period: Period) -> Frozen | None:
    result = EvaluationResult.objects.filter(scheme_key=scheme_key, period=period.key).first()
    edition = edition_of(result) if result else None
    return None if edition is None else Frozen.of(edition)


def _before(then: Frozen | None, live: League | None) -> Mapping[str, Place]:
    if then is not None:
        return {row.subject_id: Place(row.rank, row.total) for row in then.rows}
    return {row.subject_id: Place(row.rank_before, row.total_before) for row in (live.rows if live else ())}


def _groups(scheme: Scheme, rows: Sequence[BulletinLeagueRow]) -> tuple[GroupHead, ...]:
    sizes = Counter(row.group for row in rows if row.rank is not None)
    return tuple(GroupHead(group.key, group.zh, group.en, sizes[group.key]) for group in scheme.groups)


def _row(row: LeagueRow, before: Place) -> BulletinLeagueRow:
    return BulletinLeagueRow(
        subject_id=row.subject_id,
        code=row.code,
        name=row.name,
        group=row.group,
        rank=row.rank,
        rank_before=before.rank,
        moved=climbed(row.rank, before.rank),
        total=row.total,
        total_before=before.total,
        grade=row.grade,
        grade_en=row.grade_en,
    )


def _in_order(scheme: Scheme, rows: Sequence[ResultRow]) -> list[ResultRow]:
    """Return the rows of an edition in the order of leagues."""
    places = {group.key: place for place, group in enumerate(scheme.groups)}

    def place(row: ResultRow) -> tuple[int, bool, int, str, str]:
        return places.get(row.group, len(places)), row.rank is None, row.rank or 0, row.code, row.subject_id

    return sorted(rows, key=place)


def _frozen(scheme: Scheme, row: ResultRow, before: Place) -> BulletinLeagueRow:
    return BulletinLeagueRow(
        subject_id=row.subject_id,
        code=row.code,
        name=row.name,
        group=row.group,
        rank=row.rank,
        rank_before=before.rank,
        moved=climbed(row.rank, before.rank),
        total=row.total,
        total_before=before.total,
        grade=row.grade,
        grade_en=next((each.en for each in scheme.grades if each.zh == row.grade), row.grade),
    )
