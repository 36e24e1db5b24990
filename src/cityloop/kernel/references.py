"""Foreign keys of many rows, checked at once."""

from django.db import connection

PLANS = "SELECT current_setting('plan_cache_mode')"
SET_PLANS = "SELECT set_config('plan_cache_mode', %s, true)"
DEFERRED = "SELECT quote_ident(conname) FROM pg_constraint WHERE condeferred AND connamespace = 'public'::regnamespace"


def check_references() -> None:
    """Check the references of all that the caller's transaction has written so far; call it after many rows.

    They would be checked at its end otherwise, each by a plan of its own: our connections plan for the values at hand
    (see `config/settings.py`), and to plan such a look at a key takes longer than to look. Here one plan serves all.
    Afterwards references are checked late again, and what is checked at once still is.

    :raises IntegrityError: a row names one that is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute(PLANS)
        before = cursor.fetchone()[0]
        cursor.execute(SET_PLANS, ["force_generic_plan"])
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(DEFERRED)
        cursor.execute(f"SET CONSTRAINTS {', '.join(name for (name,) in cursor.fetchall())} DEFERRED")
        cursor.execute(SET_PLANS, [before])
