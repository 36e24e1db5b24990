"""Bodies: how they come into the tree, move in it and end."""

from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from cityloop.access import api as access
from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.wording import say, word
from cityloop.organizations.contracts import BodyDraft, BodyView
from cityloop.organizations.domain.credit_codes import is_credit_code
from cityloop.organizations.models import Body, TreeStamp
from cityloop.organizations.queries.tree import body_view, tree

MANAGE = "organizations.manage"


@transaction.atomic
def add_body(*, draft: BodyDraft, actor: access.Actor, at: datetime) -> BodyView:
    """Add a body to the tree; its side follows from its kind.

    :raises InvalidInputError: a name is missing, the credit code is wrong or there is no such parent.
    :raises RefusedError: the code is taken.
    """
    access.require(actor, MANAGE, grid="")
    body = Body(
        code=draft.code.strip(),
        name=draft.name.strip(),
        short_name=draft.short_name.strip() or draft.name.strip()[:40],
        kind=draft.kind.value,
        axis=draft.kind.axis.value,
        parent_id=draft.parent_id,
        credit_code=draft.credit_code,
        valid_from=draft.valid_from or at,
    )
    _judge(body)
    _restamp()
    try:
        with transaction.atomic():
            body.save(force_insert=True)
    except IntegrityError as error:
        message = say("The code {code} is taken.", code=body.code)
        raise RefusedError(message, field="code") from error
    access.audit(actor, "organizations.add_body", f"body:{body.pk}", at, code=body.code)
    return body_view(body)


@transaction.atomic
def change_body(
    *,
    body_id: UUID,
    actor: access.Actor,
    at: datetime,
    name: str | None = None,
    short_name: str | None = None,
    credit_code: str | None = None,
) -> BodyView:
    """Change what a body is called; what is left out stays. Its code and kind are for life.

    :raises NotFoundError: there is no such body.
    :raises InvalidInputError: the name would be empty or the credit code is wrong.
    """
    access.require(actor, MANAGE, grid="")
    body = locked(body_id)
    given = {"name": name, "short_name": short_name, "credit_code": credit_code}
    changed = {field: value for field, value in given.items() if value is not None and value != getattr(body, field)}
    if not changed:
        return body_view(body)
    for field, value in changed.items():
        setattr(body, field, value)
    _judge(body)
    body.save(update_fields=list(changed))
    _restamp()
    access.audit(actor, "organizations.change_body", f"body:{body_id}", at, changed=changed)
    return body_view(body)


@transaction.atomic
def move_body(*, body_id: UUID, parent_id: UUID | None, actor: access.Actor, at: datetime) -> BodyView:
    """Put a body, with all below it, under another parent.

    :raises InvalidInputError: there is no such parent, or it lies below the body itself.
    """
    access.require(actor, MANAGE, grid="")
    _restamp()  # first: whoever else moves a body waits here, so that two moves never close a ring
    body = locked(body_id)
    _require_parent(parent_id)
    if parent_id in tree().subtrees[body_id]:
        message = say("A body cannot lie below itself.")
        raise InvalidInputError(message, field="parent_id")
    if parent_id != body.parent_id:
        body.parent_id = parent_id
        body.save(update_fields=["parent"])
        _restamp()
        access.audit(actor, "organizations.move_body", f"body:{body_id}", at, parent_id=str(parent_id))
    return body_view(body)


@transaction.atomic
def end_body(*, body_id: UUID, actor: access.Actor, at: datetime) -> BodyView:
    """End a body: its staff leave and its rules end with it; its past stays.

    :raises RefusedError: living bodies lie below it.
    """
    access.require(actor, MANAGE, grid="")
    body = locked(body_id)
    if body.valid_until is not None and body.valid_until <= at:
        return body_view(body)
    if body.children.filter(valid_until__isnull=True).exists():
        message = say("End or move the bodies below it first.")
        raise RefusedError(message, body_id=str(body_id))
    body.valid_until = max(at, body.valid_from)
    body.save(update_fields=["valid_until"])
    for seat in access.seats(body_ids=[body_id], at=at):
        access.end_seat(seat_id=seat.seat_id, at=at)
    for rule in body.rules.filter(valid_until__isnull=True):
        rule.valid_until = max(at, rule.valid_from)
        rule.save(update_fields=["valid_until"])
    _restamp()
    access.audit(actor, "organizations.end_body", f"body:{body_id}", at)
    return body_view(body)


def locked(body_id: UUID) -> Body:
    """Return a body that nobody else changes until this transaction ends.

    :raises NotFoundError: there is none.
    """
    body = Body.objects.select_for_update().filter(pk=body_id).first()
    if body is None:
        message = say("There is no such body.")
        raise NotFoundError(message, body_id=str(body_id))
    return body


def _restamp() -> None:
    """Make every process read the tree anew after this transaction. Writers of bodies queue here for each other."""
    TreeStamp.objects.update_or_create(pk=1, defaults={"stamp": uuid4()})


def _judge(body: Body) -> None:
    for field in ("code", "name"):
        if not getattr(body, field):
            message = say("A body needs a {field}.", field=word(field, context="field"))
            raise InvalidInputError(message, field=field)
    if body.credit_code and not is_credit_code(body.credit_code):
        message = say(
            "{credit_code} is not a unified social credit code: its check character does not fit.",
            credit_code=body.credit_code,
        )
        raise InvalidInputError(message, field="credit_code")
    _require_parent(body.parent_id)


def _require_parent(parent_id: UUID | None) -> None:
    if parent_id is not None and not Body.objects.filter(pk=parent_id).exists():
        message = say("There is no such parent.")
        raise InvalidInputError(message, field="parent_id")
