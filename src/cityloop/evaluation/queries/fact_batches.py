"""Facts of a month as Arrow batches, straight from PostgreSQL's COPY: no row becomes an object of Python."""

from collections.abc import Collection, Iterator
from contextlib import closing
from io import RawIOBase
from uuid import UUID

import pyarrow as pa
from django.db import connection
from psycopg import sql
from pyarrow import csv

from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.lake import days_of
from cityloop.evaluation.queries.fact_rows import TABLES
from cityloop.evaluation.queries.lake_files import FACTS, schema_of

BLOCK = 8 << 20  # bytes of text that become one batch
ROWS = """
COPY (SELECT {columns} FROM {table} WHERE counted_on >= {first} AND counted_on < {next} {among} ORDER BY {order})
TO STDOUT (FORMAT csv)
"""
# From one month that has facts to the next by the index.
MONTHS = """
WITH RECURSIVE found (day) AS (
    (SELECT counted_on FROM {table} ORDER BY counted_on LIMIT 1)
    UNION ALL
    SELECT n.counted_on FROM found CROSS JOIN LATERAL (
        SELECT counted_on FROM {table}
         WHERE counted_on >= (date_trunc('month', found.day) + interval '1 month')::date
         ORDER BY counted_on LIMIT 1) n
)
SELECT to_char(day, 'YYYY-MM') FROM found
"""


def months_with_facts() -> set[str]:
    """Return the months (YYYY-MM) that have facts of any kind. Three short queries, whatever their number."""
    months: set[str] = set()
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(MONTHS.format(table=table.name))
            months.update(row[0] for row in cursor.fetchall())
    return months


def order_of(kind: FactKind) -> list[str]:
    """Return by what rows of a file are sorted: by area first, then by case, each row at a place of its own."""
    return [*dict.fromkeys(["grid_code", "case_id", *FACTS[kind].key])]


def batches_of(kind: FactKind, month: str, *, case_ids: Collection[UUID] | None = None) -> Iterator[pa.RecordBatch]:
    """Yield the facts of a month, or those of some cases in it, sorted. Memory does not grow with their number."""
    schema = schema_of(kind)
    with connection.cursor() as cursor, cursor.copy(_statement(kind, month, case_ids)) as copied:
        stream = _Stream(iter(copied))
        if stream.is_empty():  # a reader of CSV takes that for a mistake
            return
        with closing(
            csv.open_csv(
                pa.PythonFile(stream, mode="r"),
                read_options=csv.ReadOptions(column_names=schema.names, block_size=BLOCK),
                convert_options=csv.ConvertOptions(
                    column_types=schema,
                    null_values=[""],
                    strings_can_be_null=True,
                    quoted_strings_can_be_null=False,  # PostgreSQL quotes an empty text, and not what is missing
                    true_values=["t"],
                    false_values=["f"],
                ),
            )
        ) as reader:
            yield from reader


def _statement(kind: FactKind, month: str, case_ids: Collection[UUID] | None) -> sql.Composed:
    first, following = days_of(month)
    among: sql.Composable = sql.SQL("")
    if case_ids is not None:
        among = sql.SQL("AND case_id = ANY({})").format(sql.Literal([*case_ids]))
    return sql.SQL(ROWS).format(
        columns=sql.SQL(", ").join(sql.Identifier(name) for name in schema_of(kind).names),
        table=sql.Identifier(FACTS[kind].name),
        first=sql.Literal(first),
        next=sql.Literal(following),
        among=among,
        order=sql.SQL(", ").join(_sorted_by(kind, name) for name in order_of(kind)),
    )


def _sorted_by(kind: FactKind, name: str) -> sql.Composed:
    """Sort text by its bytes, as Arrow does; identifiers come out alike either way."""
    is_text = FACTS[kind].model._meta.get_field(name).get_internal_type() == "CharField"
    return sql.SQL('{} COLLATE "C"' if is_text else "{}").format(sql.Identifier(name))


class _Stream(RawIOBase):
    """What COPY sends, as a file to read from."""

    def __init__(self, pieces: Iterator[memoryview]) -> None:
        super().__init__()
        self._pieces = pieces
        self._rest = bytes(next(pieces, b""))

    def is_empty(self) -> bool:
        """Return whether nothing was sent."""
        return not self._rest

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Return up to so many bytes, all that is left if none are named."""
        found, have = [self._rest], len(self._rest)
        while size < 0 or have < size:
            piece = next(self._pieces, None)
            if piece is None:
                break
            found.append(bytes(piece))
            have += len(piece)
        whole = b"".join(found)
        cut = have if size < 0 else min(size, have)
        self._rest = whole[cut:]
        return whole[:cut]
