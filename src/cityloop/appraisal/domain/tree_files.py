"""Trees of indicators as files: a table (CSV, xlsx) with one node to a row, or YAML with the same columns as keys.

```yaml
- {code: H1, level1: 干净, level2: 环境卫生, weight: 2}
- {code: "8", level1: 干净, level2: 环境卫生, indicator: 城市道路清扫覆盖率, unit: "%", source_kind: 平台上报,
   full: 1, threshold: 95, lost: 0.2, step: 5}
```
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import TypeVar

import yaml
from pydantic import TypeAdapter

from cityloop.appraisal.domain.trees import Absence, Better, Path, Scoring, TreeRow, ValueSource
from cityloop.kernel.decimals import NOTHING
from cityloop.kernel.tables import BadTableError, Fault, Line, read_table
from cityloop.kernel.wording import Sentence, say

NEEDED = ("code", "level1", "indicator", "source_kind")
OPTIONAL = (
    "level2", "level3", "weight", "unit", "formula", "scoring", "question", "source",
    "scorer", "full", "threshold", "lost", "step", "better", "missing",
)  # fmt: skip
LEVELS = ("level1", "level2", "level3")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
LONGEST_NAME, LONGEST_TEXT = 120, 1000
LARGEST = Decimal(10) ** 9
PLACES = 6
ONE, SMALLEST = Decimal(1), Decimal(1).scaleb(-PLACES)
MOST_ROWS = 2000
LARGEST_YAML = 1024 * 1024
SOURCES = {"平台上报": ValueSource.REPORT, "实地考察": ValueSource.VISIT, "问卷调查": ValueSource.QUESTIONNAIRE}
HEADING = "层级"  # how lists of indicators mark a row that has no figure of its own
Word = TypeVar("Word", bound=StrEnum)
STORED = TypeAdapter(TreeRow)


def read_tree(content: bytes, *, filename: str) -> list[TreeRow]:
    """Return the nodes of a file; its name says whether it is YAML or a table.

    :raises BadTableError: anything in it is wrong; all wrong cells are told, with line and column.
    """
    is_yaml = filename.lower().endswith((".yaml", ".yml"))
    lines = list(_yaml_lines(content) if is_yaml else read_table(content, columns=NEEDED, optional=OPTIONAL))
    rows = [_row(line) for line in lines]
    _refuse_doubles(lines, rows)
    faults = [fault for line in lines for fault in line.faults]
    if len(rows) > MOST_ROWS:
        faults.append(Fault(lines[MOST_ROWS].number, "", say("a tree has {most} rows at most", most=MOST_ROWS)))
    if not any(not row.is_heading for row in rows) and not faults:
        faults.append(Fault(1, "indicator", say("no row has an indicator")))
    if faults:
        raise BadTableError.of(faults)
    return rows


def _row(line: Line) -> TreeRow:
    code = line.text("code", longest=60)
    if code and not CODE.fullmatch(code):
        line.refuse("code", say("has up to 60 letters, digits, dots, - and _, and begins with a letter or a digit"))
    indicator = line.text("indicator", longest=LONGEST_NAME, optional=True)
    source = _source(line, indicator)
    scorer = _scorer(line, source)
    return TreeRow(
        code=code,
        path=_path(line),
        indicator=indicator,
        weight=_decimal(line, "weight", least=NOTHING) if line.cells.get("weight") else None,
        source=source,
        unit=_text(line, "unit"),
        formula=_text(line, "formula"),
        scoring=_text(line, "scoring"),
        question=_text(line, "question"),
        origin=_text(line, "source"),
        scorer=scorer,
        full=_decimal(line, "full", least=SMALLEST) if line.cells.get("full") else ONE,
        threshold=_step(line, "threshold", scorer, least=None),
        lost=_step(line, "lost", scorer, least=NOTHING),
        step=_step(line, "step", scorer, least=SMALLEST),
        better=_word(line, "better", Better, Better.HIGHER),
        missing=_word(line, "missing", Absence, Absence.OUT),
    )


def _text(line: Line, column: str) -> str:
    return line.text(column, longest=LONGEST_TEXT, optional=True)


def _path(line: Line) -> Path:
    names = [line.text(level, longest=LONGEST_NAME, optional=level != "level1") for level in LEVELS]
    return tuple(name for name in names if name)


def _source(line: Line, indicator: str) -> ValueSource | None:
    """Read the source of an indicator; what is written in brackets behind it is for people."""
    told = line.cells.get("source_kind", "")
    if not indicator:
        if told and not told.startswith(HEADING):
            line.refuse("indicator", say("must not be empty where a figure has a source"))
        return None
    known = next((source for word, source in SOURCES.items() if told.startswith(word)), None)
    return known or ValueSource(line.one_of("source_kind", [*ValueSource]))


def _scorer(line: Line, source: ValueSource | None) -> Scoring:
    if line.cells.get("scorer"):
        return _word(line, "scorer", Scoring, Scoring.UNKNOWN)
    if line.cells.get("threshold"):
        return Scoring.STEPPED
    return Scoring.SHARE if source in {ValueSource.VISIT, ValueSource.QUESTIONNAIRE} else Scoring.UNKNOWN


def _step(line: Line, column: str, scorer: Scoring, *, least: Decimal | None) -> Decimal:
    if scorer is Scoring.STEPPED:
        return _decimal(line, column, least=least)
    if line.cells.get(column):
        line.refuse(column, say("is for indicators that are scored by steps only"))
    return ONE


def _decimal(line: Line, column: str, *, least: Decimal | None) -> Decimal:
    told = line.cells.get(column, "")
    if not told:
        line.refuse(column, say("must not be empty"))
        return ONE
    value = decimal_of(told)
    if value is None:
        line.refuse(column, say("must be a number with {places} places at most", places=PLACES))
        return ONE
    if least is not None and value < least:
        line.refuse(column, say("must be {least} at least", least=f"{least:f}"))
        return ONE
    return value


def decimal_of(told: str) -> Decimal | None:
    """Return the number that somebody wrote; None if it is none, or has more places than are kept."""
    try:
        value = Decimal(told)
    except InvalidOperation:
        return None
    exponent = value.as_tuple().exponent
    is_kept = isinstance(exponent, int) and -PLACES <= exponent <= PLACES and abs(value) < LARGEST
    return value if is_kept else None


def _word(line: Line, column: str, kind: type[Word], default: Word) -> Word:
    return kind(line.one_of(column, [*kind])) if line.cells.get(column) else default


def _refuse_doubles(lines: Iterable[Line], rows: Iterable[TreeRow]) -> None:
    codes: dict[str, int] = {}
    places: dict[Path, int] = {}
    leaves: set[Path] = set()
    for line, row in zip(lines, rows, strict=True):
        if codes.setdefault(row.code, line.number) != line.number:
            line.refuse("code", say("line {line} has this code", line=codes[row.code]))
        if places.setdefault(row.place, line.number) != line.number:
            column = LEVELS[len(row.path) - 1] if row.is_heading and row.path else "indicator"
            line.refuse(column, say("says again what line {first} says", first=places[row.place]))
        if not row.is_heading:
            leaves.add(row.place)
    for line, row in zip(lines, rows, strict=True):
        if any(row.path[:length] in leaves for length in range(1, len(row.path) + 1)):
            line.refuse("level1", say("stands under an indicator; only headings have something under them"))


def _yaml_lines(content: bytes) -> Iterator[Line]:
    known = {*NEEDED, *OPTIONAL}
    for entry in _entries(content):
        if not isinstance(entry, yaml.MappingNode):
            raise _fault(entry, "", say("must be a node with its columns"))
        cells: dict[str, str] = {}
        line = Line(entry.start_mark.line + 1, cells)
        for key, value in entry.value:
            name = key.value if isinstance(key, yaml.ScalarNode) else ""
            if name not in known:
                line.refuse(name or "(empty)", say("this column is not known"))
            elif name in cells:
                line.refuse(name, say("this column is there twice"))
            elif not isinstance(value, yaml.ScalarNode):
                line.refuse(name, say("must be one value"))
            else:
                cells[name] = "" if value.tag.endswith(":null") else value.value.strip()
        yield line


def _entries(content: bytes) -> list[yaml.Node]:
    if len(content) > LARGEST_YAML:
        raise BadTableError.of([Fault(0, "", say("the file is larger than 1 MB"))])
    try:
        root = yaml.compose(content.decode("utf-8-sig"), Loader=yaml.SafeLoader)
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = say("is not YAML: {reason}", reason=getattr(error, "problem", None) or error)
        raise BadTableError.of([Fault(1 if mark is None else mark.line + 1, "", reason)]) from error
    if not isinstance(root, yaml.SequenceNode):
        raise BadTableError.of([Fault(1, "", say("must be a list of nodes"))])
    entries: list[yaml.Node] = root.value
    return entries


def _fault(node: yaml.Node, column: str, reason: Sentence) -> BadTableError:
    return BadTableError.of([Fault(node.start_mark.line + 1, column, reason)])


def plain_of(rows: Iterable[TreeRow]) -> list[Mapping[str, object]]:
    """Return rows as JSON can say them, exactly; `rows_of` reads them back."""
    return [STORED.dump_python(row, mode="json") for row in rows]


def rows_of(plain: Iterable[Mapping[str, object]]) -> list[TreeRow]:
    """Return the rows that `plain_of` wrote."""
    return [STORED.validate_python(each) for each in plain]
