"""A folder read into a city package."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel

from cityloop.administration.contracts import (
    AccountFacts,
    Area,
    BodyFacts,
    CalendarFile,
    CityFacts,
    CityPackage,
    Cutting,
    RuleFacts,
    SeatFacts,
    StandardFile,
)
from cityloop.administration.queries.folder import Folder
from cityloop.administration.queries.layers import components, divisions, places, unit_grids
from cityloop.administration.queries.schema import (
    AccountRow,
    BodyRow,
    CityFile,
    CutGrids,
    DutyRow,
    GatheredDuty,
    RuleRow,
    Table,
    WithArea,
)
from cityloop.administration.queries.yaml_file import read_city_file, read_rows
from cityloop.territory.contracts import DivisionLevel, DutyGridDraft

Row = TypeVar("Row", bound=BaseModel)


def read_package(folder: Path, *, data: Path | None = None) -> CityPackage:
    """Read `city.yaml` and every file it names, from the folder itself or from `data`.

    :raises BadPackageError: anything is wrong in any file; all of it is told.
    """
    home = Folder(folder, data)
    file = read_city_file(home)
    rows = divisions(home, file.divisions)
    package = CityPackage(
        city=_city(file),
        divisions=rows,
        district_prefix=(file.divisions.districts.code.prefix or "") if file.divisions.districts.code else "",
        unit_grids=Cutting(**file.unit_grids.cut.model_dump())
        if isinstance(file.unit_grids, CutGrids)
        else unit_grids(home, file.unit_grids, file.city.plane),
        duty_grids=_duty_grids(home, file),
        components=tuple(components(home, name, layer) for name, layer in file.components.items()),
        places=tuple(places(home, name, layer) for name, layer in file.places.items()),
        bodies=tuple(_body(row) for row in _rows(home, file.bodies, BodyRow)),
        accounts=_accounts(home, _rows(home, file.accounts, AccountRow)),
        responsibility=tuple(_rule(row) for row in _rows(home, file.responsibility, RuleRow)),
        calendars=tuple(
            CalendarFile(name=entry.name, title=entry.title, filename=entry.file, content=home.content(entry.file))
            for entry in file.calendars
        ),
        standards=tuple(
            StandardFile(
                name=entry.name,
                title=entry.title,
                filename=entry.file,
                content=home.content(entry.file),
                default_limit=entry.default_limit,
            )
            for entry in file.disposal
        ),
        loop=file.loop,
    )
    home.require_sound()
    return package


def _city(file: CityFile) -> CityFacts:
    return CityFacts(
        code=file.city.code,
        name=file.city.name,
        timezone=file.city.timezone,
        valid_from=file.city.valid_from,
        metric_srid=file.city.plane,
    )


def _rows(folder: Folder, given: list[Row] | Table, model: type[Row]) -> list[Row]:
    return read_rows(folder, given.file, model) if isinstance(given, Table) else given


def _duty_grids(folder: Folder, file: CityFile) -> int | tuple[DutyGridDraft, ...] | None:
    match file.duty_grids:
        case None:
            return None
        case GatheredDuty(size=size):
            return size
        case Table(file=name):
            members: dict[str, list[str]] = {}
            for row in read_rows(folder, name, DutyRow):
                members.setdefault(row.code, []).append(row.unit_grid)
            return tuple(DutyGridDraft(code, tuple(sorted(grids))) for code, grids in sorted(members.items()))


def _area(row: WithArea) -> Area:
    named = {
        DivisionLevel.DISTRICT: row.district,
        DivisionLevel.STREET: row.street,
        DivisionLevel.COMMUNITY: row.community,
    }
    for level, source_id in named.items():
        if source_id is not None:
            return Area(level=level, source_id=source_id)
    return Area(code=row.area_code or "")


def _body(row: BodyRow) -> BodyFacts:
    return BodyFacts(
        code=row.code,
        name=row.name,
        kind=row.kind,
        short_name=row.short_name,
        parent=row.parent or "",
        credit_code=row.credit_code,
    )


def _accounts(folder: Folder, rows: list[AccountRow]) -> tuple[AccountFacts, ...]:
    people: dict[str, list[AccountRow]] = {}
    for row in rows:
        people.setdefault(row.username.lower(), []).append(row)
    for username, of_one in people.items():
        if len({(row.name, row.phone) for row in of_one}) > 1:
            folder.refuse("accounts", username, "has rows that differ in name or phone")
    return tuple(
        AccountFacts(
            username=of_one[0].username,
            name=of_one[0].name,
            phone=of_one[0].phone,
            seats=tuple(SeatFacts(post=row.post, body=row.body, area=_area(row)) for row in of_one),
        )
        for of_one in people.values()
    )


def _rule(row: RuleRow) -> RuleFacts:
    return RuleFacts(
        body=row.body, kind=row.kind, class_code=row.class_code or "", area=_area(row), owner=row.owner or ""
    )
