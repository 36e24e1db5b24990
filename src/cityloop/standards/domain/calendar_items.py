"""Calendars as items of a file, whatever its form: `timezone`, `week`, `holiday` and so on, each checked by itself."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from hashlib import sha256

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.tables import BadTableError, Fault
from cityloop.kernel.wording import say
from cityloop.standards.domain.calendars import (
    YEARS_ASSUMED,
    CalendarDescription,
    Slot,
    SpecialDay,
    check_slots,
    known_from,
    known_until,
    with_public_holidays,
)
from cityloop.standards.domain.compiling import zone_of

WEEKDAYS = ("MON", "TUE", "WED", "THU", "FRI", "SAT", "SUN")
DAY_ITEMS = {
    "holiday": (False, False),
    "workday": (True, False),
    "public_holiday": (False, True),
    "public_workday": (True, True),
}
SINGLE_ITEMS = ("timezone", "first_day", "last_day", "day_length", "public_holidays", "holidays_known_until")
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2049, 12, 31)
SLOT = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})", re.ASCII)
CLOCK = re.compile(r"(\d{1,2}):(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Item:
    """One statement about a calendar, and the line that makes it."""

    line: int
    item: str
    key: str
    value: str
    name: str = ""


@dataclass(slots=True)
class _Reading:
    """A description being put together."""

    single: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    week: dict[int, tuple[Slot, ...]] = field(default_factory=dict)
    days: dict[date, SpecialDay] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def describe(items: Iterable[Item]) -> CalendarDescription:
    """Return the calendar that these items state, with public holidays written in where it asks for them.

    :raises BadTableError: an item is wrong or contradicts another; all wrong ones are told.
    """
    reading = _Reading()
    for item in items:
        try:
            _take(reading, item)
        except InvalidInputError as error:
            reading.faults.append(Fault(item.line, item.item, error.detail))
    description = _description(reading)
    if reading.faults or description is None:
        raise BadTableError.of(reading.faults)
    return description


def items_of(description: CalendarDescription) -> list[Sequence[str]]:
    """Return the items, as (item, key, value, name), that read back as this calendar."""
    length = int(description.day_length.total_seconds()) // 60
    rows: list[Sequence[str]] = [
        ("timezone", "", description.timezone, ""),
        ("first_day", "", description.first_day.isoformat(), ""),
        ("last_day", "", description.last_day.isoformat(), ""),
        ("day_length", "", f"{length // 60:02d}:{length % 60:02d}", ""),
    ]
    if description.holidays_known_until is not None:
        rows.append(("holidays_known_until", "", description.holidays_known_until.isoformat(), ""))
    rows += [
        ("week", WEEKDAYS[weekday], _written(slots), "") for weekday, slots in sorted(description.week.items()) if slots
    ]
    kinds = {kind: item for item, kind in DAY_ITEMS.items()}
    rows += [
        (kinds[special.is_working, special.is_public], day.isoformat(), _written(special.slots), special.name)
        for day, special in sorted(description.days.items())
    ]
    return rows


def hash_of(description: CalendarDescription, title: str) -> str:
    """Return what tells this calendar from any other: a second import of the same changes nothing."""
    lines = [title, *("\x1f".join(row) for row in items_of(description))]
    return sha256("\x1e".join(lines).encode()).hexdigest()


def read_slots(text: str) -> tuple[Slot, ...]:
    """Return the openings written as `08:00-12:00 14:00-18:00`.

    :raises InvalidInputError: the text is not of this form, or the openings overlap.
    """
    slots = []
    for word in text.replace(",", " ").split():
        found = SLOT.fullmatch(word)
        if found is None:
            message = say("{word!r} is not an opening; write one like 08:00-12:00.", word=word)
            raise InvalidInputError(message)
        opened_hour, opened, closed_hour, closed = (int(part) for part in found.groups())
        if opened > 59 or closed > 59:
            message = say("{word!r} is not a time of the clock.", word=word)
            raise InvalidInputError(message)
        slots.append(Slot(opened_hour * 60 + opened, closed_hour * 60 + closed))
    check_slots(tuple(slots))
    return tuple(slots)


def _take(reading: _Reading, item: Item) -> None:
    if item.item in SINGLE_ITEMS:
        if item.item in reading.single:
            message = say("is already said in line {line}", line=reading.lines[item.item])
            raise InvalidInputError(message)
        reading.single[item.item] = _checked(item)
        reading.lines[item.item] = item.line
    elif item.item == "week":
        _take_week(reading, item)
    elif item.item in DAY_ITEMS:
        _take_day(reading, item)
    else:
        message = say("is not known; use one of {items}", items=[*SINGLE_ITEMS, "week", *DAY_ITEMS])
        raise InvalidInputError(message)


def _checked(item: Item) -> str:
    match item.item:
        case "timezone":
            zone_of(item.value)
        case "public_holidays":
            if item.value != "CN":
                message = say(
                    "public holidays are known for CN only, not {country!r}; list others as holidays",
                    country=item.value,
                )
                raise InvalidInputError(message)
        case "day_length":
            _minutes(item.value)
        case _:
            _date(item.value)
    return item.value


def _take_week(reading: _Reading, item: Item) -> None:
    first, _, last = item.key.upper().partition("-")
    if first not in WEEKDAYS or (last and last not in WEEKDAYS):
        message = say("{key!r} is not a weekday; write MON or MON-FRI", key=item.key)
        raise InvalidInputError(message)
    begins, ends = WEEKDAYS.index(first), WEEKDAYS.index(last or first)
    slots = read_slots(item.value)
    for weekday in range(begins, ends + 1):
        if weekday in reading.week:
            message = say("the hours of {weekday} are said twice", weekday=WEEKDAYS[weekday])
            raise InvalidInputError(message)
        reading.week[weekday] = slots
    if begins > ends:
        message = say("{key!r} runs backwards", key=item.key)
        raise InvalidInputError(message)


def _take_day(reading: _Reading, item: Item) -> None:
    day = _date(item.key)
    if day in reading.days:
        message = say("{day} is there twice", day=day)
        raise InvalidInputError(message)
    if len(item.name) > 60 or not item.name.isprintable():
        message = say("a name has at most 60 printable characters")
        raise InvalidInputError(message)
    is_working, is_public = DAY_ITEMS[item.item]
    reading.days[day] = SpecialDay(is_working, item.name, read_slots(item.value), is_public=is_public)


def _description(reading: _Reading) -> CalendarDescription | None:
    single = reading.single
    if "timezone" not in single and not reading.faults:
        reading.faults.append(Fault(1, "timezone", say("must be said")))
    if reading.faults:
        return None
    public = "public_holidays" in single
    until = date(known_until().year + YEARS_ASSUMED, 12, 31) if public else LAST_DAY
    try:
        description = CalendarDescription(
            timezone=single["timezone"],
            week=dict(sorted(reading.week.items())),
            first_day=_date(single.get("first_day", (known_from() if public else FIRST_DAY).isoformat())),
            last_day=_date(single.get("last_day", until.isoformat())),
            day_minutes=_minutes(single["day_length"]) if "day_length" in single else 0,
            days=dict(sorted(reading.days.items())),
            holidays_known_until=_known(single),
        )
        _check_days(reading.days, description)
    except InvalidInputError as error:
        reading.faults.append(Fault(1, "", error.detail))
        return None
    return with_public_holidays(description) if public else description


def _check_days(days: Mapping[date, SpecialDay], description: CalendarDescription) -> None:
    outside = [day for day in days if not description.first_day <= day <= description.last_day]
    if outside:
        message = say(
            "{day} lies outside the days the calendar covers, {first} to {last}.",
            day=min(outside),
            first=description.first_day,
            last=description.last_day,
        )
        raise InvalidInputError(message)


def _known(single: Mapping[str, str]) -> date | None:
    return _date(single["holidays_known_until"]) if "holidays_known_until" in single else None


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        message = say("{text!r} is not a day; write one like 2026-10-01", text=text)
        raise InvalidInputError(message) from error


def _minutes(text: str) -> int:
    found = CLOCK.fullmatch(text)
    length = timedelta(hours=int(found[1]), minutes=int(found[2])) if found else timedelta(0)
    if not timedelta(0) < length <= timedelta(days=1):
        message = say("{text!r} is not the length of a day; write one like 08:00", text=text)
        raise InvalidInputError(message)
    return int(length.total_seconds()) // 60


def _written(slots: Iterable[Slot]) -> str:
    return " ".join(str(slot) for slot in slots)
