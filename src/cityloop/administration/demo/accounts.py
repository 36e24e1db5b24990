"""The demonstration accounts: passwords drawn when first needed, kept in one file that only its owner reads."""

import os
import re
import secrets
from collections.abc import Iterable
from pathlib import Path

from cityloop.administration.demo.bodies import bodies
from cityloop.administration.demo.people import POST_NAMES, Person

FILE = "demo-accounts.txt"
GROUPS, LETTERS, DIGITS = 3, "abcdefghjkmnpqrstuvwxyz", "23456789"
LINE = re.compile(r"^  (?P<username>\S+)  +(?P<password>\S+)  ")


def demo_people(people: Iterable[Person]) -> list[Person]:
    """Return the people whose accounts are for visitors: one of each post."""
    return [person for person in people if person.account.can_sign_in]


def passwords_in(folder: Path, people: Iterable[Person]) -> dict[str, str]:
    """Return the passwords of the demonstration accounts by username: those kept in the folder, else new ones.

    New ones are kept at once, before any account has them, so that none is ever lost.
    """
    wanted = demo_people(people)
    file = folder / FILE
    kept = _read(file.read_text(encoding="utf-8")) if file.exists() else {}
    passwords = {person.account.username: kept.get(person.account.username) or _password() for person in wanted}
    if passwords != kept:
        _write(file, told(wanted, passwords))
    return passwords


def told(people: Iterable[Person], passwords: dict[str, str]) -> str:
    """Return the accounts as a table for people, which can be read back."""
    names = {body.code: body.name for body in bodies()}
    lines = [
        f"  {person.account.username:<14} {passwords[person.account.username]:<16}  "
        f"{POST_NAMES[person.post]} {person.account.name}" + (f"（{names[person.body]}）" if person.body else "")
        for person in demo_people(people)
    ]
    return "\n".join(["Demonstration accounts of 云川市 (username, password, who it is):", *lines, ""])


def _read(text: str) -> dict[str, str]:
    found = (LINE.match(line) for line in text.splitlines())
    return {match["username"]: match["password"] for match in found if match}


def _password() -> str:
    """Return a password of four kinds of characters, easy to copy by hand."""
    groups = ["".join(secrets.choice(LETTERS) for _ in range(4)) for _ in range(GROUPS)]
    return f"{groups[0].capitalize()}-{'-'.join(groups[1:])}{secrets.choice(DIGITS)}"


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = file.with_suffix(".new")
    draft.unlink(missing_ok=True)
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text)
    draft.replace(file)
