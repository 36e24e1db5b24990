"""The questionnaire of an appraisal, to those who run it."""

from decimal import Decimal
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.appraisal import api
from cityloop.appraisal.rest.fields import Title
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Moment, idempotent, problems, quick

router = Router(tags=["appraisal"], auth=signed_in)
Mark = Annotated[Decimal, Field(ge=0, le=100, decimal_places=2)]


class QuestionnaireIn(Schema):
    """Until when answers are taken, and what is made of them."""

    title: Title
    closes_at: Moment
    least_answers: Annotated[int, Field(ge=1, le=100_000)] = Field(
        30, description="Under so many answers to a question in an area no figure is told."
    )
    marks: Annotated[list[Mark], Field(min_length=5, max_length=5)] = Field(
        list(api.USUAL_MARKS), description="What the five levels give, the best first."
    )


class QuestionnaireEnd(Schema):
    """When the questionnaire closes; a moment that is past closes it now."""

    closes_at: Moment


@router.get(
    "/{uuid:appraisal_id}/questionnaire",
    response={200: api.QuestionnaireView, **problems(401, 403, 404)},
    operation_id="get_questionnaire",
)
def get_questionnaire(request: ActorRequest, appraisal_id: UUID) -> HttpResponse:
    """Return the questionnaire with its token and how many have answered, by area."""
    return quick(api.questionnaire(appraisal_id=appraisal_id, actor=request.auth))


@router.post(
    "/{uuid:appraisal_id}/questionnaire",
    response={201: api.QuestionnaireView, **problems(401, 403, 404, 409, 422)},
    operation_id="open_questionnaire",
)
def open_questionnaire(
    request: ActorRequest, appraisal_id: UUID, new: QuestionnaireIn, key: IdempotencyKey
) -> HttpResponse:
    """Open the questionnaire under an address that nobody can guess: `/api/v1/questionnaires/{token}`."""
    at = now()
    draft = api.QuestionnaireDraft(
        title=new.title, closes_at=new.closes_at, least_answers=new.least_answers, marks=tuple(new.marks)
    )

    def run() -> tuple[int, Any]:
        made = api.open_questionnaire(
            questionnaire_id=key, appraisal_id=appraisal_id, draft=draft, actor=request.auth, at=at
        )
        return 201, made

    return idempotent(request, key=key, scope=f"appraisal:{request.auth.account_id}", at=at, run=run)


@router.post(
    "/{uuid:appraisal_id}/questionnaire/end",
    response={200: api.QuestionnaireView, **problems(401, 403, 404, 409, 422)},
    operation_id="move_questionnaire_end",
)
def move_end(request: ActorRequest, appraisal_id: UUID, said: QuestionnaireEnd) -> HttpResponse:
    """Let the questionnaire close at another moment."""
    made = api.move_closing(appraisal_id=appraisal_id, closes_at=said.closes_at, actor=request.auth, at=now())
    return quick(made)
