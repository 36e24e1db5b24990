"""Identity codes for what comes in: the next numbers of a class in a district, in an order that the ground gives."""

from collections.abc import Sequence

from django.db import connection

from cityloop.assets.contracts import WorkStep
from cityloop.kernel.errors import RefusedError
from cityloop.kernel.progress import tell_step
from cityloop.kernel.wording import say

LAST_NUMBER = 999_999  # six digits

# 6 + 2 + 3 + 6 digits in GB/T 47678.5-2026, 6 + 2 + 2 + 6 before (standards/codes.md section 2.1).
PREFIX = "(s.district_code || s.class_code)"
# A number says where a component stands: by grid, within it as one reads a page, then by external id. The order of
# the rows in the file has no part in it.
PLACE = f"""row_number() OVER (
    PARTITION BY s.code = '', {PREFIX} ORDER BY s.grid_code COLLATE "C" NULLS LAST, ST_Y(s.position) DESC,
    ST_X(s.position), s.external_id COLLATE "C")"""
NUMBER = "lpad(coalesce(f.number, q.last + s.place)::text, 6, '0')"
OPEN_SEQUENCES = f"""
INSERT INTO assets_componentsequence (prefix, last)
SELECT DISTINCT CASE WHEN s.code = '' THEN {PREFIX} ELSE left(s.code, -6) END, 0
  FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id WHERE m.known_id IS NULL
 ORDER BY 1
ON CONFLICT DO NOTHING
"""  # noqa: S608 - our own words
LOCK_SEQUENCES = "SELECT prefix FROM assets_componentsequence ORDER BY prefix FOR UPDATE"
SKIP_GIVEN = """
UPDATE assets_componentsequence q SET last = given.highest FROM (
    SELECT left(s.code, -6) AS prefix, max(right(s.code, 6)::int) AS highest
      FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id
     WHERE m.known_id IS NULL AND s.code <> '' GROUP BY 1) AS given
 WHERE q.prefix = given.prefix AND q.last < given.highest
"""
NEEDED = f"""
SELECT q.prefix, count(*), q.last FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id
  JOIN assets_componentsequence q ON q.prefix = {PREFIX}
 WHERE m.known_id IS NULL AND s.code = '' GROUP BY q.prefix, q.last
"""  # noqa: S608 - our own words
# What is left of a prefix whose highest number has been reached: behind the last one first, then from the beginning
# what nobody has. Components are never deleted, so a number that no row has was never given.
FREE_NUMBERS = """
CREATE TEMPORARY TABLE free_number (prefix text, place bigint, number bigint) ON COMMIT DROP
"""
FIND_FREE = """
INSERT INTO free_number
SELECT %(prefix)s::text, row_number() OVER (ORDER BY n <= %(last)s, n), n FROM generate_series(1, %(most)s) AS n
 WHERE NOT EXISTS (SELECT FROM assets_component c WHERE c.code = %(prefix)s::text || lpad(n::text, 6, '0'))
   AND NOT EXISTS (SELECT FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id
                    WHERE m.known_id IS NULL AND s.code = %(prefix)s::text || lpad(n::text, 6, '0'))
 ORDER BY 2 LIMIT %(count)s
"""
CLOSE_SEQUENCES = f"""
UPDATE assets_componentsequence q SET last = least(q.last + given.count, %(most)s) FROM (
    SELECT {PREFIX} AS prefix, count(*) AS count FROM matched m JOIN assets_stagedcomponent s ON s.id = m.id
     WHERE m.known_id IS NULL AND s.code = '' GROUP BY 1) AS given
 WHERE q.prefix = given.prefix
"""  # noqa: S608 - our own words


def hold_numbers() -> None:
    """Hold the sequences for what was matched and is new, and see to it that there are numbers for all of it.

    :raises RefusedError: a class has used up its million codes in a district.
    """
    tell_step(WorkStep.NUMBERING)
    with connection.cursor() as cursor:
        for statement in (OPEN_SEQUENCES, LOCK_SEQUENCES, SKIP_GIVEN, NEEDED):
            cursor.execute(statement)
        needed: Sequence[tuple[str, int, int]] = cursor.fetchall()
        cursor.execute("DROP TABLE IF EXISTS pg_temp.free_number")
        cursor.execute(FREE_NUMBERS)
        for prefix, count, last in needed:
            if last + count > LAST_NUMBER:
                asked: dict[str, str | int] = {"prefix": prefix, "count": count, "last": last, "most": LAST_NUMBER}
                cursor.execute(FIND_FREE, asked)
                _require(cursor.rowcount == count, prefix)


def keep_numbers() -> None:
    """Write down which numbers were given."""
    with connection.cursor() as cursor:
        cursor.execute(CLOSE_SEQUENCES, {"most": LAST_NUMBER})


def _require(is_enough: bool, prefix: str) -> None:  # noqa: FBT001 - what is required
    if not is_enough:
        message = say("All {count} identity codes under {prefix} are used up.", count=LAST_NUMBER, prefix=prefix)
        raise RefusedError(message, prefix=prefix)
