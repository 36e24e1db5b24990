"""News of the ground: who is bound to grids follows."""

from collections.abc import Mapping
from typing import Any

from cityloop.kernel import outbox
from cityloop.organizations import api
from cityloop.territory.events import GridsReplaced


def subscribe() -> None:
    """Hear of grids that others have replaced."""
    outbox.subscribe(GridsReplaced, bind_again)


def bind_again(body: Mapping[str, Any]) -> None:
    """Let collectors and rules follow."""
    api.follow_grids(GridsReplaced.told(body))
