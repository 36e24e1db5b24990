"""Evaluation grids are formed of the duty grids that stand."""

from datetime import datetime

from django.db import connection, transaction

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import verbatim
from cityloop.territory.actions.storing import announce
from cityloop.territory.contracts import Stored
from cityloop.territory.domain.judged import evaluation_codes
from cityloop.territory.models import City, EvaluationGrid

# A duty grid is of the class of most of its ground.
CLASSES = """
SELECT DISTINCT ON (duty) duty, area_level FROM (
    SELECT g.duty_grid_code AS duty, g.area_level, sum(g.area_m2) AS area
      FROM territory_unitgrid g JOIN territory_dutygrid d ON d.code = g.duty_grid_code
     WHERE g.valid_until IS NULL AND d.valid_until IS NULL
     GROUP BY 1, 2) s
 ORDER BY duty, area DESC, area_level
"""
BIND = """
UPDATE territory_dutygrid d SET evaluation_grid_code = p.judged
  FROM unnest(%s::text[], %s::text[]) AS p (duty, judged)
 WHERE d.code = p.duty AND d.evaluation_grid_code IS DISTINCT FROM p.judged
"""


@transaction.atomic
def form_evaluation_grids(*, valid_from: datetime, at: datetime) -> Stored:
    """Give every duty grid that stands the evaluation grid of its street and area class; those left without any end.

    :raises InvalidInputError: a street would have more than 99 of them.
    """
    City.objects.select_for_update().first()
    stored, is_new = form(valid_from=valid_from, at=at)
    if is_new:
        announce("evaluation grids", stored, at)
    return stored


def form(*, valid_from: datetime, at: datetime) -> tuple[Stored, bool]:
    """Do so while the city is locked, without a word to others; return also whether anything is another now."""
    with connection.cursor() as cursor:
        cursor.execute(CLASSES)
        levels: dict[str, str] = dict(cursor.fetchall())
    known = {row.code: row for row in EvaluationGrid.objects.all()}
    try:
        codes = evaluation_codes(levels, {code: "" if row.valid_until else code for code, row in known.items()})
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="evaluation_grids") from error
    wanted = set(codes.values())
    fresh = sorted(wanted - known.keys())
    EvaluationGrid.objects.bulk_create(
        [EvaluationGrid(code=code, street_id=code[:9], valid_from=valid_from) for code in fresh]
    )
    over = [code for code, row in known.items() if row.valid_until is None and code not in wanted]
    EvaluationGrid.objects.filter(code__in=over).update(valid_until=at)
    with connection.cursor() as cursor:
        cursor.execute(BIND, [list(codes), list(codes.values())])
        bound = cursor.rowcount
    stored = Stored(added=len(fresh), changed=len(over), unchanged=len(wanted) - len(fresh))
    return stored, bool(fresh or over or bound)
