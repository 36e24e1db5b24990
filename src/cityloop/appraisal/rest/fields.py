"""Fields that several entrances take."""

from typing import Annotated

from ninja import Schema
from pydantic import Field, StringConstraints

from cityloop.kernel.http import Moment, Text

TreeKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,59}$")]
LeafCode = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$"),
    Field(description="The code of an indicator in the tree."),
]
AreaCode = Annotated[
    str, StringConstraints(pattern=r"^[0-9]{6}$"), Field(description="The code of the city or of a district.")
]
Title = Annotated[Text, StringConstraints(min_length=1, max_length=120)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


class VisitPhotoFacts(Schema):
    """When, where and with what a photograph was taken, and for which indicator."""

    taken_at: Moment
    leaf: LeafCode | None = None
    longitude: Longitude | None = None
    latitude: Latitude | None = None
    device: Annotated[Text, StringConstraints(max_length=120)] = ""
