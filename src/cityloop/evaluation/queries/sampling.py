"""Reads of case-quality sampling: what may be drawn, what was drawn, what is shown to a second looker."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from uuid import UUID

from django.db import connection
from django.db.models import Q

from cityloop.access.api import Actor, require
from cityloop.cases import api as cases
from cityloop.evaluation.contracts.sampling import (
    LookAnswer,
    LookQuestion,
    LookState,
    SampledView,
    SamplingDetails,
    SamplingPlan,
    SamplingState,
    SamplingView,
    Stratum,
)
from cityloop.evaluation.domain.periods import Period
from cityloop.evaluation.domain.sampling import Answers, Drawable, is_passed, quality_counts, tallied
from cityloop.evaluation.models import SampledCase, Sampling
from cityloop.evaluation.policies import READ_ALL, RULE
from cityloop.kernel import cursors, files
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.lots import seed_digest
from cityloop.kernel.wording import say

NO_SAMPLING = say("There is no such sampling.")
BATCH = 500
# Closed the ordinary way, in these days: whoever closed one of these has said yes to every question of the second look.
MAY_BE_DRAWN = """
SELECT f.case_id, f.number, f.body_id, f.person_id, f.district_code, f.kind || ' ' || f.class_code,
       (SELECT w.person_id FROM evaluation_workfact w
         WHERE w.case_id = f.case_id AND w.acceptance_work = 1 ORDER BY w.stay DESC LIMIT 1)
  FROM evaluation_casefact f
 WHERE f.closed = 1 AND f.closed_on >= %(since)s AND f.closed_on < %(until)s
   AND f.closed_in_error = 0 AND f.closed_specially = 0 AND f.closed_by_force = 0
   AND f.grid_code LIKE %(area)s
   AND NOT EXISTS (SELECT FROM evaluation_sampledcase s WHERE s.case_id = f.case_id)
 ORDER BY f.case_id
"""
COLUMN: Mapping[Stratum, int] = {
    Stratum.BODY: 2,
    Stratum.COLLECTOR: 3,
    Stratum.DISTRICT: 4,
    Stratum.CLASS: 5,
    Stratum.ACCEPTOR: 6,
}


def may_be_drawn(plan: SamplingPlan, period: Period) -> list[Drawable]:
    """Return the cases of a plan, each in its stratum, in order of identifier. One query."""
    asked: dict[str, date | str] = {"since": period.since, "until": period.until, "area": f"{plan.area_code}%"}
    with connection.cursor() as cursor:
        cursor.execute(MAY_BE_DRAWN, asked)
        rows = cursor.fetchall()
    return [Drawable(row[0], row[1], tuple(str(row[COLUMN[each]] or "") for each in plan.by)) for row in rows]


def hands_of(case_ids: Collection[UUID]) -> dict[UUID, tuple[frozenset[UUID], str]]:
    """Return who had a hand in each of these cases, and the grid that it lies in."""
    ids = [*case_ids]
    found: dict[UUID, tuple[frozenset[UUID], str]] = {}
    for start in range(0, len(ids), BATCH):
        for told in cases.histories(ids[start : start + BATCH]):
            found[told.id] = frozenset(_hands(told)), told.grid_code
    return found


def _hands(told: cases.CaseHistory) -> Iterable[UUID]:
    yield from (told.reported_by,) if told.reported_by else ()
    yield from (step.actor_id for step in told.steps)
    yield from (stay.left_by for stay in told.stays if stay.left_by)
    for task in told.tasks:
        yield from (task.assignee_id, task.issued_by)


def quality_of(case_ids: Collection[UUID]) -> dict[UUID, dict[str, bool]]:
    """Return what the second look adds to the counts of those of these cases that were drawn. One query."""
    rows = SampledCase.objects.filter(case_id__in=[*case_ids])
    return {row.case_id: quality_counts(LookState(row.state), answers_of(row), ruling_of(row)) for row in rows}


def samplings(*, actor: Actor, cursor: str | None = None, size: int = 50) -> tuple[list[SamplingView], str | None]:
    """Return some of the samplings, the latest first, and the cursor of those that follow. Two queries.

    :raises NotPermittedError: the actor does not watch the city.
    """
    require(actor, READ_ALL)
    rows = Sampling.objects.filter(area_code__startswith=actor.area_code).order_by("-planned_at", "-id")
    rows = rows if cursor is None else rows.filter(_planned_before(cursor))
    found = list(rows[: size + 1])
    more = cursors.encode(found[size - 1].planned_at, found[size - 1].pk) if len(found) > size else None
    counts = Counter(SampledCase.objects.filter(sampling__in=found).values_list("sampling_id", flat=True))
    return [sampling_view(row, counts[row.pk]) for row in found[:size]], more


def sampling(*, sampling_id: UUID, actor: Actor) -> SamplingDetails:
    """Return a sampling with what has come of it so far.

    :raises NotFoundError: there is none.
    """
    found = sampling_of(sampling_id, actor)
    rows = list(found.cases.all())
    verdicts = [is_passed(LookState(row.state), answers_of(row), ruling_of(row)) for row in rows]
    states = Counter(LookState(row.state) for row in rows)
    return SamplingDetails(
        sampling_view(found, len(rows)),
        tuple(_beside(found)),
        {state: states[state] for state in LookState},
        passed=verdicts.count(True),
        failed=verdicts.count(False),
        questions=tallied([(answers_of(row), ruling_of(row)) for row in rows]),
    )


def sampled_cases(
    *, sampling_id: UUID, actor: Actor, after: int = 0, size: int = 100
) -> tuple[list[SampledView], int | None]:
    """Return some of the cases that were drawn, in the order in which they were, and the place of the last one.

    :raises NotFoundError: there is no such sampling.
    """
    rows = sampling_of(sampling_id, actor).cases.filter(place__gt=after).order_by("place")
    found = list(rows[: size + 1])
    return [sampled_view(row) for row in found[:size]], found[size - 1].place if len(found) > size else None


def disputes(*, actor: Actor, size: int = 100) -> list[SampledView]:
    """Return drawn cases that wait for a ruling, oldest look first; those that the actor had a hand in are left out.

    :raises NotPermittedError: the actor does not rule.
    """
    require(actor, RULE)
    rows = SampledCase.objects.filter(state=LookState.DISPUTED, grid_code__startswith=actor.area_code)
    rows = rows.exclude(hands__contains=[str(actor.account_id)])
    return [sampled_view(row) for row in rows.order_by("looked_at", "id")[:size]]


def population(*, sampling_id: UUID, actor: Actor) -> bytes:
    """Return the list that a sampling was drawn from: a line for each case with its identifier, number and stratum.

    :raises NotFoundError: there is no such sampling, or nothing has been drawn.
    """
    found = sampling_of(sampling_id, actor)
    if not found.population_file:
        raise NotFoundError(NO_SAMPLING)
    with files.open_file(found.population_file) as file:
        return file.read()


def sampling_of(sampling_id: UUID, actor: Actor) -> Sampling:
    """Return a sampling for whoever watches its part of the city.

    :raises NotFoundError: there is none, or it is not of the actor's area.
    """
    require(actor, READ_ALL)
    found = Sampling.objects.filter(pk=sampling_id).first()
    if found is None or not actor.covers(found.area_code):
        raise NotFoundError(NO_SAMPLING)
    return found


def _beside(found: Sampling) -> Iterable[SamplingView]:
    """Yield other samplings that share days and ground with one, the first planned first: nobody draws anew unseen."""
    days = Sampling.objects.filter(since__lt=found.until, until__gt=found.since).exclude(pk=found.pk)
    near = [row for row in days.order_by("planned_at", "id") if _shares_ground(row.area_code, found.area_code)]
    counts = Counter(SampledCase.objects.filter(sampling__in=near).values_list("sampling_id", flat=True))
    return (sampling_view(row, counts[row.pk]) for row in near)


def _shares_ground(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def plan_of(row: Sampling) -> SamplingPlan:
    """Return the plan that a sampling was made by."""
    by = tuple(Stratum(each) for each in row.by)
    return SamplingPlan(period=row.period, by=by, size=row.size, share=row.share, area_code=row.area_code)


def answers_of(row: SampledCase) -> Answers:
    """Return what the second look said."""
    return {LookQuestion(question): LookAnswer(said) for question, said in row.answers.items()}


def ruling_of(row: SampledCase) -> Answers:
    """Return what the ruling said."""
    return {LookQuestion(question): LookAnswer(said) for question, said in row.ruling.items()}


def sampling_view(row: Sampling, drawn: int) -> SamplingView:
    """Return a sampling as others see it."""
    name = row.population_file.rpartition("/")[2]
    return SamplingView(
        id=row.pk,
        period=row.period,
        since=row.since,
        until=row.until,
        by=tuple(Stratum(each) for each in row.by),
        size=row.size,
        share=None if row.share is None else f"{row.share.normalize():f}",
        area_code=row.area_code,
        state=SamplingState(row.state),
        seed=row.seed if row.state == SamplingState.DRAWN else None,
        seed_sha256=seed_digest(row.seed),
        planned_at=row.planned_at,
        drawn_at=row.drawn_at,
        population=row.population,
        digest=name.partition(".")[0] or None,
        drawn=drawn,
    )


def sampled_view(row: SampledCase) -> SampledView:
    """Return a drawn case as those see it who run the sampling or rule; who looked at it is left out."""
    answers, ruling, state = answers_of(row), ruling_of(row), LookState(row.state)
    return SampledView(
        id=row.pk,
        sampling_id=row.sampling_id,
        case_id=row.case_id,
        number=row.number,
        stratum=tuple(row.stratum),
        place=row.place,
        state=state,
        answers=answers,
        words=row.words,
        ruling=ruling,
        opinion=row.opinion,
        is_passed=is_passed(state, answers, ruling),
        looked_at=row.looked_at,
        ruled_at=row.ruled_at,
    )


def _planned_before(cursor: str) -> Q:
    moment, identifier = cursors.decode(cursor, length=2)
    try:
        at, last = datetime.fromisoformat(moment), UUID(identifier)
    except (TypeError, ValueError, AttributeError) as error:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor") from error
    return Q(planned_at__lt=at) | Q(planned_at=at, id__lt=last)
