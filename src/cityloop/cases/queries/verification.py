"""Proving that nobody has changed history."""

from collections.abc import Iterator
from itertools import groupby
from uuid import UUID

from cityloop.cases.domain.history import StepFacts, faults
from cityloop.cases.models import Case, CaseStep

BATCH = 2000


def verify_history() -> Iterator[tuple[UUID, str, list[str]]]:
    """Yield (case, number, faults) for every case, in order of birth; no faults where history is whole.

    Memory does not grow with the number of cases.
    """
    last: UUID | None = None
    while True:
        cases = Case.objects.order_by("id").values("id", "number", "chain_head", "stage", "step_count")
        batch = list((cases.filter(id__gt=last) if last else cases)[:BATCH])
        if not batch:
            return
        last = batch[-1]["id"]
        steps = CaseStep.objects.filter(case_id__gte=batch[0]["id"], case_id__lte=last).order_by("case_id", "number")
        chains = {case_id: [*chain] for case_id, chain in groupby(steps.iterator(), key=lambda step: step.case_id)}
        for case in batch:
            told = [(_facts(step), step.hash) for step in chains.get(case["id"], ())]
            found = faults(told, head=case["chain_head"], stage=case["stage"])
            if len(told) != case["step_count"]:
                found.append(f"the case remembers {case['step_count']} steps, history has {len(told)}")
            yield case["id"], case["number"], found


def _facts(step: CaseStep) -> StepFacts:
    return StepFacts(
        case_id=step.case_id,
        number=step.number,
        step_id=step.pk,
        verb=step.verb,
        source=step.source,
        target=step.target,
        actor_id=step.actor_id,
        actor_name=step.actor_name,
        post=step.post,
        body_id=step.body_id,
        taken_at=step.taken_at,
        opinion=step.opinion,
        inputs=step.inputs,
    )
