"""What the operations of this module share."""

from bisect import bisect_right
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Schema
from pydantic import AfterValidator, AwareDatetime, Field, StringConstraints

from cityloop.access.api import Actor, require
from cityloop.kernel import cursors
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import Text, page
from cityloop.kernel.tables import CONTENT_TYPES, FileFormat
from cityloop.kernel.wording import say
from cityloop.standards import api
from cityloop.standards.policies import READ


def _plausible(moment: datetime) -> datetime:
    if not 1970 < moment.year < 2200:
        message = say("must lie between 1971 and 2199")
        raise ValueError(message)
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_plausible)]
Name = Annotated[Text, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Title = Annotated[Text, StringConstraints(min_length=1, max_length=120)]
ClassCode = Annotated[Text, StringConstraints(pattern=r"^\d{4,5}$")]
EditionCode = Annotated[Text, StringConstraints(pattern=r"^\d{4}$")]
LimitText = Annotated[Text, StringConstraints(max_length=40)]
FILE_ANSWER: dict[str, Any] = {
    "responses": {
        200: {
            "description": "The file.",
            "content": {
                kind.partition(";")[0]: {"schema": {"type": "string", "format": "binary"}}
                for kind in CONTENT_TYPES.values()
            },
        }
    }
}


class LimitOut(Schema):
    """A limit: so much of a unit."""

    amount: str
    unit: api.LimitUnit


class StageOut(Schema):
    """A stage of disposal and its limits by area level (A, B, C or ALL)."""

    number: int
    name: str
    closing_condition: str
    limits: dict[str, LimitOut]


class ConditionOut(Schema):
    """A filing condition."""

    id: int
    standard_version: UUID
    edition: str
    kind: api.MatterKind
    class_code: str
    number: int
    text: str
    note: str
    closing_condition: str
    stages: list[StageOut]
    limit: LimitOut | None = Field(None, description="Of its first stage, in an area of the level that was named.")


class VersionImportOut(Schema):
    """What an upload did: the version that holds the content, and whether it is new."""

    version: api.VersionView
    is_new: bool


class Publication(Schema):
    """Since when a version is to hold."""

    valid_from: Moment


class VersionFilter(Schema):
    """Which versions are wanted."""

    name: Name | None = None
    state: api.VersionState | None = None
    at: Moment | None = None


Versions = Query[VersionFilter]


def may_read(actor: Actor) -> None:
    """Let pass whoever may read standards.

    :raises NotPermittedError: the actor may not.
    """
    require(actor, READ)


def limit_out(limit: api.Limit) -> dict[str, str]:
    """Return a limit for JSON."""
    return {"amount": f"{limit.amount:f}", "unit": limit.unit.value}


def condition_out(view: api.ConditionView, area_level: api.AreaLevel | None = None) -> dict[str, Any]:
    """Return a condition for JSON, with its limit in an area of this level."""
    plain = {name: getattr(view, name) for name in ConditionOut.model_fields if name not in ("stages", "limit")}
    limit = api.limit_in(view, area_level=area_level) if area_level else None
    stages = [
        {
            "number": stage.number,
            "name": stage.name,
            "closing_condition": stage.closing_condition,
            "limits": {str(level): limit_out(limit) for level, limit in stage.limits.items()},
        }
        for stage in view.stages
    ]
    return {**plain, "stages": stages, "limit": limit_out(limit) if limit else None}


def page_of(
    rows: Sequence[Any], *, keys: Sequence[tuple[str | int, ...]], cursor: str | None, limit: int
) -> HttpResponse:
    """Answer with a page of rows that are in memory, in the order of their keys."""
    start = _place(keys, cursor) if cursor is not None else 0
    is_last = start + limit >= len(rows)
    return page(rows[start : start + limit], next_cursor=None if is_last else cursors.encode(*keys[start + limit - 1]))


def _place(keys: Sequence[tuple[str | int, ...]], cursor: str) -> int:
    """Return the place of the first key after the cursor's; the last page gives no cursor, so there are keys."""
    shape = keys[0] if keys else ()
    after = tuple(cursors.decode(cursor, length=len(shape)))
    if [type(part) for part in after] != [type(part) for part in shape]:
        message = say("The cursor is not one this list gave.")
        raise InvalidInputError(message, field="cursor")
    return bisect_right(keys, after)


def file_answer(content: bytes, file_format: FileFormat, name: str) -> HttpResponse:
    """Answer with a file to be saved, never shown."""
    response = HttpResponse(content, content_type=file_format.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}.{file_format.value}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
