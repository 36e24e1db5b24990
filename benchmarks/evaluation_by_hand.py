"""Yardsticks of benchmarks/evaluation.py: the same counts as somebody would write them in SQL, and in pandas."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, TypeAlias

import duckdb

from cityloop.evaluation.api import Dimension, FactKind, Narrowed, Selection
from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.queries.lake_files import files_for, lake

WHO: Sequence[Dimension] = (Dimension.DISTRICT, Dimension.STREET, Dimension.BODY, Dimension.PERSON)
COLUMN: Mapping[Dimension, str] = {
    Dimension.DISTRICT: "district_code", Dimension.STREET: "street_code", Dimension.BODY: "body_id",
    Dimension.PERSON: "person_id", Dimension.CLASS: "class_code",
}  # fmt: skip
AXES = ("'AREA'", "'BODY'", "'PERSON'")
LATE = "CASE WHEN due_at < TIMESTAMPTZ '2026-12-31 16:00:00+00' THEN {} ELSE 0 END"
SAID = {
    "to_dispose_on_time": f"to_dispose - {LATE.format('to_dispose')}",
    "need_close": f"disposed + {LATE.format('to_dispose')}",
}
DUCK = duckdb.connect(":memory:", config={"threads": 2})
Found: TypeAlias = dict[tuple[Dimension, str | None], tuple[int, ...]]


def said(key: str) -> str:
    """Return what a row adds to a base indicator."""
    if BY_KEY[key].is_timed and key.endswith("_late"):
        return LATE.format(key.removesuffix("_late"))
    return SAID.get(key, key)


def rest(where: Selection, source: str) -> str:
    """Return what stands between what is counted and what it is grouped by."""
    return f"FROM {source} WHERE counted_on >= DATE '{where.since}' AND counted_on < DATE '{where.until}'"


def facts_of(kind: FactKind, where: Selection) -> str:
    """Return the files of facts as a table."""
    return _table(lake().on_disk(name) for name in files_for(kind, where).facts)


def sums_of(kind: FactKind, where: Selection) -> str:
    """Return the files of sums as a table."""
    return _table(lake().on_disk(name) for name in files_for(kind, where, summed=True).sums)


def _table(files: Any) -> str:
    places: list[Path] = list(files)
    return f"read_parquet([{', '.join(repr(str(each)) for each in places)}])"


def one_by_one(kind: FactKind, where: Selection, keys: Sequence[str]) -> Found:
    """Ask DuckDB once for every division, reading facts."""
    counts = ", ".join(f"sum({said(key)})" for key in keys)
    found: Found = {}
    for each in WHO:
        query = f"SELECT {COLUMN[each]}, {counts} {rest(where, facts_of(kind, where))} GROUP BY 1"
        found |= {(each, row[0]): row[1:] for row in DUCK.execute(query).fetchall()}
    return found


def by_sets(kind: FactKind, where: Selection, keys: Sequence[str]) -> Found:
    """Ask DuckDB for all divisions in one statement, reading facts."""
    counts = ", ".join(f"sum({said(key)})" for key in keys)
    columns = [COLUMN[each] for each in WHO]
    sets = ", ".join(f"({each})" for each in columns)
    query = (
        f"SELECT GROUPING_ID({', '.join(columns)}), {', '.join(columns)}, {counts}"
        f" {rest(where, facts_of(kind, where))} GROUP BY GROUPING SETS ({sets})"
    )
    found: Found = {}
    for row in DUCK.execute(query).fetchall():
        place = {0b0111: 0, 0b1011: 1, 0b1101: 2, 0b1110: 3}[row[0]]
        found[WHO[place], row[1 + place]] = row[1 + len(WHO) :]
    return found


def from_sums(kind: FactKind, where: Selection, keys: Sequence[str]) -> Found:
    """Ask DuckDB once for all divisions, reading sums of months."""
    counts = ", ".join(f"sum({said(key)})" for key in keys)
    columns = [COLUMN[each] for each in WHO[1:]]
    query = (
        f"SELECT axis, district_code, {', '.join(columns)}, {counts} {rest(where, sums_of(kind, where))}"
        f" AND axis IN ({', '.join(AXES)}) GROUP BY ALL"
    )
    found: Found = {}
    for axis, district, street, body, person, *added in DUCK.execute(query).fetchall():
        row = tuple(added)
        if axis == "AREA":
            for place in ((Dimension.STREET, street), (Dimension.DISTRICT, district)):
                before = found.get(place, (0,) * len(row))
                found[place] = tuple(one + two for one, two in zip(before, row, strict=True))
        else:
            found[(Dimension.BODY, body) if axis == "BODY" else (Dimension.PERSON, person)] = row
    return found


def narrowed(by: Dimension, where: Selection, counts: Sequence[Narrowed]) -> Found:
    """Ask DuckDB once for what a scheme counts for itself."""
    added = ", ".join(_narrow(each) for each in counts)
    query = f"SELECT {COLUMN[by]}, {added} {rest(where, facts_of(FactKind.CASE, where))} GROUP BY 1"
    return {(by, row[0]): row[1:] for row in DUCK.execute(query).fetchall()}


def _narrow(count: Narrowed) -> str:
    where = count.where
    told = {
        "kind": (where.kind,) if where.kind else (), "source": where.sources, "urgency": where.urgencies,
        "area_class": where.area_classes, "hour": where.hours,
    }  # fmt: skip
    holds = [f"{name} IN ({', '.join(repr(each) for each in chosen)})" for name, chosen in told.items() if chosen]
    if where.class_prefixes:
        holds.append(f"({' OR '.join(f'starts_with(class_code, {each!r})' for each in where.class_prefixes)})")
    if count.different is not None:
        column = COLUMN[count.different]
        return f"count(DISTINCT CASE WHEN {' AND '.join([f'{said(count.key)} <> 0', *holds])} THEN {column} END)"
    return f"sum(CASE WHEN {' AND '.join(holds)} THEN {said(count.key)} ELSE 0 END)"


def by_pandas(kind: FactKind, where: Selection, keys: Sequence[str]) -> bool:
    """Let pandas add up the counts that are columns, month by month, reading included; return whether it is there."""
    try:
        import pandas as pd  # noqa: PLC0415 - a yardstick that need not be there
    except ImportError:
        return False
    columns = [key for key in keys if not BY_KEY[key].is_timed]
    found: dict[Dimension, list[Any]] = {each: [] for each in WHO}
    for name in files_for(kind, where).facts:
        table = pd.read_parquet(lake().on_disk(name), columns=[*(COLUMN[each] for each in WHO), *columns])
        for each in WHO:
            found[each].append(table.groupby(COLUMN[each], dropna=False)[columns].sum())
    for months in found.values():
        pd.concat(months).groupby(level=0, dropna=False).sum()
    return True
