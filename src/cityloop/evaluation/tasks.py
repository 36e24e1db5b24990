"""What the worker does for evaluation by the clock."""

from uuid import UUID

from django.conf import settings
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from cityloop.evaluation import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError

TRIES = 3  # beside the first one
WAIT_SECONDS = 60


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="evaluation.export", lock="evaluation.export", name="evaluation.export")
def export_facts(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate says when it should have run
    """Bring facts that changed into the lake; many changes make one writing. Before a city is loaded there are none."""
    try:
        api.export_facts(at=now())
    except NotFoundError:
        return


@app.task(name="evaluation.rebuild_outdated", lock="evaluation.rebuild_outdated")
def rebuild_outdated() -> None:
    """Count again what was counted by rules that are not in force any more."""
    api.rebuild_outdated(at=now())


@app.task(
    name="evaluation.make_bulletin",
    lock="evaluation.make_bulletin",
    retry=RetryStrategy(max_attempts=TRIES, wait=WAIT_SECONDS),
    pass_context=True,
)
def make_bulletin(context: JobContext, *, bulletin_id: str) -> None:
    """Count a bulletin and write its files; tried again a few times, it then has failed."""
    is_last = context.job.attempts >= TRIES
    api.make_bulletin(bulletin_id=UUID(bulletin_id), at=now(), is_last_try=is_last)


@app.task(name="evaluation.count_sampled", lock="evaluation.count_sampled")
def count_sampled(sampling_id: str) -> None:
    """Count the cases that were drawn for a second look."""
    api.count_sampled(sampling_id=UUID(sampling_id), at=now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="evaluation.draft_due", lock="evaluation.draft_due", name="evaluation.draft_due")
def draft_due_bulletin(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate says when it should have run
    """Draft the bulletin of the month that is over when its day has come, once; without a city there is none."""
    schedule = api.read_schedule(settings.CITYLOOP_BULLETIN)
    if schedule is None:
        return
    try:
        api.draft_due_bulletin(schedule=schedule, at=now())
    except NotFoundError:
        return
