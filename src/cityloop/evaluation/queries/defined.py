"""Definitions as people read them: indicators with what speaks of them, schemes with what their names mean."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal

from cityloop.evaluation.contracts import (
    BookView,
    GradeHead,
    IndicatorView,
    SchemeCount,
    SchemeGroup,
    SchemeTerm,
    SchemeView,
)
from cityloop.evaluation.domain.definitions import read_indicators
from cityloop.evaluation.domain.indicators import Compiled, Indicators
from cityloop.evaluation.domain.schemes import Group, OwnCount, Scheme, Term, Where
from cityloop.evaluation.models import IndicatorBook
from cityloop.evaluation.queries.definitions import (
    book_on,
    explained,
    in_force,
    scheme_head,
    schemes_on,
    scorer_of,
)
from cityloop.evaluation.queries.leagues import figure_head


def indicator_book(day: date) -> BookView:
    """Return the indicators in force on a day, as they were written and as they are read. Two queries.

    :raises NotFoundError: none have been published.
    """
    book = book_on(day)
    return BookView(book.number, book.valid_from, book.published_at, book.data, tuple(_read(book, day)))


def scheme_view(scheme_key: str, day: date) -> SchemeView:
    """Return a scheme in force on a day, as it was written and as it is read, with what the names in it mean.

    :raises NotFoundError: there is no such scheme.
    """
    found = in_force(scheme_key, day)
    scheme = found.scheme
    return SchemeView(
        head=scheme_head(found.version, scheme),
        data=found.version.data,
        names=explained(found.scorer),
        terms=tuple(_term(term) for term in scheme.terms),
        groups=tuple(_group(group) for group in scheme.groups),
        grades=grades_of(scheme),
        counts=tuple(_count(count) for count in scheme.counts),
        parameters={name: f"{value:f}" for name, value in scheme.parameters.items()},
        coefficient=scheme.coefficient,
        cap=_told(scheme.cap),
    )


def grades_of(scheme: Scheme) -> tuple[GradeHead, ...]:
    """Return the grades of a scheme."""
    return tuple(GradeHead(grade.zh, grade.en, f"{grade.at_least:f}", grade.colour) for grade in scheme.grades)


def _read(book: IndicatorBook, day: date) -> Iterator[IndicatorView]:
    compiled = Indicators(read_indicators(book.data)).compiled
    by_indicators: defaultdict[str, list[str]] = defaultdict(list)
    for key, each in compiled.items():
        for need in {*each.needs.values()}:
            by_indicators[need].append(key)
    by_schemes = _by_schemes(book, day, compiled)
    for key, each in compiled.items():
        indicator = each.indicator
        yield IndicatorView(
            key=key,
            zh=indicator.zh,
            en=indicator.en,
            formula=indicator.formula,
            unit=indicator.unit,
            places=indicator.places,
            cap=_told(indicator.cap),
            better=indicator.better,
            opens=tuple(figure_head(name) for name in indicator.opens),
            aliases=indicator.aliases,
            explanation={**indicator.explanation},
            indicators=tuple(sorted(by_indicators[key])),
            schemes=tuple(by_schemes[key]),
        )


def _by_schemes(book: IndicatorBook, day: date, compiled: Mapping[str, Compiled]) -> defaultdict[str, list[str]]:
    """Return the schemes in force on a day whose formulas speak of an indicator, by its key."""
    found: defaultdict[str, list[str]] = defaultdict(list)
    for version in schemes_on(day):
        everything = scorer_of(version.data, book.data).indicators.compiled
        own = [each.needs.values() for key, each in everything.items() if key not in compiled]
        for need in {need for needs in own for need in needs}:
            found[need].append(version.key)
    return found


def _term(term: Term) -> SchemeTerm:
    return SchemeTerm(
        key=term.key,
        zh=term.zh,
        en=term.en,
        formula=term.formula,
        by_group={**term.by_group},
        full=f"{term.full:f}",
        floor=f"{term.floor:f}",
        undefined=term.undefined,
        is_by_hand=term.is_by_hand,
        is_bonus=term.is_bonus,
        assumed=term.assumed,
    )


def _group(group: Group) -> SchemeGroup:
    return SchemeGroup(
        key=group.key,
        zh=group.zh,
        en=group.en,
        area_classes=group.area_classes,
        body_kinds=group.body_kinds,
        codes=group.codes,
        full=_told(group.full),
    )


def _count(count: OwnCount) -> SchemeCount:
    return SchemeCount(count.name, count.en or count.name, figure_head(count.of), _where(count.where), count.distinct)


def _where(where: Where) -> dict[str, tuple[str, ...]]:
    """Return what narrows a count, by field; what takes all is left out."""
    found = {each.name: getattr(where, each.name) for each in fields(where)}
    return {
        name: (value,) if isinstance(value, str) else tuple(str(each) for each in value)
        for name, value in found.items()
        if value
    }


def _told(figure: Decimal | None) -> str | None:
    return None if figure is None else f"{figure:f}"
