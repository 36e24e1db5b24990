"""Seconds from a question to figures over a city-year: sums from the lake, indicators and scores of every scheme.

Run: python benchmarks/evaluation.py [--cases 4000000] [--folder DIR] [--keep]. DATABASE_URL names an empty scratch
database with PostGIS, or, with --keep, one that this program has filled before; without --postgresql only the lake is
asked. Two cores are used, however many there are. Yardsticks of the same run, for the same counts: SQL written by hand
for DuckDB, a plain GROUP BY in PostgreSQL, pandas (where it is installed). Prints medians.
"""

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import django
import numpy as np

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
words = argparse.ArgumentParser(description=__doc__)
words.add_argument("--cases", type=int, default=4_000_000)
words.add_argument("--folder", type=Path, default=ROOT / ".cityloop-bench-lake")
words.add_argument("--keep", action="store_true", help="use what an earlier run has written")
words.add_argument("--postgresql", action="store_true", help="fill the scratch database, too: yardstick and export")
words.add_argument("--rounds", type=int, default=5)
asked = words.parse_args()
os.environ["CITYLOOP_LAKE"] = str(asked.folder.resolve())
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
os.environ.setdefault("CITYLOOP_SECRET_KEY", "benchmark-" * 6)
os.environ.setdefault("CITYLOOP_LOG_LEVEL", "ERROR")
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:2])
django.setup()

from benchmarks import evaluation_by_hand as hand  # noqa: E402 - Django must be set up first
from benchmarks import stored_facts as stored  # noqa: E402 - the same
from benchmarks.evaluation_by_hand import WHO, Found  # noqa: E402 - the same
from cityloop.evaluation import api  # noqa: E402 - the same
from cityloop.evaluation.api import Dimension, FactKind, Selection, Sums  # noqa: E402 - the same
from cityloop.evaluation.contracts import Key  # noqa: E402 - the same
from cityloop.evaluation.domain.base_indicators import ALL  # noqa: E402 - the same
from cityloop.evaluation.domain.ratios import Whole, column_of  # noqa: E402 - the same
from cityloop.evaluation.domain.schemes import Object, OwnCount, Subject  # noqa: E402 - the same
from cityloop.evaluation.queries.lake import Reach  # noqa: E402 - the same

AT = datetime(2026, 12, 31, 16, tzinfo=UTC)
YEAR = Selection(since=date(2026, 1, 1), until=date(2027, 1, 1))
MONTH = Selection(since=date(2026, 6, 1), until=date(2026, 7, 1))
SCORED = {
    Dimension.DISTRICT: (Object.DISTRICT,),
    Dimension.STREET: (Object.STREET,),
    Dimension.BODY: (Object.BODY,),
    Dimension.PERSON: (Object.COLLECTOR, Object.ACCEPTOR, Object.SHIFT_LEADER, Object.DISPATCHER),
}
POSTS = {  # of 3,000 people everybody is scored for the post they hold
    Object.COLLECTOR: slice(0, 2600),
    Object.ACCEPTOR: slice(2600, 2800),
    Object.SHIFT_LEADER: slice(2800, 2900),
    Object.DISPATCHER: slice(2900, None),
}
Counts = Mapping[Dimension, tuple[list[tuple[Key, ...]], Mapping[str, Whole]]]


class Scheming:
    """All indicators and the schemes of all cities, read once as a web process does."""

    def __init__(self) -> None:
        """Read them."""
        definitions = api.shipped_indicators()
        self.indicators = api.Indicators(definitions)
        self.wanted = [each.key for each in definitions]
        self.scorers = {
            dimension: [api.Scorer(each, definitions) for each in api.shipped_schemes() if each.object in objects]
            for dimension, objects in SCORED.items()
        }

        own = [each.name for counts in self.own().values() for each in counts]
        self.names = [key for kind in FactKind for key in self.keys(kind)] + own

    def keys(self, kind: FactKind) -> list[str]:
        """Return the base indicators of a kind that anything here is made of."""
        needed = set(self.indicators.base_keys(self.wanted))
        for scorers in self.scorers.values():
            for scorer in scorers:
                needed |= scorer.needs()
        return [each.key for each in ALL if each.of is kind and each.key in needed]

    def own(self) -> dict[Dimension, list[api.Narrowed]]:
        """Return what schemes count for themselves, by whom they score; all of it of cases."""
        found = {
            dimension: [_narrowed(count) for scorer in scorers for count in scorer.scheme.counts]
            for dimension, scorers in self.scorers.items()
        }
        return {dimension: counts for dimension, counts in found.items() if counts}

    def figures(self, counts: Counts) -> int:
        """Write every indicator as it is printed and score everybody; return how many figures that is."""
        done = 0
        for dimension, (rows, told) in counts.items():
            nothing = np.zeros(len(rows), np.int64)
            columns = {key: column_of(told.get(key, nothing)) for key in self.names}
            values = self.indicators.values(columns, len(rows), self.wanted)
            done += sum(len(self.indicators.indicator(key).all_written(column)) for key, column in values.items())
            subjects = [Subject(id=str(each), code=str(each), area_class="A") for (each,) in rows]
            for scorer in self.scorers[dimension]:
                those = POSTS.get(scorer.scheme.object, slice(None))
                given = {name: columns[name][those] for name in scorer.needs()}
                done += len(scorer.score(subjects[those], given))
        return done


def _narrowed(count: OwnCount) -> api.Narrowed:
    where = count.where
    chosen = Selection(
        kind=where.kind, class_prefixes=where.class_codes, sources=where.sources, urgencies=where.urgencies,
        hours=where.hours, weekdays=where.weekdays, area_classes=where.area_classes,
    )  # fmt: skip
    different = {"class_code": Dimension.CLASS, "major_code": Dimension.MAJOR_CLASS, "grid_code": Dimension.GRID}
    return api.Narrowed(name=count.name, key=count.of, where=chosen, different=different.get(count.distinct))


def main() -> None:
    """Write, ask, print."""
    begun = time.perf_counter()
    if not asked.keep:
        stored.write_lake(asked.cases)
    print(f"lake of {asked.cases:,} cases ready after {time.perf_counter() - begun:.0f} s", flush=True)
    read = time.perf_counter()
    scheming = Scheming()
    print(f"reading all formulas: {time.perf_counter() - read:.2f} s, once for a process", flush=True)
    for name, where in (("year", YEAR), ("month", MONTH)):
        report(name, where, scheming)
    if asked.postgresql:
        stored.fill(asked.cases, keep=asked.keep)
        for name, where in (("year", YEAR), ("month", MONTH)):
            plain(name, where, scheming)
        for period in ("2026", "2026-06"):
            stored.leagues(period)
        stored.export_a_day(asked.cases)


def report(name: str, where: Selection, scheming: Scheming) -> None:
    """Print what a question costs, part by part, and its yardsticks; see that both find the same."""
    begun = time.perf_counter()
    counts = counted(where, scheming)
    done = scheming.figures(counts)
    first = time.perf_counter() - begun
    whole = median(lambda: scheming.figures(counted(where, scheming)))
    figures = median(lambda: scheming.figures(counts))
    print(
        f"{name}: {done:,} figures {whole:.3f} s, the first time {first:.3f}; of it formulas {figures:.3f}", flush=True
    )
    ours = beside("facts", where, scheming, Reach(is_summed=False), {"one query each": hand.one_by_one,
                  "grouping sets": hand.by_sets})  # fmt: skip
    beside("sums of months", where, scheming, Reach(), {"one query": hand.from_sums})
    own = median(lambda: own_counts(where, scheming))
    by_hand = median(lambda: [hand.narrowed(by, where, counts) for by, counts in scheming.own().items()])
    for by, wanted in scheming.own().items():
        agree(hand.narrowed(by, where, wanted), own_counts(where, scheming)[by], by, [each.name for each in wanted])
    print(f"  counts of schemes' own: {own:.3f}, by hand {by_hand:.3f}: {own / by_hand:.2f} times", flush=True)
    told = ours + by_hand
    print(
        f"  all figures against the same counts by hand from facts ({told:.3f}): {whole / told:.2f} times", flush=True
    )
    for kind in FactKind:
        seconds = median(lambda kind=kind: hand.by_pandas(kind, where, scheming.keys(kind)), 1)
        print(f"  pandas, {kind.value.lower()}: {seconds:.3f}", flush=True)


def beside(
    of: str, where: Selection, scheming: Scheming, reach: Reach,
    yardsticks: Mapping[str, Callable[[FactKind, Selection, Sequence[str]], Found]],
) -> float:  # fmt: skip
    """Print what our sums cost and what the same by hand does; return the best of the latter."""
    parts = {kind: median(lambda kind=kind: by_all(kind, where, scheming, reach)) for kind in FactKind}
    told = ", ".join(f"{kind.value.lower()} {seconds:.3f}" for kind, seconds in parts.items())
    print(f"  from {of}: {told}", flush=True)
    sums = []
    for label, ask in yardsticks.items():
        each = {kind: median(lambda kind=kind, ask=ask: ask(kind, where, scheming.keys(kind))) for kind in FactKind}
        told = ", ".join(f"{kind.value.lower()} {cost:.3f} ({parts[kind] / cost:.2f}x)" for kind, cost in each.items())
        sums.append(sum(each.values()))
        print(f"    by hand, {label}: {told}; ours {sum(parts.values()) / sums[-1]:.2f} times", flush=True)
        for kind in FactKind:
            found = ask(kind, where, scheming.keys(kind))
            for by, rows in zip(WHO, by_all(kind, where, scheming, reach), strict=True):
                agree(found, rows, by, scheming.keys(kind))
    return min(sums)


def agree(theirs: Found, ours: Sequence[Sums], by: Dimension, keys: Sequence[str]) -> None:
    """See that both found the same figures."""
    told = {
        (by, None if row.values[0] is None else str(row.values[0])): tuple(row.counts[key] for key in keys)
        for row in ours
    }
    assert told == {key: row for key, row in theirs.items() if key[0] is by}, by


def median(work: Callable[[], object], rounds: int | None = None) -> float:
    """Return the median of some runs, in seconds."""
    times = []
    for _ in range(rounds or asked.rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def by_all(kind: FactKind, where: Selection, scheming: Scheming, reach: Reach) -> list[list[Sums]]:
    """Ask the lake for the sums of a kind by everybody."""
    return api.lake_sums_by_each(
        kind=kind, groups=[[each] for each in WHO], where=where, at=AT, keys=scheming.keys(kind), reach=reach
    )


def own_counts(where: Selection, scheming: Scheming) -> dict[Dimension, list[Sums]]:
    """Ask the lake for what schemes count for themselves."""
    return {by: each.rows() for by, each in own_columns(where, scheming).items()}


def own_columns(where: Selection, scheming: Scheming) -> dict[Dimension, api.Columns]:
    """Ask the lake for what schemes count for themselves."""
    return {
        by: api.lake_columns_by_each(kind=FactKind.CASE, groups=[[by]], where=where, at=AT, keys=counts)[0]
        for by, counts in scheming.own().items()
    }


def counted(where: Selection, scheming: Scheming) -> Counts:
    """Return the counts of everybody, in order."""
    found: dict[Dimension, list[api.Columns]] = {by: [each] for by, each in own_columns(where, scheming).items()}
    for kind in FactKind:
        told = api.lake_columns_by_each(
            kind=kind, groups=[[each] for each in WHO], where=where, at=AT, keys=scheming.keys(kind)
        )
        for by, each in zip(WHO, told, strict=True):
            found.setdefault(by, []).append(each)
    return {by: api.together(parts) for by, parts in found.items()}


def plain(name: str, where: Selection, scheming: Scheming) -> None:
    """Print what a plain GROUP BY in PostgreSQL takes for cases, and the door's own sums there."""
    keys = scheming.keys(FactKind.CASE)
    counts = ", ".join(f"sum({hand.said(key)})" for key in keys)
    rest = hand.rest(where, "evaluation_casefact")
    spent = median(lambda: [stored.rows(f"SELECT {hand.COLUMN[each]}, {counts} {rest} GROUP BY 1") for each in WHO], 1)
    print(f"{name}: PostgreSQL, plain GROUP BY, cases: {spent:.3f} s", flush=True)
    narrow(where, keys)


def narrow(where: Selection, keys: Sequence[str]) -> None:
    """Print who answers sooner for broad and for narrow questions: this decides `queries.answers`."""
    body = api.sums(kind=FactKind.CASE, by=[Dimension.BODY], where=MONTH, at=AT, keys=["filed"])[0].values[0]
    district = "110105"
    asks: dict[str, Selection] = {
        "all": where, "a district": Selection(since=where.since, until=where.until, area_code=district),
        "a body": where.at(Dimension.BODY, body),
    }  # fmt: skip
    for label, chosen in asks.items():
        given = {"kind": FactKind.CASE, "by": [Dimension.DISTRICT], "where": chosen, "at": AT, "keys": keys}
        times = [median(lambda ask=ask, given=given: ask(**given), 3) for ask in (api.sums, api.lake_sums)]
        print(f"  {label}: PostgreSQL {times[0]:.3f}, lake {times[1]:.3f}", flush=True)


if __name__ == "__main__":
    main()
