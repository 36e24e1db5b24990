"""Inserting rows of several tables in one statement, one round trip: what a move leaves behind, and the like."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

from django.db import DEFAULT_DB_ALIAS, connection
from django.db.models import AutoField, Field, Model

Shape: TypeAlias = tuple[tuple[type[Model], int], ...]


def insert(rows: Iterable[Model]) -> None:
    """Insert new rows, whatever their tables; all or none. Keys that the database gives are not read back.

    The ORM builds a statement anew for every table and asks for each by itself; here the text of a shape is kept, so
    that the driver prepares it once. References between the rows are no matter: they are checked at commit.

    :raises IntegrityError: a row is there already or breaks a constraint.
    """
    by_model: dict[type[Model], list[Model]] = {}
    for row in rows:
        by_model.setdefault(type(row), []).append(row)
    if not by_model:
        return
    shape = tuple((model, len(same)) for model, same in by_model.items())
    ordered = [row for same in by_model.values() for row in same]
    values: list[Any] = [_value(field, row) for row in ordered for field in _fields(type(row))]
    with connection.cursor() as cursor:
        cursor.execute(_statement(shape), values)
    for row in ordered:
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


@lru_cache(maxsize=256)
def _statement(shape: Shape) -> str:
    inserts = [_insert(model, count) for model, count in shape]
    beside = ", ".join(f"t{place} AS ({text})" for place, text in enumerate(inserts[:-1]))
    return (f"WITH {beside} " if beside else "") + inserts[-1]


def _insert(model: type[Model], count: int) -> str:
    fields = _fields(model)
    names = ", ".join(f'"{field.column}"' for field in fields)
    places = "(" + ", ".join(["%s"] * len(fields)) + ")"
    return f'INSERT INTO "{model._meta.db_table}" ({names}) VALUES {", ".join([places] * count)}'  # noqa: S608 - names


@lru_cache(maxsize=64)
def _fields(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    return [field for field in model._meta.local_concrete_fields if not isinstance(field, AutoField)]


def _value(field: "Field[Any, Any]", row: Model) -> object:
    return field.get_db_prep_save(field.pre_save(row, add=True), connection)
