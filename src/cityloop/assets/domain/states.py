"""When a component's life ends."""

from datetime import datetime, timedelta

from cityloop.assets.contracts import ComponentState

LEAST_LIFE = timedelta(microseconds=1)


def end_of(state: ComponentState, *, valid_from: datetime, at: datetime) -> datetime | None:
    """Return the moment at which a component that is in this state from `at` on has ended; None if it stands.

    What was removed has ended: it is in no list and on no map any more, but its record and its code stay. What was
    lost or abandoned has not: somebody must still replace it or take it away.
    """
    return max(at, valid_from + LEAST_LIFE) if state is ComponentState.REMOVED else None
