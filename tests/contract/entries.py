"""What a line of the matrix is made of: operations, requests, and the people of the town by what they are."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cityloop.config.api import description
from tests.contract.world import World
from tests.support.town import EAST_SPOT, PEOPLE, position

METHODS = ("get", "post", "put", "patch", "delete")
DRAWN = "the collector who was drawn"

EVERYBODY = frozenset(PEOPLE)
CITIZENS = frozenset({"citizen", "citizen_other"})
STAFF = EVERYBODY - CITIZENS
ADMINISTRATOR = frozenset({"administrator"})
IN_THE_LOOP = EVERYBODY - ADMINISTRATOR
OF_THE_WEST = frozenset({"acceptor_west", "dispatcher_west", "collector_west"})
COLLECTORS = frozenset({"collector_a", "collector_b", "collector_west"})
# The case of the world lies in the east, was reported by `citizen` and is with HW, where `handler_other` works.
SEE_THE_CASE = frozenset(
    {"acceptor", "shift_leader", "inspector", "leader", "evaluator", "dispatcher", "handler_other", "citizen", DRAWN}
)
OVER_THE_LOOP = frozenset({"shift_leader", "inspector", "leader", "evaluator", "dispatcher", "dispatcher_west"})
LONGITUDE, LATITUDE = position(*EAST_SPOT)
SPOT = {"longitude": LONGITUDE, "latitude": LATITUDE}


@dataclass(frozen=True)
class Operation:
    """One operation of the API as its description has it."""

    id: str
    method: str
    path: str
    spec: Mapping[str, Any] = field(repr=False, hash=False, compare=False)

    @property
    def statuses(self) -> set[int]:
        """Return the statuses it may answer with."""
        return {int(status) for status in self.spec["responses"]}


@dataclass(frozen=True)
class Entry:
    """A right request, who may send it, and what the others hear. Names in braces are things of the world."""

    allowed: frozenset[str]
    path: str = ""  # where it differs from the names in the description: {version_id} may be {calendar_id}
    query: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    form: Mapping[str, Any] | None = None
    file: tuple[str, bytes] | None = None
    ok: int = 200
    refusal: int = 403
    blind: frozenset[str] = frozenset()  # those to whom the thing does not even exist: 404
    may_note: frozenset[str] = frozenset()  # tables in which a refusal is noted on purpose


def operations() -> list[Operation]:
    """Return every operation of the API."""
    found = [
        Operation(spec["operationId"], method, path, spec)
        for path, item in description()["paths"].items()
        for method, spec in item.items()
        if method in METHODS
    ]
    return sorted(found, key=lambda operation: operation.id)


def may(entry: Entry, who: str, world: World) -> bool:
    """Return whether this person may send the request."""
    return who in entry.allowed or (DRAWN in entry.allowed and who == world.drawn)


def refusal_of(entry: Entry, who: str, world: World) -> int:
    """Return what this person hears instead."""
    is_blind = who in entry.blind and not (who == world.drawn and DRAWN not in entry.blind)
    return 404 if is_blind else entry.refusal


def of_case(allowed: frozenset[str], **request: Any) -> Entry:
    """Return the entry of an operation on the case: to those who may not know of it, it does not exist."""
    return Entry(allowed, blind=EVERYBODY - SEE_THE_CASE, **request)


def read(allowed: frozenset[str], **request: Any) -> Entry:
    return Entry(allowed, **request)


def managed(**request: Any) -> Entry:
    return Entry(ADMINISTRATOR, **request)
