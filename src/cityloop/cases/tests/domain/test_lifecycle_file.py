"""Reading a lifecycle, and refusing one that does not hold together."""

from collections.abc import Callable
from typing import Any

import pytest

from cityloop.access.contracts import Post
from cityloop.cases.domain.lifecycle import PREVIOUS, SAME, Lifecycle, Move, Phase, Settings
from cityloop.cases.domain.lifecycle_file import LifecycleInvalidError, read
from cityloop.cases.tests.domain.factories import STANDARD, city, standard_data
from cityloop.kernel.errors import InvalidInputError
from cityloop.standards.contracts import Limit

Data = dict[str, Any]
ENDS = {name for name, stage in STANDARD.stages.items() if stage.phase in (Phase.CLOSED, Phase.VOID)}


def change(verb: str, /, **entries: Any) -> Callable[[Data], None]:
    """Return a change to the first move of this verb; None takes the entry away."""

    def apply(data: Data) -> None:
        move = next(move for move in data["moves"] if move["verb"] == verb)
        _set(move, entries)

    return apply


def ask(kind: str, /, **entries: Any) -> Callable[[Data], None]:
    return lambda data: _set(data["requests"][kind], entries)


def stage(name: str, /, **entries: Any) -> Callable[[Data], None]:
    return lambda data: _set(data["stages"].setdefault(name, {"phase": "OPEN", "label": {"en": name}}), entries)


def setting(**entries: Any) -> Callable[[Data], None]:
    return lambda data: _set(data["settings"], entries)


def add(**move: Any) -> Callable[[Data], None]:
    entry = {"label": {"en": "x"}, "from": ["FILING"], "to": "SAME", "posts": ["LEADER"]} | move
    return lambda data: data["moves"].append(entry)


def part(name: str, value: Any) -> Callable[[Data], None]:
    return lambda data: _set(data, {name: value})


def _set(target: Data, entries: Data) -> None:
    for name, value in entries.items():
        if value is None:
            target.pop(name)
        else:
            target[name] = value


def island(data: Data) -> None:
    """Two stages that lead to each other and to an end, but that nothing leads to."""
    for name in ("EAST", "WEST"):
        stage(name)(data)
    add(verb="row", **{"from": ["EAST"]}, to="WEST")(data)
    add(verb="row", **{"from": ["WEST"]}, to="EAST")(data)


def trap(data: Data) -> None:
    """Two stages that lead to each other and to nothing else, once nobody closes by force."""
    data["moves"] = [move for move in data["moves"] if move["verb"] != "close_by_force"]
    for name in ("PIT", "CAVE"):
        stage(name)(data)
    add(verb="fall", **{"from": ["FILING", "CAVE"]}, to="PIT")(data)
    add(verb="crawl", **{"from": ["PIT"]}, to="CAVE")(data)


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (change("file", guards=["no_rain"]), "Move file: there is no guard no_rain."),
        (change("file", effects=["explode"]), "Move file: there is no effect explode."),
        (change("file", effects=["return_to_dispatch"]), "Move file: there is no effect return_to_dispatch."),
        (change("file", needs=["limit|price"]), "Move file: there is no input price."),
        (change("file", takes=["price"]), "Move file: there is no input price."),
        (change("file", **{"from": ["LIMBO"]}), "Move file: there is no stage LIMBO."),
        (change("file", to="LIMBO"), "Move file: there is no target LIMBO."),
        (change("file", to="START"), "Move file: there is no target START."),
        (change("file", posts=["KING"]), "Move file cannot be read: 'KING' is not a valid Post."),
        (change("file", to=None), "Move file does not say 'to'."),
        (change("file", label=None), "Move file does not say 'label'."),
        (change("file", verb=None), "A move does not say 'verb'."),
        (change("file", posts=7), "Move file cannot be read: 'int' object is not iterable."),
        (add(verb="ask_why"), "Move ask_why would hide the asking for a request"),
        (add(verb="file"), "Move file leaves FILING twice."),
        (ask("RETURN", guards=["no_rain"]), "Request RETURN: there is no guard no_rain."),
        (ask("RETURN", effect="dispatch"), "Request RETURN: there is no effect dispatch."),
        (ask("RETURN", needs=["price"]), "Request RETURN: there is no input price."),
        (ask("RETURN", takes=["price"]), "Request RETURN: there is no input price."),
        (ask("RETURN", **{"from": ["LIMBO"]}), "Request RETURN: there is no stage LIMBO."),
        (ask("RETURN", to="PREVIOUS"), "Request RETURN: there is no target PREVIOUS."),
        (ask("RETURN", chain=[]), "Request RETURN has nobody to decide it."),
        (ask("RETURN", chain=["KING"]), "Request RETURN cannot be read: 'KING' is not a valid Post."),
        (ask("RETURN", askers=["KING"]), "Request RETURN cannot be read: 'KING' is not a valid Post."),
        (ask("RETURN", effect=None), "Request RETURN does not say 'effect'."),
        (lambda data: data["requests"].update(Pause=data["requests"]["RETURN"]), "Request Pause is not written in"),
        (stage("FILING", post="KING"), "Stage FILING cannot be read: 'KING' is not a valid Post."),
        (stage("FILING", phase="OPENED"), "Stage FILING cannot be read: 'OPENED' is not a valid Phase."),
        (stage("FILING", phase=None), "Stage FILING does not say 'phase'."),
        (stage("FILING", clock="SUN"), "Stage FILING cannot be read: 'SUN' is not a valid ClockStart."),
        (stage("FILING", limit="soon"), "Stage FILING cannot be read: 'soon' is not a limit"),
        (stage("FILING", limit=None), "Stage FILING has a clock but no limit."),
        (stage("LIMBO"), "Stage LIMBO cannot be reached."),
        (island, "Stage EAST cannot be reached. Stage WEST cannot be reached."),
        (trap, "Stage PIT leads to no end. Stage CAVE leads to no end."),
        (stage("PIT", phase="PAUSED"), "Stage PIT cannot be reached."),
        (part("escalations", [{"after": "1 minute"}]), "An escalation does not say 'to'."),
        (part("escalations", [{"after": "1 aeon", "to": "LEADER"}]), "An escalation cannot be read: 'aeon'"),
        (part("key", None), "The lifecycle does not say 'key'."),
        (part("stages", None), "The lifecycle does not say 'stages'."),
        (part("moves", None), "The lifecycle does not say 'moves'."),
        (part("moves", 7), "The lifecycle cannot be read"),
        (setting(colour="red"), "The settings cannot be read"),
        (setting(warn_share=0), "The settings cannot be read: warn_share lies between 0 and 1."),
        (setting(warn_share="0.8"), "The settings cannot be read"),
        (setting(extension_times=-1), "The settings cannot be read: extension_times is at least 0."),
        (setting(reopen_times="twice"), "The settings cannot be read"),
        (setting(reopen_window_days="long"), "The settings cannot be read"),
        (setting(task_limit="0 minute"), "The settings cannot be read: A limit must be more than 0"),
        (setting(verify_unless_from=["GOSSIP"]), "The settings cannot be read: 'GOSSIP' is not a valid Source."),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_what_does_not_hold_together_is_refused_with_the_place(spoil: Callable[[Data], None], problem: str) -> None:
    data = standard_data()
    spoil(data)

    with pytest.raises(LifecycleInvalidError) as refusal:
        read(data)

    assert problem in refusal.value.detail


@pytest.mark.parametrize("data", [None, [], "standard", 7, {}])
def test_what_is_no_lifecycle_at_all_is_refused(data: Any) -> None:
    with pytest.raises(InvalidInputError, match="The lifecycle"):
        read(data)


def test_all_problems_are_told_at_once() -> None:
    data = standard_data()
    change("file", guards=["no_rain"])(data)
    ask("RETURN", chain=[])(data)

    with pytest.raises(LifecycleInvalidError) as refusal:
        read(data)

    assert refusal.value.facts["problems"] == [
        "Move file: there is no guard no_rain.",
        "Request RETURN has nobody to decide it.",
    ]


def test_the_shipped_file_says_what_the_design_says() -> None:
    told = {
        name: (stage.phase.value, stage.post and stage.post.value, str(stage.limit or ""))
        for name, stage in STANDARD.stages.items()
    }

    assert STANDARD.key == "standard"
    assert told == {
        "ACCEPTANCE": ("OPEN", "ACCEPTOR", "15 minute"),
        "SELF_REVIEW": ("OPEN", "ACCEPTOR", "15 minute"),
        "FILING": ("OPEN", "SHIFT_LEADER", "15 minute"),
        "DISPATCH": ("OPEN", "DISPATCHER", "15 minute"),
        "DISPOSAL": ("OPEN", "HANDLER", ""),
        "SUSPENDED": ("PAUSED", "HANDLER", ""),
        "CHECK": ("OPEN", "ACCEPTOR", "30 minute"),
        "CLOSING": ("OPEN", "SHIFT_LEADER", "15 minute"),
        "CLOSED": ("CLOSED", None, ""),
        "MERGED": ("VOID", None, ""),
        "VOID": ("VOID", None, ""),
    }


def test_the_shipped_settings_are_the_defaults() -> None:
    assert STANDARD.settings == Settings()


def test_a_file_may_leave_out_requests_escalations_and_settings() -> None:
    data = standard_data()
    for name in ("requests", "escalations", "settings"):
        del data[name]
    data["stages"].pop("SUSPENDED")  # nothing leads there without a request
    for move in data["moves"]:
        move["from"] = [name for name in move["from"] if name != "SUSPENDED"]
    data["moves"] = [move for move in data["moves"] if move["from"]]

    lifecycle = read(data)

    assert (lifecycle.requests, lifecycle.escalations, lifecycle.settings) == ({}, (), Settings())


def exits(lifecycle: Lifecycle, name: str) -> list[Move]:
    return [move for move in lifecycle.moves_from(name) if move.target not in (SAME, name)]


@pytest.mark.parametrize("name", sorted(set(STANDARD.stages) - ENDS))
def test_every_stage_can_be_left_without_force(name: str) -> None:
    assert [move for move in exits(STANDARD, name) if move.verb != "close_by_force" and move.posts]


@pytest.mark.parametrize("name", sorted(ENDS))
def test_every_end_has_a_way_back(name: str) -> None:
    assert [move for move in exits(STANDARD, name) if move.target == PREVIOUS]


def test_a_phase_stands_for_all_its_stages() -> None:
    sources = next(move.sources for move in STANDARD.moves if move.verb == "urge")

    assert sources == {name for name, stage in STANDARD.stages.items() if stage.phase in (Phase.OPEN, Phase.PAUSED)}


def test_evidence_is_needed_or_optional_as_the_city_has_set() -> None:
    strict, lenient = STANDARD.move("feed_back", stage="DISPOSAL"), city(after_photo=False).moves

    assert strict.needs == ("photo_ids",)
    assert [move.takes for move in lenient if move.verb == "feed_back"] == [("photo_ids",)]


def test_settings_are_read_in_their_own_units() -> None:
    settings = city(task_limit="2 work_hour", suspension_longest_days=30, reopen_window_days=7).settings

    assert (settings.task_limit, settings.suspension_longest.days) == (Limit.parse("2 work_hour"), 30)
    assert settings.reopen_window.days == 7


def test_every_move_of_a_person_names_a_post_that_exists() -> None:
    by_nobody = {move.verb for move in STANDARD.moves if not move.posts}

    assert by_nobody == {"dispatch_as_planned", "approve", "refuse"}  # the clockwork, and whoever is asked
    assert {post for rule in STANDARD.requests.values() for post in rule.chain} == {
        Post.DISPATCHER, Post.SHIFT_LEADER, Post.LEADER, Post.EVALUATOR,
    }  # fmt: skip
