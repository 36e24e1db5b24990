"""The lake as this installation is told of it: where it is, what its files look like, which of them count."""

from collections.abc import Collection, Mapping
from functools import cache
from pathlib import Path

import pyarrow as pa
from django.conf import settings

from cityloop.evaluation.contracts import Selection
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.lake import MANIFESTS, FilesFound, Manifest, manifest_from, manifest_name
from cityloop.evaluation.queries.fact_rows import CASES, TASKS, WORKS, FactTable
from cityloop.kernel.stores import Store, store_at

FACTS: Mapping[FactKind, FactTable] = {FactKind.CASE: CASES, FactKind.TASK: TASKS, FactKind.WORK: WORKS}
# Identifiers are text, so that every engine reads them alike.
TYPES: Mapping[str, pa.DataType] = {
    "UUIDField": pa.string(),
    "CharField": pa.string(),
    "DateField": pa.date32(),
    "DateTimeField": pa.timestamp("us", tz="UTC"),
    "SmallIntegerField": pa.int16(),
    "PositiveSmallIntegerField": pa.int16(),
    "IntegerField": pa.int32(),
    "PositiveIntegerField": pa.int32(),
    "BooleanField": pa.bool_(),
}


@cache
def schema_of(kind: FactKind) -> pa.Schema:
    """Return the columns of a file of facts of this kind, in their order: those of the table."""
    fields = {field.column: field.get_internal_type() for field in FACTS[kind].model._meta.concrete_fields}
    return pa.schema([(column, TYPES[fields[column]]) for column in FACTS[kind].columns])


def lake() -> Store:
    """Return the store that holds the lake: CITYLOOP_LAKE."""
    return _lake(settings.CITYLOOP_LAKE, settings.HOME / "lake-copies")


def lake_fault(address: str) -> str | None:
    """Return what is wrong with CITYLOOP_LAKE, None if nothing is."""
    try:
        store_at(address, copies=settings.HOME)
    except (ValueError, OSError) as error:
        return f"{error}."
    return None


@cache
def _lake(address: str, copies: Path) -> Store:
    return store_at(address, copies=copies)


def manifest_of(city: str) -> Manifest:
    """Return what the lake holds of a city."""
    content = lake().read(manifest_name(city))
    return Manifest(city) if content is None else manifest_from(content)


def manifests() -> list[Manifest]:
    """Return what the lake holds of every city that writes to it."""
    found = [lake().read(file.name) for file in lake().files(MANIFESTS) if file.name.endswith(".json")]
    return [manifest_from(content) for content in found if content is not None]


def files_for(
    kind: FactKind, where: Selection, cities: Collection[str] | None = None, *, summed: bool = False
) -> FilesFound:
    """Return the names of the files in which the facts that are asked for may be, of all cities if none are named.

    :param summed: sums of months do where they tell the days that are asked for from others.
    """
    asked = manifests() if cities is None else [manifest_of(city) for city in cities]
    found = [each.files_of(kind, since=where.since, until=where.until, summed=summed) for each in asked]
    return FilesFound(
        tuple(name for each in found for name in each.facts), tuple(name for each in found for name in each.sums)
    )
