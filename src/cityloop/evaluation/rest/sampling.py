"""Case-quality sampling: planned, drawn, looked at a second time by somebody who is told nothing else, ruled on."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field, StringConstraints

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.contracts.sampling import (
    LookAnswer,
    LookDone,
    LookQuestion,
    SampledView,
    SamplingDetails,
    SamplingPlan,
    SamplingView,
    SecondLook,
    Stratum,
)
from cityloop.evaluation.rest.fields import PeriodKey
from cityloop.kernel.clock import now
from cityloop.kernel.http import (
    PICTURES,
    Cursor,
    IdempotencyKey,
    Page,
    PageSize,
    Text,
    WidthQuery,
    idempotent,
    page,
    picture,
    problems,
    quick,
)
from cityloop.kernel.lots import new_seed

samplings = Router(tags=["evaluation"], auth=signed_in)
looks = Router(tags=["evaluation"], auth=signed_in)
Answers = Annotated[dict[LookQuestion, LookAnswer], Field(max_length=len(LookQuestion))]


class SamplingIn(Schema):
    """Which cases are drawn: those closed in a period, so many or this share of each stratum."""

    period: PeriodKey
    by: Annotated[list[Stratum], Field(max_length=5)] = Field([], description="None is one stratum of all cases.")
    size: Annotated[int, Field(ge=1, le=10_000)] | None = Field(None, description="Cases of each stratum.")
    share: Annotated[Decimal, Field(gt=0, le=100, decimal_places=4)] | None = Field(
        None, description="Percent of each stratum, at least one case."
    )
    area: Annotated[str, StringConstraints(pattern=r"^[0-9]{0,15}$")] = Field("", description="None is the whole city.")

    def plan(self) -> SamplingPlan:
        """Return it as actions want it."""
        return SamplingPlan(
            period=self.period, by=tuple(self.by), size=self.size, share=self.share, area_code=self.area
        )


class AnswersIn(Schema):
    """What the second look found: an answer to every question."""

    answers: Answers
    words: Text = ""


class RulingIn(Schema):
    """What an inspector says to the questions in dispute: NO, it was wrong indeed; YES, the case was right."""

    ruling: Answers
    opinion: Annotated[Text, StringConstraints(min_length=1)]


@samplings.get("", response={200: Page[SamplingView], **problems(401, 403, 422)}, operation_id="list_samplings")
def list_samplings(request: ActorRequest, cursor: Cursor = None, size: PageSize = 50) -> HttpResponse:
    """Return samplings, the latest first."""
    rows, following = api.samplings(actor=request.auth, cursor=cursor, size=size)
    return page(rows, next_cursor=following)


@samplings.post("", response={201: SamplingView, **problems(401, 403, 409, 422)}, operation_id="plan_sampling")
def plan_sampling(request: ActorRequest, new: SamplingIn, key: IdempotencyKey) -> HttpResponse:
    """Plan a sampling: its seed is drawn and written down now, and told when the cases are drawn by it."""
    at = now()

    def run() -> tuple[int, Any]:
        made = api.plan_sampling(sampling_id=key, plan=new.plan(), seed=new_seed(), actor=request.auth, at=at)
        return 201, made

    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run)


@samplings.get(
    "/{uuid:sampling_id}", response={200: SamplingDetails, **problems(401, 403, 404)}, operation_id="get_sampling"
)
def get_sampling(request: ActorRequest, sampling_id: UUID) -> HttpResponse:
    """Return a sampling with what has come of it: how often second looks agreed, and what rulings said."""
    return quick(api.sampling(sampling_id=sampling_id, actor=request.auth))


@samplings.post(
    "/{uuid:sampling_id}/drawing",
    response={200: SamplingView, **problems(401, 403, 404, 409)},
    operation_id="draw_sampling",
)
def draw_sampling(request: ActorRequest, sampling_id: UUID) -> HttpResponse:
    """Draw the cases of a plan once its period is over; drawing again draws nothing new."""
    return quick(api.draw_sampling(sampling_id=sampling_id, actor=request.auth, at=now()))


@samplings.get(
    "/{uuid:sampling_id}/cases",
    response={200: Page[SampledView], **problems(401, 403, 404, 422)},
    operation_id="list_sampled_cases",
)
def list_sampled_cases(
    request: ActorRequest,
    sampling_id: UUID,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="The place of the last one seen.")] = 0,
    size: PageSize = 100,
) -> HttpResponse:
    """Return cases in the order in which they were drawn; the cursor of a page is the place of its last one."""
    rows, last = api.sampled_cases(sampling_id=sampling_id, actor=request.auth, after=after, size=size)
    return page(rows, next_cursor=None if last is None else str(last))


@samplings.get(
    "/{uuid:sampling_id}/population",
    response={200: None, **problems(401, 403, 404)},
    operation_id="download_population",
)
def download_population(request: ActorRequest, sampling_id: UUID) -> HttpResponse:
    """Return the list that was drawn from as CSV: identifier, number, stratum (docs/evaluation.md)."""
    content = api.population(sampling_id=sampling_id, actor=request.auth)
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="population-{sampling_id}.csv"'
    answer["Cache-Control"] = "no-store"
    return answer


@looks.post("", response={200: SecondLook, **problems(401, 403, 404)}, operation_id="take_second_look")
def take_second_look(request: ActorRequest) -> HttpResponse:
    """Return the drawn case in one's hands, or else the next one; who worked on it and what they said stays hidden."""
    return quick(api.take_second_look(actor=request.auth, at=now()))


@looks.get("/disputes", response={200: Page[SampledView], **problems(401, 403, 422)}, operation_id="list_look_disputes")
def list_look_disputes(request: ActorRequest, size: PageSize = 100) -> HttpResponse:
    """Return drawn cases that wait for a ruling, the oldest first."""
    return page(api.disputes(actor=request.auth, size=size), next_cursor=None)


@looks.get(
    "/{uuid:sampled_id}/photos/{int:number}",
    response={200: None, **problems(401, 403, 404, 422)},
    operation_id="download_look_photo",
    openapi_extra=PICTURES,
)
def download_look_photo(request: ActorRequest, sampled_id: UUID, number: int, width: WidthQuery = None) -> HttpResponse:
    """Return a photograph under second look, without EXIF."""
    return picture(request, api.look_photo(sampled_id=sampled_id, number=number, actor=request.auth, width=width))


@looks.post(
    "/{uuid:sampled_id}/answers",
    response={200: LookDone, **problems(401, 403, 404, 409, 422)},
    operation_id="answer_second_look",
)
def answer_second_look(request: ActorRequest, sampled_id: UUID, said: AnswersIn) -> HttpResponse:
    """Take down what the second look found."""
    return quick(
        api.answer_second_look(
            sampled_id=sampled_id, answers=said.answers, words=said.words, actor=request.auth, at=now()
        )
    )


@looks.post(
    "/{uuid:sampled_id}/ruling",
    response={200: SampledView, **problems(401, 403, 404, 409, 422)},
    operation_id="rule_on_look",
)
def rule_on_look(request: ActorRequest, sampled_id: UUID, said: RulingIn) -> HttpResponse:
    """Rule on what the second look denied."""
    made = api.rule_on_look(
        sampled_id=sampled_id, ruling=said.ruling, opinion=said.opinion, actor=request.auth, at=now()
    )
    return quick(made)
