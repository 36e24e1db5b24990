"""A scratch database for the figures: a city of 12,800 unit grids, filled with any number of cases.

The rows are made by SQL in the database, as many steps, stays and participants per case as a real case has. Their
chains of hashes are not real; nothing here verifies history. Usage: see benchmarks/README.md.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from django.db import connection, transaction

from tests.support import town as towns

STEPS, STAYS, PARTICIPANTS = 11, 7, 5
OPEN_SHARE = 0.03
SQUARES = {
    f"{district}{street:03d}{community:03d}": (west, south, west + 8, south + 8)
    for column, district in enumerate((towns.WEST, towns.EAST))
    for street in range(1, 11)
    for community in range(1, 11)
    for west, south in [((column * 10 + community - 1) * 8, (street - 1) * 8)]
}

# Everything is derived from the number of the case, so that a fill is the same every time.
CASES = """
INSERT INTO cases_case (
    id, number, lifecycle_id, calendar_id, kind, class_code, source, urgency, description, address, location, grid_code,
    duty_grid_code, component_code, external_system, external_number, version, stage, phase, previous_stage, arrived_at,
    holder_post, holder_body_id, lead_body_id, helper_body_ids, locked, area_level, limit_text, clock_unit,
    clock_allowance, clock_spent, clock_running_since, due_at, warn_at, timer_at, alarm, body_clocks, registered_at,
    filed_at, dispatched_at, disposal_due_at, disposed_at, disposed_on_time, closed_at, closing_kind, verification,
    check_answer, request_kind, request_place, rework_count, return_count, extension_count, suspension_count,
    urge_count, reopen_count, returned, self_disposed, appealed, appeal_granted, step_count, chain_head
)
SELECT
    md5('case' || n)::uuid, to_char(born, 'YYYYMMDD') || lpad(n::text, 8, '0'), %(lifecycle)s, %(calendar)s, 'INCIDENT',
    (ARRAY['06010','06011','06012','06013','06035','07001','09004','01037'])[1 + n %% 8], 'COLLECTOR', 'ROUTINE',
    '人行道上有暴露垃圾，请及时清理', '中心街道' || (n %% 900) || '号', grid.spot, grid.code,
    '', '', '', '', %(steps)s, stage.name, stage.phase, 'DISPATCH', born + interval '1 hour',
    stage.post, CASE stage.post WHEN 'HANDLER' THEN body END, CASE stage.post WHEN 'DISPATCHER' THEN NULL ELSE body END,
    '[]', false, 'A', '4 work_hour', CASE stage.phase WHEN 'OPEN' THEN 'WORK_HOUR' ELSE '' END,
    interval '4 hours', interval '0', born, CASE stage.phase WHEN 'OPEN' THEN born + interval '5 hours' END,
    CASE stage.phase WHEN 'OPEN' THEN born + interval '4 hours' END, NULL, 0, '[]', born, born, born,
    born + interval '5 hours',
    CASE stage.phase WHEN 'CLOSED' THEN born + interval '3 hours' END, CASE stage.phase WHEN 'CLOSED' THEN true END,
    CASE stage.phase WHEN 'CLOSED' THEN born + interval '4 hours' END,
    CASE stage.phase WHEN 'CLOSED' THEN 'NORMAL' END, 'NONE', 'NONE', '', 0, 0, 0, 0, 0, 0, 0,
    false, false, false, false, %(steps)s, encode(sha256(n::text::bytea), 'hex')
FROM generate_series(%(first)s::int, %(last)s::int) AS n
CROSS JOIN LATERAL (SELECT %(begin)s::timestamptz + n * %(apart)s AS born,
    (%(bodies)s::uuid[])[1 + n %% %(body_count)s] AS body) AS facts
JOIN LATERAL (SELECT code, spot FROM bench_grid
    WHERE place = (n::bigint * 7919) %% %(grids)s) AS grid ON true
CROSS JOIN LATERAL (SELECT * FROM (VALUES
    (0, 'ACCEPTANCE', 'OPEN', 'ACCEPTOR'), (1, 'DISPATCH', 'OPEN', 'DISPATCHER'), (2, 'DISPOSAL', 'OPEN', 'HANDLER'),
    (3, 'CHECK', 'OPEN', 'ACCEPTOR'), (4, 'CLOSED', 'CLOSED', NULL)) AS s (place, name, phase, post)
    WHERE s.place = CASE WHEN n %% 1000 < %(open)s THEN n %% 4 ELSE 4 END) AS stage
"""
OF_CASES = """FROM generate_series(%(first)s::int, %(last)s::int) AS n
    CROSS JOIN LATERAL (SELECT %(begin)s::timestamptz + n * %(apart)s AS born) AS f"""
MANY = {
    f"{STEPS} steps": f"""
INSERT INTO cases_casestep (id, case_id, number, verb, source, target, actor_id, actor_name, post, taken_at, opinion,
    inputs, hash)
SELECT md5('step' || n || '/' || k)::uuid, md5('case' || n)::uuid, k, 'submit', 'ACCEPTANCE', 'FILING',
    (%(people)s::uuid[])[1 + (n + k) %% 8], '受理员', 'ACCEPTOR', born + k * interval '10 minutes', '情况属实，请处置',
    '{{}}', encode(sha256((n * 100 + k)::text::bytea), 'hex')
{OF_CASES} CROSS JOIN generate_series(1, {STEPS}) AS k""",
    f"{STAYS} stays": f"""
INSERT INTO cases_activity (case_id, number, stage, post, body_id, arrived_at, due_at, unit, allowance, used_before,
    left_at, verb, used, on_time)
SELECT md5('case' || n)::uuid, k, 'DISPOSAL', 'HANDLER', (%(bodies)s::uuid[])[1 + n %% %(body_count)s], born, born,
    'WORK_HOUR', interval '4 hours', interval '0', CASE WHEN k < {STAYS} THEN born END, 'feed_back',
    interval '1 hour', true
{OF_CASES} CROSS JOIN generate_series(1, {STAYS}) AS k""",
    f"{PARTICIPANTS} participants": f"""
INSERT INTO cases_caseparticipant (case_id, account_id, axis, last_at)
SELECT md5('case' || n)::uuid, md5('person' || (n * 7 + k) %% 2000)::uuid, 'SUPERVISION', born
{OF_CASES} CROSS JOIN generate_series(1, {PARTICIPANTS}) AS k""",
}
BATCH = 100_000


def build() -> towns.Town:
    """Build the city in the present, empty database."""
    town = towns.build(squares=SQUARES)
    lay_grids()
    return town


def lay_grids() -> None:
    """Number the unit grids, so that a case finds its own by its number."""
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE bench_grid AS SELECT row_number() OVER (ORDER BY code) - 1 AS place, code,"
            " ST_PointOnSurface(geometry) AS spot"
            " FROM territory_unitgrid"
        )
        cursor.execute("CREATE UNIQUE INDEX ON bench_grid (place)")


def fill(town: towns.Town, *, first: int, last: int) -> None:
    """Add the cases with these numbers, spread over a year up to the town's Monday, and say how long each part took."""
    values = _values(town) | {
        "open": int(OPEN_SHARE * 1000), "begin": "2025-03-01T00:00:00Z", "apart": f"{31_000_000 / last} seconds",
    }  # fmt: skip
    began = time.monotonic()
    for start in range(first, last + 1, BATCH):
        batch = values | {"first": start, "last": min(start + BATCH - 1, last)}
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")  # keys hold by construction
            cursor.execute("SET LOCAL synchronous_commit = off")
            for sql in (CASES, *MANY.values()):
                cursor.execute(sql.replace("%(apart)s", "%(apart)s::interval"), batch)
        print(f"  {batch['last']:,} cases after {time.monotonic() - began:,.0f} s", flush=True)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def open_cases(town: towns.Town, *, count: int, at: datetime) -> None:
    """Add this many open cases, reported one after the other over the six hours before this moment."""
    hours = timedelta(hours=6)
    values = {"open": 1000, "begin": at - hours, "apart": hours / count, "first": 1, "last": count}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # the same
        cursor.execute(CASES, _values(town) | values)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE cases_case")


def _values(town: towns.Town) -> dict[str, Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bench_grid")
        grids = cursor.fetchone()[0]
        cursor.execute("SELECT max(id) FROM cases_lifecycleversion")
        lifecycle = cursor.fetchone()[0]
        cursor.execute("SELECT v.id FROM standards_workingcalendar v WHERE v.name = 'default' AND state = 'PUBLISHED'")
        calendar = cursor.fetchone()[0]
    bodies = [town.bodies["SZ"], town.bodies["HW"], town.bodies["SZ-1"]]
    return {
        "lifecycle": lifecycle, "calendar": calendar, "grids": grids, "bodies": bodies, "body_count": len(bodies),
        "people": [actor.account_id for actor in list(town.actors.values())[:8]], "steps": STEPS,
    }  # fmt: skip
