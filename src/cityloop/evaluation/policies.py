"""Who may see which rows of a league, and who may define, publish and object."""

from uuid import UUID

from cityloop.access.api import Actor, Post
from cityloop.evaluation.domain.schemes import Object
from cityloop.organizations import api as organizations

READ = "evaluation.read"  # one's own row and its ranks
READ_ALL = "evaluation.read_all"
DEFINE = "evaluation.define"
PUBLISH = "evaluation.publish"
OBJECT = "evaluation.object"  # for one's body
OBJECT_OWN = "evaluation.object_own"  # for oneself
SAMPLE = "evaluation.sample"  # plans and draws samples of cases
INTEGRITY = "evaluation.integrity"  # hints at what collectors' work does not look true
LOOK = "evaluation.look"  # looks at drawn cases a second time
RULE = "evaluation.rule"  # rules where the second look disagrees
AREAS = {Object.CITY, Object.DISTRICT, Object.STREET, Object.COMMUNITY, Object.GRID}
POSTS = {
    Object.COLLECTOR: Post.COLLECTOR,
    Object.ACCEPTOR: Post.ACCEPTOR,
    Object.SHIFT_LEADER: Post.SHIFT_LEADER,
    Object.DISPATCHER: Post.DISPATCHER,
}


def owns(actor: Actor, kind: Object, subject_id: str) -> bool:
    """Return whether this row is the actor's own: the body they work for, themselves, the area of their seat."""
    if kind in AREAS:
        return actor.body_id is not None and bool(actor.area_code) and subject_id == actor.area_code
    if kind in POSTS:
        return subject_id == str(actor.account_id)
    return actor.body_id is not None and subject_id == str(actor.body_id)


def sees(actor: Actor, kind: Object, subject_id: str) -> bool:
    """Return whether the actor may see this row: all of them those who watch the city, others their own.

    Who watches a part of the city sees the areas of that part, and of bodies and people their own row only: bodies and
    people work in all of the city, and a league tells how each of them does.
    """
    watches = actor.covers(subject_id if kind in AREAS else "")
    return (actor.may(READ_ALL) and watches) or (actor.may(READ) and owns(actor, kind, subject_id))


def concerns(actor: Actor, *, person_id: UUID | None, body_id: UUID) -> bool:
    """Return whether an objection is the actor's own, or that of their body or of one above it.

    Colleagues of a person are not concerned by what that person objects to for themselves.
    """
    if person_id is not None:
        return actor.account_id == person_id
    return actor.body_id in organizations.subtree(body_id)
