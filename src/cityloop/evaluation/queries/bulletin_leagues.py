"""The league tables of a bulletin: as they were published, or as they stand."""

from dataclasses import replace
from datetime import datetime

import orjson

from cityloop.access.api import system_actor
from cityloop.evaluation.contracts import LeagueRow, ResultRow, ResultState
from cityloop.evaluation.contracts.bulletins import BulletinLeague, BulletinLeagueRow
from cityloop.evaluation.domain.bulletins import LEAGUE_ROWS, climbed
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.models import EvaluationResult, ResultEdition
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.leagues import league
from cityloop.evaluation.queries.results import edition_of, row_of

READER = system_actor("bulletin")  # a bulletin tells all rows to those who may read it


def ranked(scheme_key: str, period: Period, *, at: datetime) -> BulletinLeague:
    """Return the league of a scheme in a period, by its published result where there is one.

    :raises NotFoundError: there is no such scheme.
    """
    found = league(scheme_key=scheme_key, period=period.key, at=at, actor=READER)
    scheme = in_force(scheme_key, period.last_day).scheme
    rows = [_row(scheme, row) for row in found.rows]
    edition = _published(scheme_key, period)
    if edition is not None:
        rows = _as_published(scheme, rows, edition)
    return BulletinLeague(
        scheme=scheme_key,
        number=found.scheme.number,
        zh=scheme.zh,
        en=scheme.en,
        object=scheme.object.value,
        full=found.scheme.full,
        state=ResultState(edition.result.state) if edition else None,
        edition=edition.number if edition else 0,
        digest=edition.digest if edition else "",
        groups=found.groups if scheme.groups else (),
        size=len(rows),
        rows=tuple(rows[:LEAGUE_ROWS]),
    )


def _published(scheme_key: str, period: Period) -> ResultEdition | None:
    result = EvaluationResult.objects.filter(scheme_key=scheme_key, period=period.key).first()
    return edition_of(result) if result else None


def _row(scheme: Scheme, row: LeagueRow) -> BulletinLeagueRow:
    return BulletinLeagueRow(
        subject_id=row.subject_id,
        code=row.code,
        name=row.name,
        group=row.group,
        rank=row.rank,
        rank_before=row.rank_before,
        moved=climbed(row.rank, row.rank_before),
        total=row.total,
        total_before=row.total_before,
        grade=row.grade,
        grade_en=_in_english(scheme, row.grade),
    )


def _as_published(scheme: Scheme, live: list[BulletinLeagueRow], edition: ResultEdition) -> list[BulletinLeagueRow]:
    """Return the rows of an edition in the order of leagues, each beside what it was in the period before."""
    known = {row.subject_id: row for row in live}
    places = {group.key: place for place, group in enumerate(scheme.groups)}
    rows = [row_of(row) for row in orjson.loads(edition.snapshot)["subjects"]]
    found = [_frozen(scheme, row, known.get(row.subject_id)) for row in rows]

    def place(row: BulletinLeagueRow) -> tuple[int, bool, int, str, str]:
        return places.get(row.group, len(places)), row.rank is None, row.rank or 0, row.code, row.subject_id

    return sorted(found, key=place)


def _frozen(scheme: Scheme, row: ResultRow, live: BulletinLeagueRow | None) -> BulletinLeagueRow:
    told = BulletinLeagueRow(
        subject_id=row.subject_id,
        code=row.code,
        name=row.name,
        group=row.group,
        rank=row.rank,
        rank_before=None,
        moved=None,
        total=row.total,
        total_before=None,
        grade=row.grade,
        grade_en=_in_english(scheme, row.grade),
    )
    if live is None:
        return told
    return replace(
        told, rank_before=live.rank_before, moved=climbed(row.rank, live.rank_before), total_before=live.total_before
    )


def _in_english(scheme: Scheme, grade: str | None) -> str | None:
    return next((each.en for each in scheme.grades if each.zh == grade), grade)
