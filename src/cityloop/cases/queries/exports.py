"""Cases as rows that people read: names in the place of codes, moments in the city's own time."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeAlias
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, QuerySet

from cityloop.cases.domain import wording
from cityloop.cases.domain.lamps import lamp
from cityloop.cases.domain.wording import Language, worded
from cityloop.cases.models import Case
from cityloop.cases.queries.lifecycles import lifecycle_of
from cityloop.cases.queries.lists import COLUMNS, Order, X, Y
from cityloop.kernel.tables import Cell
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory

DECIMALS = 6  # of a degree: a tenth of a metre
AT_ONCE = 2000  # rows fetched from the database at a time
ASKED = (
    *COLUMNS, "lifecycle_id", "filed_at", "dispatched_at", "disposal_due_at", "disposed_at", "return_count",
    "extension_count",
)  # fmt: skip
Row: TypeAlias = Mapping[str, Any]


@dataclass(frozen=True)
class Names:
    """What is needed to put a row into words."""

    language: Language
    at: datetime
    zone: ZoneInfo
    divisions: Mapping[str, str]
    bodies: Mapping[Any, str]
    classes: Mapping[tuple[str, str], standards.ClassView]

    def moment(self, moment: datetime | None) -> datetime | None:
        """Return a moment as the city's clocks show it, to the second; spreadsheets know no zones."""
        return moment and moment.astimezone(self.zone).replace(tzinfo=None, microsecond=0)

    def division(self, row: Row, digits: int) -> str:
        """Return the name of the division that a case lies in."""
        code = row["grid_code"][:digits]
        return self.divisions.get(code, code)

    def major(self, row: Row) -> str:
        """Return the name of the major class."""
        found = self.classes.get((row["kind"], row["class_code"]))
        return found.major_name if found else row["class_code"][:2]

    def minor(self, row: Row) -> str:
        """Return the name of the class."""
        found = self.classes.get((row["kind"], row["class_code"]))
        return found.name if found else row["class_code"]

    def limit(self, row: Row) -> str:
        """Return the limit for disposal, its unit in words."""
        amount, _, unit = row["limit_text"].partition(" ")
        return f"{amount} {worded(wording.UNITS, unit, self.language)}".strip()

    def stage(self, row: Row) -> str:
        """Return what the lifecycle of the case calls its stage."""
        stage = lifecycle_of(row["lifecycle_id"]).stages.get(row["stage"])
        return stage.label.get(self.language, row["stage"]) if stage else row["stage"]


SAID: Mapping[str, Callable[[Names, Row], Cell]] = {
    "stage": Names.stage,
    "limit": Names.limit,
    "phase": lambda names, row: worded(wording.PHASES, row["phase"], names.language),
    "lamp": lambda names, row: worded(wording.LAMPS, lamp(names.at, row["warn_at"], row["due_at"]), names.language),
    "kind": lambda names, row: worded(wording.KINDS, row["kind"], names.language),
    "major": Names.major,
    "class": Names.minor,
    "district": lambda names, row: names.division(row, 6),
    "street": lambda names, row: names.division(row, 9),
    "community": lambda names, row: names.division(row, 12),
    "source": lambda names, row: worded(wording.SOURCES, row["source"], names.language),
    "urgency": lambda names, row: worded(wording.URGENCIES, row["urgency"], names.language),
    "lead_body": lambda names, row: names.bodies.get(row["lead_body_id"], ""),
    "holder_post": lambda names, row: worded(wording.POSTS, row["holder_post"], names.language),
    "disposed_on_time": lambda names, row: worded(wording.ANSWERS, row["disposed_on_time"], names.language),
}


def headings(language: Language) -> list[str]:
    """Return the headings of an export."""
    return [worded(wording.HEADINGS, name, language) for name in wording.HEADINGS]


def exported(cases: QuerySet[Case], *, order: Order, language: Language, at: datetime) -> Iterator[list[Cell]]:
    """Yield a row of cells for each case, through a cursor of the database: memory does not grow with their number."""
    names = _names(language, at)
    by = (F("due_at").asc(nulls_last=True), "id") if order is Order.DUE else ("-registered_at", "-id")
    rows = cases.order_by(*by).annotate(longitude=X(F("location")), latitude=Y(F("location"))).values(*ASKED)
    with transaction.atomic():  # or else PostgreSQL would write the whole result down before the first row leaves
        for row in rows.iterator(chunk_size=AT_ONCE):
            yield [_cell(name, row, names) for name in wording.HEADINGS]


def _cell(name: str, row: Row, names: Names) -> Cell:
    if name in SAID:
        return SAID[name](names, row)
    value: Cell = row[name]
    match value:
        case datetime():
            return names.moment(value)
        case float():
            return round(value, DECIMALS)
        case _:
            return value


def _names(language: Language, at: datetime) -> Names:
    return Names(
        language=language,
        at=at,
        zone=ZoneInfo(territory.city().timezone),
        divisions={division.code: division.name for division in territory.divisions()},
        bodies={body.id: body.name for body in organizations.bodies()},
        classes={(view.kind.value, view.code): view for view in standards.classes()},
    )
