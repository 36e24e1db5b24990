"""What is nearby (便民服务), for everybody: no account, and nothing kept of who asks but a count."""

from datetime import timedelta
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.kernel.clock import now
from cityloop.kernel.http import client_address, problems, quick
from cityloop.kernel.rates import LIMITED, RequestRate, require_rate
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


@router.get(
    "",
    response={200: list[NearbyPlace], **problems(422, 429)},
    operation_id="list_nearby",
    auth=None,
    openapi_extra=LIMITED,
)
def list_nearby(
    request: HttpRequest,
    longitude: Annotated[float, Query(ge=-180, le=180, allow_inf_nan=False)],
    latitude: Annotated[float, Query(ge=-90, le=90, allow_inf_nan=False)],
    kind: Annotated[list[api.Amenity], Query(max_length=4, description="All kinds if none is named.")] = [],  # noqa: B006 - Ninja copies it
    walk_m: Annotated[
        float, Query(gt=0, le=api.FARTHEST_WALK_M, allow_inf_nan=False, description="Only what is no longer to walk.")
    ] = api.FARTHEST_WALK_M,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> HttpResponse:
    """Return toilets, bins, places to park and stops within 1,000 m, the shortest walk first.

    An address that asks too often is refused with 429 until `Retry-After` seconds have passed.
    """
    rate = RequestRate("nearby", settings.CITYLOOP_NEARBY_A_MINUTE, timedelta(minutes=1))
    require_rate(rate, caller=client_address(request), at=now())
    found = api.nearby(longitude=longitude, latitude=latitude, kinds=kind, walk_m=walk_m, limit=limit)
    answer = quick(found)
    answer["Cache-Control"] = KEPT
    return answer
