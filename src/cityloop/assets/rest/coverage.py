"""How complete and how fresh the inventory is, over HTTP."""

from datetime import date, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from ninja import Query, Router, Schema

from cityloop.access.api import ActorRequest, signed_in
from cityloop.assets import api
from cityloop.assets.policies import READ
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.http import Cursor, Day, Page, PageSize, page, problems
from cityloop.territory import api as territory

router = Router(tags=["surveys"], auth=signed_in)
YEAR = timedelta(days=365)
AreaWithin = Annotated[str, Query(pattern=r"^[0-9]{0,12}$", description="The beginning of the codes of divisions.")]


class AreaCoverage(Schema):
    """How completely and how lately the components of a division were looked at.

    Shares and rates are of one, null where there is nothing to divide by: `missing` and `new` are what was accepted,
    `missing_rate` and `new_rate` their number beside that of the components compared.
    """

    area_code: str
    name: str
    components: int
    looked_at: int
    looked_share: float | None
    oldest_on: date | None
    median_on: date | None
    median_age_days: int | None
    surveys: int
    compared: int
    moved: int
    differing: int
    missing: int
    new: int
    missing_rate: float | None
    new_rate: float | None


@router.get("/coverage", response={200: Page[AreaCoverage], **problems(401, 403, 422)}, operation_id="list_coverage")
def list_coverage(
    request: ActorRequest,
    level: Literal["DISTRICT", "STREET", "COMMUNITY"] = "STREET",
    within: AreaWithin = "",
    since: Annotated[Day | None, Query(description="From when a look counts; left out, a year ago.")] = None,
    cursor: Cursor = None,
    limit: PageSize = 50,
) -> HttpResponse:
    """Return how complete and how fresh the inventory of each division in the caller's area is, in order of code."""
    area = territory.area_within(request.auth, READ, within)
    today = now().astimezone(ZoneInfo(territory.city().timezone)).date()
    rows = api.coverage(
        level=territory.DivisionLevel(level),
        within=area,
        since=since or today - YEAR,
        today=today,
        after=str(cursors.decode(cursor, length=1)[0]) if cursor else "",
        limit=limit + 1,
    )
    return page(rows[:limit], next_cursor=cursors.encode(rows[limit - 1].area_code) if len(rows) > limit else None)
