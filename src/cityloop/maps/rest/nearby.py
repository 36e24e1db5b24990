"""What is nearby (便民服务), for everybody: no account, nothing noted of who asks."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.kernel.http import problems, quick
from cityloop.maps import api

router = Router(tags=["maps"])
KEPT = "public, max-age=300"


class NearbyPlace(Schema):
    """Something nearby."""

    kind: api.Amenity
    name: str
    code: str
    longitude: float
    latitude: float
    distance_m: float = Field(description="Along the ground, as the crow flies.")
    walk_m: float = Field(description="About how far to walk: the distance times 1.3, because no network is known.")


@router.get("", response={200: list[NearbyPlace], **problems(422)}, operation_id="list_nearby", auth=None)
def list_nearby(
    request: HttpRequest,  # noqa: ARG001 - a view
    longitude: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
    latitude: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
    kind: Annotated[list[api.Amenity], Query(max_length=4, description="All kinds if none is named.")] = [],  # noqa: B006 - Ninja copies it
    walk_m: Annotated[float, Query(gt=0, le=1000, allow_inf_nan=False)] = 1000.0,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> HttpResponse:
    """Return toilets, bins, places to park and stops within a walk, the shortest first."""
    found = api.nearby(longitude=longitude, latitude=latitude, kinds=kind, walk_m=walk_m, limit=limit)
    answer = quick(found)
    answer["Cache-Control"] = KEPT
    return answer
