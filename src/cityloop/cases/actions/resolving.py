"""Filling in what a move was not given but what follows: limits from standards, what was asked from its request."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from cityloop.cases.contracts import Inputs
from cityloop.cases.domain.state import CaseState
from cityloop.cases.models import Case, CaseRequest
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations
from cityloop.standards import api as standards
from cityloop.territory import api as territory


def resolve(case: Case, state: CaseState, verb: str, inputs: Inputs, at: datetime) -> Inputs:
    """Return the inputs with everything that follows from them.

    :raises InvalidInputError: an input names something that does not exist or does not fit; the facts name the field.
    """
    if inputs.class_code:
        _require_class(case, inputs.class_code, at)
    if inputs.body_id or inputs.helper_body_ids:
        _require_bodies(inputs)
    if inputs.condition_id is not None:
        inputs = _with_limit(case, state, inputs)
    if inputs.main_case_id is not None:
        inputs = replace(inputs, main_case_id=_main_case(inputs.main_case_id))
    if verb == "approve" and state.request_kind:
        inputs = _as_asked(case, inputs)
    return inputs


def _require_class(case: Case, code: str, at: datetime) -> None:
    try:
        standards.case_class(kind=standards.MatterKind(case.kind), code=code, at=at)
    except NotFoundError as error:
        raise InvalidInputError(error.detail, field="class_code") from error


def _require_bodies(inputs: Inputs) -> None:
    for name, body_ids in (("body_id", (inputs.body_id,)), ("helper_body_ids", inputs.helper_body_ids)):
        for body_id in body_ids:
            if body_id is None:
                continue
            try:
                body = organizations.body(body_id)
            except NotFoundError as error:
                raise InvalidInputError(error.detail, field=name) from error
            if body.axis.value != "EXECUTION":
                message = say("{name} does not dispose of cases.", name=body.name)
                raise InvalidInputError(message, field=name)


def _with_limit(case: Case, state: CaseState, inputs: Inputs) -> Inputs:
    """The condition and the level of the area decide the limit; a limit given beside it goes first."""
    if inputs.condition_id is None:
        return inputs
    try:
        condition = standards.condition(inputs.condition_id)
    except NotFoundError as error:
        raise InvalidInputError(error.detail, field="condition_id") from error
    code = inputs.class_code or state.class_code
    if not standards.applies(condition, kind=standards.MatterKind(case.kind), code=code):
        message = say(
            "The condition is one of {class_code}, the case is {code}.", class_code=condition.class_code, code=code
        )
        raise InvalidInputError(message, field="condition_id")
    level = inputs.area_level or state.area_level or "C"
    limit = inputs.limit or standards.limit_for(condition_id=inputs.condition_id, area_level=standards.AreaLevel(level))
    return replace(inputs, area_level=level, limit=limit)


def _main_case(main_case_id: UUID) -> UUID:
    """A case is merged into one that is still a case: where the named one was merged itself, into its main case."""
    main = Case.objects.filter(pk=main_case_id).values("phase", "merged_into_id").first()
    if main is None or (main["phase"] == "VOID" and main["merged_into_id"] is None):
        message = say("There is no such case to merge into, or it is void.")
        raise InvalidInputError(message, field="main_case_id")
    into: UUID | None = main["merged_into_id"]
    return _main_case(into) if into else main_case_id


def _as_asked(case: Case, inputs: Inputs) -> Inputs:
    asked = CaseRequest.objects.filter(case=case, state="PENDING").values_list("asked", flat=True).first() or {}
    return replace(
        inputs,
        extra=inputs.extra or (standards.Limit.parse(asked["extra"]) if "extra" in asked else None),
        until=inputs.until or (datetime.fromisoformat(asked["until"]) if "until" in asked else None),
        body_id=inputs.body_id or (UUID(asked["body_id"]) if "body_id" in asked else None),
    )


def place_of(longitude: float, latitude: float, at: datetime, *, tolerance_m: float = 0.0) -> territory.GridPlace:
    """Return the unit grid that holds a point.

    :raises InvalidInputError: the point lies outside every unit grid.
    """
    place = territory.locate(longitude=longitude, latitude=latitude, at=at, tolerance_m=tolerance_m)
    if place is None:
        message = say("The place lies outside the city's unit grids.")
        raise InvalidInputError(message, field="longitude", longitude=longitude, latitude=latitude)
    return place
