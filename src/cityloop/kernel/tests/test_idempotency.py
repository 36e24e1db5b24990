from datetime import UTC, datetime
from uuid import UUID

import pytest

from cityloop.kernel import idempotency
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.models import IdempotentAnswer
from cityloop.kernel.wording import say

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
KEY = UUID(int=7)


def create(request: bytes = b"tea", scope: str = "ann") -> tuple[int, object, bool]:
    return idempotency.once(
        scope=scope, key=KEY, request=request, at=NOON, run=lambda: (201, {"made": IdempotentAnswer.objects.count()})
    )


def test_the_second_delivery_gets_the_first_answer() -> None:
    assert create() == (201, {"made": 1}, False)
    assert create() == (201, {"made": 1}, True)


def test_keys_of_two_callers_do_not_meet() -> None:
    create()

    assert create(scope="bob") == (201, {"made": 2}, False)


def test_a_key_used_for_something_else_is_refused() -> None:
    create()

    with pytest.raises(InvalidInputError, match="another request"):
        create(b"coffee")


def test_a_create_that_fails_may_be_sent_again() -> None:
    def fail() -> tuple[int, object]:
        raise InvalidInputError(say("no water"))

    with pytest.raises(InvalidInputError, match="no water"):
        idempotency.once(scope="ann", key=KEY, request=b"tea", at=NOON, run=fail)

    assert create() == (201, {"made": 1}, False)
