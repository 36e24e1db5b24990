"""Case-quality sampling (案卷质量抽查): planned with its seed on record, then drawn."""

from datetime import datetime
from uuid import UUID, uuid5

from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.evaluation.actions.keeping import keep
from cityloop.evaluation.actions.publishing import day_of
from cityloop.evaluation.contracts import IdentifierTakenError
from cityloop.evaluation.contracts.sampling import (
    LookState,
    SamplingPlan,
    SamplingStandsError,
    SamplingState,
    SamplingView,
)
from cityloop.evaluation.domain.sampling import Drawable, drawn, list_of, require_plan
from cityloop.evaluation.models import SampledCase, Sampling
from cityloop.evaluation.policies import SAMPLE
from cityloop.evaluation.queries.periods import period_of
from cityloop.evaluation.queries.sampling import NO_SAMPLING, hands_of, may_be_drawn, plan_of, sampling_view
from cityloop.kernel import files, locks
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say

BATCH = 500


@transaction.atomic
def plan_sampling(
    *, sampling_id: UUID, plan: SamplingPlan, seed: str, actor: access.Actor, at: datetime
) -> SamplingView:
    """Write down what will be drawn, and the seed that it will be drawn by. The same identifier twice plans one.

    :param seed: 64 random digits (hexadecimal); it cannot be chosen any more once the cases are known.
    :raises NotPermittedError: the actor draws no samples, or not of this area.
    :raises InvalidInputError: nothing can be drawn by this plan.
    """
    access.require(actor, SAMPLE, grid=plan.area_code)
    require_plan(plan)
    period = period_of(plan.period)
    known = Sampling.objects.filter(pk=sampling_id).first()
    if known is not None:
        if plan_of(known) != plan:
            message = say("Something else was made under this identifier.")
            raise IdentifierTakenError(message)
        return sampling_view(known, known.cases.count())
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
    access.audit(actor, "evaluation.sample", f"sampling:{made.pk}", at, state=made.state, seed=seed)
    return sampling_view(made, 0)


@transaction.atomic
def draw_sampling(*, sampling_id: UUID, actor: access.Actor, at: datetime) -> SamplingView:
    """Draw the cases of a plan; the list that they are drawn from is kept. Drawing again draws nothing new.

    :raises NotPermittedError: the actor draws no samples.
    :raises NotFoundError: there is no such sampling, or it is not of the actor's area.
    :raises SamplingStandsError: the period is not over, or nothing was closed in it that has not been drawn before.
    """
    access.require(actor, SAMPLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.SAMPLES])
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
    found.state, found.drawn_by, found.drawn_at = SamplingState.DRAWN, actor.account_id, at
    found.population, found.population_file = len(population), files.keep(list_of(population), suffix=".csv")
    found.save()
    _take_down(found, chosen)
    for start in range(0, len(chosen), BATCH):
        keep(case_ids=[each.case_id for each in chosen[start : start + BATCH]], at=at)
    facts = {"population": found.population, "drawn": len(chosen), "list": found.population_file}
    access.audit(actor, "evaluation.sample", f"sampling:{found.pk}", at, state=found.state, **facts)
    return sampling_view(found, len(chosen))


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
