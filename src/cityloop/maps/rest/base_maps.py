"""The maps of others that this city draws on."""

from ninja import Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.kernel.http import problems
from cityloop.maps import api

router = Router(tags=["maps"], auth=signed_in)


class BaseMap(Schema):
    """A map to draw on."""

    name: str
    url: str = Field(description="With {z}, {x} and {y}, and the city's key already in it.")
    attribution: str = Field(description="Whom to name on the map.")
    tile_size: int
    most_zoom: int


@router.get("", response={200: list[BaseMap], **problems(401, 403)}, operation_id="list_base_maps")
def list_base_maps(request: ActorRequest) -> list[api.BaseMap]:  # noqa: ARG001 - whoever is signed in
    """Return the base maps, the first one to be shown first; none means our own ground."""
    return api.base_maps()
