"""What the worker does for maps by the clock."""

from procrastinate.contrib.django import app

from cityloop.maps import api


@app.periodic(cron="* * * * * */10")
@app.task(queueing_lock="maps.tally", lock="maps.tally", name="maps.tally")
def tally(timestamp: int) -> None:  # noqa: ARG001 - Procrastinate says when it should have run
    """Count by area anew if the inventory, the places or the ground changed; many changes make one counting."""
    api.tally()
