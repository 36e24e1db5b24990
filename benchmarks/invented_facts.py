"""Facts of a city that is not there, a month at a time, made in arrays: for benchmarks of counting.

How the rows are spread over areas, bodies, people and stages is invented; how many there are of each is what counts.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute

from cityloop.evaluation.api import FactKind
from cityloop.evaluation.domain.base_indicators import BY_KEY, CountUnit, columns_of
from cityloop.evaluation.domain.lake import days_of
from cityloop.evaluation.queries.lake_files import schema_of

CITY = "110100"
DISTRICTS, STREETS, COMMUNITIES, GRIDS = 20, 150, 1500, 20_000
BODIES, PEOPLE = 120, 3000
PER_CASE = {FactKind.CASE: 1.0, FactKind.TASK: 1.2, FactKind.WORK: 6.0}
SOURCES = ["COLLECTOR", "HOTLINE", "WEB", "VIDEO", "MEDIA", "SUPERIOR"]
WORKS = ["ACCEPTANCE", "SEND_VERIFY", "SEND_CHECK", "PASS_CHECK", "FILING", "DISPATCH", "CLOSING"]
POSTS = ["ACCEPTOR", "ACCEPTOR", "ACCEPTOR", "ACCEPTOR", "SHIFT_LEADER", "DISPATCHER", "SHIFT_LEADER"]
MOST = {
    CountUnit.ROWS: 2,
    CountUnit.TIMES: 3,
    CountUnit.POINTS: 101,
    CountUnit.HUNDREDTHS: 300,
    CountUnit.MINUTES: 3000,
}
FIRST = date(2026, 1, 1)
# Which of all are still waited for: cities publish that 95 to 99 of a hundred cases are closed.
WAITING, WAITING_LAST = 0.02, 0.2
WAITING_ONES = {"to_accept", "to_file", "to_dispatch", "to_dispose", "to_verify", "to_check"}
Column = npt.NDArray[np.int64]


def months() -> list[str]:
    """Return the months of the year."""
    return [f"2026-{month:02d}" for month in range(1, 13)]


def facts(kind: FactKind, month: str, cases: int, *, seed: int = 0) -> pa.Table:
    """Return the facts of a month with so many cases, sorted as files of the lake are."""
    number = int(month[-2:])
    rng = np.random.default_rng([seed, number, [*FactKind].index(kind)])
    rows = int(cases * PER_CASE[kind])
    case = np.sort(rng.integers(0, cases, rows)) if kind is not FactKind.CASE else np.arange(cases)
    told = {**_where(case, cases), **_whose(case, rng), **_when(month, case, rng), **_own(kind, case, number, rng)}
    told |= {"case_id": _taken(_identifiers(number, cases), case), "number": _numbers(month, case)}
    told |= {name: _constant(value, rows) for name, value in {"version": 12, "rules": 1, "kind": "INCIDENT"}.items()}
    told |= _counts(kind, rows, WAITING_LAST if month == months()[-1] else WAITING, rng)
    schema = schema_of(kind)
    return pa.table([told[name].cast(schema.field(name).type) for name in schema.names], schema=schema)


def identifiers_of(month: str, cases: int, wanted: int) -> list[UUID]:
    """Return the identifiers of some cases of a month, spread over it."""
    step = max(1, cases // wanted)
    return [UUID(each) for each in islice(_ids(int(month[-2:]), cases), 0, None, step)][:wanted]


def _where(case: Column, cases: int) -> dict[str, pa.Array]:
    """Cases of a month lie sorted by grid."""
    grid = case * GRIDS // cases
    community, street, district = (grid * count // GRIDS for count in (COMMUNITIES, STREETS, DISTRICTS))
    districts = [f"1101{each + 1:02d}" for each in range(DISTRICTS)]
    streets = [f"{districts[each * DISTRICTS // STREETS]}{each:03d}" for each in range(STREETS)]
    communities = [f"{streets[each * STREETS // COMMUNITIES]}{each % 1000:03d}" for each in range(COMMUNITIES)]
    grids = [f"{communities[each * COMMUNITIES // GRIDS]}{each % 1000:03d}" for each in range(GRIDS)]
    return {
        "district_code": _taken(districts, district),
        "street_code": _taken(streets, street),
        "community_code": _taken(communities, community),
        "grid_code": _taken(grids, grid),
        "duty_grid_code": _taken([f"{each}" for each in grids], grid // 4 * 4),
        "evaluation_grid_code": _taken(communities, community),
        "area_class": _taken(["A", "B", "C"], grid % 3),
    }


def _whose(case: Column, rng: np.random.Generator) -> dict[str, pa.Array]:
    rows = len(case)
    return {
        "urgency": _taken(["ORDINARY", "SERIOUS", "GRAVE"], rng.integers(0, 3, rows)),
        "source": _taken(SOURCES, rng.integers(0, len(SOURCES), rows)),
        "class_code": _taken([f"{n // 10 + 1:02d}{n % 10 + 1:02d}" for n in range(120)], rng.integers(0, 120, rows)),
        "body_id": _taken([str(UUID(int=n + 1)) for n in range(BODIES)], rng.integers(0, BODIES, rows)),
        "person_id": _taken([str(UUID(int=n + 10**6)) for n in range(PEOPLE)], rng.integers(0, PEOPLE, rows)),
        "reporter_body_id": _taken([str(UUID(int=n + 10**9)) for n in range(5)], rng.integers(0, 5, rows)),
    }


def _when(month: str, case: Column, rng: np.random.Generator) -> dict[str, pa.Array]:
    first, following = days_of(month)
    day = rng.integers(0, (following - first).days, len(case))
    days = [first + timedelta(days=each) for each in range((following - first).days + 40)]
    hours = rng.integers(6, 22, len(case))
    due = np.datetime64(first, "us") + (day * 24 + hours + rng.integers(4, 200, len(case))).astype("timedelta64[h]")
    told: dict[str, pa.Array] = {
        name: _days(days, day + later)
        for name, later in {"reported_on": 0, "counted_on": 0, "filed_on": 0, "dispatched_on": 0, "disposed_on": 2,
                            "closed_on": 3, "done_on": 1}.items()
    }  # fmt: skip
    return told | {
        "month": _constant(month, len(case)),
        "statistic_month": _constant(month, len(case)),
        "hour": pa.array(hours),
        "weekday": pa.array((day + first.weekday()) % 7 + 1),
        "due_at": pa.array(due).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC")),
        "done_at": pa.array(due).cast(pa.timestamp("us")).cast(pa.timestamp("us", tz="UTC")),
    }


def _own(kind: FactKind, case: Column, month: int, rng: np.random.Generator) -> dict[str, pa.Array]:
    rows = len(case)
    match kind:
        case FactKind.TASK:
            ids = pa.array([f"{month:08x}-0000-7000-9000-{n:012x}" for n in range(rows)])
            return {"task_id": ids, "task_kind": _taken(["VERIFY", "CHECK"], rng.integers(0, 2, rows))}
        case FactKind.WORK:
            work = np.arange(rows) % len(WORKS)
            return {
                "work": _taken(WORKS, work),
                "post": _taken(POSTS, work),
                "stay": pa.array(np.arange(rows) % 30_000),
                "task": _constant(0, rows),
                "on_time": pa.array(rng.random(rows) < 0.95),
            }
        case _:
            return {}


def _counts(kind: FactKind, rows: int, waiting: float, rng: np.random.Generator) -> dict[str, pa.Array]:
    """Counts are ones or noughts, some rare; what is measured is small, and few wait in months that are over."""
    told = {}
    for place, key in enumerate(columns_of(kind)):
        unit = BY_KEY[key].unit
        if unit is CountUnit.ROWS:
            share = waiting if key in WAITING_ONES else (0.95, 0.8, 0.5, 0.2, 0.05)[place % 5]
            told[key] = pa.array((rng.random(rows) < share).astype(np.int16))
        else:
            told[key] = pa.array(rng.integers(0, MOST[unit], rows))
    return told


def _ids(month: int, cases: int) -> Iterator[str]:
    return (f"{month:08x}-0000-7000-8000-{n:012x}" for n in range(cases))


def _identifiers(month: int, cases: int) -> pa.Array:
    return pa.array(_ids(month, cases))


def _numbers(month: str, case: Column) -> pa.Array:
    digits = pa.array(case).cast(pa.string())
    return pa.compute.binary_join_element_wise(month.replace("-", ""), pa.compute.utf8_lpad(digits, 8, "0"), "")


def _taken(values: list[str] | pa.Array, places: Column) -> pa.Array:
    return pa.array(values).take(pa.array(places)) if isinstance(values, list) else values.take(pa.array(places))


def _constant(value: str | int, rows: int) -> pa.Array:
    return pa.repeat(pa.scalar(value), rows)


def _days(days: list[date], places: Column) -> pa.Array:
    return pa.array(days, pa.date32()).take(pa.array(places))
