"""The life of a component over HTTP: its states, its label; and the inventory as a file."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path as FilePath
from tempfile import TemporaryDirectory
from typing import IO, Annotated, Literal
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import AwareDatetime, Field, StringConstraints

from cityloop.access.api import ActorRequest, require, signed_in
from cityloop.assets import api
from cityloop.assets.policies import MANAGE
from cityloop.assets.rest.components import Component, InventoryFilters, component_of
from cityloop.assets.rest.findings import AttributeChange
from cityloop.kernel.clock import now
from cityloop.kernel.http import Text, problems, quick
from cityloop.kernel.tables import CONTENT_TYPES

router = Router(tags=["assets"], auth=signed_in)
Code = Annotated[str, Path(pattern=r"^[0-9]{16,17}$", example="11010101002000001")]
LabelCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{16,17}$")]
PIECE = 1 << 16
TYPES = {
    **CONTENT_TYPES,
    "geojson": "application/geo+json",
    "gpkg": "application/geopackage+sqlite3",
    "shp": "application/zip",
}


class StateChange(Schema):
    """That a component went from one state to another."""

    id: int
    source: api.ComponentState
    target: api.ComponentState
    changed_at: AwareDatetime
    actor_id: UUID
    actor_name: str
    reason: str
    case_number: str
    import_id: UUID | None


class ComponentLook(Schema):
    """That a survey looked at a component: when, what the comparison said, and what was decided about it."""

    survey_id: UUID
    survey_title: str
    survey_state: api.SurveyState
    looked_at: AwareDatetime = Field(description="Of what nobody found, when the field work ended.")
    surveyor_name: str
    kind: api.FindingKind
    distance_m: float | None
    changes: list[AttributeChange]
    verdict: api.Verdict
    decided_by_name: str
    decided_at: AwareDatetime | None
    opinion: str
    applied_at: AwareDatetime | None


class NewState(Schema):
    """How a component stands from now on, and why."""

    state: api.ComponentState
    reason: Annotated[Text, StringConstraints(max_length=500)] = ""
    case_number: Annotated[Text, StringConstraints(max_length=60)] = ""


class ExportSelection(InventoryFilters):
    """Which components go out."""

    has_removed: bool = Field(default=False, description="Also what was removed, of which no list tells.")


class LabelSelection(InventoryFilters):
    """Which components get a label, and whether the sheets are SVG or PDF."""

    code: list[LabelCode] = Field(default=[], max_length=480, description="Only these.")
    after: Annotated[str, Field(pattern=r"^[0-9]{0,17}$")] = ""
    limit: Annotated[int, Field(ge=1, le=480)] = 24
    file_format: Literal["svg", "pdf"] = "svg"


@router.get("/export", response={200: None, **problems(401, 403, 422)}, operation_id="export_components")
def export(
    request: ActorRequest,
    wanted: Query[ExportSelection],
    file_format: api.InventoryFormat = api.InventoryFormat.GEOJSON,
    naming: api.FieldNaming = api.FieldNaming.OWN,
    crs: Annotated[Text, StringConstraints(max_length=500)] = "",
) -> StreamingHttpResponse:
    """Return the components of a list as a file, with our names of fields or the standard's; it imports again.

    `crs` is any that PROJ knows, such as EPSG:4549, or GCJ02; without it, longitude and latitude in CGCS2000.
    """
    asked = replace(wanted.asked(request.auth), has_removed=wanted.has_removed)
    with ExitStack() as kept:
        folder = FilePath(kept.enter_context(TemporaryDirectory()))
        path = api.write_components(folder, asked, file_format, naming, crs=crs)
        size, file = path.stat().st_size, kept.enter_context(path.open("rb"))
        answer = StreamingHttpResponse(_pieces(file, kept.pop_all()), content_type=TYPES[file_format])
    answer["Content-Length"] = str(size)
    answer["Content-Disposition"] = f'attachment; filename="{path.name}"'
    return answer


@router.get(
    "/labels",
    response={200: None, **problems(401, 403, 422)},
    operation_id="print_labels",
    openapi_extra={
        "responses": {
            200: {
                "description": "The sheets.",
                "content": {
                    kind: {"schema": {"type": "string", "format": "binary"}}
                    for kind in ("image/svg+xml", "application/pdf")
                },
            }
        }
    },
)
def print_labels(request: ActorRequest, wanted: Query[LabelSelection]) -> HttpResponse:
    """Return A4 sheets of QR labels, 24 to a sheet: each holds a component's link, its code, class and district."""
    asked = replace(wanted.asked(request.auth), codes=tuple(wanted.code))
    labels = api.labels(asked, after=wanted.after, limit=wanted.limit)
    link = f"{(settings.PUBLIC_URL or request.build_absolute_uri('/')).rstrip('/')}/components/"
    if wanted.file_format == "pdf":
        answer = HttpResponse(api.label_sheets(labels, link=link, at=now()), content_type="application/pdf")
        answer["Content-Disposition"] = 'attachment; filename="labels.pdf"'
        return answer
    drawing = api.sheet([(label.code, label.name) for label in labels], link=link)
    return HttpResponse(drawing, content_type="image/svg+xml")


@router.get(
    "/components/{code}/states",
    response={200: list[StateChange], **problems(401, 403, 404, 422)},
    operation_id="list_component_states",
)
def list_states(request: ActorRequest, code: Code) -> HttpResponse:
    """Return how the state of a component has changed, the latest first; without change it is as it was surveyed."""
    component_of(request.auth, code)
    return quick(api.state_changes(code))


@router.get(
    "/components/{code}/surveys",
    response={200: list[ComponentLook], **problems(401, 403, 404, 422)},
    operation_id="list_component_surveys",
)
def list_surveys(request: ActorRequest, code: Code) -> HttpResponse:
    """Return which surveys looked at a component and what they found, the latest first, 200 at most."""
    component_of(request.auth, code)
    return quick(api.component_looks(code))


@router.post(
    "/components/{code}/states",
    response={200: Component, **problems(401, 403, 404, 422)},
    operation_id="change_component_state",
)
def change_state(request: ActorRequest, code: Code, new: NewState) -> HttpResponse:
    """Say how a component stands from now on; saying it again changes nothing."""
    require(request.auth, MANAGE)
    return quick(
        api.change_state(
            code=code,
            state=new.state,
            reason=new.reason,
            case_number=new.case_number,
            actor=request.auth,
            at=now(),
        )
    )


def _pieces(file: IO[bytes], kept: ExitStack) -> Iterator[bytes]:
    with kept:
        while piece := file.read(PIECE):
            yield piece
