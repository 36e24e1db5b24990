"""The API against its own description: generated requests, right and wrong, from several posts.

Deterministic: the same requests every time. Each is undone, so that every one meets the same world.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from zlib import crc32

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from pytest_django import DjangoDbBlocker
from schemathesis.specs.openapi import checks

from cityloop.cases import api as cases
from cityloop.config.api import description
from tests.contract.matrix import DRAWN, MATRIX
from tests.contract.world import NOW, World, furnish
from tests.support.town import EAST, Town

pytestmark = pytest.mark.django_db
CONFIG = schemathesis.Config.from_dict(
    {
        "seed": 20260302,
        "generation": {"deterministic": True, "database": "none", "max-examples": 12, "no-shrink": True},
        "phases": {"coverage": {"unexpected-methods": []}},
    }
)
SCHEMA = schemathesis.openapi.from_dict(description(), config=CONFIG)
SCHEMA.app = get_wsgi_application()
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]
OTHERS = ("handler_other", "citizen", "administrator", "collector_west")
VERBS = sorted({move["verb"] for move in cases.standard_data()["moves"]})


@pytest.fixture(scope="module")
def world(town: Town, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The town in full swing, for this file; requests share the connection, as those of Django's own client do."""
    with django_db_blocker.unblock():
        furnished = furnish(town)
        for signal in (request_started, request_finished):
            signal.disconnect(close_old_connections)
        yield furnished
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@SCHEMA.parametrize()
def test_what_is_answered_is_what_is_described(case: schemathesis.Case, world: World) -> None:
    turn = crc32(f"{case.path_parameters}{case.query}{case.body}".encode(errors="replace"))
    if case.meta is not None and case.meta.generation.mode is schemathesis.GenerationMode.POSITIVE:
        case.path_parameters.update(real(case, world, turn))
    headers = {"Authorization": f"Bearer {world.town.tokens[sender(case, world, turn)]}"}

    with undone(), time_machine.travel(NOW, tick=False):
        response = case.call(headers=headers)

    case.validate_response(response, checks=CHECKS, headers=headers)


def sender(case: schemathesis.Case, world: World, turn: int) -> str:
    """Return who sends it: mostly somebody who may, now and then somebody else."""
    entry = MATRIX.get(case.operation.definition.raw["operationId"])
    able = sorted((entry.allowed if entry else set()) - {DRAWN}) or ["acceptor"]
    right = "acceptor" if "acceptor" in able else able[0]
    return OTHERS[turn % len(OTHERS)] if turn % 4 == 0 else right


def real(case: schemathesis.Case, world: World, turn: int) -> dict[str, str]:
    """Return things that exist, in the place of path parameters made up."""
    known = {
        **world.ids,
        "code": {"territory/divisions": EAST, "unit-grids": world["grid"], "components": world["component"]},
        "version_id": {"calendars": world["calendar_id"], "disposal": world["standard_id"]},
        "photo_id": {"cases/photos": world["photo_id"], "assets/photos": world["component_photo_id"]},
        "verb": VERBS[turn % len(VERBS)],
    }
    chosen = {}
    for name in case.path_parameters:
        value = known.get(name)
        if isinstance(value, dict):
            value = next((thing for part, thing in value.items() if part in case.operation.path), None)
        if value is not None and turn % 3:
            chosen[name] = value
    return chosen


@contextmanager
def undone() -> Iterator[None]:
    """Take back whatever is done within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
