"""Foreign keys of many rows, checked at once."""

from django.db import connection

CHECK = """
SET LOCAL plan_cache_mode = force_generic_plan;
SET CONSTRAINTS ALL IMMEDIATE;
SET CONSTRAINTS ALL DEFERRED
"""


def check_references() -> None:
    """Check the references of all that the caller's transaction has written so far; call it after many rows.

    They would be checked at its end otherwise, each by a plan of its own: our connections plan for the values at hand
    (see `config/settings.py`), and to plan such a look at a key takes longer than to look. Here one plan serves all.

    :raises IntegrityError: a row names one that is not there.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('plan_cache_mode')")
        before = cursor.fetchone()[0]
        cursor.execute(CHECK)
        cursor.execute("SELECT set_config('plan_cache_mode', %s, true)", [before])
