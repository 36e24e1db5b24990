"""Case-quality sampling (案卷质量抽查): planned with its seed on record, then drawn, then counted."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction
from procrastinate.contrib.django import app

from cityloop.access import api as access
from cityloop.evaluation.actions.keeping import keep
from cityloop.evaluation.contracts import IdentifierTakenError
from cityloop.evaluation.contracts.sampling import (
    LookState,
    SamplingPlan,
    SamplingStandsError,
    SamplingState,
    SamplingView,
)
from cityloop.evaluation.domain.sampling import MOST_DRAWN, Drawable, drawn, list_of, require_plan
from cityloop.evaluation.models import SampledCase, Sampling
from cityloop.evaluation.policies import SAMPLE
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.permitted import day_of
from cityloop.evaluation.queries.sampling import NO_SAMPLING, hands_of, may_be_drawn, plan_of, sampling_view
from cityloop.kernel import files, locks
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.lots import seed_digest
from cityloop.kernel.wording import say

BATCH = 500
TASK = "evaluation.count_sampled"


@transaction.atomic
def plan_sampling(
    *, sampling_id: UUID, plan: SamplingPlan, seed: str, actor: access.Actor, at: datetime
) -> SamplingView:
    """Write down what will be drawn, and the seed that it will be drawn by. The same identifier twice plans one.

    One plan of the same days and area waits at a time, so that nobody plans until a seed suits them.

    :param seed: 64 random digits (hexadecimal), told to nobody until the cases are drawn.
    :raises NotPermittedError: the actor draws no samples, or not of this area.
    :raises InvalidInputError: nothing can be drawn by this plan.
    :raises SamplingStandsError: another one of these days and this area has not been drawn yet.
    """
    access.require(actor, SAMPLE, grid=plan.area_code)
    period = period_of(plan.period)
    require_plan(plan, period)
    _lock()
    known = Sampling.objects.filter(pk=sampling_id).first()
    if known is not None:
        if plan_of(known) != plan:
            message = say("Something else was made under this identifier.")
            raise IdentifierTakenError(message)
        return sampling_view(known, known.cases.count())
    _require_none_waits(plan)
    made = Sampling.objects.create(
        id=sampling_id,
        period=period.key,
        since=period.since,
        until=period.until,
        by=[each.value for each in plan.by],
        size=plan.size,
        share=plan.share,
        area_code=plan.area_code,
        seed=seed,
        state=SamplingState.PLANNED,
        planned_by=actor.account_id,
        planned_at=at,
    )
    made.refresh_from_db(fields=["share"])  # with as many places as are kept
    facts = {"seed_sha256": seed_digest(seed)}
    access.audit(actor, "evaluation.sample", f"sampling:{made.pk}", at, state=made.state, **facts)
    return sampling_view(made, 0)


@transaction.atomic
def draw_sampling(*, sampling_id: UUID, actor: access.Actor, at: datetime) -> SamplingView:
    """Draw the cases of a plan; the list that they are drawn from is kept, and the seed is told from now on.

    Drawing again draws nothing new. The worker counts what was drawn.

    :raises NotPermittedError: the actor draws no samples.
    :raises NotFoundError: there is no such sampling, or it is not of the actor's area.
    :raises SamplingStandsError: the period is not over, nothing was closed in it that has not been drawn before, or
        more cases would be drawn than anybody could look at.
    """
    access.require(actor, SAMPLE)
    _lock()
    found = Sampling.objects.select_for_update().filter(pk=sampling_id).first()
    if found is None or not actor.covers(found.area_code):
        raise NotFoundError(NO_SAMPLING)
    if found.state == SamplingState.DRAWN:
        return sampling_view(found, found.cases.count())
    if day_of(at) < found.until:
        message = say("The period {period} is not over.", period=found.period)
        raise SamplingStandsError(message, until=found.until.isoformat())
    plan = plan_of(found)
    population = may_be_drawn(plan, period_of(found.period))
    if not population:
        message = say("Nothing that could be drawn was closed in {period}.", period=found.period)
        raise SamplingStandsError(message, period=found.period)
    chosen = drawn(population, plan, found.seed)
    if len(chosen) > MOST_DRAWN:
        message = say("{count} cases would be drawn; {most} are looked at at most.", count=len(chosen), most=MOST_DRAWN)
        raise SamplingStandsError(message, drawn=len(chosen))
    found.state, found.drawn_by, found.drawn_at = SamplingState.DRAWN, actor.account_id, at
    found.population, found.population_file = len(population), files.keep(list_of(population), suffix=".csv")
    found.save()
    _take_down(found, chosen)
    app.configure_task(TASK).defer(sampling_id=str(found.pk))
    facts = {"population": found.population, "drawn": len(chosen), "list": found.population_file, "seed": found.seed}
    access.audit(actor, "evaluation.sample", f"sampling:{found.pk}", at, state=found.state, **facts)
    return sampling_view(found, len(chosen))


def count_sampled(*, sampling_id: UUID, at: datetime) -> None:
    """Count the cases of a sampling again, now that they were drawn: some at a time, so that nobody waits for long.

    Doing so again changes nothing.
    """
    ids = list(SampledCase.objects.filter(sampling_id=sampling_id).order_by("place").values_list("case_id", flat=True))
    for start in range(0, len(ids), BATCH):
        keep(case_ids=ids[start : start + BATCH], at=at)


def _lock() -> None:
    """Let one at a time plan or draw."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.SAMPLES])


def _require_none_waits(plan: SamplingPlan) -> None:
    waiting = Sampling.objects.filter(period=plan.period, area_code=plan.area_code, state=SamplingState.PLANNED).first()
    if waiting is not None:
        message = say("A sampling of {period} has been planned and not drawn yet.", period=plan.period)
        raise SamplingStandsError(message, sampling_id=str(waiting.pk))


def _take_down(found: Sampling, chosen: list[Drawable]) -> None:
    told = hands_of([each.case_id for each in chosen])
    SampledCase.objects.bulk_create(
        [
            SampledCase(
                id=uuid5(found.pk, str(each.case_id)),
                sampling=found,
                case_id=each.case_id,
                number=each.number,
                grid_code=told[each.case_id][1],
                stratum=[*each.stratum],
                place=place,
                hands=sorted(str(hand) for hand in told[each.case_id][0]),
                state=LookState.WAITING,
            )
            for place, each in enumerate((each for each in chosen if each.case_id in told), start=1)
        ],
        batch_size=BATCH,
    )
