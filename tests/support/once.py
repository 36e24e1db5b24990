"""What is built once for many tests."""

from django.db import connection

DEFERRED = "SELECT quote_ident(conname) FROM pg_constraint WHERE condeferred AND connamespace = 'public'::regnamespace"


def settle() -> None:
    """Check now what was just built refers to.

    PostgreSQL checks references at the end of the transaction that made them. A town stands in an outer transaction
    that never ends well, and each of its tests ends with a check: of the whole town, unless that was done before.
    Afterwards references are checked late again, and what is checked at once still is.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(DEFERRED)
        cursor.execute(f"SET CONSTRAINTS {', '.join(name for (name,) in cursor.fetchall())} DEFERRED")
