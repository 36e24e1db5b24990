"""The committed description of the API is the one the code gives, and keeps the promises of the house."""

from collections import Counter

import orjson
import pytest
from django.core.management import call_command
from schemathesis.specs.openapi.definitions import OPENAPI_31_VALIDATOR as OPENAPI

from cityloop.config.api import description
from cityloop.kernel.http import PROBLEM_TYPE
from tests.contract.matrix import Operation, operations

PLAIN = orjson.loads(orjson.dumps(description(), option=orjson.OPT_NON_STR_KEYS, default=str))
OPERATIONS = operations()
CREATES = [operation for operation in OPERATIONS if 201 in operation.statuses]


def test_the_committed_description_fits_the_code() -> None:
    call_command("openapi", check=True)


def test_every_name_of_an_operation_is_used_once() -> None:
    counts = Counter(operation.id for operation in OPERATIONS)

    assert [name for name, count in counts.items() if count > 1] == []


def test_it_is_openapi_3_1() -> None:
    faults = [f"{fault.instance_path}: {fault.message}" for fault in OPENAPI.iter_errors(PLAIN)]

    assert PLAIN["openapi"].startswith("3.1")
    assert faults == []


@pytest.mark.parametrize("operation", CREATES, ids=lambda operation: operation.id)
def test_every_create_takes_a_key(operation: Operation) -> None:
    keys = [found for found in operation.spec.get("parameters", ()) if found["name"] == "Idempotency-Key"]

    assert [(found["in"], found["required"], found["schema"]["format"]) for found in keys] == [("header", True, "uuid")]


def test_a_move_takes_a_key_too() -> None:
    (move,) = [operation for operation in OPERATIONS if operation.id == "move_case"]

    assert "Idempotency-Key" in {found["name"] for found in move.spec["parameters"]}


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_every_error_is_a_problem(operation: Operation) -> None:
    for status, response in operation.spec["responses"].items():
        if int(status) >= 400:
            assert list(response["content"]) == [PROBLEM_TYPE], status
            assert response["content"][PROBLEM_TYPE]["schema"]["$ref"].endswith("/Problem"), status


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_whoever_must_be_known_may_hear_that_they_are_not_or_may_not(operation: Operation) -> None:
    """401: no credentials. 403: a seat that is not theirs, a password to change, a missing CSRF token, or the post."""
    if operation.spec.get("security"):
        assert {401, 403} <= operation.statuses


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_what_can_be_malformed_may_be_refused_as_such(operation: Operation) -> None:
    spec = operation.spec
    loose = [found for found in spec.get("parameters", ()) if found["schema"].get("format") != "uuid"]

    if loose or "requestBody" in spec:
        assert {400, 422} <= operation.statuses


def test_who_asks_too_often_is_told_how_long_to_wait() -> None:
    (nearby,) = [operation for operation in OPERATIONS if operation.id == "list_nearby"]

    assert nearby.spec["responses"][429]["headers"]["Retry-After"]["required"]
