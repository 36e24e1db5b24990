"""Deadlines per second, in arrays and one by one, on a calendar of thirty years with China's holidays.

Run: python benchmarks/deadlines.py [rows]. Prints medians of five runs beside the yardstick of the same run: the least
any array program must do to a million moments, copying them, and the plainest scalar work, datetime + timedelta.
The aim (issue 2): more than 2 million a second in arrays.
"""

import random
import statistics
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import numpy as np

from cityloop.standards.contracts import Limit
from cityloop.standards.domain.calendars import CalendarDescription, Slot, with_public_holidays
from cityloop.standards.domain.compiling import compile_calendar
from cityloop.standards.domain.working_time import due_at, measure_working_time
from cityloop.standards.domain.working_time_arrays import add_working_times, measure_working_times

RUNS = 5
AIM = 2_000_000


def median_rate(work: Callable[[], object], count: int) -> float:
    """Return how many of `count` items a second `work` does, the median of some runs."""
    rates = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        rates.append(count / (time.perf_counter() - begun))
    return statistics.median(rates)


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    slots = (Slot(8 * 60, 12 * 60), Slot(14 * 60, 18 * 60))
    description = with_public_holidays(
        CalendarDescription("Asia/Shanghai", dict.fromkeys(range(5), slots), date(2004, 1, 1), date(2033, 12, 31))
    )
    begun = time.perf_counter()
    calendar = compile_calendar(description)
    took = (time.perf_counter() - begun) * 1000
    print(f"compiling {len(calendar.opens_list):,} intervals: {took:.0f} ms, once a process")

    generator = np.random.default_rng(42)
    first, last = calendar.begins, calendar.ends - 400 * 86_400
    starts = generator.integers(first, last, rows).astype("datetime64[s]")
    in_order = np.sort(starts)
    amounts = generator.integers(60, 15 * 8 * 3600, rows).astype("timedelta64[s]")
    due = add_working_times(starts, amounts, calendar)
    few = 100_000
    draw = random.Random(42)  # noqa: S311 - a benchmark needs no secrets
    moments = [datetime.fromtimestamp(draw.randrange(first, last), UTC) for _ in range(few)]
    later = [moment + timedelta(days=3) for moment in moments]
    limit, span = Limit.parse("4 work_hour"), timedelta(hours=4)

    figures = {
        f"array, due moments, {rows:,} in any order": (lambda: add_working_times(starts, amounts, calendar), rows),
        f"array, due moments, {rows:,} in order of time": (
            lambda: add_working_times(in_order, amounts, calendar),
            rows,
        ),
        f"array, working time used, {rows:,} in any order": (
            lambda: measure_working_times(starts, due, calendar),
            rows,
        ),
        "  yardstick: copying the moments": (starts.copy, rows),
        f"single, due moments, {few:,}": (lambda: [due_at(moment, limit, calendar) for moment in moments], few),
        f"single, working time used, {few:,}": (
            lambda: [measure_working_time(*pair, calendar) for pair in zip(moments, later, strict=True)],
            few,
        ),
        "  yardstick: datetime + timedelta": (lambda: [moment + span for moment in moments], few),
    }
    for name, (work, count) in figures.items():
        rate = median_rate(work, count)
        verdict = f"  ({rate / AIM:.1f} x the aim)" if name.startswith("array") else ""
        print(f"{name:<55} {rate:>15,.0f} /s{verdict}")


if __name__ == "__main__":
    main()
