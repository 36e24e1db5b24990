"""How far a transaction is, seen by others before it ends."""

from uuid import UUID

import psycopg
import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django.utils import connector_params

from cityloop.kernel.progress import STEP_OF, at_work, step_of, tell_step

JOB = UUID(int=7)


def seen(link: "psycopg.Connection[tuple[str, ...]]") -> str:
    found = link.execute(STEP_OF, [str(JOB)]).fetchone()
    return found[0] if found else ""


@pytest.mark.django_db(transaction=True)
def test_others_see_the_step_at_once_and_nothing_when_it_is_over() -> None:
    with psycopg.connect(**connector_params(), autocommit=True) as other:
        with transaction.atomic(), at_work(JOB):
            assert seen(other) == ""
            tell_step("WRITING")
            assert seen(other) == "WRITING"
            with at_work(UUID(int=8)):
                tell_step("CHECKING")
                assert seen(other) == ""
            assert seen(other) == "WRITING"
            tell_step("CHECKING")
            assert seen(other) == "CHECKING"
        assert seen(other) == ""


def fail() -> None:
    with transaction.atomic(), at_work(JOB):
        tell_step("WRITING")
        raise IntegrityError


@pytest.mark.django_db(transaction=True)
def test_the_step_goes_with_a_transaction_that_fails() -> None:
    with psycopg.connect(**connector_params(), autocommit=True) as other:
        with pytest.raises(IntegrityError):
            fail()
        assert seen(other) == ""
        with transaction.atomic(), at_work(JOB):
            tell_step("WRITING")
            transaction.set_rollback(True)
        assert seen(other) == ""


@pytest.mark.django_db
def test_without_a_job_nothing_is_told() -> None:
    tell_step("WRITING")

    assert step_of(JOB) == ""
