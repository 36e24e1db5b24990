"""What is wrong with the ground, over HTTP."""

from collections import Counter
from typing import Annotated

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.kernel.clock import now
from cityloop.kernel.http import problems, quick
from cityloop.territory import api
from cityloop.territory.policies import READ, area_within
from cityloop.territory.rest.ground import Geometry

MOST = 1000
router = Router(tags=["territory"], auth=signed_in)
Within = Annotated[str, Query(pattern=r"^[0-9]{0,12}$", description="The beginning of the codes of communities.")]


class Fault(Schema):
    """A fault of the ground; advice where the ground still works."""

    kind: api.FaultKind
    is_advice: bool
    codes: list[str]
    area_m2: float
    width_m: float = Field(description="Its average width.")
    geometry: Geometry


class FaultCount(Schema):
    """How many faults of a kind there are."""

    kind: api.FaultKind
    is_advice: bool
    count: int


class Mended(Schema):
    """How many divisions got another outline."""

    changed: int
    unchanged: int


@router.get("", response={200: list[Fault], **problems(401, 403, 422)}, operation_id="list_faults")
def list_faults(
    request: ActorRequest,
    within: Within = "",
    kind: Annotated[api.FaultKind | None, Query(description="All kinds if none is named.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = MOST,
) -> HttpResponse:
    """Return the gaps, overlaps, slivers and other faults of divisions and unit grids in the caller's area.

    What must be mended comes before advice; `/faults/counts` tells how many there are of each kind.
    """
    found = api.faults(within=area_within(request.auth, READ, within)[:12])
    return quick([fault for fault in found if kind in {None, fault.kind}][:limit])


@router.get("/counts", response={200: list[FaultCount], **problems(401, 403, 422)}, operation_id="count_faults")
def count_faults(request: ActorRequest, within: Within = "") -> HttpResponse:
    """Return how many faults of each kind divisions and unit grids in the caller's area have, those to mend first."""
    found = Counter(fault.kind for fault in api.faults(within=area_within(request.auth, READ, within)[:12]))
    kinds = sorted(found, key=lambda kind: (kind.is_advice, kind.value))
    return quick([{"kind": kind, "is_advice": kind.is_advice, "count": found[kind]} for kind in kinds])


@router.post("/mend-divisions", response={200: Mended, **problems(401, 403)}, operation_id="mend_divisions")
def mend_divisions(request: ActorRequest) -> api.Stored:
    """Draw streets, districts and the city anew as their communities make them up, so that none leaves another."""
    return api.mend_divisions(actor=request.auth, at=now())
