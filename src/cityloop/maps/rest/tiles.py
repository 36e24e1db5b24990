"""Vector tiles over HTTP: what a layer is (TileJSON 3), and one tile of it."""

from gzip import decompress
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from ninja import Path, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.http import problems
from cityloop.kernel.wording import say
from cityloop.maps import api
from cityloop.territory import api as territory

MVT = "application/vnd.mapbox-vector-tile"
router = Router(tags=["maps"], auth=signed_in)
Zoom = Annotated[int, Path(ge=0, le=api.DEEPEST)]
Index = Annotated[int, Path(ge=0, lt=2**api.DEEPEST)]


class VectorLayer(Schema):
    """One layer inside the tiles."""

    id: str
    fields: dict[str, str]
    minzoom: int
    maxzoom: int


class TileSet(Schema):
    """What a map program needs to know of a layer (TileJSON 3.0.0)."""

    tilejson: str = "3.0.0"
    name: str
    version: str = "1.0.0"
    scheme: str = "xyz"
    tiles: list[str]
    minzoom: int = 0
    maxzoom: int = Field(description="Deeper tiles hold nothing more: draw this one larger.")
    bounds: list[float]
    center: list[float]
    vector_layers: list[VectorLayer]


@router.get("/{layer}.json", response={200: TileSet, **problems(401, 403, 404, 422)}, operation_id="describe_tiles")
def describe_tiles(request: ActorRequest, layer: api.LayerName) -> TileSet:
    """Return the TileJSON of a layer, its bounds those of the caller's area."""
    found = api.layer(layer, request.auth)
    bounds = territory.extent(request.auth.area_code[:12])
    if bounds is None:
        message = say("No city has been loaded.")
        raise NotFoundError(message)
    west, south, east, north = bounds
    return TileSet(
        name=found.title,
        tiles=[request.build_absolute_uri(f"/api/v1/tiles/{layer.value}") + "/{z}/{x}/{y}.pbf"],
        maxzoom=found.deepest,
        bounds=list(bounds),
        center=[(west + east) / 2, (south + north) / 2, 12],
        vector_layers=[
            VectorLayer(id=sheet.name, fields=dict(sheet.fields), minzoom=sheet.least_zoom, maxzoom=sheet.most_zoom)
            for sheet in found.sheets
        ],
    )


@router.get(
    "/{layer}/{z}/{x}/{y}.pbf",
    response={200: Any, 304: None, **problems(401, 403, 404, 422)},
    operation_id="read_tile",
    openapi_extra={
        "responses": {200: {"content": {MVT: {"schema": {"type": "string", "format": "binary"}}}}},
    },
)
def read_tile(request: ActorRequest, layer: api.LayerName, z: Zoom, x: Index, y: Index) -> HttpResponse:
    """Return a Mapbox vector tile with what the caller may see: counts from afar, the things themselves from near by.

    Ask again with `If-None-Match`: as long as nothing changed the answer is 304, for all layers but cases without any
    drawing.
    """
    tile = api.Tile(z, x, y)
    tag = api.tag_of(layer, tile, request.auth)
    if tag and _is_known(request, tag):
        return _marked(HttpResponseNotModified(), tag)
    rendered = api.render(layer, tile, request.auth, at=now(), tag=tag)
    if _is_known(request, rendered.tag):
        return _marked(HttpResponseNotModified(), rendered.tag)
    takes_gzip = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(rendered.content if takes_gzip else decompress(rendered.content), content_type=MVT)
    if takes_gzip:
        answer["Content-Encoding"] = "gzip"
    return _marked(answer, rendered.tag)


def _is_known(request: HttpRequest, tag: str) -> bool:
    sent = request.headers.get("If-None-Match", "")
    return sent.strip() == "*" or tag in {part.strip().removeprefix("W/").strip('"') for part in sent.split(",")}


def _marked(answer: HttpResponse, tag: str) -> HttpResponse:
    """Name the content; weakly, because it is the same tile with and without gzip. Only the caller may keep it."""
    answer["ETag"] = f'W/"{tag}"'
    answer["Cache-Control"] = "private, no-cache"
    answer["Vary"] = "Accept-Encoding, Authorization, Cookie, X-CityLoop-Seat"
    return answer
