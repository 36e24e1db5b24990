"""The three tables of facts as rows: which columns, which key, and how many rows are written in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

from cityloop.evaluation.models import CaseFact, TaskFact, WorkFact


@dataclass(frozen=True)
class FactTable:
    """One table of facts. `key` names a row; everything but a number that the database gives is a column."""

    model: type[Model]
    key: tuple[str, ...]

    @cached_property
    def name(self) -> str:
        """The name of the table."""
        return self.model._meta.db_table

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """All columns that facts say something about."""
        return tuple(field.attname for field in self.model._meta.concrete_fields if field.attname != "id")

    def rows_of(self, case_ids: Iterable[UUID]) -> list[tuple[Any, ...]]:
        """Return the rows of these cases, in the order of `columns`."""
        query = f"SELECT {', '.join(self.columns)} FROM {self.name} WHERE case_id = ANY(%s)"  # noqa: S608 - our names
        with connection.cursor() as cursor:
            cursor.execute(query, [[*case_ids]])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def as_row(self, plain: Mapping[str, Any]) -> tuple[Any, ...]:
        """Return a fact as it would be read from the table."""
        return tuple(plain[column] for column in self.columns)


CASES = FactTable(CaseFact, ("case_id",))
TASKS = FactTable(TaskFact, ("task_id",))
WORKS = FactTable(WorkFact, ("case_id", "stay", "work", "task"))
TABLES: Sequence[FactTable] = (CASES, TASKS, WORKS)
