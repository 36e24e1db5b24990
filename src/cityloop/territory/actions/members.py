"""Which unit grids a duty grid is made of is kept over time: a row ends where another begins."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection

FORGET = """
DELETE FROM territory_dutymembership m USING territory_unitgrid g
 WHERE m.unit_grid_code = g.code AND m.valid_until IS NULL AND g.code LIKE %(within)s || '%%'
   AND (g.valid_until IS NOT NULL OR g.duty_grid_code IS DISTINCT FROM m.duty_grid_code) AND m.valid_from >= %(at)s
"""
END = """
UPDATE territory_dutymembership m SET valid_until = %(at)s FROM territory_unitgrid g
 WHERE m.unit_grid_code = g.code AND m.valid_until IS NULL AND g.code LIKE %(within)s || '%%'
   AND (g.valid_until IS NOT NULL OR g.duty_grid_code IS DISTINCT FROM m.duty_grid_code)
"""
# Somebody new in a duty grid that stood before is in it from now on; in a new one from its beginning, unless they were
# in another until then.
BEGIN = """
INSERT INTO territory_dutymembership (unit_grid_code, duty_grid_code, valid_from)
SELECT g.code, g.duty_grid_code,
       GREATEST(g.valid_from, CASE WHEN d.code = ANY(%(fresh)s::text[]) THEN d.valid_from ELSE %(at)s END,
                (SELECT max(m.valid_until) FROM territory_dutymembership m WHERE m.unit_grid_code = g.code))
  FROM territory_unitgrid g JOIN territory_dutygrid d ON d.code = g.duty_grid_code
 WHERE g.valid_until IS NULL AND g.code LIKE %(within)s || '%%'
   AND NOT EXISTS (SELECT 1 FROM territory_dutymembership m
                    WHERE m.unit_grid_code = g.code AND m.valid_until IS NULL)
"""


def note_members(at: datetime, *, within: str = "", fresh: Sequence[str] = ()) -> None:
    """Take down which unit grids lie in which duty grid now, where that is not as it was noted.

    :param fresh: duty grids that are new.
    """
    given: dict[str, datetime | str | list[str]] = {"at": at, "within": within, "fresh": list(fresh)}
    with connection.cursor() as cursor:
        for statement in (FORGET, END, BEGIN):
            cursor.execute(statement, given)
