"""From a name to a place."""

from datetime import datetime

from django.contrib.gis.db.models import PointField
from django.contrib.gis.db.models.functions import GeoFunc
from django.db.models.functions import Length

from cityloop.kernel.validity import valid_at
from cityloop.territory.contracts import DivisionLevel, NamedPlace
from cityloop.territory.models import Division
from cityloop.territory.queries.ground import names

MOST = 8


class PointOnSurface(GeoFunc):
    """A point that lies within a shape, also where its centre does not."""

    output_field = PointField()
    geom_param_pos = (0,)


def named_places(words: str, *, at: datetime) -> list[NamedPlace]:
    """Return the divisions whose name holds these words, the larger ones first: two queries.

    The whole city is no place: it is where everything lies.
    """
    rows = Division.objects.filter(valid_at(at), name__contains=words.strip()).exclude(level=DivisionLevel.CITY)
    largest_first = rows.annotate(point=PointOnSurface("geometry")).order_by(Length("code"), "code")
    found = list(largest_first.values_list("code", "level", "name", "point")[:MOST])
    above = names({code[:length] for code, *_ in found for length in (6, 9) if length < len(code)})
    return [
        NamedPlace(code, DivisionLevel(level), _label(code, name, above), point.x, point.y)
        for code, level, name, point in found
    ]


def _label(code: str, name: str, above: dict[str, str]) -> str:
    larger = [above[code[:length]] for length in (6, 9) if length < len(code) and code[:length] in above]
    return " ".join([*larger, name])


def division_points() -> list[NamedPlace]:
    """Return every division that has not ended, in order of code, each by its bare name with a point in it."""
    rows = Division.objects.filter(valid_until__isnull=True).annotate(point=PointOnSurface("geometry")).order_by("code")
    return [
        NamedPlace(code, DivisionLevel(level), name, point.x, point.y)
        for code, level, name, point in rows.values_list("code", "level", "name", "point")
    ]
