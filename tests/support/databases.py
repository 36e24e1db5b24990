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


@contextmanager
def server() -> Iterator[psycopg.Connection[Any]]:
    """Yield a connection that can make and drop databases."""
    with psycopg.connect(**access(), dbname="postgres", autocommit=True) as link:
        yield link
