"""Facts follow their duty grids into other evaluation grids."""

from datetime import datetime

from django.db import connection, transaction

from cityloop.evaluation import events
from cityloop.evaluation.actions.keeping import lock_facts
from cityloop.kernel import outbox
from cityloop.territory import api as territory

# From one pair to the next by the index: as many steps as there are duty grids, however many cases.
PAIRS = """
WITH RECURSIVE pair AS (
    (SELECT duty_grid_code, evaluation_grid_code FROM evaluation_casefact ORDER BY 1, 2 LIMIT 1)
    UNION ALL
    SELECT n.* FROM pair p CROSS JOIN LATERAL (
        SELECT duty_grid_code, evaluation_grid_code FROM evaluation_casefact
         WHERE (duty_grid_code, evaluation_grid_code) > (p.duty_grid_code, p.evaluation_grid_code)
         ORDER BY 1, 2 LIMIT 1) n
)
SELECT duty_grid_code, evaluation_grid_code FROM pair WHERE duty_grid_code <> ''
"""
FOLLOW = """
WITH judged AS (SELECT * FROM unnest(%s::text[], %s::text[]) AS j (duty, code)),
     cases AS (UPDATE evaluation_casefact f SET evaluation_grid_code = j.code FROM judged j
                WHERE f.duty_grid_code = j.duty RETURNING f.case_id, f.month, j.code),
     tasks AS (UPDATE evaluation_taskfact f SET evaluation_grid_code = c.code FROM cases c WHERE f.case_id = c.case_id
               RETURNING f.month),
     works AS (UPDATE evaluation_workfact f SET evaluation_grid_code = c.code FROM cases c WHERE f.case_id = c.case_id
               RETURNING f.month)
SELECT month FROM cases UNION SELECT month FROM tasks UNION SELECT month FROM works
"""


@transaction.atomic
def follow_ground(*, at: datetime) -> None:
    """Tell the evaluation grid of every fact whose duty grid is judged in another one now, and which months changed."""
    lock_facts()
    with connection.cursor() as cursor:
        cursor.execute(PAIRS)
        pairs: list[tuple[str, str]] = cursor.fetchall()
        judged = territory.judged_in({duty for duty, _ in pairs})
        moved = {duty: judged.get(duty, "") for duty, code in pairs if judged.get(duty, "") != code}
        if moved:
            cursor.execute(FOLLOW, [[*moved], [*moved.values()]])
            months = sorted(row[0] for row in cursor.fetchall())
            outbox.publish(events.FactsChanged(at=at, case_ids=(), months=tuple(months)))
