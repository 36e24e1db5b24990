"""How completely and how lately the inventory of each area was looked at."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from cityloop.assets.contracts import AreaCoverage
from cityloop.territory import api as territory

# One level has codes of one length, so that findings meet their areas by equality.
# The codes of unit grids begin with the code of the area; `~>=~` and `~<~` are the order of the index that knows it.
COUNTED = """
SELECT area.code, count(*), count(*) FILTER (WHERE seen.day >= %(since)s), min(seen.day),
       percentile_disc(0.5) WITHIN GROUP (ORDER BY seen.day)
  FROM unnest(%(areas)s::text[]) AS area (code)
  JOIN assets_component c ON c.grid_code ~>=~ area.code AND c.grid_code ~<~ (area.code || ':')
 CROSS JOIN LATERAL (SELECT coalesce(c.looked_on, c.surveyed_on) AS day) AS seen
 WHERE c.valid_until IS NULL
 GROUP BY area.code
"""
SURVEYED = """
SELECT area.code, count(DISTINCT s.id),
       count(*) FILTER (WHERE f.component_id IS NOT NULL AND f.kind <> 'NEW'),
       count(*) FILTER (WHERE f.kind = 'MOVED' AND f.verdict = 'ACCEPTED'),
       count(*) FILTER (WHERE f.kind = 'DIFFERING' AND f.verdict = 'ACCEPTED'),
       count(*) FILTER (WHERE f.kind = 'MISSING' AND f.verdict = 'ACCEPTED'),
       count(*) FILTER (WHERE f.kind = 'NEW' AND f.verdict = 'ACCEPTED')
  FROM assets_survey s
  JOIN assets_surveyfinding f ON f.survey_id = s.id
  JOIN unnest(%(areas)s::text[]) AS area (code) ON left(f.grid_code, %(length)s) = area.code
 WHERE s.state = 'APPLIED' AND (s.applied_at AT TIME ZONE %(zone)s)::date >= %(since)s
 GROUP BY area.code
"""


def coverage(
    *, level: territory.DivisionLevel, within: str, since: date, today: date, after: str = "", limit: int = 50
) -> list[AreaCoverage]:
    """Return how complete and how fresh the inventory of each division of a level is, in order of code. Four queries.

    :param since: the day from which on a look counts.
    :param after: the code of the last division that is known.
    """
    parents = [each for each in territory.divisions(level=level, within=within) if each.code > after]
    areas = {each.code: each.name for each in parents[:limit]}
    asked = {"areas": list(areas), "length": level.code_length, "since": since, "zone": territory.city().timezone}
    counted, surveyed = _rows(COUNTED, asked), _rows(SURVEYED, asked)
    return [
        _row(code, name, counted.get(code, (0, 0, None, None)), surveyed.get(code, (0,) * 6), today)
        for code, name in areas.items()
    ]


def _rows(statement: str, asked: Mapping[str, Any]) -> dict[str, tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: value for name, value in asked.items() if f"%({name})s" in statement})
        return {row[0]: row[1:] for row in cursor.fetchall()}


def _row(code: str, name: str, counted: tuple[Any, ...], surveyed: tuple[int, ...], today: date) -> AreaCoverage:
    components, looked_at, oldest_on, median_on = counted
    surveys, compared, moved, differing, missing, new = surveyed
    return AreaCoverage(
        area_code=code,
        name=name,
        components=components,
        looked_at=looked_at,
        looked_share=_share(looked_at, components),
        oldest_on=oldest_on,
        median_on=median_on,
        median_age_days=(today - median_on).days if median_on else None,
        surveys=surveys,
        compared=compared,
        moved=moved,
        differing=differing,
        missing=missing,
        new=new,
        missing_rate=_share(missing, compared),
        new_rate=_share(new, compared),
    )


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
