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
from decimal import Decimal
from pathlib import Path
from typing import Any

import django

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

import duckdb  # noqa: E402 - Django must be set up first

from benchmarks import stored_facts as stored  # noqa: E402 - the same
from cityloop.evaluation import api  # noqa: E402 - the same
from cityloop.evaluation.api import Dimension, FactKind, Selection, Sums  # noqa: E402 - the same
from cityloop.evaluation.domain.base_indicators import ALL, BY_KEY  # noqa: E402 - the same
from cityloop.evaluation.domain.schemes import Object, OwnCount, Subject  # noqa: E402 - the same
from cityloop.evaluation.queries.lake_files import files_for, lake  # noqa: E402 - the same

AT = datetime(2026, 12, 31, 16, tzinfo=UTC)
YEAR = Selection(since=date(2026, 1, 1), until=date(2027, 1, 1))
MONTH = Selection(since=date(2026, 6, 1), until=date(2026, 7, 1))
WHO = {
    Dimension.DISTRICT: (Object.DISTRICT,),
    Dimension.STREET: (Object.STREET,),
    Dimension.BODY: (Object.BODY,),
    Dimension.PERSON: (Object.COLLECTOR, Object.ACCEPTOR, Object.SHIFT_LEADER, Object.DISPATCHER),
}
COLUMN = {
    Dimension.DISTRICT: "district_code", Dimension.STREET: "street_code", Dimension.BODY: "body_id",
    Dimension.PERSON: "person_id",
}  # fmt: skip
POSTS = {  # of 3,000 people everybody is scored for the post they hold
    Object.COLLECTOR: slice(0, 2600),
    Object.ACCEPTOR: slice(2600, 2800),
    Object.SHIFT_LEADER: slice(2800, 2900),
    Object.DISPATCHER: slice(2900, None),
}
Counts = Mapping[Dimension, Mapping[object, dict[str, int]]]


class Scheming:
    """All indicators and the schemes of all cities, read once as a web process does."""

    def __init__(self) -> None:
        """Read them."""
        definitions = api.shipped_indicators()
        self.indicators = api.Indicators(definitions)
        self.wanted = [each.key for each in definitions]
        self.scorers = {
            dimension: [api.Scorer(each, definitions) for each in api.shipped_schemes() if each.object in objects]
            for dimension, objects in WHO.items()
        }

        self.names = [key for kind in FactKind for key in self.keys(kind)] + [each.name for each in self.own()]

    def keys(self, kind: FactKind) -> list[str]:
        """Return the base indicators of a kind that anything here is made of."""
        needed = set(self.indicators.base_keys(self.wanted))
        for scorers in self.scorers.values():
            for scorer in scorers:
                needed |= scorer.needs()
        return [each.key for each in ALL if each.of is kind and each.key in needed]

    def own(self) -> list[api.Narrowed]:
        """Return what schemes count for themselves, all of it of cases."""
        return [
            _narrowed(count)
            for scorers in self.scorers.values()
            for scorer in scorers
            for count in scorer.scheme.counts
        ]

    def figures(self, counts: Counts) -> int:
        """Work out every indicator and every score; return how many figures that is."""
        done = 0
        for dimension, rows in counts.items():
            columns = {key: [Decimal(row.get(key, 0)) for row in rows.values()] for key in self.names}
            values = self.indicators.values(columns, len(rows), self.wanted)
            done += sum(len(column) for column in values.values())
            subjects = [Subject(id=str(each), code=str(each), area_class="A") for each in rows]
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
        stored.export_a_day(asked.cases)


def report(name: str, where: Selection, scheming: Scheming) -> None:
    """Print what a question costs, part by part, and its yardsticks."""
    counts = counted(where, scheming)
    parts = {kind: median(lambda kind=kind: by_all(kind, where, scheming)) for kind in FactKind}
    figures = median(lambda: scheming.figures(counts))
    whole = median(lambda: scheming.figures(counted(where, scheming)))
    told = ", ".join(f"{kind.value.lower()} {seconds:.3f}" for kind, seconds in parts.items())
    print(
        f"{name}: sums {told}; {scheming.figures(counts):,} figures {figures:.3f}; together {whole:.3f} s", flush=True
    )
    for label, ask in {"one query each": by_hand, "grouping sets": by_sets}.items():
        hand = {kind: median(lambda kind=kind, ask=ask: ask(kind, where, scheming)) for kind in FactKind}
        told = ", ".join(f"{kind.value.lower()} {each:.3f} ({parts[kind] / each:.2f}x)" for kind, each in hand.items())
        print(
            f"  DuckDB by hand, {label}: {told}; ours {sum(parts.values()) / sum(hand.values()):.2f} times", flush=True
        )
    for kind in FactKind:
        seconds = by_pandas(kind, where, scheming)
        if seconds is not None:
            print(f"  pandas, {kind.value.lower()}: {seconds:.3f}", flush=True)


def median(work: Callable[[], object], rounds: int | None = None) -> float:
    """Return the median of some runs, in seconds."""
    times = []
    for _ in range(rounds or asked.rounds):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times)


def by_all(kind: FactKind, where: Selection, scheming: Scheming) -> list[list[Sums]]:
    """Ask the lake for the sums of a kind by everybody."""
    return api.lake_sums_by_each(
        kind=kind, groups=[[each] for each in WHO], where=where, at=AT, keys=scheming.keys(kind)
    )


def counted(where: Selection, scheming: Scheming) -> Counts:
    """Return the counts of everybody."""
    found: dict[Dimension, dict[object, dict[str, int]]] = {dimension: {} for dimension in WHO}
    for dimension, scorers in scheming.scorers.items():
        own = [_narrowed(count) for scorer in scorers for count in scorer.scheme.counts]
        if own:
            for row in api.lake_sums(kind=FactKind.CASE, by=[dimension], where=where, at=AT, keys=own):
                found[dimension][row.values[0]] = {**row.counts}
    for kind in FactKind:
        for dimension, rows in zip(WHO, by_all(kind, where, scheming), strict=True):
            for row in rows:
                found[dimension].setdefault(row.values[0], {}).update(row.counts)
    return found


def sql_of(kind: FactKind, where: Selection, scheming: Scheming, source: str) -> tuple[str, str]:
    """Return what stands between SELECT and GROUP BY, as somebody would write it."""
    late = "CASE WHEN due_at < TIMESTAMPTZ '2026-12-31 16:00:00+00' THEN {} ELSE 0 END"
    said = {
        "to_dispose_on_time": f"to_dispose - {late.format('to_dispose')}",
        "need_close": f"disposed + {late.format('to_dispose')}",
    }
    for key in scheming.keys(kind):
        if BY_KEY[key].is_timed and key.endswith("_late"):
            said[key] = late.format(key.removesuffix("_late"))
    counts = ", ".join(f"sum({said.get(key, key)})" for key in scheming.keys(kind))
    days = f"counted_on >= DATE '{where.since}' AND counted_on < DATE '{where.until}'"
    return counts, f"FROM {source} WHERE {days}"


def _source(kind: FactKind, where: Selection) -> str:
    places = ", ".join(f"'{lake().on_disk(name)}'" for name in files_for(kind, where))
    return f"read_parquet([{places}])"


DUCK = duckdb.connect(":memory:", config={"threads": 2})


def by_hand(kind: FactKind, where: Selection, scheming: Scheming) -> list[Any]:
    """Ask DuckDB once for every division."""
    counts, rest = sql_of(kind, where, scheming, _source(kind, where))
    return [DUCK.execute(f"SELECT {COLUMN[each]}, {counts} {rest} GROUP BY 1").fetchall() for each in WHO]


def by_sets(kind: FactKind, where: Selection, scheming: Scheming) -> list[Any]:
    """Ask DuckDB for all divisions in one statement."""
    counts, rest = sql_of(kind, where, scheming, _source(kind, where))
    columns = ", ".join(COLUMN[each] for each in WHO)
    sets = ", ".join(f"({COLUMN[each]})" for each in WHO)
    return DUCK.execute(f"SELECT {columns}, {counts} {rest} GROUP BY GROUPING SETS ({sets})").fetchall()


def by_pandas(kind: FactKind, where: Selection, scheming: Scheming) -> float | None:
    """Return how long pandas takes for the counts that are columns, reading included; None where it is not there."""
    try:
        import pandas as pd  # noqa: PLC0415 - a yardstick that need not be there
    except ImportError:
        return None
    keys = [key for key in scheming.keys(kind) if not BY_KEY[key].is_timed]
    names = [str(lake().on_disk(name)) for name in files_for(kind, where)]

    def work() -> None:
        table = pd.concat([pd.read_parquet(name, columns=[*COLUMN.values(), *keys]) for name in names])
        for each in WHO:
            table.groupby(COLUMN[each], dropna=False)[keys].sum()

    return median(work, 1)


def plain(name: str, where: Selection, scheming: Scheming) -> None:
    """Print what a plain GROUP BY in PostgreSQL takes for cases, and the door's own sums there."""
    counts, rest = sql_of(FactKind.CASE, where, scheming, "evaluation_casefact")
    spent = median(
        lambda: [stored.rows(f"SELECT {COLUMN[each]}, {counts} {rest} GROUP BY 1") for each in WHO],
        1,
    )
    print(f"{name}: PostgreSQL, plain GROUP BY, cases: {spent:.3f} s", flush=True)
    narrow(where, scheming.keys(FactKind.CASE))


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
