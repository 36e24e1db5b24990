"""Reading a lifecycle from plain data, and refusing one that does not hold together."""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from datetime import timedelta
from typing import Any

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Inputs
from cityloop.cases.domain.guards import GUARDS
from cityloop.cases.domain.lifecycle import (
    PREVIOUS,
    SAME,
    ClockStart,
    Escalation,
    Lifecycle,
    Move,
    Phase,
    RequestRule,
    Settings,
    Stage,
)
from cityloop.cases.domain.requests import ALL_EFFECTS, REQUEST_EFFECTS
from cityloop.kernel.errors import InvalidInputError
from cityloop.standards.contracts import Limit

START = "START"
INPUTS = frozenset(field.name for field in fields(Inputs))


class LifecycleInvalidError(InvalidInputError):
    """The lifecycle does not hold together; the detail names the place."""


def read(data: Mapping[str, Any]) -> Lifecycle:
    """Return the lifecycle written in this data.

    :raises LifecycleInvalidError: a stage, rule, input or post is unknown, or a stage cannot be reached or left.
    """
    try:
        settings = _settings(data.get("settings", {}))
        stages = {name: _stage(name, entry) for name, entry in data["stages"].items()}
        lifecycle = Lifecycle(
            key=data["key"],
            stages=stages,
            moves=tuple(_move(entry, stages, settings) for entry in data["moves"]),
            requests={kind: _request(kind, entry) for kind, entry in data.get("requests", {}).items()},
            escalations=tuple(
                Escalation(Limit.parse(entry["after"]), Post(entry["to"])) for entry in data.get("escalations", ())
            ),
            settings=settings,
        )
    except (KeyError, ValueError, TypeError, AttributeError) as error:
        message = f"The lifecycle cannot be read: {error!r}."
        raise LifecycleInvalidError(message) from error
    problems = list(_problems(lifecycle))
    if problems:
        raise LifecycleInvalidError(" ".join(problems), problems=problems)
    return lifecycle


def _stage(name: str, entry: Mapping[str, Any]) -> Stage:
    return Stage(
        name=name,
        phase=Phase(entry["phase"]),
        label=entry["label"],
        post=Post(entry["post"]) if "post" in entry else None,
        clock=ClockStart(entry.get("clock", "NONE")),
        limit=Limit.parse(entry["limit"]) if "limit" in entry else None,
    )


def _move(entry: Mapping[str, Any], stages: Mapping[str, Stage], settings: Settings) -> Move:
    evidence = ("photo_ids",) if entry.get("evidence") else ()
    return Move(
        verb=entry["verb"],
        label=entry["label"],
        sources=frozenset(_sources(entry["from"], stages)),
        target=entry["to"],
        posts=frozenset(Post(post) for post in entry["posts"]),
        needs=(*entry.get("needs", ()), *(evidence if settings.after_photo else ())),
        takes=(*entry.get("takes", ()), *(() if settings.after_photo else evidence)),
        guards=tuple(entry.get("guards", ())),
        effects=tuple(entry.get("effects", ())),
    )


def _sources(names: Iterable[str], stages: Mapping[str, Stage]) -> Iterable[str]:
    """A phase stands for all its stages."""
    for name in names:
        if name in Phase.__members__ and name not in stages:
            yield from (stage.name for stage in stages.values() if stage.phase is Phase(name))
        else:
            yield name


def _request(kind: str, entry: Mapping[str, Any]) -> RequestRule:
    return RequestRule(
        kind=kind,
        label=entry["label"],
        sources=frozenset(entry["from"]),
        askers=frozenset(Post(post) for post in entry["askers"]),
        chain=tuple(Post(post) for post in entry["chain"]),
        effect=entry["effect"],
        target=entry.get("to", SAME),
        needs=tuple(entry.get("needs", ())),
        takes=tuple(entry.get("takes", ())),
        guards=tuple(entry.get("guards", ())),
        pauses=bool(entry.get("pauses", False)),
    )


def _settings(entry: Mapping[str, Any]) -> Settings:
    values = dict(entry)
    for name in ("suspension_longest", "reopen_window"):
        if f"{name}_days" in values:
            values[name] = timedelta(days=values.pop(f"{name}_days"))
    if "verify_unless_from" in values:
        values["verify_unless_from"] = frozenset(values["verify_unless_from"])
    if "task_limit" in values:
        values["task_limit"] = Limit.parse(values["task_limit"])
    return Settings(**values)


def _problems(lifecycle: Lifecycle) -> Iterable[str]:
    for move in lifecycle.moves:
        yield from _unknown(f"Move {move.verb}", "stage", move.sources, {*lifecycle.stages, START})
        yield from _unknown(f"Move {move.verb}", "target", [move.target], {*lifecycle.stages, SAME, PREVIOUS})
        yield from _unknown(f"Move {move.verb}", "guard", move.guards, GUARDS)
        yield from _unknown(f"Move {move.verb}", "effect", move.effects, ALL_EFFECTS)
        yield from _unknown(f"Move {move.verb}", "input", _names(*move.needs, *move.takes), INPUTS)
    for rule in lifecycle.requests.values():
        yield from _unknown(f"Request {rule.kind}", "stage", rule.sources, lifecycle.stages)
        yield from _unknown(f"Request {rule.kind}", "target", [rule.target], {*lifecycle.stages, SAME})
        yield from _unknown(f"Request {rule.kind}", "guard", rule.guards, GUARDS)
        yield from _unknown(f"Request {rule.kind}", "effect", [rule.effect], REQUEST_EFFECTS)
        yield from _unknown(f"Request {rule.kind}", "input", _names(*rule.needs, *rule.takes), INPUTS)
        if not rule.chain:
            yield f"Request {rule.kind} has nobody to decide it."
    yield from _dead_ends(lifecycle)
    yield from _twice(lifecycle)


def _names(*entries: str) -> list[str]:
    return [name for entry in entries for name in entry.split("|")]


def _unknown(where: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterable[str]:
    known = set(known)
    for name in names:
        if name not in known:
            yield f"{where}: there is no {what} {name}."


def _dead_ends(lifecycle: Lifecycle) -> Iterable[str]:
    targets = {move.target for move in lifecycle.moves} | {rule.target for rule in lifecycle.requests.values()}
    for stage in lifecycle.stages.values():
        leaves = any(move.target not in (SAME, stage.name) for move in lifecycle.moves_from(stage.name))
        if stage.phase in (Phase.OPEN, Phase.PAUSED) and not leaves:
            yield f"Stage {stage.name} cannot be left."
        if stage.name not in targets:
            yield f"Stage {stage.name} cannot be reached."
        if stage.clock is ClockStart.LIMIT and stage.limit is None:
            yield f"Stage {stage.name} has a clock but no limit."


def _twice(lifecycle: Lifecycle) -> Iterable[str]:
    seen = set()
    for move in lifecycle.moves:
        for stage in move.sources:
            if (move.verb, stage) in seen:
                yield f"Move {move.verb} leaves {stage} twice."
            seen.add((move.verb, stage))
