"""What the worker does for the inventory and for surveys of it."""

from uuid import UUID

from procrastinate.contrib.django import app

from cityloop.assets import api
from cityloop.kernel.clock import now


@app.task(name="assets.run_import", lock="assets.run_import")
def run_import(import_id: str) -> None:
    """Read a file of components and bring it into the inventory."""
    api.run_import(import_id=UUID(import_id), at=now())


@app.task(name="assets.run_survey", lock="assets.run_survey")
def run_survey(survey_id: str) -> None:
    """Compare a survey with the inventory, or bring it into it."""
    api.run_survey(survey_id=UUID(survey_id), at=now())
