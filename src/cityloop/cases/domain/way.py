"""The order in which an ordinary case comes through the stages of a lifecycle."""

from collections.abc import Iterator

from cityloop.cases.domain.lifecycle import Lifecycle, Phase, Stage

_LAST = {Phase.CLOSED: 1, Phase.VOID: 2}


def on_the_way(lifecycle: Lifecycle) -> tuple[Stage, ...]:
    """Return the stages as a case comes to them: open ones first, a pause after what it interrupts, then the ends.

    A stored lifecycle has forgotten the order in which its file named the stages; its moves keep theirs.
    """
    arrivals = list(_arrivals(lifecycle))
    places = {target: place for place, (_, target) in reversed(list(enumerate(arrivals)))}

    def place(stage: Stage) -> tuple[int, int, int, str]:
        if stage.phase is Phase.PAUSED:
            left = [
                places[source]
                for sources, target in arrivals
                if target == stage.name
                for source in sources
                if source in places
            ]
            return 0, min(left, default=len(arrivals)), 1, stage.name
        return _LAST.get(stage.phase, 0), places.get(stage.name, len(arrivals)), 0, stage.name

    return tuple(sorted(lifecycle.stages.values(), key=place))


def _arrivals(lifecycle: Lifecycle) -> Iterator[tuple[frozenset[str], str]]:
    """Every way to another stage, in the order of the moves, then of the requests."""
    for move in lifecycle.moves:
        yield move.sources, move.target
    for rule in lifecycle.requests.values():
        yield frozenset(rule.sources), rule.target
