"""Addresses that are known from earlier cases."""

from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Schema

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.cases.queries.addresses import known_addresses
from cityloop.kernel.http import problems, quick

router = Router(tags=["cases"], auth=signed_in)


class KnownAddress(Schema):
    """An address of earlier cases; `houses_off` is how far its house number is off, null where it holds the words."""

    address: str
    longitude: float
    latitude: float
    grid_code: str
    used_at: datetime
    houses_off: int | None


@router.get("", response={200: list[KnownAddress], **problems(401, 403, 422)}, operation_id="search_known_addresses")
def addresses(
    request: ActorRequest, words: Annotated[str, Query(min_length=2, max_length=60, pattern=r"^[^\x00]+$")]
) -> HttpResponse:
    """Return addresses of earlier cases that hold these words, then the nearest house numbers of the same street."""
    require(request.auth, "cases.read")
    return quick(known_addresses(words=words, actor=request.auth))
