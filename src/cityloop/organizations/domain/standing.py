"""Which posts a body of a side can hold."""

from cityloop.access.contracts import Axis, Post


def fits(post: Post, body_axis: Axis) -> bool:
    """Return whether the post may be held in a body on this side.

    Supervision and execution each keep to their own bodies; leaders may sit above both; administrators sit anywhere;
    citizens and the system sit nowhere.
    """
    match post.axis:
        case Axis.SUPERVISION:
            return body_axis is Axis.SUPERVISION or (body_axis is Axis.ABOVE and post in _ABOVE)
        case Axis.EXECUTION:
            return body_axis is Axis.EXECUTION
        case Axis.SYSTEM:
            return post is Post.ADMINISTRATOR
        case _:
            return False


_ABOVE = frozenset({Post.LEADER, Post.INSPECTOR, Post.EVALUATOR})
