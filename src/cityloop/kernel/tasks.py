"""What the house does for itself: jobs of killed workers are taken up again, old answers and counts are forgotten."""

from datetime import timedelta

from procrastinate.contrib.django import app

from cityloop.kernel.clock import now
from cityloop.kernel.models import IdempotentAnswer, RequestCount

ANSWERS_KEPT = timedelta(days=7)
COUNTS_KEPT = timedelta(minutes=15)  # longer than the span of any rate


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="take_up_stalled_jobs", pass_context=False)
async def take_up_stalled_jobs(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Hand jobs whose worker has died to another one."""
    for job in await app.job_manager.get_stalled_jobs():
        await app.job_manager.retry_job(job)


@app.periodic(cron="17 3 * * *")
@app.task(queueing_lock="forget_old_answers")
def forget_old_answers(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Drop remembered answers that nobody will ask for again."""
    IdempotentAnswer.objects.filter(created_at__lt=now() - ANSWERS_KEPT).delete()


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="forget_request_counts")
def forget_request_counts(timestamp: int) -> None:  # noqa: ARG001 - procrastinate passes the tick
    """Drop counts of requests whose span is over."""
    RequestCount.objects.filter(began_at__lt=now() - COUNTS_KEPT).delete()
