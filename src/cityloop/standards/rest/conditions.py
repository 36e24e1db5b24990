"""Filing conditions in force."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest
from cityloop.kernel.clock import now
from cityloop.kernel.http import problems, quick
from cityloop.standards import api
from cityloop.standards.rest import schemas

router = Router()

ConditionId = Annotated[int, Path(ge=1, le=2**63 - 1)]


class ConditionFilter(Schema):
    """Whose conditions are wanted, and of when."""

    kind: api.MatterKind
    code: schemas.ClassCode
    edition: schemas.EditionCode | None = None
    name: schemas.Name = "default"
    area_level: api.AreaLevel | None = Field(None, description="Then each condition tells its limit in such an area.")
    at: schemas.Moment | None = None


class ConditionsOut(Schema):
    """The conditions of a class; where there are none, `default_limit` holds."""

    standard: api.VersionView
    default_limit: schemas.LimitOut
    items: list[schemas.ConditionOut]


@router.get("", response={200: ConditionsOut, **problems(401, 403, 404, 422)}, operation_id="list_conditions")
def list_conditions(request: ActorRequest, wanted: Query[ConditionFilter]) -> HttpResponse:
    """Return the filing conditions of a class in the standard in force, now or at a moment."""
    schemas.may_read(request.auth)
    at = wanted.at or now()
    found = api.conditions(kind=wanted.kind, code=wanted.code, edition=wanted.edition, name=wanted.name, at=at)
    return quick(
        {
            "standard": api.current_standard(at=at, name=wanted.name),
            "default_limit": schemas.limit_out(api.default_limit(at=at, name=wanted.name)),
            "items": [schemas.condition_out(view, wanted.area_level) for view in found],
        }
    )


@router.get(
    "/{int:condition_id}",
    response={200: schemas.ConditionOut, **problems(401, 403, 404, 422)},
    operation_id="get_condition",
)
def get_condition(request: ActorRequest, condition_id: ConditionId) -> HttpResponse:
    """Return a filing condition of any version."""
    schemas.may_read(request.auth)
    return quick(schemas.condition_out(api.condition(condition_id)))
