"""A chain of hashes through the steps of a case: change one, and every later one no longer fits."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import orjson

from cityloop.cases.domain.lifecycle import START

GENESIS = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFacts:
    """Everything a step states; the hash covers all of it."""

    case_id: UUID
    number: int
    step_id: UUID
    verb: str
    source: str
    target: str
    actor_id: UUID
    actor_name: str
    post: str
    body_id: UUID | None
    taken_at: datetime
    opinion: str
    inputs: Mapping[str, Any]


def digest(facts: StepFacts, previous: str) -> str:
    """Return the hash of a step that follows the step with hash `previous` (GENESIS for the first)."""
    plain = {
        "previous": previous,
        "case": str(facts.case_id),
        "number": facts.number,
        "step": str(facts.step_id),
        "verb": facts.verb,
        "source": facts.source,
        "target": facts.target,
        "actor": str(facts.actor_id),
        "name": facts.actor_name,
        "post": facts.post,
        "body": str(facts.body_id or ""),
        "at": facts.taken_at.astimezone(UTC).isoformat(timespec="microseconds"),
        "opinion": facts.opinion,
        "inputs": facts.inputs,
    }
    return sha256(orjson.dumps(plain, option=orjson.OPT_SORT_KEYS)).hexdigest()


def faults(steps: Iterable[tuple[StepFacts, str]], *, head: str, stage: str) -> list[str]:
    """Return what is wrong with a case's history: `steps` with their stored hashes, in order; empty when all is well.

    :param head: the hash of the last step as the case remembers it.
    :param stage: the stage as the case remembers it.
    """
    found: list[str] = []
    previous, place, expected = GENESIS, START, 1
    for facts, stored in steps:
        if facts.number != expected:
            found.append(f"step {expected} is missing")
            expected = facts.number
        if digest(facts, previous) != stored:
            found.append(f"step {facts.number} was changed")
        if facts.source != place:
            found.append(f"step {facts.number} starts at {facts.source}, but the case was at {place}")
        previous, place, expected = stored, facts.target, expected + 1
    if previous != head:
        found.append("the last step is not the one the case remembers")
    if place != stage:
        found.append(f"history ends at {place}, the case says {stage}")
    return found
