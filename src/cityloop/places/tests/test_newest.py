"""What is held once per process: read by one thread at a time, while the others go on with what was there."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from cityloop.places.queries.newest import Newest


def must_not_read() -> str:
    pytest.fail("it was read a second time")


def test_while_one_thread_reads_the_others_get_what_was_there_before() -> None:
    newest: Newest[str] = Newest()
    newest.get("city", 1, lambda: "before")
    begun, may_end = Event(), Event()

    def slow() -> str:
        begun.set()
        assert may_end.wait(10)
        return "after"

    with ThreadPoolExecutor(1) as threads:
        reading = threads.submit(newest.get, "city", 2, slow)
        assert begun.wait(10)
        meanwhile = newest.get("city", 2, must_not_read)
        may_end.set()

        assert (meanwhile, reading.result(10)) == ("before", "after")
    assert newest.get("city", 2, must_not_read) == "after"


def test_where_there_is_nothing_yet_all_wait_for_one() -> None:
    newest: Newest[str] = Newest()
    start, reads = Barrier(4), []

    def one() -> str:
        start.wait(10)
        return newest.get("city", 1, read)

    def read() -> str:
        reads.append(1)
        Event().wait(0.05)  # long enough for the others to come
        return "read"

    with ThreadPoolExecutor(4) as threads:
        found = [each.result(10) for each in [threads.submit(one) for _ in range(4)]]

    assert (found, len(reads)) == (["read"] * 4, 1)


def test_what_was_read_of_another_home_is_no_answer_and_a_failure_is_tried_again() -> None:
    newest: Newest[str] = Newest()
    newest.get("city", 1, lambda: "city")
    with pytest.raises(ZeroDivisionError):
        newest.get("town", 1, lambda: str(1 / 0))

    assert newest.get("town", 1, lambda: "town") == "town"


def test_behind_nobody_waits_where_there_was_something_before() -> None:
    newest: Newest[str] = Newest()
    assert newest.get("city", 1, lambda: "before", behind=True) == "before"
    may_end, has_read = Event(), Event()

    def slow() -> str:
        assert may_end.wait(10)
        has_read.set()
        return "after"

    assert newest.get("city", 2, slow, behind=True) == "before"
    assert newest.get("city", 2, must_not_read, behind=True) == "before"
    may_end.set()
    assert has_read.wait(10)
    assert settled(newest, 2) == "after"


def test_what_failed_behind_is_tried_again_by_the_next_who_asks() -> None:
    newest: Newest[str] = Newest()
    newest.get("city", 1, lambda: "before")
    tried = Event()

    def broken() -> str:
        tried.set()
        raise ZeroDivisionError

    assert newest.get("city", 2, broken, behind=True) == "before"
    assert tried.wait(10)
    assert settled(newest, 2) == "after"


def settled(newest: Newest[str], stamp: int) -> str:
    """Return what is held once nobody reads any more."""
    for _ in range(1000):
        if (found := newest.get("city", stamp, lambda: "after")) != "before":
            return found
        Event().wait(0.01)
    return "before"
