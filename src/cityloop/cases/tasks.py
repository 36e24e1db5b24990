"""What the worker does for cases by the clock."""

from procrastinate.contrib.django import app

from cityloop.cases import api
from cityloop.kernel.clock import now

BATCH = 200


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="cases.clockwork", lock="cases.clockwork", name="cases.clockwork")
def clockwork(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate says when it should have run; we do what is due now
    """Ring every timer that is due: warnings, escalations, automatic resuming, planned dispatches."""
    while api.ring(at=now(), limit=BATCH) == BATCH:
        pass
