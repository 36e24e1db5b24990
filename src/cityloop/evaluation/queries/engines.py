"""Engines that answer SQL over files of the lake: DuckDB in this process, Spark on a cluster. Chosen here alone."""

import os
import re
from collections.abc import Sequence
from contextlib import closing
from functools import cache
from importlib.util import find_spec
from threading import Lock
from typing import Protocol

import duckdb
import ibis.expr.types as ir
import pyarrow as pa
from django.conf import settings
from ibis.backends.sql.compilers.duckdb import DuckDBCompiler
from ibis.backends.sql.compilers.pyspark import PySparkCompiler

from cityloop.evaluation.queries.lake_files import lake

FACTS = "facts"  # what a selection calls the files
CHOSEN = "chosen"  # what a statement calls what was selected
IN_PROCESS = "duckdb"
SPARK = re.compile(r"spark://[\w.\-]+:\d+(,[\w.\-]+:\d+)*")
COMPILERS = {"duckdb": DuckDBCompiler(), "pyspark": PySparkCompiler()}
MEMORY = "2GB"  # what one process may use for a sum; what does not fit goes to disk


class Engine(Protocol):
    """Something that runs statements in its own dialect of SQL."""

    dialect: str

    def run(self, files: Sequence[str], selection: str, statement: str) -> pa.Table:
        """Return what a statement finds among what is selected from these files of the lake.

        The selection calls the files `facts`, the statement calls what was selected `chosen`.
        """


def engine() -> Engine:
    """Return the engine of this installation: CITYLOOP_ANALYTICS."""
    return engine_at(settings.CITYLOOP_ANALYTICS)


@cache
def engine_at(address: str) -> Engine:
    """Return DuckDB for `duckdb`, Spark for `spark://host:port`. One is kept for the life of the process.

    :raises ValueError: it is neither.
    """
    if address == IN_PROCESS:
        return DuckEngine()
    if SPARK.fullmatch(address):
        return SparkEngine(address)
    message = f"{address!r} is neither {IN_PROCESS!r} nor spark://host:port"
    raise ValueError(message)


def engine_fault(address: str) -> str | None:
    """Return what is wrong with CITYLOOP_ANALYTICS, None if nothing is."""
    if address == IN_PROCESS:
        return None
    if not SPARK.fullmatch(address):
        return f"{address!r} is neither {IN_PROCESS!r} nor spark://host:port."
    if find_spec("pyspark") is None:
        return "names Spark, but pyspark is not installed."
    return None


def sql_of(asked: ir.Table, dialect: str) -> str:
    """Return an expression as a statement in the SQL of an engine.

    Ibis is asked for its compilers only. Its connections want pandas, and of DuckDB what version 2 no longer has.
    """
    compiler = COMPILERS[dialect]
    return str(compiler.to_sqlglot(asked).sql(dialect=compiler.dialect))


class DuckEngine:
    """DuckDB within this process. Threads may ask at the same time."""

    dialect = "duckdb"

    def __init__(self) -> None:
        """Open an empty database in memory that loads nothing from elsewhere."""
        cores = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
        no = {"autoinstall_known_extensions": "false", "autoload_known_extensions": "false"}
        self._opening = Lock()
        self._database = duckdb.connect(":memory:", config={"memory_limit": MEMORY, "threads": cores, **no})

    def run(self, files: Sequence[str], selection: str, statement: str) -> pa.Table:
        """Return what a statement finds among what is selected from these files."""
        places = ", ".join(_quoted(str(lake().on_disk(name))) for name in files)
        with self._opening:
            link = self._database.cursor()
        with closing(link):
            link.execute(
                f"CREATE TEMP VIEW {FACTS} AS"  # noqa: S608 - names of our own, quoted
                f" SELECT * FROM read_parquet([{places}], hive_partitioning = false)"
            )
            link.execute(f"CREATE TEMP VIEW {CHOSEN} AS {selection}")
            return link.sql(statement).to_arrow_table()


class SparkEngine:
    """A Spark cluster, of which this process is a driver."""

    dialect = "pyspark"

    def __init__(self, master: str) -> None:
        """Connect to the master."""
        from pyspark.sql import SparkSession  # noqa: PLC0415 - installed only where a cluster is used

        settled: dict[str, bool | float | int | str | None] = {
            "spark.ui.enabled": "false",
            "spark.ui.showConsoleProgress": "false",
            "spark.sql.session.timeZone": "UTC",
            "spark.sql.shuffle.partitions": 16,  # sums have few rows
            "spark.sql.execution.arrow.pyspark.enabled": "true",
        }
        self._session = SparkSession.builder.appName("cityloop").master(master).config(map=settled).getOrCreate()

    def run(self, files: Sequence[str], selection: str, statement: str) -> pa.Table:
        """Return what a statement finds; every worker must be able to read the files."""
        session = self._session.newSession()  # its views are its own
        session.conf.set("spark.sql.session.timeZone", "UTC")
        session.read.parquet(*(lake().address(name) for name in files)).createOrReplaceTempView(FACTS)
        session.sql(selection).createOrReplaceTempView(CHOSEN)
        return session.sql(statement).toArrow()

    def stop(self) -> None:
        """Leave the cluster."""
        self._session.stop()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
