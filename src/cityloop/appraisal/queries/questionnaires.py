"""Reading questionnaires: as those who run them see them, and as everybody does."""

from datetime import datetime
from uuid import UUID

from django.db.models import Count

from cityloop.access import api as access
from cityloop.appraisal.contracts import AskedQuestion, PublicQuestionnaire, QuestionnaireView
from cityloop.appraisal.domain.telling import plain
from cityloop.appraisal.domain.trees import TreeRow, ValueSource
from cityloop.appraisal.models import Appraisal, Questionnaire
from cityloop.appraisal.policies import READ
from cityloop.appraisal.queries.appraisals import districts, found_appraisal
from cityloop.appraisal.queries.trees import tree
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say
from cityloop.territory import api as territory


def questionnaire(*, appraisal_id: UUID, actor: access.Actor) -> QuestionnaireView:
    """Return the questionnaire of an appraisal with its token and how many have answered.

    :raises NotFoundError: there is no such appraisal, or it has none.
    """
    access.require(actor, READ)
    found = Questionnaire.objects.filter(appraisal=found_appraisal(appraisal_id)).first()
    if found is None:
        message = say("The appraisal has no questionnaire.")
        raise NotFoundError(message)
    return questionnaire_view(found)


def public_questionnaire(*, token: str, at: datetime) -> PublicQuestionnaire:
    """Return what everybody who has the link may know: the questions, and whether answers are still taken.

    :raises NotFoundError: there is no such questionnaire.
    """
    found, city = by_token(token), territory.city()
    return PublicQuestionnaire(
        title=found.title,
        city=city.name,
        timezone=city.timezone,
        closes_at=found.closes_at,
        is_open=at < found.closes_at and found.appraisal.closed_at is None,
        areas=tuple(districts(at)),
        questions=tuple(
            AskedQuestion(leaf=row.code, group=row.path[-1], name=row.indicator, words=row.question)
            for row in asked_leaves(found.appraisal)
        ),
    )


def by_token(token: str) -> Questionnaire:
    """Return the questionnaire of a link.

    :raises NotFoundError: there is none.
    """
    found = Questionnaire.objects.select_related("appraisal__tree").filter(token=token).first()
    if found is None:
        message = say("There is no such questionnaire.")
        raise NotFoundError(message)
    return found


def asked_leaves(found: Appraisal) -> list[TreeRow]:
    """Return the indicators that people are asked for, in the order of the tree."""
    return [row for row in tree(found.tree).leaves() if row.source is ValueSource.QUESTIONNAIRE]


def questionnaire_view(found: Questionnaire) -> QuestionnaireView:
    """Return a questionnaire as those who run it see it."""
    counts = found.responses.values_list("area_code").annotate(count=Count("pk")).order_by("area_code")
    by_area = dict(counts)
    days = found.responses.values_list("answered_on").annotate(count=Count("pk")).order_by("answered_on")
    return QuestionnaireView(
        id=found.pk,
        appraisal_id=found.appraisal_id,
        title=found.title,
        token=found.token,
        opened_at=found.opened_at,
        closes_at=found.closes_at,
        least_answers=found.least_answers,
        marks=tuple(plain(mark) for mark in found.marks),
        questions=len(asked_leaves(found.appraisal)),
        responses=sum(by_area.values()),
        by_area=by_area,
        by_day={day.isoformat(): count for day, count in days},
    )
