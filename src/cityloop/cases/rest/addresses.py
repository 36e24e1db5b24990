"""What the words of a caller may mean: addresses of earlier cases, and the city's places."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.cases.queries.addresses import AddressSource, addresses_for
from cityloop.kernel.http import problems, quick
from cityloop.places.contracts import Precision

router = Router(tags=["cases"], auth=signed_in)


class KnownAddress(Schema):
    """An address with its position, of earlier cases or of a place.

    `houses_off` is how far the house number of a case is off, null where its address holds the words. A place has how
    surely it is meant, what kind of position it is, and which parts of the words agree.
    """

    address: str
    longitude: float
    latitude: float
    source: AddressSource
    is_exact: bool = Field(description="It is the very spot that was named; its address can stand for the words.")
    grid_code: str | None
    used_at: datetime | None
    houses_off: int | None
    score: float | None = Field(description="How surely a place is meant, 0 to 1.")
    precision: Precision | None
    matched: Mapping[str, str]


@router.get("", response={200: list[KnownAddress], **problems(401, 403, 422)}, operation_id="search_known_addresses")
def addresses(
    request: ActorRequest, words: Annotated[str, Query(min_length=1, max_length=60, pattern=r"^[^\x00]+$")]
) -> HttpResponse:
    """Return addresses of earlier cases that hold these words, places that they may mean, and neighbours of both."""
    require(request.auth, "cases.read")
    return quick(addresses_for(words=words, actor=request.auth))
