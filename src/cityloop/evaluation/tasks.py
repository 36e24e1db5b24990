"""What the worker does for evaluation by the clock."""

from procrastinate.contrib.django import app

from cityloop.evaluation import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotFoundError


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="evaluation.export", lock="evaluation.export", name="evaluation.export")
def export_facts(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate says when it should have run
    """Bring facts that changed into the lake; many changes make one writing. Before a city is loaded there are none."""
    try:
        api.export_facts(at=now())
    except NotFoundError:
        return
