"""Bulletins: drafted by hand or by the clock, counted once, written by the worker."""

import logging
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import orjson
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued

from cityloop.access import api as access
from cityloop.evaluation.contracts import IdentifierTakenError
from cityloop.evaluation.contracts.bulletins import Bulletin, BulletinState, BulletinView
from cityloop.evaluation.domain.bulletins import Schedule, statistic_month_over
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.models import BulletinIssue, CaseFact
from cityloop.evaluation.policies import PUBLISH
from cityloop.evaluation.queries.bulletin_counting import counted_bulletin
from cityloop.evaluation.queries.bulletins import (
    FILES,
    STEPS,
    bulletin_view,
    content_of,
    file_key,
    glanced_at,
    rendered,
    usual_schemes,
)
from cityloop.evaluation.queries.counting import rules_book
from cityloop.evaluation.queries.definitions import in_force
from cityloop.evaluation.queries.periods import period_of
from cityloop.kernel import files
from cityloop.kernel.errors import InvalidInputError, RefusedError
from cityloop.kernel.identifiers import new_id
from cityloop.kernel.languages import CHINESE
from cityloop.kernel.wording import Sentence, say, told
from cityloop.territory import api as territory

logger = logging.getLogger(__name__)
TASK = "evaluation.make_bulletin"
MOST_SCHEMES = 10


@transaction.atomic
def draft_bulletin(
    *, bulletin_id: UUID, period: str, schemes: Sequence[str], actor: access.Actor, at: datetime
) -> BulletinView:
    """Draft the bulletin of a period and have the worker make it. The same identifier twice drafts one.

    :param schemes: whose leagues it tells; none is the usual ones.
    :raises NotPermittedError: the actor does not publish results, or of a part of the city only.
    :raises NotFoundError: there is no such scheme.
    :raises InvalidInputError: no period is written so, it has not begun, or there are too many schemes.
    :raises IdentifierTakenError: something else was made under this identifier.
    """
    access.require(actor, PUBLISH, grid="")
    wanted = period_of(period)
    chosen = tuple(dict.fromkeys(schemes)) or usual_schemes()
    _require_sensible(wanted, chosen, at)
    made, is_new = BulletinIssue.objects.get_or_create(
        pk=bulletin_id,
        defaults={
            "period": wanted.key,
            "since": wanted.since,
            "until": wanted.until,
            "schemes": list(chosen),
            "state": BulletinState.WAITING,
            "drafted_by": actor.account_id,
            "drafted_by_name": actor.name,
            "drafted_at": at,
        },
    )
    if (made.period, tuple(made.schemes)) != (wanted.key, chosen):
        message = say("Something else was made under this identifier.")
        raise IdentifierTakenError(message)
    if is_new:
        access.audit(actor, "evaluation.bulletin", f"bulletin:{made.pk}", at, period=made.period)
        _have_made(made)
    return bulletin_view(made)


def make_bulletin(*, bulletin_id: UUID, at: datetime, is_last_try: bool = False) -> BulletinView:
    """Do what is left to do of a bulletin: count it, then write each file. What is done stays as it is.

    A process that is killed leaves it between two steps; whoever takes it up goes on from there.

    :param is_last_try: nobody tries again: whatever goes wrong is told with the bulletin, which has failed.
    :raises NotFoundError: there is none of this id.
    :raises Exception: whatever went wrong, unless it is the last try.
    """
    try:
        _count(bulletin_id, at)
        for _ in FILES:
            _write_next(bulletin_id, at)
    except RefusedError as refusal:
        return _give_up(bulletin_id, refusal.detail)
    except Exception:
        if not is_last_try:
            raise
        logger.exception("The bulletin %s could not be made.", bulletin_id)
        return _give_up(bulletin_id, say("The bulletin could not be made; the worker's log says why."))
    return bulletin_view(glanced_at(bulletin_id))


@transaction.atomic
def draft_due_bulletin(*, schedule: Schedule, at: datetime) -> BulletinView | None:
    """Draft the bulletin of the statistic month that is over, if its day has come and it has not been drafted so.

    One that was drafted and not made yet is handed to the worker again, should its job have been lost. A city without
    any case up to then gets none.

    :raises NotFoundError: no city has been loaded.
    """
    local = at.astimezone(ZoneInfo(territory.city().timezone))
    period = statistic_month_over(local.date(), month_begins_on=rules_book().month_begins_on)
    if not schedule.has_come(period, local):
        return None
    if not CaseFact.objects.filter(counted_on__lt=period.until).exists():
        return None
    by_clock = access.system_actor("bulletin")
    made, _ = BulletinIssue.objects.get_or_create(
        period=period.key,
        is_scheduled=True,
        defaults={
            "id": new_id(),
            "since": period.since,
            "until": period.until,
            "schemes": list(usual_schemes()),
            "state": BulletinState.WAITING,
            "drafted_by": by_clock.account_id,
            "drafted_by_name": by_clock.name,
            "drafted_at": at,
        },
    )
    if made.state == BulletinState.WAITING:
        _have_made(made)
    return bulletin_view(made)


def _require_sensible(period: Period, schemes: Sequence[str], at: datetime) -> None:
    if len(schemes) > MOST_SCHEMES:
        message = say("A bulletin tells {most} leagues at most.", most=MOST_SCHEMES)
        raise InvalidInputError(message, field="schemes")
    if at.astimezone(ZoneInfo(territory.city().timezone)).date() < period.since:
        message = say("The period {period} has not begun.", period=period.key)
        raise InvalidInputError(message, field="period")
    for key in schemes:
        in_force(key, period.last_day)


def _have_made(issue: BulletinIssue) -> None:
    """Have the worker make it; one that waits for a worker already, or is being made, is not made to wait twice."""
    lock = f"bulletin:{issue.pk}"
    if ProcrastinateJob.objects.filter(queueing_lock=lock, status__in=("todo", "doing")).exists():
        return
    try:
        with transaction.atomic():
            app.configure_task(TASK, queueing_lock=lock).defer(bulletin_id=str(issue.pk))
    except AlreadyEnqueued:
        return


@transaction.atomic
def _count(bulletin_id: UUID, at: datetime) -> None:
    issue = _held(bulletin_id)
    if issue.state != BulletinState.WAITING or issue.content is not None:
        return
    content = counted_bulletin(period=issue.period, schemes=issue.schemes, at=at)
    issue.content, issue.counted_at, issue.steps_done = _plain(content), at, 1
    issue.save(update_fields=["content", "counted_at", "steps_done"])


@transaction.atomic
def _write_next(bulletin_id: UUID, at: datetime) -> None:
    """Write the first file that is missing; the last one makes the bulletin whole."""
    issue = _held(bulletin_id)
    content = content_of(issue)
    missing = [each for each in FILES if file_key(*each) not in issue.files]
    if content is None or issue.state != BulletinState.WAITING or not missing:
        return
    file_format, language = missing[0]
    kept = files.keep(rendered(content, file_format, language), suffix=f".{file_format.value}")
    issue.files = {**issue.files, file_key(file_format, language): kept}
    issue.steps_done = STEPS - len(missing) + 1
    if len(missing) == 1:
        issue.state, issue.done_at = BulletinState.DONE, at
    issue.save(update_fields=["files", "steps_done", "state", "done_at"])


@transaction.atomic
def _give_up(bulletin_id: UUID, why: Sentence) -> BulletinView:
    issue = _held(bulletin_id)
    if issue.state != BulletinState.WAITING:
        return bulletin_view(issue)
    issue.state = BulletinState.FAILED
    issue.failure = {"en": str(told(why, None)), CHINESE.code: str(told(why, CHINESE))}
    issue.save(update_fields=["state", "failure"])
    return bulletin_view(issue)


def _held(bulletin_id: UUID) -> BulletinIssue:
    glanced_at(bulletin_id)
    return BulletinIssue.objects.select_for_update().get(pk=bulletin_id)


def _plain(content: Bulletin) -> object:
    return orjson.loads(orjson.dumps(content))
