"""Loading a city package: check it whole, then write it in one transaction."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.db import transaction

from cityloop.access import api as access
from cityloop.administration.actions.context import Loading
from cityloop.administration.actions.ground import lay_ground
from cityloop.administration.actions.people import staff, take_responsibility
from cityloop.administration.actions.rulebook import bring_rulebook
from cityloop.administration.actions.things import name_places, place_components
from cityloop.administration.contracts import BadPackageError, CityPackage, Flaw, LoadReport
from cityloop.administration.domain.checking import flaws_of
from cityloop.territory import api as territory

STEPS = (bring_rulebook, lay_ground, staff, take_responsibility, place_components, name_places)
PERMISSIONS = (
    "territory.manage",
    "places.manage",
    "organizations.manage",
    "standards.manage",
    "assets.manage",
    "access.manage",
    "evaluation.define",
)


def load_city(
    *,
    package: CityPackage,
    actor: access.Actor,
    at: datetime,
    tell: Callable[[str], None] = lambda _: None,
    passwords: Mapping[str, str] | None = None,
    is_first_password_lasting: bool = False,
) -> LoadReport:
    """Set a city up from a package, in one transaction: a second load of the same package changes nothing.

    What is new is added, what differs is changed, what the package no longer names is left alone.

    :param tell: called with a line of progress after each step.
    :param passwords: first passwords by username; an account without one gets a random one, told in the report.
    :param is_first_password_lasting: for demonstrations: the first password need not be changed.
    :raises BadPackageError: the package contradicts itself; nothing was written.
    :raises NotPermittedError: the actor may not set up a city.
    :raises RefusedError: it contradicts what the city holds already; nothing was written.
    """
    for permission in PERMISSIONS:
        access.require(actor, permission)
    flaws = flaws_of(package)
    zone = _zone(package.city.timezone, flaws)
    if flaws:
        raise BadPackageError(flaws)
    loading = Loading(
        package=package,
        actor=actor,
        at=at,
        valid_from=datetime.combine(package.city.valid_from, time(), zone),
        tell=tell,
        given_passwords={name.lower(): word for name, word in (passwords or {}).items()},
        is_first_password_lasting=is_first_password_lasting,
    )
    with transaction.atomic():
        territory.hold_ground()  # before anything is locked: whoever follows grids that end waits for what is placed
        for step in STEPS:
            step(loading)
        report = LoadReport(tuple(loading.parts), tuple(loading.notes), loading.placeless, loading.passwords)
        if not report.is_unchanged:
            access.audit(actor, "administration.load_city", f"city:{package.city.code}", at, name=package.city.name)
    return report


def _zone(name: str, flaws: list[Flaw]) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        flaws.append(Flaw("package", "city.timezone", f"there is no time zone {name!r}"))
        return ZoneInfo("UTC")
