"""News of cases and of the ground: facts follow."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from cityloop.cases.events import CaseMoved
from cityloop.evaluation import api
from cityloop.evaluation.events import CountingRulesPublished, FactsChanged
from cityloop.kernel import outbox
from cityloop.territory.events import GridsReplaced, TerritoryChanged

REBUILD = "evaluation.rebuild_outdated"


def subscribe() -> None:
    """Hear of every move of a case, and of duty grids that are judged elsewhere.

    Nothing else changes what is counted of a case: answers of collectors, requests and urges are moves, too.
    """
    outbox.subscribe(CaseMoved, count_again)
    outbox.subscribe(GridsReplaced, follow_ground)
    outbox.subscribe(TerritoryChanged, follow_ground)
    outbox.subscribe(FactsChanged, note_changes)
    outbox.subscribe(CountingRulesPublished, rebuild_later)


def count_again(body: Mapping[str, Any]) -> None:
    """Count the case that has moved."""
    api.keep_if_moved(case_id=UUID(body["case_id"]), version=body["version"], at=datetime.fromisoformat(body["at"]))


def follow_ground(body: Mapping[str, Any]) -> None:
    """Let facts follow their duty grids, whatever it was that changed."""
    api.follow_ground(at=datetime.fromisoformat(body["at"]))


def note_changes(body: Mapping[str, Any]) -> None:
    """Remember what has to be brought into the lake."""
    api.note_changes(case_ids=tuple(UUID(each) for each in body["case_ids"]), months=tuple(body["months"]))


def rebuild_later(_: Mapping[str, Any]) -> None:
    """Have the worker count again what the new rules count otherwise; delivered twice it finds nothing left to do."""
    app.configure_task(REBUILD).defer()
