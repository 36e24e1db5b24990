"""Leagues: everybody whom a scheme evaluates, ranked, beside another period, with the figures behind each term."""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from cityloop.access.api import Actor, require
from cityloop.evaluation.contracts import (
    Against,
    FigureHead,
    FigureView,
    GroupHead,
    League,
    LeagueRow,
    TermHead,
    TermView,
)
from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.decimals import Figure, printed
from cityloop.evaluation.domain.schemes import Group, Scheme, Term
from cityloop.evaluation.domain.scoring import Scorer
from cityloop.evaluation.domain.totals import Part
from cityloop.evaluation.policies import READ, sees
from cityloop.evaluation.queries.definitions import in_force, scheme_head
from cityloop.evaluation.queries.periods import Periods, period_view
from cityloop.evaluation.queries.scores import Scored, scored

NO_COUNTS: Mapping[str, str] = MappingProxyType({})
POINT_PLACES = 4  # points are shown with so many places; totals with those of the scheme


def league(
    *, scheme_key: str, period: str, at: datetime, actor: Actor, against: Against = Against.BEFORE, other: str = ""
) -> League:
    """Return who is evaluated by a scheme in a period, in order of group, rank, code; each actor sees what is theirs.

    Ranks are among all, whoever may be seen. Figures are those of the present moment. While the period is not over, it
    is held against as many days of the other one.

    :param other: any period to hold it against, instead of `against`.

    :raises NotPermittedError: the actor may see no league.
    :raises NotFoundError: there is no such scheme.
    :raises InvalidInputError: no period is written so.
    """
    require(actor, READ)
    periods = Periods()
    wanted = periods.read(period)
    found = in_force(scheme_key, wanted.last_day)
    today = periods.today(at)
    earlier = periods.read(other).beside(wanted, today) if other else periods.beside(wanted, against, at=at)
    now = scored(found.scorer, wanted, at=at)
    then = scored(found.scorer, earlier, at=at) if earlier else {}
    visible = [each for each in now.values() if sees(actor, found.scheme.object, each.who.id)]
    rows = [_row(found.scorer, each, then.get(each.who.id)) for each in _in_order(found.scheme, visible)]
    return League(
        scheme_head(found.version, found.scheme),
        found.book.number,
        period_view(wanted, today=today),
        period_view(earlier) if earlier else None,
        at,
        _groups(found.scheme, now),
        tuple(term_head(found.scorer, term) for term in found.scheme.terms),
        tuple(rows),
    )


def _in_order(scheme: Scheme, found: list[Scored]) -> list[Scored]:
    places = {group.key: place for place, group in enumerate(scheme.groups)}

    def place(each: Scored) -> tuple[int, bool, int, str, str]:
        group, rank = each.score.group, each.score.rank
        return (
            places[group.key] if group else len(places), rank is None, rank or 0, each.who.code, each.who.id,
        )  # fmt: skip

    return sorted(found, key=place)


def _row(scorer: Scorer, now: Scored, then: Scored | None) -> LeagueRow:
    who, score = now.who, now.score
    earlier = then.score if then else None
    parts = {part.term.key: part for part in earlier.parts} if earlier else {}
    own = {part.term.key: part for part in score.parts}
    return LeagueRow(
        subject_id=who.id,
        code=who.code,
        name=who.name,
        area_class=who.area_class,
        group=score.group.key if score.group else "",
        rank=score.rank,
        rank_before=earlier.rank if earlier else None,
        total=_total(scorer.scheme, score.total),
        total_before=_total(scorer.scheme, earlier.total if earlier else None),
        grade=score.grade.zh if score.grade else None,
        grade_en=score.grade.en if score.grade else None,
        colour=score.grade.colour if score.grade else None,
        coefficient=points_of(score.coefficient),
        terms=tuple(
            TermView(
                term.key,
                _points(own.get(term.key)),
                _points(parts.get(term.key)),
                now.entries[term.key].words if term.key in now.entries else None,
                _figures(scorer, term, now, then),
            )
            for term in scorer.scheme.terms
        ),
    )


def _figures(scorer: Scorer, term: Term, now: Scored, then: Scored | None) -> tuple[FigureView, ...]:
    earlier: Mapping[str, int] = then.figures if then else {}
    return tuple(FigureView(name, now.figures[name], earlier.get(name, 0)) for name in scorer.opens[term.key])


def term_head(scorer: Scorer, term: Term) -> TermHead:
    """Return what a term is called, what it is made of, and the figures that it opens."""
    own = {count.name: count.en for count in scorer.scheme.counts}
    heads = tuple(figure_head(name, own) for name in scorer.opens[term.key])
    return TermHead(
        *(term.key, term.zh, term.en, f"{term.full:f}", term.formula, term.is_by_hand, heads),
        by_group=dict(term.by_group),
    )


def figure_head(name: str, own: Mapping[str, str] = NO_COUNTS) -> FigureHead:
    """Return what a figure is called: a base indicator by its names, a count of a scheme by its own.

    :param own: the counts of the scheme, with what they are called in English.
    """
    base = BY_KEY.get(name)
    return FigureHead(name, name, own.get(name) or name) if base is None else FigureHead(name, base.zh, base.en)


def _groups(scheme: Scheme, found: Mapping[str, Scored]) -> tuple[GroupHead, ...]:
    ranked = [each.score for each in found.values() if each.score.rank is not None]
    sizes = Counter(score.group.key if score.group else "" for score in ranked)
    if not scheme.groups:
        return (GroupHead("", "", "", sizes[""]),)
    return tuple(_group(group, sizes[group.key]) for group in scheme.groups)


def _group(group: Group, size: int) -> GroupHead:
    return GroupHead(group.key, group.zh, group.en, size)


def _total(scheme: Scheme, total: Figure) -> str | None:
    return None if total is None else printed(total, scheme.places)


def _points(part: Part | None) -> str | None:
    return None if part is None else points_of(part.points)


def points_of(figure: Figure) -> str | None:
    """Return points as they are shown."""
    return None if figure is None else printed(figure, POINT_PLACES)
