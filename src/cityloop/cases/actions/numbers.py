"""Numbering cases."""

from datetime import date

from django.db import connection

NEXT_NUMBER = """
WITH taken AS (SELECT nextval('cases_number') AS place),
known AS (SELECT base FROM cases_daynumber WHERE day = %(day)s),
fresh AS (
    INSERT INTO cases_daynumber (day, base) SELECT %(day)s, place - 1 FROM taken WHERE NOT EXISTS (SELECT FROM known)
    ON CONFLICT (day) DO NOTHING RETURNING base
)
SELECT place - coalesce((SELECT base FROM known), (SELECT base FROM fresh)) FROM taken
"""


def next_number(day: date) -> str:
    """Return the next case number of a day: year, month, day, and a serial of six digits.

    Nobody waits for anybody: a counter would stay locked until its transaction has reached the disk, one after another.
    The price: a case that was not kept after all, or one of another day in between, leaves a gap.
    """
    serial = 0
    while serial < 1:  # somebody else has just begun the day
        with connection.cursor() as cursor:
            cursor.execute(NEXT_NUMBER, {"day": day})
            serial = cursor.fetchone()[0] or 0
    return f"{day:%Y%m%d}{serial:06d}"
