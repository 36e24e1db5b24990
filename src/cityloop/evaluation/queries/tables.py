"""A published result as a table."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.schemes import Scheme
from cityloop.evaluation.queries.definitions import scorer_of
from cityloop.kernel.tables import Cell

HEADINGS = (
    ("分组", "Group"), ("名次", "Rank"), ("代码", "Code"),
    ("评价对象", "Name"), ("综合得分", "Score"), ("等级", "Grade"),
)  # fmt: skip


def table_of(snapshot: dict[str, Any], *, is_english: bool) -> tuple[list[str], Iterator[list[Cell]]]:
    """Return headings and rows of a snapshot: rank, score, the points of every term, every figure."""
    scorer = scorer_of(snapshot["scheme"]["data"], snapshot["indicators"]["data"])
    scheme, place, figures = scorer.scheme, int(is_english), scorer.figures
    headings = [each[place] for each in HEADINGS]
    headings += [(term.zh, term.en)[place] for term in scheme.terms]
    own = {count.name: (count.name, count.en or count.name) for count in scheme.counts}
    headings += [((BY_KEY[name].zh, BY_KEY[name].en) if name in BY_KEY else own[name])[place] for name in figures]
    rows = sorted(snapshot["subjects"], key=_order)
    return headings, (_cells(row, scheme, figures, place) for row in rows)


def _cells(row: dict[str, Any], scheme: Scheme, figures: tuple[str, ...], place: int) -> list[Cell]:
    score = row["score"]
    group = next((each for each in scheme.groups if each.key == score["group"]), None)
    grade = next((each for each in scheme.grades if each.zh == score["grade"]), None)
    return [
        (group.zh, group.en)[place] if group else "",
        score["rank"],
        row["code"],
        row["name"],
        _number(score["total"]),
        (grade.zh, grade.en)[place] if grade else "",
        *(_number(score["terms"].get(term.key)) for term in scheme.terms),
        *(row["counts"][name] for name in figures),
    ]


def _order(row: dict[str, Any]) -> tuple[str, bool, int, str, str]:
    score = row["score"]
    return score["group"], score["rank"] is None, score["rank"] or 0, row["code"], row["id"]


def _number(text: str | None) -> float | None:
    return None if text is None else float(Decimal(text))
