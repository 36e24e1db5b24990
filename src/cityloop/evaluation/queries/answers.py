"""Figures for somebody who waits: from PostgreSQL or from the lake, whichever answers sooner, never another answer."""

from collections.abc import Sequence
from datetime import datetime

from cityloop.evaluation.contracts import Dimension, Selection, Sums
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.lake import months_asked
from cityloop.evaluation.events import FactsChanged
from cityloop.evaluation.models import LakeChange
from cityloop.evaluation.queries.engines import IN_PROCESS, engine_at
from cityloop.evaluation.queries.fact_batches import months_with_facts
from cityloop.evaluation.queries.lake import Reach, lake_sums
from cityloop.evaluation.queries.lake_files import manifest_of
from cityloop.evaluation.queries.sums import sums
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api as territory


def quick_sums(
    *,
    kind: FactKind,
    by: Sequence[Dimension] = (),
    where: Selection,
    at: datetime,
    keys: Sequence[str] | None = None,
) -> list[Sums]:
    """Return what `sums` returns, from the lake where that is sooner and the lake is as new as the database.

    :raises InvalidInputError: a base indicator or a dimension is not one of this kind.
    """
    city = territory.city().code
    if is_broad(where) and is_in_lake(city, where):
        reach = Reach(cities=(city,), engine=engine_at(IN_PROCESS))
        return lake_sums(kind=kind, by=by, where=where, at=at, keys=keys, reach=reach)
    return sums(kind=kind, by=by, where=where, at=at, keys=keys)


def is_broad(where: Selection) -> bool:
    """Return whether so many rows are asked for that reading columns of a file should beat reading rows by an index.

    A rule of thumb until benchmarks/evaluation.py has been run over a whole city-year: a body or a person is narrow.
    """
    return where.body_ids is None and where.person_ids is None and not where.among


def is_in_lake(city: str, where: Selection) -> bool:
    """Return whether the lake holds these facts as the database does: nothing is noted, and no news is on its way."""
    if OutboxEvent.objects.filter(name=FactsChanged.__qualname__, position__isnull=True).exists():
        return False
    first, last = months_asked(since=where.since, until=where.until)
    if LakeChange.objects.filter(month__gte=first, month__lte=last).exists():
        return False
    asked = {month for month in months_with_facts() if first <= month <= last}
    return asked <= manifest_of(city).months.keys()
