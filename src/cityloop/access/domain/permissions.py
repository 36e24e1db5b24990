"""Which post may do what: the table a city reads to know its own house.

A permission is named `module.verb`. It says what a post may do at all; where, is the area of the seat. Which moves of
a case a post may take is not said here but in the lifecycle that the case was filed under: `cases.move` only lets the
post take part. No permission lets one account act on both axes of one case.
"""

from collections.abc import Mapping

from cityloop.access.contracts import Post

_STAFF = frozenset(
    {
        "territory.read",
        "places.read",
        "places.batch",
        "standards.read",
        "organizations.read",
        "assets.read",
        "cases.read",
        "evaluation.read",  # one's own row
    }
)
_IN_THE_LOOP = _STAFF | {"cases.move"}
_OVER_THE_LOOP = _IN_THE_LOOP | {"cases.summarize"}

_PEOPLE: Mapping[Post, frozenset[str]] = {
    Post.COLLECTOR: _IN_THE_LOOP | {"cases.report", "assets.survey", "appraisal.visit", "evaluation.object_own"},
    Post.ACCEPTOR: _IN_THE_LOOP
    | {
        "cases.report",
        "access.see_phone",
        "evaluation.look",
        "evaluation.object_own",
    },  # calls reporters and collectors back
    Post.SHIFT_LEADER: _OVER_THE_LOOP
    | {"access.see_phone", "assets.review", "evaluation.look", "evaluation.object_own"},  # reaches whoever is on shift
    Post.DISPATCHER: _OVER_THE_LOOP | {"evaluation.object_own"},
    Post.HANDLER: _IN_THE_LOOP | {"evaluation.object"},
    Post.INSPECTOR: _OVER_THE_LOOP
    | {
        "assets.review",
        "evaluation.read_all",
        "evaluation.rule",
        "evaluation.integrity",
        "appraisal.read",
        "appraisal.visit",
    },
    Post.LEADER: _OVER_THE_LOOP | {"territory.approve", "evaluation.read_all", "appraisal.read"},
    Post.EVALUATOR: _OVER_THE_LOOP
    | {
        "evaluation.read_all",
        "evaluation.define",
        "evaluation.publish",
        "evaluation.sample",
        "evaluation.integrity",
        "appraisal.read",
        "appraisal.define",
        "appraisal.run",
        "appraisal.visit",
    },
    Post.ADMINISTRATOR: frozenset(  # sets the city up; has no hand in any case
        {
            "territory.read",
            "territory.manage",
            "places.read",
            "places.batch",
            "places.manage",
            "standards.read",
            "standards.manage",
            "organizations.read",
            "organizations.manage",
            "assets.read",
            "assets.manage",
            "access.manage",
            "access.read_audit",
            "cases.manage",
            "cases.summarize",
            "evaluation.read",
            "evaluation.read_all",
            "evaluation.define",
            "appraisal.read",
            "appraisal.define",
        }
    ),
    Post.CITIZEN: frozenset(
        {"standards.read", "territory.read", "places.read", "cases.report", "cases.read", "cases.move"}
    ),
}

PERMISSIONS: Mapping[Post, frozenset[str]] = {
    **_PEOPLE,
    # Timers, imports and replays may do what any post may; the rules of the case still bind them.
    Post.SYSTEM: frozenset[str]().union(*_PEOPLE.values()),
}


def permissions_of(post: Post) -> frozenset[str]:
    """Return everything this post may do."""
    return PERMISSIONS[post]
