"""The authorisation matrix: every operation, asked by everybody; a refusal changes nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from cityloop.cases.models import Case
from cityloop.cases.tests.factories import picture
from tests.contract.matrix import ANYBODY_MAY, MATRIX, Entry, Operation, may, operations, refusal_of
from tests.contract.world import NOW, World, furnish
from tests.support.town import PEOPLE, Town, key

pytestmark = pytest.mark.django_db
OPERATIONS = operations()
GUARDED = [operation for operation in OPERATIONS if operation.id in MATRIX]


@pytest.fixture(scope="module")
def world(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The town in full swing, for this file."""
    with django_db_blocker.unblock():
        yield furnish(town)


def send(world: World, operation: Operation, entry: Entry, *, token: str | None) -> Any:
    """Send the right request of an operation with somebody's token."""
    names = {**world.ids, "version": Case.objects.get(pk=world["case_id"]).version}
    path = (entry.path or operation.path).format(**names)
    headers = {"Idempotency-Key": str(key("the matrix")), "X-CSRFToken": "none"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    options: dict[str, Any] = {"headers": headers}
    if entry.file is not None:
        name, content = entry.file
        content = picture() if content == b"{picture}" else content
        options["data"] = {**(entry.form or {}), "file": SimpleUploadedFile(name, content)}
    elif operation.method == "get":
        options["data"] = filled(entry.query, names)
    elif entry.body is not None:
        options |= {"data": filled(entry.body, names), "content_type": "application/json"}
    with time_machine.travel(NOW, tick=False):
        answer = getattr(Client(raise_request_exception=False), operation.method)(path, **options)
        answer.getvalue()  # a file is closed once it is read
        return answer


def filled(value: Any, names: dict[str, Any]) -> Any:
    """Return a body with the things of the world in the place of their names."""
    match value:
        case dict():
            return {name: filled(item, names) for name, item in value.items()}
        case list():
            return [filled(item, names) for item in value]
        case str() if value == "{version}":
            return names["version"]
        case str() if value.startswith("{"):
            return value.format(**names)
        case _:
            return value


def test_every_operation_has_its_line_in_the_matrix() -> None:
    known = {operation.id for operation in OPERATIONS}

    assert known - MATRIX.keys() - ANYBODY_MAY == set(), "say in tests/contract/matrix.py who may ask for these"
    assert (MATRIX.keys() | ANYBODY_MAY) - known == set(), "these are gone"


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_a_stranger_is_asked_to_sign_in(world: World, operation: Operation) -> None:
    for token in (None, "a-secret-nobody-was-given"):
        answer = send(world, operation, MATRIX[operation.id], token=token)

        assert answer.status_code == 401, answer.content
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert not world.changed()


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_those_it_is_for_are_served(world: World, operation: Operation) -> None:
    entry = MATRIX[operation.id]

    for who in filter(lambda who: may(entry, who, world), PEOPLE):
        with undone():
            answer = send(world, operation, entry, token=world.town.tokens[who])

        assert answer.status_code == entry.ok, (who, answer.content)


@pytest.mark.parametrize("operation", GUARDED, ids=lambda operation: operation.id)
def test_everybody_else_is_refused_and_nothing_changes(world: World, operation: Operation) -> None:
    entry = MATRIX[operation.id]

    for who in filter(lambda who: not may(entry, who, world), PEOPLE):
        answer = send(world, operation, entry, token=world.town.tokens[who])

        assert answer.status_code == refusal_of(entry, who, world), (who, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json"
    assert world.changed() <= entry.may_note


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
