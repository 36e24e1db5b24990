"""What entrances share: declared problems, idempotent creates, pages, quick JSON, a parser that refuses poison."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar
from uuid import UUID

import orjson
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.datastructures import MultiValueDict
from ninja import Header, NinjaAPI, Query, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.parser import Parser
from ninja.renderers import BaseRenderer
from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, StringConstraints

from cityloop.kernel import files, idempotency
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.pictures import PictureFile, PictureWidth
from cityloop.kernel.problems import Problem
from cityloop.kernel.wording import say

Row = TypeVar("Row")
WidthQuery = Annotated[
    PictureWidth | None,
    Query(description="A copy this many pixels wide at most, as JPEG without EXIF; else the picture itself."),
]
PICTURES = {
    "responses": {
        200: {
            "description": "The picture.",
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "image/webp")
            },
        },
        304: {"description": "The caller has it already, by its ETag."},
    }
}
PAGE_SIZE_LIMIT = 200
PROBLEM_TYPE = "application/problem+json"


def problems(*statuses: int) -> dict[int, type[Problem]]:
    """Return the part of an operation's `response` map that declares these refusals.

    An operation that may answer 422 may also answer 400 to a body that is not JSON and 413 to one that is too large,
    so these come along.
    """
    implied = {400, 413} if 422 in statuses else set()
    return dict.fromkeys(sorted({*statuses, *implied}), Problem)


def _without_nul(text: str) -> str:
    if "\x00" in text:
        message = say("must not hold the character NUL")
        raise ValueError(message)
    return text


def _written_out(value: object) -> object:
    if not isinstance(value, datetime | str) or (isinstance(value, str) and "-" not in value[1:]):
        message = say("must be a moment as RFC 3339 writes it, not a number")
        raise ValueError(message)
    return value


def _written_as_day(value: object) -> object:
    if not isinstance(value, date | str) or (isinstance(value, str) and "-" not in value[1:]):
        message = say("must be a day as RFC 3339 writes it, not a number")
        raise ValueError(message)
    return value


# Text that PostgreSQL can hold. Use these for every text that comes from outside.
Text = Annotated[str, StringConstraints(strip_whitespace=True, max_length=4000), AfterValidator(_without_nul)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), AfterValidator(_without_nul)
]
# A password is taken to the letter; its length is bounded so that hashing it costs little.
Password = Annotated[str, StringConstraints(min_length=1, max_length=200), AfterValidator(_without_nul)]
# A moment with its zone, within what both Python and PostgreSQL can hold in every zone.
Moment = Annotated[
    AwareDatetime,
    Field(ge=datetime(1900, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC)),
    BeforeValidator(_written_out),
]
# A day of the calendar.
Day = Annotated[date, Field(ge=date(1900, 1, 1), lt=date(2200, 1, 1)), BeforeValidator(_written_as_day)]

IdempotencyKey = Annotated[
    UUID,
    Header(alias="Idempotency-Key", description="A UUID made by the caller; the same one twice creates one thing."),
]
Cursor = Annotated[
    Annotated[str, StringConstraints(max_length=1000), AfterValidator(_without_nul)] | None,
    Query(description="`next` of the page before."),
]
PageSize = Annotated[int, Query(ge=1, le=PAGE_SIZE_LIMIT, description="Rows to a page.")]


class Page(Schema, Generic[Row]):
    """Some rows, and the cursor of those that follow; it is null on the last page."""

    items: list[Row]
    next: str | None = Field(None, description="Send it as `cursor` to get the following page.")


def page(rows: Iterable[Any], *, next_cursor: str | None) -> HttpResponse:
    """Answer with a page whose rows are ready for JSON; the schema is documentation, not a second pass over them."""
    return quick({"items": list(rows), "next": next_cursor})


def quick(body: Any, *, status: int = 200) -> HttpResponse:
    """Answer with JSON written by orjson: dicts, dataclasses, UUIDs, moments, enums and schemas as they are."""
    return HttpResponse(_dumps(body), status=status, content_type="application/json")


def picture(request: HttpRequest, found: PictureFile) -> HttpResponse:
    """Answer with a kept photograph, 12 MiB at most; who has it already is told so. A name stands for one content."""
    tag = f'"{found.name.replace("/", "-")}"'
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        with files.open_file(found.name) as file:
            answer = HttpResponse(file.read(), content_type=found.media_type)
    answer["ETag"] = tag
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, max-age=31536000, immutable"
    return answer


def idempotent(
    request: HttpRequest,
    *,
    key: UUID,
    scope: object,
    at: datetime,
    run: Callable[[], tuple[int, Any]],
    content: bytes | None = None,
) -> HttpResponse:
    """Run a create once for this key and caller; a second delivery gets the first answer and `Idempotent-Replay: true`.

    :param scope: whoever asks, so that one caller never meets another's key.
    :param run: does the work and returns the status and the body.
    :param content: what stands for the body where it was read as a stream (uploads); else the body itself.
    :raises InvalidInputError: the key was used before with another request.
    """
    body = request.body if content is None else content
    fingerprint = b"\n".join([(request.method or "").encode(), request.get_full_path().encode(), body])

    def plain() -> tuple[int, Any]:
        status, answer = run()
        return status, orjson.loads(_dumps(answer))

    status, answer, replayed = idempotency.once(scope=str(scope), key=key, request=fingerprint, at=at, run=plain)
    response = quick(answer, status=status)
    if replayed:
        response["Idempotent-Replay"] = "true"
    return response


def client_address(request: HttpRequest) -> str | None:
    """Return where the request came from: the peer, or what the outermost proxy of ours saw.

    `CITYLOOP_PROXIES` says how many proxies of ours stand in front; whatever stands further left is hearsay.
    """
    hops: int = settings.CITYLOOP_PROXIES
    forwarded: str = request.META.get("HTTP_X_FORWARDED_FOR", "")
    chain = [part.strip() for part in forwarded.split(",") if part.strip()]
    if hops and len(chain) >= hops:
        return chain[-hops]
    peer: str | None = request.META.get("REMOTE_ADDR")
    return peer or None


class QuickRenderer(BaseRenderer):
    """JSON by orjson."""

    media_type = "application/json"

    def render(self, request: HttpRequest, data: Any, *, response_status: int) -> bytes:  # noqa: ARG002 - Ninja's shape
        """Return the body."""
        return _dumps(data)


class CleanParser(Parser):
    """Reads JSON by orjson, which refuses lone surrogates, and refuses NUL, which PostgreSQL cannot hold."""

    def parse_body(self, request: HttpRequest) -> dict[str, Any]:
        """Return the body.

        :raises ValueError: it is not a JSON object or holds NUL; Ninja answers 400.
        """
        body: dict[str, Any] = orjson.loads(request.body)
        if not isinstance(body, dict):
            message = say("The body must be a JSON object.")
            raise ValueError(message)  # noqa: TRY004 - to Ninja a body it cannot read is a ValueError
        if rb"\u0000" in request.body:
            _refuse_nul(body)
        return body

    def parse_querydict(
        self, data: MultiValueDict[str, Any], list_fields: list[str], request: HttpRequest
    ) -> dict[str, Any]:
        """Return query or form fields.

        :raises InvalidInputError: a field holds NUL.
        """
        for name, values in data.lists():
            if any(isinstance(value, str) and "\x00" in value for value in (name, *values)):
                message = say("A field must not hold the character NUL.")
                raise InvalidInputError(message, field=name.replace("\x00", ""))
        return super().parse_querydict(data, list_fields, request)


class CityAPI(NinjaAPI):
    """A Ninja API that reads and writes quickly and documents its problems as problem+json."""

    def __init__(self, **options: Any) -> None:
        """Take Ninja's own options but for the renderer and the parser."""
        super().__init__(renderer=QuickRenderer(), parser=CleanParser(), **options)
        self._described: dict[str | None, OpenAPISchema] = {}

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        """Return the OpenAPI description; it is the same for all, to be read only.

        Writing it takes seconds of a processor and anybody may ask for it, so it is written once.
        """
        if path_params:
            return self._describe(path_prefix, path_params)
        if path_prefix not in self._described:
            self._described[path_prefix] = self._describe(path_prefix, None)
        return self._described[path_prefix]

    def _describe(self, path_prefix: str | None, path_params: dict[str, Any] | None) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for status, response in operation["responses"].items():
                    if int(status) >= 400 and "application/json" in response.get("content", {}):
                        response["content"] = {PROBLEM_TYPE: response["content"]["application/json"]}
        return schema


def _refuse_nul(value: Any) -> None:
    match value:
        case str():
            _without_nul(value)
        case dict():
            for name, item in value.items():
                _without_nul(name)
                _refuse_nul(item)
        case list():
            for item in value:
                _refuse_nul(item)


def _dumps(body: Any) -> bytes:
    return orjson.dumps(body, default=_plain, option=orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS)


def _plain(value: Any) -> Any:
    if isinstance(value, Schema):
        return value.model_dump()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    return str(value)
