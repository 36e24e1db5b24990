"""The server that the tests' databases are on, and databases for servers of tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection


def access() -> dict[str, Any]:
    """Return how the server is reached: host, port, user, password, those that are set."""
    settings = connection.settings_dict
    named = {"host": "HOST", "port": "PORT", "user": "USER", "password": "PASSWORD"}
    return {name: settings[key] for name, key in named.items() if settings[key]}


def template_of(name: str) -> str:
    """Return the name of the empty copy of a database of tests."""
    return f"{name}_empty"


def copy_empty(name: str) -> None:
    """Copy a database of tests that is empty but for its tables; nobody may be connected with it."""
    drop(template_of(name))
    with server() as link:
        link.execute(f'CREATE DATABASE "{template_of(name)}" TEMPLATE "{name}"'.encode())


def create(name: str) -> bool:
    """Make a database anew; return whether it has its tables: within tests there is an empty one to copy."""
    drop(name)
    template = template_of(connection.settings_dict["NAME"])
    with server() as link:
        known = link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone()
        source = f' TEMPLATE "{template}"' if known else ""
        link.execute(f'CREATE DATABASE "{name}"{source}'.encode())
    return known is not None


def drop(name: str) -> None:
    """Drop a database, whoever uses it."""
    with server() as link:
        link.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'.encode())


@contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    """Yield a connection that can make and drop databases."""
    with psycopg.connect(**access(), dbname="postgres", autocommit=True) as link:
        yield link
