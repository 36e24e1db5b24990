"""The maps of others that this city draws on."""

from ninja import Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.kernel.http import problems
from cityloop.maps import api

router = Router(tags=["maps"], auth=signed_in)


class RasterLayer(Schema):
    """One layer of a map to draw on."""

    url: str = Field(description="With {z}, {x} and {y}, and the city's key already in it.")
    tile_size: int
    least_zoom: int
    most_zoom: int


class BaseMap(Schema):
    """A map to draw on."""

    name: str
    attribution: str = Field(description="Whom to name on the map.")
    system: api.MapSystem = Field(description="GCJ-02: it lies some hundreds of metres beside everything of ours.")
    state: api.BaseMapState = Field(description="SILENT: its server does not answer. WRONG: `cityloop check` says why.")
    layers: list[RasterLayer] = Field(description="The lowest first; none unless it is READY.")


@router.get("", response={200: list[BaseMap], **problems(401, 403)}, operation_id="list_base_maps")
def list_base_maps(request: ActorRequest) -> list[api.BaseMap]:  # noqa: ARG001 - whoever is signed in
    """Return the base maps, the first one that is ready to be shown first; with none it is our own ground."""
    return api.base_maps()
