"""What must hold of a package before anything of it is written."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from cityloop.administration.contracts import AccountFacts, Area, CityPackage, DivisionFacts, Flaw
from cityloop.territory.contracts import DivisionLevel

PACKAGE = "package"
LEVELS_BELOW_CITY = [level for level in DivisionLevel if level is not DivisionLevel.CITY]


def flaws_of(package: CityPackage) -> list[Flaw]:
    """Return everything that contradicts itself in a package; an empty list lets it be loaded."""
    return [
        *_divisions(package),
        *_grids(package),
        *_bodies(package),
        *_accounts(package),
        *_rules(package),
        *_components(package),
        *_places(package),
        *_names(package),
    ]


def _flaw(where: str, reason: str) -> Flaw:
    return Flaw(PACKAGE, where, reason)


def _twice(where: str, keys: Iterable[str]) -> Iterator[Flaw]:
    for key, count in Counter(keys).items():
        if count > 1:
            yield _flaw(where, f"{key!r} comes {count} times")


def _divisions(package: CityPackage) -> Iterator[Flaw]:
    if not re.fullmatch(r"[0-9]{6}", package.city.code):
        yield _flaw("city.code", f"must have six digits, not {package.city.code!r}")
    if package.district_prefix and not re.fullmatch(r"[0-9]{4,5}", package.district_prefix):
        yield _flaw("divisions.district.code", f"a prefix has four or five digits, not {package.district_prefix!r}")
    for level in LEVELS_BELOW_CITY:
        rows = [row for row in package.divisions if row.level is level]
        where = f"divisions.{level.lower()}"
        if not rows:
            yield _flaw(where, "there is none")
        yield from _twice(where, (row.source_id for row in rows))
        yield from _parents(package, level, rows, where)
        yield from _codes(rows, where)


def _parents(package: CityPackage, level: DivisionLevel, rows: list[DivisionFacts], where: str) -> Iterator[Flaw]:
    if level is DivisionLevel.DISTRICT:
        return
    known = {row.source_id: row for row in package.divisions if row.level is level.above}
    for row in rows:
        parent = known.get(row.parent_id)
        if parent is None:
            yield _flaw(where, f"{row.source_id!r} names the parent {row.parent_id!r}, which does not exist")
        elif row.code and parent.code and not row.code.startswith(parent.code):
            yield _flaw(where, f"the code {row.code} of {row.source_id!r} does not begin with its parent's")


def _codes(rows: list[DivisionFacts], where: str) -> Iterator[Flaw]:
    coded = [row for row in rows if row.code]
    yield from _twice(f"{where}.code", (row.code for row in coded))
    if coded and len(coded) < len(rows):
        yield _flaw(f"{where}.code", "some divisions have a code and some have not")
    for row in coded:
        if not re.fullmatch(rf"[0-9]{{{row.level.code_length}}}", row.code):
            yield _flaw(f"{where}.code", f"{row.code!r} has not {row.level.code_length} digits")
    for row in rows:
        if row.area_level not in {"A", "B", "C"}:
            yield _flaw(f"{where}.area_level", f"must be A, B or C, not {row.area_level!r}")


def _grids(package: CityPackage) -> Iterator[Flaw]:
    if isinstance(package.duty_grids, int) and not 1 <= package.duty_grids <= 5:
        yield _flaw("duty_grids.size", f"a duty grid has 1 to 5 unit grids, not {package.duty_grids}")
    if not isinstance(package.unit_grids, tuple):
        if not 20 <= package.unit_grids.side_m <= 2000:
            yield _flaw("unit_grids.cut.side_m", "must lie within 20 to 2000")
        if not 0 <= package.unit_grids.sliver <= 0.9:
            yield _flaw("unit_grids.cut.sliver", "must lie within 0 to 0.9")
        return
    communities = {row.code for row in package.divisions if row.level is DivisionLevel.COMMUNITY}
    yield from _twice("unit_grids.code", (grid.code for grid in package.unit_grids))
    for grid in package.unit_grids:
        if not re.fullmatch(r"[0-9]{12}(?!000)[0-9]{3}", grid.code):
            yield _flaw("unit_grids.code", f"{grid.code!r} has not the form of 15 digits, the last three above 000")
        elif grid.code[:12] not in communities:
            yield _flaw("unit_grids.code", f"{grid.code} begins with no community's code")


def _bodies(package: CityPackage) -> Iterator[Flaw]:
    codes = {body.code for body in package.bodies}
    yield from _twice("bodies", (body.code for body in package.bodies))
    parents = {body.code: body.parent for body in package.bodies}
    for body in package.bodies:
        if body.parent and body.parent not in codes:
            yield _flaw("bodies", f"{body.code!r} names the parent {body.parent!r}, which does not exist")
        elif _is_in_a_ring(body.code, parents):
            yield _flaw("bodies", f"{body.code!r} lies below itself")


def _is_in_a_ring(code: str, parents: dict[str, str]) -> bool:
    above = parents.get(code, "")
    for _ in parents:
        if above == code:
            return True
        above = parents.get(above, "")
    return False


def _accounts(package: CityPackage) -> Iterator[Flaw]:
    yield from _twice("accounts", (account.username.lower() for account in package.accounts))
    for account in package.accounts:
        where = f"accounts.{account.username}"
        yield from _seats(package, account, where)


def _seats(package: CityPackage, account: AccountFacts, where: str) -> Iterator[Flaw]:
    codes = {body.code for body in package.bodies}
    for seat in account.seats:
        if seat.body not in codes:
            yield _flaw(where, f"the body {seat.body!r} does not exist")
        yield from _area(package, seat.area, where)


def _rules(package: CityPackage) -> Iterator[Flaw]:
    codes = {body.code for body in package.bodies}
    for number, rule in enumerate(package.responsibility, start=1):
        where = f"responsibility, rule {number}"
        for code in filter(None, (rule.body, rule.owner)):
            if code not in codes:
                yield _flaw(where, f"the body {code!r} does not exist")
        if rule.class_code and rule.kind is None:
            yield _flaw(where, f"say whether {rule.class_code} is a class of components or of incidents")
        yield from _area(package, rule.area, where)
    keys = [(rule.kind, rule.class_code, rule.area, rule.owner) for rule in package.responsibility]
    for key, count in Counter(keys).items():
        if count > 1:
            yield _flaw("responsibility", f"{count} rules are for class {key[1] or 'any'} in the same area")


def _area(package: CityPackage, area: Area, where: str) -> Iterator[Flaw]:
    if area.code and not re.fullmatch(r"[0-9]{6}([0-9]{3}){0,3}", area.code):
        yield _flaw(where, f"{area.code!r} is not the code of an area")
    if area.level is None:
        return
    if not any(row.level is area.level and row.source_id == area.source_id for row in package.divisions):
        yield _flaw(where, f"there is no {area.level.lower()} {area.source_id!r}")


def _components(package: CityPackage) -> Iterator[Flaw]:
    codes = {body.code for body in package.bodies}
    yield from _twice("components", (layer.layer for layer in package.components))
    for layer in package.components:
        where = f"components.{layer.layer}"
        yield from _twice(f"{where}.id", (row.external_id for row in layer.components))
        for code in filter(None, (layer.manager, layer.owner, layer.keeper)):
            if code not in codes:
                yield _flaw(where, f"the body {code!r} does not exist")


def _places(package: CityPackage) -> Iterator[Flaw]:
    yield from _twice("places", (layer.layer for layer in package.places))
    for layer in package.places:
        yield from _twice(f"places.{layer.layer}.id", (row.external_id for row in layer.places))


def _names(package: CityPackage) -> Iterator[Flaw]:
    yield from _twice("calendars", (calendar.name for calendar in package.calendars))
    yield from _twice("disposal", (standard.name for standard in package.standards))
