"""Where open cases lie, for maps: a query to be read from, because a tile is made in the database."""

from typing import Any

from django.db.models import F, Func, TextField, UUIDField
from django.db.models.functions import Cast

from cityloop.access.api import Actor
from cityloop.cases.models import Case
from cityloop.cases.policies import visible
from cityloop.cases.queries.lists import ALIVE


class Plain(Func):
    """A column as it is: a geometry stays one instead of becoming bytes for Python."""

    template = "%(expressions)s"
    output_field = TextField()


def open_case_rows(actor: Actor) -> tuple[str, tuple[Any, ...]]:
    """Return the query, and its values, of the open cases this actor may know of.

    Columns: case_id, number, class_code, stage, grid_code, warn_at, due_at, spot (a point of CGCS2000).
    """
    rows = Case.objects.filter(ALIVE, visible(actor)).annotate(
        case_id=Cast(F("id"), UUIDField()), spot=Plain(F("location"))
    )
    columns = ("case_id", "number", "class_code", "stage", "grid_code", "warn_at", "due_at", "spot")
    found: tuple[str, tuple[Any, ...]] = rows.order_by().values(*columns).query.sql_with_params()
    return found
