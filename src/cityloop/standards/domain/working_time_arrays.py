"""Counting time for millions of rows at once; the same rules as for single moments.

A row without a moment (NaT) has no result (NaT).
"""

import numpy as np
from numpy.typing import NDArray

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say
from cityloop.standards.contracts import Limit, LimitUnit, WorkCalendar
from cityloop.standards.domain.working_time import to_timedelta, too_short

NOTHING = np.iinfo(np.int64).min  # how numpy stores NaT


def add_working_times(
    moments: NDArray[np.datetime64], amounts: NDArray[np.timedelta64], calendar: WorkCalendar
) -> NDArray[np.datetime64]:
    """Return for each row the earliest moment at which its amount of working time has passed.

    :param moments: datetime64[s], UTC, shape (n,).
    :param amounts: timedelta64[s], not negative, shape (n,) or () for the same amount everywhere.
    :return: datetime64[s], UTC, shape (n,).
    :raises CalendarTooShortError: if the calendar does not cover every row.
    """
    starts = moments.astype("datetime64[s]").astype(np.int64)
    seconds = np.broadcast_to(amounts.astype("timedelta64[s]").astype(np.int64), starts.shape)
    known = (starts != NOTHING) & (seconds != NOTHING)
    if np.any(seconds[known] < 0):
        message = say("Working time is added, not taken away.")
        raise InvalidInputError(message, field="amounts")
    counted = known & (seconds > 0)
    if counted.all():
        return _add(starts, seconds, calendar).view("datetime64[s]")
    result = np.where(known, starts, NOTHING)
    result[counted] = _add(starts[counted], seconds[counted], calendar)
    return result.view("datetime64[s]")


def measure_working_times(
    starts: NDArray[np.datetime64], ends: NDArray[np.datetime64], calendar: WorkCalendar
) -> NDArray[np.timedelta64]:
    """Return for each row the working time between its two moments, negative where `ends` comes first.

    :param starts: datetime64[s], UTC, shape (n,).
    :param ends: datetime64[s], UTC, shape (n,) or () for one moment against all.
    :return: timedelta64[s], shape (n,).
    :raises CalendarTooShortError: if the calendar does not cover every row.
    """
    first = starts.astype("datetime64[s]").astype(np.int64)
    last = np.broadcast_to(ends.astype("datetime64[s]").astype(np.int64), first.shape)
    known = (first != NOTHING) & (last != NOTHING)
    if known.all():
        return (_worked(last, calendar) - _worked(first, calendar)).view("timedelta64[s]")
    result = np.full(first.shape, NOTHING)
    result[known] = _worked(last[known], calendar) - _worked(first[known], calendar)
    return result.view("timedelta64[s]")


def due_times(starts: NDArray[np.datetime64], limit: Limit, calendar: WorkCalendar) -> NDArray[np.datetime64]:
    """Return for each row the moment a limit that starts to run then ends.

    :param starts: datetime64[s], UTC, shape (n,).
    :return: datetime64[s], UTC, shape (n,).
    :raises CalendarTooShortError: if a working limit reaches beyond the calendar.
    """
    amount = np.asarray(to_timedelta(limit, calendar), dtype="timedelta64[s]")
    if limit.unit.is_working:
        return add_working_times(starts, amount, calendar)
    due: NDArray[np.datetime64] = starts.astype("datetime64[s]") + amount
    return due


def used_times(
    starts: NDArray[np.datetime64], ends: NDArray[np.datetime64], unit: LimitUnit, calendar: WorkCalendar
) -> NDArray[np.timedelta64]:
    """Return for each row the time between its two moments as this unit counts it.

    :param starts: datetime64[s], UTC, shape (n,).
    :param ends: datetime64[s], UTC, shape (n,) or ().
    :return: timedelta64[s], shape (n,).
    :raises CalendarTooShortError: if working time is asked for and the calendar does not cover every row.
    """
    if unit.is_working:
        return measure_working_times(starts, ends, calendar)
    spans: NDArray[np.timedelta64] = ends.astype("datetime64[s]") - starts.astype("datetime64[s]")
    return spans


def _add(starts: NDArray[np.int64], seconds: NDArray[np.int64], calendar: WorkCalendar) -> NDArray[np.int64]:
    targets = _worked(starts, calendar) + seconds
    if np.any(targets > calendar.worked_before[-1]):
        raise too_short(calendar)
    places = np.searchsorted(calendar.worked_before, targets, side="left") - 1
    due: NDArray[np.int64] = calendar.opens[places] + targets - calendar.worked_before[places]
    return due


def _worked(seconds: NDArray[np.int64], calendar: WorkCalendar) -> NDArray[np.int64]:
    if seconds.size and not (calendar.begins <= seconds.min() and seconds.max() <= calendar.ends):
        raise too_short(calendar)
    if not calendar.opens.size:  # nothing ever opens
        return np.zeros_like(seconds)
    places = np.searchsorted(calendar.opens, seconds, side="right") - 1
    inside = np.maximum(places, 0)
    worked = calendar.worked_before[inside] + np.minimum(seconds, calendar.closes[inside]) - calendar.opens[inside]
    return np.where(places >= 0, worked, 0)
