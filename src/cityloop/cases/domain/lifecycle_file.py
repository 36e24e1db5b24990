"""Reading a lifecycle from plain data, and refusing one that does not hold together."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import fields
from datetime import timedelta
from typing import Any

from cityloop.access.contracts import Post
from cityloop.cases.contracts import Inputs, Source
from cityloop.cases.domain.guards import GUARDS
from cityloop.cases.domain.lifecycle import (
    ASK,
    PREVIOUS,
    SAME,
    START,
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
from cityloop.cases.domain.separation import mixed_axes
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say, verbatim
from cityloop.standards.contracts import Limit

INPUTS = frozenset(field.name for field in fields(Inputs))


class LifecycleInvalidError(InvalidInputError):
    """The lifecycle does not hold together; the detail names the place."""


def read(data: Mapping[str, Any]) -> Lifecycle:
    """Return the lifecycle written in this data.

    :raises LifecycleInvalidError: a stage, rule, input or post is unknown, or a stage cannot be reached or left.
    """
    with _reading("The lifecycle"):
        settings = _settings(data.get("settings", {}))
        stages = {name: _stage(name, entry) for name, entry in data["stages"].items()}
        lifecycle = Lifecycle(
            key=data["key"],
            stages=stages,
            moves=tuple(_move(entry, stages, settings) for entry in data["moves"]),
            requests={kind: _request(kind, entry) for kind, entry in data.get("requests", {}).items()},
            escalations=tuple(_escalation(entry) for entry in data.get("escalations", ())),
            settings=settings,
        )
    problems = [*_problems(lifecycle), *mixed_axes(lifecycle)]
    if problems:
        raise LifecycleInvalidError(verbatim(" ".join(problems)), problems=problems)
    return lifecycle


@contextmanager
def _reading(place: str) -> Iterator[None]:
    """Name the place where the data is not what it should be; the innermost one wins."""
    try:
        yield
    except LifecycleInvalidError:
        raise
    except KeyError as error:
        message = say("{place} does not say {error}.", place=place, error=error)
        raise LifecycleInvalidError(message) from error
    except (ValueError, TypeError, AttributeError, InvalidInputError) as error:
        message = say("{place} cannot be read: {error}.", place=place, error=error)
        raise LifecycleInvalidError(message) from error


def _stage(name: str, entry: Mapping[str, Any]) -> Stage:
    with _reading(f"Stage {name}"):
        return Stage(
            name=name,
            phase=Phase(entry["phase"]),
            label=entry["label"],
            post=Post(entry["post"]) if "post" in entry else None,
            clock=ClockStart(entry.get("clock", "NONE")),
            limit=Limit.parse(entry["limit"]) if "limit" in entry else None,
        )


def _move(entry: Mapping[str, Any], stages: Mapping[str, Stage], settings: Settings) -> Move:
    with _reading("A move"):
        verb = entry["verb"]
    with _reading(f"Move {verb}"):
        evidence = ("photo_ids",) if entry.get("evidence") else ()
        return Move(
            verb=verb,
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
    with _reading(f"Request {kind}"):
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


def _escalation(entry: Mapping[str, Any]) -> Escalation:
    with _reading("An escalation"):
        return Escalation(Limit.parse(entry["after"]), Post(entry["to"]))


def _settings(entry: Mapping[str, Any]) -> Settings:
    with _reading("The settings"):
        values = dict(entry)
        for name in ("suspension_longest", "reopen_window"):
            if f"{name}_days" in values:
                values[name] = timedelta(days=values.pop(f"{name}_days"))
        if "verify_unless_from" in values:
            values["verify_unless_from"] = frozenset(Source(name).value for name in values["verify_unless_from"])
        if "task_limit" in values:
            values["task_limit"] = Limit.parse(values["task_limit"])
        settings = Settings(**values)
        for name in ("extension_times", "suspension_times", "reopen_times"):
            _require_at_least(0, name, getattr(settings, name))
        if not 0 < settings.warn_share <= 1:
            message = "warn_share lies between 0 and 1"
            raise ValueError(message)
        return settings


def _require_at_least(least: int, name: str, value: int) -> None:
    if value < least:
        message = f"{name} is at least {least}"
        raise ValueError(message)


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
        if rule.kind != rule.kind.upper():
            yield f"Request {rule.kind} is not written in capitals."
    yield from _clocks(lifecycle)
    yield from _dead_ends(lifecycle)
    yield from _twice(lifecycle)


def _names(*entries: str) -> list[str]:
    return [name for entry in entries for name in entry.split("|")]


def _unknown(where: str, what: str, names: Iterable[str], known: Iterable[str]) -> Iterable[str]:
    known = set(known)
    for name in names:
        if name not in known:
            yield f"{where}: there is no {what} {name}."


def _clocks(lifecycle: Lifecycle) -> Iterable[str]:
    for stage in lifecycle.stages.values():
        if stage.clock is ClockStart.LIMIT and stage.limit is None:
            yield f"Stage {stage.name} has a clock but no limit."


def _dead_ends(lifecycle: Lifecycle) -> Iterable[str]:
    """Every stage is reached from the start, and leads to an end; an end needs no way out."""
    ways = _ways(lifecycle)
    back = {(target, source) for source, target in ways}
    reached = _reachable({START}, ways)
    ends = {stage.name for stage in lifecycle.stages.values() if stage.phase in (Phase.CLOSED, Phase.VOID)}
    ending = _reachable(ends, back)
    for name in lifecycle.stages:
        if name not in reached:
            yield f"Stage {name} cannot be reached."
        if name not in ending:
            yield f"Stage {name} leads to no end."


def _ways(lifecycle: Lifecycle) -> set[tuple[str, str]]:
    """Return from which stage one gets to which; PREVIOUS leads back only to where a case has been."""
    rules: list[Move | RequestRule] = [*lifecycle.moves, *lifecycle.requests.values()]
    return {(source, rule.target) for rule in rules for source in rule.sources if rule.target not in (SAME, PREVIOUS)}


def _reachable(start: set[str], ways: set[tuple[str, str]]) -> set[str]:
    known, new = set(start), set(start)
    while new:
        new = {target for source, target in ways if source in new} - known
        known |= new
    return known


def _twice(lifecycle: Lifecycle) -> Iterable[str]:
    seen = set()
    for move in lifecycle.moves:
        if move.verb.startswith(ASK):
            yield f"Move {move.verb} would hide the asking for a request: {ASK} is kept for those."
        for stage in move.sources:
            if (move.verb, stage) in seen:
                yield f"Move {move.verb} leaves {stage} twice."
            seen.add((move.verb, stage))
