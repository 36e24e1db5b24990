from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cityloop.access import api
from cityloop.access.domain.first_passwords import first_password
from cityloop.access.domain.passwords import kinds_of_characters
from cityloop.access.management.commands import create_admin, reset_password
from cityloop.access.models import Account, Seat
from cityloop.access.tests.factories import NOON, PASSWORD, account, stored

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    for command in (create_admin, reset_password):
        monkeypatch.setattr(command, "now", lambda: NOON)


def run(command: str, *words: str) -> list[str]:
    out = StringIO()
    call_command(command, *words, stdout=out)
    return out.getvalue().split()


def test_the_first_administrator_must_change_the_password_that_was_printed() -> None:
    username, password = run("create_admin", "Root")

    made = api.account_by_username(username=username)
    assert made is not None
    assert made.must_change_password
    assert stored(made.account_id).check_password(password)
    assert api.actor_of(account_id=made.account_id, at=NOON).may("access.manage")


def test_a_name_that_is_taken_makes_no_administrator() -> None:
    account("root")

    with pytest.raises(CommandError, match="taken"):
        run("create_admin", "root")

    assert (Account.objects.count(), Seat.objects.count()) == (1, 0)


def test_a_reset_password_replaces_the_old_one() -> None:
    made = account(password=PASSWORD)

    _, password = run("reset_password", "ZHANG")

    assert stored(made.account_id).check_password(password)
    assert not stored(made.account_id).check_password(PASSWORD)


def test_nobodys_password_is_not_reset() -> None:
    with pytest.raises(CommandError, match="no account nobody"):
        run("reset_password", "nobody")


@pytest.mark.parametrize("place", [0, -1])
def test_first_passwords_always_meet_the_rules(place: int) -> None:
    password = first_password(lambda characters: characters[place])

    assert (len(password), kinds_of_characters(password)) == (24, 4)
