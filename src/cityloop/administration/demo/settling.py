"""Bringing the city into the database: the package, then what a package does not hold: citizens, duty and shifts."""

from collections.abc import Callable, Mapping
from datetime import datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction

from cityloop.access import api as access
from cityloop.administration import api as administration
from cityloop.administration.contracts import CityPackage, LoadReport
from cityloop.administration.demo import places
from cityloop.administration.demo.people import Person, people
from cityloop.organizations import api as organizations
from cityloop.territory import api as territory

WEEKDAYS = range(1, 8)
SINCE = datetime.combine(places.FOUNDED, time(), ZoneInfo(places.TIMEZONE))


@transaction.atomic
def settle(
    package: CityPackage,
    *,
    seed: int,
    actor: access.Actor,
    at: datetime,
    passwords: Mapping[str, str],
    tell: Callable[[str], None] = lambda _: None,
) -> LoadReport:
    """Load the city with everybody in it; a second time changes nothing.

    :param passwords: of the demonstration accounts, by username; nobody can sign in to the others.
    """
    report = administration.load_city(
        package=package, actor=actor, at=at, tell=tell, passwords=passwords, is_first_password_lasting=True
    )
    everybody = people(seed)
    citizens = sum(_naturalize(person, actor, at, passwords) for person in everybody if not person.body)
    tell(f"citizens: {citizens} added")
    walks = [grid.code for grid in territory.duty_grids(at=at)]
    collectors = sum(_send_out(person, walks, actor, at) for person in everybody if person.shift)
    tell(f"collectors with duty grids and shifts: {collectors} added")
    return report


def is_settled(seed: int) -> bool:
    """Return whether everybody of this city is here."""
    return all(access.account_by_username(username=person.account.username) for person in people(seed))


def _naturalize(person: Person, actor: access.Actor, at: datetime, passwords: Mapping[str, str]) -> bool:
    """Give a citizen an account; citizens belong to no body, so no package can hold them."""
    facts = person.account
    if access.account_by_username(username=facts.username):
        return False
    draft = access.AccountDraft(
        username=facts.username,
        display_name=facts.name,
        phone=facts.phone,
        password=passwords.get(facts.username),
        must_change_password=False,
    )
    account = access.create_account(draft=draft, actor=actor, at=at)
    access.grant_seat(account_id=account.account_id, post=person.post, valid_from=SINCE)
    return True


def _send_out(person: Person, walks: list[str], actor: access.Actor, at: datetime) -> bool:
    """Give a collector the duty grids of the area walked, and the hours."""
    account = access.account_by_username(username=person.account.username)
    if account is None or person.shift is None:
        return False
    (seat,) = access.seats(account_id=account.account_id, at=at)
    wanted = [code for code in walks if code.startswith(person.area_code)]
    standing = {duty.area_code for duty in organizations.duties(seat_ids=[seat.seat_id], at=at)}
    if standing == set(wanted):
        return False
    organizations.assign_duty(seat_id=seat.seat_id, area_codes=wanted, actor=actor, at=at, valid_from=SINCE)
    opens, closes = person.shift
    shifts = [organizations.Shift(weekday, opens, closes) for weekday in WEEKDAYS]
    organizations.set_roster(seat_id=seat.seat_id, shifts=shifts, actor=actor, at=at)
    return True
