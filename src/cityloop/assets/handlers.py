"""News of the ground: components follow their grids."""

from collections.abc import Mapping
from typing import Any

from cityloop.assets import api
from cityloop.kernel import outbox
from cityloop.territory.events import GridsReplaced


def subscribe() -> None:
    """Hear of grids that others have replaced."""
    outbox.subscribe(GridsReplaced, locate_again)


def locate_again(body: Mapping[str, Any]) -> None:
    """Let components follow."""
    api.follow_grids(GridsReplaced.told(body))
