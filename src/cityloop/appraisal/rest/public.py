"""The questionnaire, for everybody who has its link: no account, and nothing kept of who answers but a count."""

from datetime import timedelta
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field, StringConstraints

from cityloop.appraisal import api
from cityloop.appraisal.rest.fields import AreaCode, LeafCode
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, client_address, problems, quick
from cityloop.kernel.rates import LIMITED, RequestRate, require_rate

router = Router(tags=["appraisal"])
LOOKS_AN_HOUR = 10  # to one answer
Token = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{43}$")]
Level = Annotated[int, Field(ge=1, le=5, description="1 very content, 2 content, 3 middling, 4 not, 5 not at all.")]


class ResponseIn(Schema):
    """What somebody has answered, by the code of the indicator; what they cannot tell is left out."""

    area_code: AreaCode
    levels: Annotated[dict[LeafCode, Level], Field(min_length=1, max_length=500)]


@router.get(
    "/{token}",
    response={200: api.PublicQuestionnaire, **problems(404, 422, 429)},
    operation_id="get_public_questionnaire",
    auth=None,
    openapi_extra=LIMITED,
)
def get_questionnaire(request: HttpRequest, token: Path[Token]) -> HttpResponse:
    """Return the questions, and whether answers are still taken."""
    at = now()
    _require_rate(request, "questionnaire", LOOKS_AN_HOUR)
    answer = quick(api.public_questionnaire(token=token, at=at))
    answer["Cache-Control"] = "no-store"
    return answer


@router.post(
    "/{token}/responses",
    response={201: api.Received, **problems(404, 409, 422, 429)},
    operation_id="answer_questionnaire",
    auth=None,
    openapi_extra=LIMITED,
)
def answer_questionnaire(
    request: HttpRequest, token: Path[Token], new: ResponseIn, key: IdempotencyKey
) -> HttpResponse:
    """Take in what somebody has answered; neither account nor address nor time of day is kept beside it.

    The key is drawn by the browser, and the same one twice counts once. An address that answers too often is refused
    with 429 until `Retry-After` seconds have passed.
    """
    _require_rate(request, "questionnaire-responses", 1)
    draft = api.ResponseDraft(area_code=new.area_code, levels=new.levels)
    return quick(api.answer(token=token, response_id=key, draft=draft, at=now()), status=201)


def _require_rate(request: HttpRequest, name: str, times: int) -> None:
    rate = RequestRate(name, settings.CITYLOOP_ANSWERS_AN_HOUR * times, timedelta(hours=1))
    require_rate(rate, caller=client_address(request), at=now())
