"""The second look (复核) at drawn cases, double-blind, and rulings where it disagrees."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q

from cityloop.access import api as access
from cityloop.evaluation.actions.keeping import keep
from cityloop.evaluation.contracts.sampling import (
    LookDone,
    LookState,
    SampledView,
    SamplingStandsError,
    SecondLook,
)
from cityloop.evaluation.domain.sampling import QUESTIONS, Answers, disputed, require_answers
from cityloop.evaluation.models import SampledCase
from cityloop.evaluation.policies import LOOK, RULE
from cityloop.evaluation.queries.looking import NOT_YOURS, held_by, second_look
from cityloop.evaluation.queries.sampling import answers_of, ruling_of, sampled_view
from cityloop.kernel import locks
from cityloop.kernel.errors import NotFoundError, NotPermittedError
from cityloop.kernel.wording import say

HELD = timedelta(days=3)  # whoever has not answered by then leaves the case to others


@transaction.atomic
def take_second_look(*, actor: access.Actor, at: datetime) -> SecondLook:
    """Return the case that the actor looks at: the one in their hands, or else the next that they had no hand in.

    :raises NotPermittedError: the actor's post looks at no drawn cases.
    :raises NotFoundError: nothing waits for them.
    """
    access.require(actor, LOOK)
    with connection.cursor() as cursor:  # one at a time takes: nobody takes two, and no two take one
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.SECOND_LOOKS])
    own = held_by(actor.account_id)
    if own is not None:
        return second_look(own, at=at)
    free = Q(state=LookState.WAITING) | Q(state=LookState.TAKEN, taken_at__lt=at - HELD)
    rows = SampledCase.objects.select_for_update(of=("self",)).filter(free, grid_code__startswith=actor.area_code)
    rows = rows.exclude(hands__contains=[str(actor.account_id)])
    found = rows.order_by("sampling__drawn_at", "place").first()
    if found is None:
        message = say("No drawn case waits for you.")
        raise NotFoundError(message)
    found.state, found.looker_id, found.taken_at = LookState.TAKEN, actor.account_id, at
    found.save()
    access.audit(actor, "evaluation.look", f"sampled_case:{found.pk}", at, state=found.state)
    return second_look(found, at=at)


@transaction.atomic
def answer_second_look(
    *, sampled_id: UUID, answers: Answers, words: str, actor: access.Actor, at: datetime
) -> LookDone:
    """Take down what the second look found. Saying the same again changes nothing.

    :raises NotPermittedError: the actor's post looks at no drawn cases.
    :raises NotFoundError: the case is not in the actor's hands.
    :raises InvalidInputError: a question has no answer.
    :raises SamplingStandsError: it has been answered otherwise.
    """
    access.require(actor, LOOK)
    found = SampledCase.objects.select_for_update().filter(pk=sampled_id, looker_id=actor.account_id).first()
    if found is None:
        raise NotFoundError(NOT_YOURS)
    require_answers(answers, QUESTIONS)
    if found.looked_at is not None:
        if (answers_of(found), found.words) != (answers, words):
            message = say("The second look has been taken down.")
            raise SamplingStandsError(message, state=found.state)
        return LookDone(found.pk, found.looked_at)
    found.answers, found.words, found.looked_at = _plain(answers), words, at
    found.state = LookState.DISPUTED if disputed(answers) else LookState.SETTLED
    found.save()
    keep(case_ids=[found.case_id], at=at)
    access.audit(actor, "evaluation.look", f"sampled_case:{found.pk}", at, state=found.state)
    return LookDone(found.pk, at)


@transaction.atomic
def rule_on_look(*, sampled_id: UUID, ruling: Answers, opinion: str, actor: access.Actor, at: datetime) -> SampledView:
    """Rule on what the second look denied: NO says that it was wrong indeed. Ruling the same again changes nothing.

    :raises NotPermittedError: the actor's post does not rule, or they had a hand in the case or looked at it.
    :raises NotFoundError: there is no such drawn case in the actor's area.
    :raises InvalidInputError: a question in dispute has no answer, or another one has.
    :raises SamplingStandsError: nothing is in dispute, or it has been ruled otherwise.
    """
    access.require(actor, RULE)
    found = SampledCase.objects.select_for_update().filter(pk=sampled_id).first()
    if found is None or not actor.covers(found.grid_code):
        message = say("There is no such drawn case.")
        raise NotFoundError(message)
    if str(actor.account_id) in found.hands or actor.account_id == found.looker_id:
        message = say("Nobody rules on a case that they had a hand in.")
        raise NotPermittedError(message, reason="OWN_WORK")
    if found.ruled_at is not None and (ruling_of(found), found.opinion) == (ruling, opinion):
        return sampled_view(found)
    if found.state != LookState.DISPUTED:
        message = say("Nothing of this case is in dispute.")
        raise SamplingStandsError(message, state=found.state)
    require_answers(ruling, disputed(answers_of(found)))
    found.ruling, found.opinion = _plain(ruling), opinion
    found.ruled_by, found.ruled_at, found.state = actor.account_id, at, LookState.SETTLED
    found.save()
    keep(case_ids=[found.case_id], at=at)
    access.audit(actor, "evaluation.rule", f"sampled_case:{found.pk}", at, state=found.state)
    return sampled_view(found)


def _plain(answers: Answers) -> dict[str, str]:
    return {question.value: answer.value for question, answer in answers.items()}
