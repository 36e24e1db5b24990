"""Who asks too often waits; nobody else does."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from cityloop.kernel import tasks
from cityloop.kernel.errors import TooManyRequestsError
from cityloop.kernel.models import RequestCount
from cityloop.kernel.rates import RequestRate, require_rate

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
RATE = RequestRate("things", 3, 60 * SECOND)


def ask(at: datetime = NOON, caller: str | None = "192.0.2.1", rate: RequestRate = RATE) -> int:
    """Return how many seconds to wait; 0 if the request may pass."""
    try:
        require_rate(rate, caller=caller, at=at)
    except TooManyRequestsError as error:
        return int(error.facts["retry_after"])
    return 0


def test_some_may_pass_and_the_next_waits_for_the_rest_of_the_span() -> None:
    assert [ask(NOON + number * SECOND) for number in range(5)] == [0, 0, 0, 57, 56]
    assert ask(NOON + 59.5 * SECOND) == 1
    assert ask(NOON + 60 * SECOND) == 0


def test_who_goes_on_asking_waits_no_longer_for_it() -> None:
    for second in range(59):
        ask(NOON + second * SECOND)

    assert [ask(NOON + 60 * SECOND) for _ in range(4)] == [0, 0, 0, 60]


def test_a_clock_that_was_set_back_locks_nobody_out() -> None:
    for _ in range(4):
        ask(NOON + timedelta(days=1))

    assert ask(NOON) == 0


@pytest.mark.parametrize(
    ("one", "other", "are_one"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("unknown", "192.0.2.1", False),
        (None, "", True),
    ],
)
def test_callers_are_counted_apart(one: str | None, other: str | None, *, are_one: bool) -> None:
    for _ in range(3):
        ask(caller=one)

    assert bool(ask(caller=other)) is are_one


def test_rates_are_counted_apart_and_one_of_nothing_has_no_end() -> None:
    for _ in range(4):
        ask()

    assert ask(rate=RequestRate("others", 3, SECOND)) == 0
    assert {ask(rate=RequestRate("things", 0, SECOND)) for _ in range(9)} == {0}


def test_nobody_can_read_who_asked() -> None:
    ask()

    (row,) = RequestCount.objects.all()
    assert len(row.key) == 64
    assert "192" not in str(row)


def test_counts_are_forgotten_and_cost_no_disk() -> None:
    ask(at=NOON)
    tasks.forget_request_counts.func(timestamp=0)

    assert not RequestCount.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'kernel_requestcount'")
        assert cursor.fetchone() == ("u",)


@pytest.mark.django_db(transaction=True)
def test_requests_at_the_same_time_are_all_counted() -> None:
    def one(_: int) -> int:
        try:
            return ask()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        waits = list(pool.map(one, range(24)))
    assert waits.count(0) == RATE.most
