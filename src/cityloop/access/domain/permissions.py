"""Which post may do what: the table a city reads to know its own house.

A permission is named `module.verb`. It says what a post may ever do; where it may do it is the seat's area, with which
body the case's own rules (`cases`) decide, and no permission lets one account act on both axes of one case.
"""

from collections.abc import Mapping

from cityloop.access.contracts import Post

_STAFF = {
    "territory.read",
    "standards.read",
    "organizations.read",
    "assets.read",
    "cases.read",
    "cases.download_photo",
}
_DESK_OF_SUPERVISION = {"cases.urge", "cases.summarize", "access.see_phone"}

_TABLE: Mapping[Post, set[str]] = {
    # Patrols, reports, verifies before filing, checks before closing; never decides.
    Post.COLLECTOR: _STAFF
    | {
        "cases.report",
        "cases.fix",
        "cases.upload_photo",
        "cases.read_own_tasks",
        "cases.verify",
        "cases.check",
        "assets.survey",
    },
    # Registers what arrives, asks for verification and checks, judges their results, speaks with callers.
    Post.ACCEPTOR: _STAFF
    | {
        "access.see_phone",
        "cases.report",
        "cases.register",
        "cases.upload_photo",
        "cases.request_verification",
        "cases.submit",
        "cases.refuse",
        "cases.merge",
        "cases.request_check",
        "cases.pass",
        "cases.fail",
        "cases.follow_up",
        "cases.review_fix",
        "cases.decide_appeal",
    },
    # Files, closes, voids; locks and restores; the last word of the supervision side.
    Post.SHIFT_LEADER: _STAFF
    | _DESK_OF_SUPERVISION
    | {
        "cases.upload_photo",
        "cases.file",
        "cases.refuse",
        "cases.send_back",
        "cases.close",
        "cases.force_close",
        "cases.void",
        "cases.decide_void",
        "cases.decide_extension",
        "cases.decide_suspension",
        "cases.merge",
        "cases.lock",
        "cases.restore",
        "cases.instruct",
        "cases.correct",
    },
    # Sends cases to bodies and decides what they ask for.
    Post.DISPATCHER: _STAFF
    | {
        "cases.dispatch",
        "cases.send_back",
        "cases.request_void",
        "cases.decide_return",
        "cases.decide_extension",
        "cases.decide_suspension",
        "cases.decide_appeal",
        "cases.resume",
        "cases.confer",
        "cases.rule",
        "cases.summarize",
    },
    # Signs, assigns, disposes, feeds back; asks for what only others may grant.
    Post.HANDLER: _STAFF
    | {
        "cases.upload_photo",
        "cases.sign",
        "cases.forward",
        "cases.assign",
        "cases.dispose",
        "cases.request_return",
        "cases.request_extension",
        "cases.request_suspension",
        "cases.appeal",
        "cases.confer",
    },
    # Watches and urges, changes nothing.
    Post.INSPECTOR: _STAFF | {"cases.urge", "cases.summarize"},
    Post.LEADER: _STAFF
    | {"cases.urge", "cases.instruct", "cases.decide_extension", "cases.decide_suspension"}
    | {"cases.summarize"},
    # Judges results after closing.
    Post.EVALUATOR: _STAFF | {"cases.decide_appeal", "cases.summarize"},
    # Sets the city up; has no hand in any case.
    Post.ADMINISTRATOR: {
        "territory.read",
        "territory.manage",
        "standards.read",
        "standards.manage",
        "organizations.read",
        "organizations.manage",
        "assets.read",
        "assets.manage",
        "access.manage",
        "access.read_audit",
        "cases.manage_lifecycles",
        "cases.summarize",
    },
    # Reports, follows what is theirs, rates it, asks to reopen it.
    Post.CITIZEN: {
        "standards.read",
        "territory.read",
        "cases.report",
        "cases.upload_photo",
        "cases.rate",
        "cases.reopen",
    },
}

PERMISSIONS: Mapping[Post, frozenset[str]] = {
    **{post: frozenset(granted) for post, granted in _TABLE.items()},
    # Timers, imports and replays do what any post may; the case's own rules still hold for them.
    Post.SYSTEM: frozenset().union(*_TABLE.values()),
}


def permissions_of(post: Post) -> frozenset[str]:
    """Return everything this post may do."""
    return PERMISSIONS[post]
