"""Asking people: a questionnaire that is opened, closed, and answered by whoever has its link."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from uuid import UUID

from django.db import transaction

from cityloop.access import api as access
from cityloop.appraisal.actions.appraising import held_open, share_open
from cityloop.appraisal.contracts import (
    QuestionnaireClosedError,
    QuestionnaireDraft,
    QuestionnaireView,
    Received,
    ResponseDraft,
)
from cityloop.appraisal.domain.counting import LEVELS
from cityloop.appraisal.domain.trees import PERCENT
from cityloop.appraisal.models import Questionnaire, QuestionnaireResponse
from cityloop.appraisal.policies import RUN
from cityloop.appraisal.queries.appraisals import districts, today
from cityloop.appraisal.queries.questionnaires import asked_leaves, by_token, questionnaire_view
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.wording import say

TOKEN_BYTES = 32


@transaction.atomic
def open_questionnaire(
    *, questionnaire_id: UUID, appraisal_id: UUID, draft: QuestionnaireDraft, actor: access.Actor, at: datetime
) -> QuestionnaireView:
    """Open the questionnaire of an appraisal under an address that nobody can guess. It has one.

    :raises NotPermittedError: the actor does not run appraisals, or not for the whole city.
    :raises NotFoundError: there is no such appraisal.
    :raises InvalidInputError: nothing is asked in its tree, it would be closed already, or the marks do not fall.
    :raises RefusedError: it has one, or it is closed.
    """
    access.require(actor, RUN, grid="")
    found = held_open(appraisal_id)
    known = Questionnaire.objects.filter(appraisal=found).first()
    if known is not None:
        if known.pk == questionnaire_id:
            return questionnaire_view(known)
        message = say("The appraisal has a questionnaire.")
        raise RefusedError(message)
    _require_ahead(draft.closes_at, at)
    _require_falling(draft.marks)
    if not asked_leaves(found):
        message = say("The tree has no indicator that people are asked for.")
        raise InvalidInputError(message, field="appraisal_id")
    made = Questionnaire.objects.create(
        id=questionnaire_id,
        appraisal=found,
        title=draft.title,
        token=secrets.token_urlsafe(TOKEN_BYTES),
        closes_at=draft.closes_at,
        least_answers=draft.least_answers,
        marks=list(draft.marks),
        opened_by=actor.account_id,
        opened_at=at,
    )
    access.audit(actor, "appraisal.ask", f"questionnaire:{made.pk}", at, closes_at=made.closes_at.isoformat())
    return questionnaire_view(made)


@transaction.atomic
def move_closing(*, appraisal_id: UUID, closes_at: datetime, actor: access.Actor, at: datetime) -> QuestionnaireView:
    """Close the questionnaire of an appraisal at another moment: later, or now if that moment is not ahead.

    :raises NotPermittedError: the actor does not run appraisals, or not for the whole city.
    :raises NotFoundError: there is no such appraisal, or it has no questionnaire.
    :raises AppraisalClosedError: it is closed.
    """
    access.require(actor, RUN, grid="")
    found = Questionnaire.objects.filter(appraisal=held_open(appraisal_id)).first()
    if found is None:
        message = say("The appraisal has no questionnaire.")
        raise NotFoundError(message)
    before, found.closes_at = found.closes_at, max(closes_at, at)
    found.save(update_fields=["closes_at"])
    facts = {"closes_at": found.closes_at.isoformat(), "before": before.isoformat()}
    access.audit(actor, "appraisal.ask", f"questionnaire:{found.pk}", at, **facts)
    return questionnaire_view(found)


@transaction.atomic
def answer(*, token: str, response_id: UUID, draft: ResponseDraft, at: datetime) -> Received:
    """Take in what somebody has answered. The same identifier twice counts once; nobody learns who it was.

    Whoever sends again what has arrived is told so, also when the questionnaire has been closed meanwhile.

    :param response_id: drawn by whoever answers.
    :raises NotFoundError: there is no such questionnaire.
    :raises QuestionnaireClosedError: it is closed.
    :raises InvalidInputError: the area, a question or a level is none, nothing is answered, or the identifier is taken.
    """
    found = by_token(token)
    row = QuestionnaireResponse.objects.filter(pk=response_id).first() or _taken_in(found, response_id, draft, at)
    if (row.questionnaire_id, row.area_code, row.levels) != (found.pk, draft.area_code, dict(draft.levels)):
        message = say("Something else was made under this identifier.")
        raise InvalidInputError(message, field="Idempotency-Key")
    return Received(answered=len(row.levels))


def _taken_in(found: Questionnaire, response_id: UUID, draft: ResponseDraft, at: datetime) -> QuestionnaireResponse:
    levels = _judged(found, draft, at)
    if at >= found.closes_at:
        message = say("This questionnaire has been closed.")
        raise QuestionnaireClosedError(message)
    share_open(found.appraisal_id)
    row, _ = QuestionnaireResponse.objects.get_or_create(
        pk=response_id,
        defaults={
            "questionnaire": found,
            "area_code": draft.area_code,
            "levels": levels,
            "answered_on": today(at),
        },
    )
    return row


def _judged(found: Questionnaire, draft: ResponseDraft, at: datetime) -> Mapping[str, int]:
    """Return the levels in the order of the questions, so that their order tells nothing."""
    if draft.area_code not in {area.code for area in districts(at)}:
        message = say("{code} is none of the districts.", code=draft.area_code)
        raise InvalidInputError(message, field="area_code")
    questions = [leaf.code for leaf in asked_leaves(found.appraisal)]
    if strange := sorted(set(draft.levels) - set(questions)):
        message = say("{leaf} is not asked here.", leaf=strange[0])
        raise InvalidInputError(message, field="levels")
    if not draft.levels or not set(draft.levels.values()) <= set(LEVELS):
        message = say("Answer at least one question, with levels from 1 to 5.")
        raise InvalidInputError(message, field="levels")
    return {leaf: draft.levels[leaf] for leaf in questions if leaf in draft.levels}


def _require_ahead(closes_at: datetime, at: datetime) -> None:
    if closes_at <= at:
        message = say("The questionnaire would be closed already.")
        raise InvalidInputError(message, field="closes_at")


def _require_falling(marks: tuple[Decimal, ...]) -> None:
    is_falling = all(better > worse for better, worse in pairwise(marks))
    if len(marks) != len(LEVELS) or not is_falling or not 0 <= marks[-1] <= marks[0] <= PERCENT:
        message = say("The five levels give marks from 0 to 100, each fewer than the level before.")
        raise InvalidInputError(message, field="marks")
