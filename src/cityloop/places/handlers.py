"""News of the ground: places follow their grids."""

from collections.abc import Mapping
from typing import Any

from cityloop.kernel import outbox
from cityloop.places import api
from cityloop.territory.events import GridsReplaced


def subscribe() -> None:
    """Hear of grids that others have replaced."""
    outbox.subscribe(GridsReplaced, place_again)


def place_again(body: Mapping[str, Any]) -> None:
    """Let places follow."""
    api.follow_grids(GridsReplaced.told(body))
