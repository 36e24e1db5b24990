"""Disposal standards as rows of a file: one row for each stage and area level of a condition."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from itertools import groupby

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.tables import BadTableError, Fault, Line, read_table
from cityloop.kernel.wording import say, word
from cityloop.standards.contracts import AreaLevel, ClassView, ConditionView, Limit, LimitUnit, MatterKind, parse_unit

COLUMNS = (
    "edition",
    "kind",
    "class_code",
    "class_name",
    "number",
    "condition",
    "stage",
    "stage_name",
    "closing_condition",
    "area_level",
    "amount",
    "unit",
    "note",
)
OPTIONAL = ("note",)
LEVELS = ("ALL", *(level.value for level in AreaLevel))


@dataclass(frozen=True, slots=True)
class DisposalRow:
    """One limit, as a file states it."""

    line: int
    edition: str
    kind: MatterKind
    class_code: str
    class_name: str
    number: int
    condition: str
    note: str
    stage: int
    stage_name: str
    closing_condition: str
    area_level: str
    limit: Limit

    @property
    def class_key(self) -> tuple[str, str, str]:
        """The class this limit is for."""
        return self.edition, self.kind.value, self.class_code

    @property
    def condition_key(self) -> tuple[str, str, str, int]:
        """The condition this limit belongs to."""
        return *self.class_key, self.number

    @property
    def stage_key(self) -> tuple[str, str, str, int, int]:
        """The stage this limit belongs to."""
        return *self.condition_key, self.stage

    @property
    def values(self) -> tuple[str, ...]:
        """The cells of this row, in the order of `COLUMNS`."""
        return (
            self.edition,
            self.kind.value,
            self.class_code,
            self.class_name,
            str(self.number),
            self.condition,
            str(self.stage),
            self.stage_name,
            self.closing_condition,
            self.area_level,
            f"{self.limit.amount.normalize():f}",
            self.limit.unit.value,
            self.note,
        )


def read_disposal(content: bytes, *, classes: Mapping[tuple[str, str, str], ClassView]) -> list[DisposalRow]:
    """Return the limits of a file, by class, condition, stage and area level.

    :param classes: the classes that exist, by edition, kind and code.
    :raises BadTableError: any row is wrong; all wrong rows are told.
    """
    rows, faults = [], []
    for line in read_table(content, columns=[name for name in COLUMNS if name not in OPTIONAL], optional=OPTIONAL):
        row = _row(line)
        if not line.faults:
            _check_class(line, row, classes)
        faults += line.faults
        rows.append(row)
    if not rows:
        faults.append(Fault(1, "", say("the file holds no limit")))
    if not faults:
        faults = _contradictions(rows)
    if faults:
        raise BadTableError.of(faults)
    return sorted(rows, key=lambda row: (*row.stage_key, LEVELS.index(row.area_level)))


def write_disposal(
    conditions: Iterable[ConditionView], classes: Mapping[tuple[str, str, str], ClassView]
) -> list[Sequence[str]]:
    """Return the rows of a file that reads back as these conditions."""
    return [
        DisposalRow(
            line=0,
            edition=view.edition,
            kind=view.kind,
            class_code=view.class_code,
            class_name=classes[view.edition, view.kind.value, view.class_code].name,
            number=view.number,
            condition=view.text,
            note=view.note,
            stage=stage.number,
            stage_name=stage.name,
            closing_condition=stage.closing_condition,
            area_level=level,
            limit=stage.limits[level],
        ).values
        for view in conditions
        for stage in view.stages
        for level in sorted(stage.limits, key=LEVELS.index)
    ]


def hash_of(rows: Iterable[DisposalRow], default_limit: Limit, title: str) -> str:
    """Return what tells this content from any other: a second import of the same changes nothing."""
    lines = [title, str(default_limit), *("\x1f".join(row.values) for row in rows)]
    return sha256("\x1e".join(lines).encode()).hexdigest()


def _row(line: Line) -> DisposalRow:
    return DisposalRow(
        line=line.number,
        edition=line.text("edition", longest=8),
        kind=MatterKind(line.one_of("kind", list(MatterKind))),
        class_code=line.text("class_code", longest=5),
        class_name=line.text("class_name", longest=60, optional=True),
        number=line.whole("number", largest=999),
        condition=line.text("condition", longest=200),
        note=line.text("note", longest=200, optional=True),
        stage=line.whole("stage", largest=99),
        stage_name=line.text("stage_name", longest=40, optional=True),
        closing_condition=line.text("closing_condition", longest=200),
        area_level=line.one_of("area_level", LEVELS),
        limit=_limit(line),
    )


def _limit(line: Line) -> Limit:
    amount, unit = Decimal(1), LimitUnit.WORK_HOUR
    try:
        unit = parse_unit(line.cells.get("unit", ""))
    except InvalidInputError as error:
        line.refuse("unit", error.detail)
    written = line.cells.get("amount", "")
    try:
        amount = Decimal(written)
        if not amount.is_finite() or amount != round(amount, 3):
            line.refuse("amount", say("must be a number with at most 3 decimals, not {written!r}", written=written))
            return Limit(Decimal(1), unit)
        return Limit(amount, unit)
    except InvalidOperation:
        line.refuse("amount", say("must be a number, not {written!r}", written=written))
    except InvalidInputError as error:
        line.refuse("amount", error.detail)
    return Limit(Decimal(1), unit)


def _check_class(line: Line, row: DisposalRow, classes: Mapping[tuple[str, str, str], ClassView]) -> None:
    known = classes.get(row.class_key)
    if known is None:
        line.refuse(
            "class_code",
            say(
                "the edition {edition} has no {kind} class {class_code!r}",
                edition=row.edition,
                kind=word(row.kind.lower(), context="MatterKind"),
                class_code=row.class_code,
            ),
        )
    elif row.class_name and row.class_name != known.name:
        line.refuse(
            "class_name",
            say(
                "the class {class_code} is named {name!r}, not {class_name!r}",
                class_code=row.class_code,
                name=known.name,
                class_name=row.class_name,
            ),
        )


def _contradictions(rows: Sequence[DisposalRow]) -> list[Fault]:
    ordered = sorted(rows, key=lambda row: row.stage_key)
    faults: list[Fault] = []
    for _, of_condition in groupby(ordered, key=lambda row: row.condition_key):
        group = list(of_condition)
        faults += _differing(group, "condition") + _differing(group, "note")
        stages = sorted({row.stage for row in group})
        if stages != list(range(1, len(stages) + 1)):
            faults.append(
                Fault(group[0].line, "stage", say("stages must be numbered 1, 2, 3, not {stages}", stages=str(stages)))
            )
    for _, of_stage in groupby(ordered, key=lambda row: row.stage_key):
        group = list(of_stage)
        faults += _differing(group, "stage_name") + _differing(group, "closing_condition") + _levels(group)
    return faults


def _differing(group: Sequence[DisposalRow], column: str) -> list[Fault]:
    first = group[0]
    return [
        Fault(
            row.line, column, say("must be the same as in line {line}, which is of the same condition", line=first.line)
        )
        for row in group[1:]
        if getattr(row, column) != getattr(first, column)
    ]


def _levels(group: Sequence[DisposalRow]) -> list[Fault]:
    levels = [row.area_level for row in group]
    faults = [
        Fault(
            row.line,
            "area_level",
            say(
                "there is already a limit for {area_level} in line {line}",
                area_level=row.area_level,
                line=group[first].line,
            ),
        )
        for place, row in enumerate(group)
        if (first := levels.index(row.area_level)) != place
    ]
    missing = {level.value for level in AreaLevel} - {*levels}
    if "ALL" not in levels and missing:
        reason = say("areas of level {levels} have no limit, and there is none for ALL", levels=sorted(missing))
        faults.append(Fault(group[0].line, "area_level", reason))
    return faults
