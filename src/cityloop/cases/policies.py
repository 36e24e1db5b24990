"""Who may see and move which cases. Asked by actions and reads alike."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import Q

from cityloop.access.api import Actor, Post, require
from cityloop.cases.domain.separation import checks_own_work
from cityloop.cases.domain.state import Acting
from cityloop.cases.models import Case, FieldTask
from cityloop.kernel.errors import NotFoundError, NotPermittedError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations

NO_CASE = say("There is no such case.")


def bodies_of(actor: Actor) -> frozenset[UUID]:
    """Return the bodies a handler speaks for: their own and all below it; nobody else speaks for one."""
    return organizations.subtree(actor.body_id) if actor.post is Post.HANDLER and actor.body_id else frozenset()


def acting(actor: Actor) -> Acting:
    """Return what the rules need to know of the actor."""
    return Acting(account_id=actor.account_id, post=actor.post, axis=actor.axis, body_ids=bodies_of(actor))


def visible(actor: Actor) -> Q:
    """Return the filter for the cases this actor may know of."""
    match actor.post:
        case Post.CITIZEN:
            return Q(reported_by=actor.account_id)
        case Post.COLLECTOR:
            tasks = FieldTask.objects.filter(assignee_id=actor.account_id).values("case")
            return Q(reported_by=actor.account_id) | Q(pk__in=tasks)
        case Post.HANDLER:
            return _of_bodies(bodies_of(actor))
        case _:
            return Q(grid_code__startswith=actor.area_code) if actor.area_code else Q()


def _of_bodies(bodies: frozenset[UUID]) -> Q:
    helping = Q(pk__in=Case.objects.filter(helpers__body_id__in=bodies).values("pk"))
    return Q(lead_body_id__in=bodies) | helping


def require_visible(actor: Actor, case: Case) -> None:
    """Let pass whoever may know of this case.

    :raises NotFoundError: for everybody else there is no such case.
    """
    if not actor.may("cases.read") or not _sees(actor, case, bodies_of(actor)):
        raise NotFoundError(NO_CASE)


def _sees(actor: Actor, case: Case, bodies: Collection[UUID]) -> bool:
    match actor.post:
        case Post.CITIZEN:
            return case.reported_by == actor.account_id
        case Post.COLLECTOR:
            ours = actor.account_id in (case.reported_by, case.sent_to_id)
            return ours or FieldTask.objects.filter(case=case, assignee_id=actor.account_id).exists()
        case Post.HANDLER:
            return case.lead_body_id in bodies or any(UUID(body) in bodies for body in case.helper_body_ids)
        case _:
            return actor.covers(case.grid_code)


def require_scope(actor: Actor, known: Acting, case: Case, verb: str) -> None:
    """Let the actor touch this case if it is theirs to know and the axes stay apart.

    :raises NotFoundError: the case is not theirs to know.
    :raises NotPermittedError: the collector was not drawn, or somebody would check their own body's work.
    """
    if not actor.may("cases.read") or not _sees(actor, case, known.body_ids):
        raise NotFoundError(NO_CASE)
    require(actor, "cases.move")
    if verb in ("answer_verification", "answer_check") and actor.post is not Post.SYSTEM:
        _require_drawn(actor, case)
    disposers = {case.lead_body_id, *map(UUID, case.helper_body_ids)}
    if verb in ("send_check", "pass_check", "rework") and checks_own_work(actor.body_id, disposers):
        message = say("Nobody checks what their own body disposed of.")
        raise NotPermittedError(message, reason="OWN_WORK")


def _require_drawn(actor: Actor, case: Case) -> None:
    if case.sent_to_id != actor.account_id:
        message = say("Another collector was drawn for this, or nobody is awaited.")
        raise NotPermittedError(message, reason="NOT_DRAWN")
