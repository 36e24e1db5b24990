"""Questions that every engine has to answer alike; run as a program, the answers of CITYLOOP_ANALYTICS."""

from datetime import date
from typing import TypeAlias

import django

if __name__ == "__main__":
    django.setup()

from cityloop.evaluation import api
from cityloop.evaluation.api import Dimension, FactKind, Selection
from tests.evaluation.invented import MOMENT

D = Dimension
Question: TypeAlias = tuple[FactKind, tuple[tuple[Dimension, ...], ...], Selection]
PLACES = ((), (D.DISTRICT,), (D.STREET,))
QUESTIONS: tuple[Question, ...] = (
    *((kind, PLACES, Selection()) for kind in FactKind),
    (FactKind.WORK, ((D.POST, D.WORK),), Selection(since=date(2026, 3, 1), until=date(2026, 4, 1))),
    (FactKind.CASE, ((D.PERSON, D.MONTH, D.MAJOR_CLASS),), Selection(area_code="110101", hours=(3, 4, 5, 6))),
    (FactKind.TASK, ((D.DAY,),), Selection(sources=("WEB",)).at(D.BODY, None).at(D.DAY, date(2026, 3, 31))),
)


def figures() -> list[api.FigureRow]:
    """Ask for all shipped indicators, of every district in every month."""
    definitions = api.shipped_indicators()
    wanted = [each.key for each in definitions]
    indicators = api.Indicators(definitions)
    return api.lake_figures(
        indicators=indicators, wanted=wanted, by=[D.DISTRICT, D.MONTH], where=Selection(), at=MOMENT
    )


def main() -> None:
    """Print an answer a line, the figures last."""
    for kind, groups, where in QUESTIONS:
        print(api.lake_sums_by_each(kind=kind, groups=groups, where=where, at=MOMENT))  # noqa: T201 - its purpose
    print(figures())  # noqa: T201 - the same


if __name__ == "__main__":
    main()
