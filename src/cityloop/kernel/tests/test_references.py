"""References checked early, by one plan, and late again afterwards."""

import pytest
from django.db import IntegrityError, connection, transaction

from cityloop.kernel.references import PLANS, check_references

TABLES = """
CREATE TABLE kept (id int PRIMARY KEY);
CREATE TABLE naming (kept int REFERENCES kept DEFERRABLE INITIALLY DEFERRED);
INSERT INTO kept VALUES (1)
"""


@pytest.mark.django_db
def test_what_was_written_is_checked_and_what_comes_is_checked_late_again() -> None:
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        cursor.execute(PLANS)
        before = cursor.fetchone()
        cursor.execute("INSERT INTO naming VALUES (1)")

        check_references()

        cursor.execute(PLANS)
        assert cursor.fetchone() == before
        cursor.execute("INSERT INTO naming VALUES (2)")  # not checked yet
        with pytest.raises(IntegrityError, match="naming"), transaction.atomic():
            check_references()
        cursor.execute("INSERT INTO kept VALUES (2)")
        check_references()
