"""Calendars as files: a table (CSV, xlsx) with one item to a row, or YAML for those who write them by hand.

```yaml
timezone: Asia/Shanghai
public_holidays: CN          # the State Council's, from chinesecalendar; a city's own days go first
day_length: "08:00"          # what one 工作日 is worth; without it, an ordinary day's hours
week:
  MON-FRI: 08:00-12:00 14:00-18:00
holidays:
  2026-05-15: 建市纪念日
workdays:
  2026-05-16: {name: 调休, hours: 08:00-12:00}
```
"""

from collections.abc import Iterator

import yaml

from cityloop.kernel.tables import BadTableError, Fault, read_table, write_table
from cityloop.kernel.wording import Sentence, say
from cityloop.standards.domain.calendar_items import Item, describe, items_of
from cityloop.standards.domain.calendars import CalendarDescription

COLUMNS = ("item", "key", "value", "name")
GROUPS = {"holidays": "holiday", "workdays": "workday"}
LARGEST_YAML = 1024 * 1024


def read_calendar(content: bytes, *, filename: str) -> CalendarDescription:
    """Return the calendar of a file; its name says whether it is YAML or a table.

    :raises BadTableError: anything in it is wrong; all wrong items are told.
    """
    if filename.lower().endswith((".yaml", ".yml")):
        return describe(_yaml_items(content))
    lines = read_table(content, columns=COLUMNS[:3], optional=COLUMNS[3:])
    return describe(
        Item(line.number, *(line.cells.get(column, "") for column in COLUMNS))  # a row that lacks cells has empty ones
        for line in lines
    )


def write_calendar(description: CalendarDescription, file_format: str) -> bytes:
    """Return the calendar as a `csv` or `xlsx` file that reads back as the same."""
    return write_table(file_format, COLUMNS, items_of(description))


def _yaml_items(content: bytes) -> Iterator[Item]:
    for key, value in _pairs(_root(content), say("the calendar")):
        name = _scalar(key)
        match name:
            case "week":
                for day, hours in _pairs(value, name):
                    yield Item(_line(day), name, _scalar(day), _hours(hours))
            case "holidays" | "workdays":
                for day, said in _pairs(value, name):
                    yield _day(GROUPS[name], day, said)
            case _:
                yield Item(_line(key), name, "", _scalar(value))


def _day(item: str, day: yaml.Node, said: yaml.Node) -> Item:
    if isinstance(said, yaml.MappingNode):
        parts = {_scalar(key): value for key, value in _pairs(said, item)}
        unknown = sorted(set(parts) - {"name", "hours"})
        if unknown:
            raise _fault(said, say("{name!r} is not known here; use name and hours", name=unknown[0]))
        hours = _hours(parts["hours"]) if "hours" in parts else ""
        return Item(_line(day), item, _scalar(day), hours, _scalar(parts["name"]) if "name" in parts else "")
    return Item(_line(day), item, _scalar(day), "", _scalar(said))


def _hours(node: yaml.Node) -> str:
    if isinstance(node, yaml.SequenceNode):
        return " ".join(_scalar(part) for part in node.value)
    return _scalar(node)


def _root(content: bytes) -> yaml.Node:
    if len(content) > LARGEST_YAML:
        raise BadTableError.of([Fault(0, "", say("the file is larger than 1 MB"))])
    try:
        root = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        line = 1 if mark is None else mark.line + 1
        raise BadTableError.of(
            [Fault(line, "", say("is not YAML: {reason}", reason=getattr(error, "problem", None) or error))]
        ) from error
    if root is None:
        raise BadTableError.of([Fault(1, "", say("the file is empty"))])
    return root


def _pairs(node: yaml.Node, what: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if not isinstance(node, yaml.MappingNode):
        raise _fault(node, say("{what} must be a list of `name: value`", what=what))
    yield from node.value


def _scalar(node: yaml.Node) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise _fault(node, say("must be a single value here"))
    return str(node.value).strip()


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _fault(node: yaml.Node, reason: Sentence) -> BadTableError:
    return BadTableError.of([Fault(_line(node), "", reason)])
