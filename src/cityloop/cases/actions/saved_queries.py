"""Keeping queries under a name."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from cityloop.access.api import Actor, require
from cityloop.cases.models import SavedQuery
from cityloop.kernel.errors import InvalidInputError, NotFoundError
from cityloop.kernel.wording import say

MOST = 100  # of one account: more than anybody finds again


def save_query(*, name: str, filters: Mapping[str, Any], actor: Actor, at: datetime) -> SavedQuery:
    """Keep filters under a name for the actor's account.

    :raises InvalidInputError: the account has a query of this name, or too many.
    """
    require(actor, "cases.read")
    if SavedQuery.objects.filter(account_id=actor.account_id).count() >= MOST:
        message = say("An account keeps at most {most} queries; delete one first.", most=MOST)
        raise InvalidInputError(message, field="name", most=MOST)
    query = SavedQuery(account_id=actor.account_id, name=name, filters=dict(filters), created_at=at)
    _store(query)
    return query


def rename_query(*, query_id: UUID, name: str, actor: Actor) -> SavedQuery:
    """Give a query of the actor's account another name.

    :raises NotFoundError: the account has no such query.
    :raises InvalidInputError: it has another one of this name.
    """
    query = _own(query_id, actor)
    query.name = name
    _store(query)
    return query


def delete_query(*, query_id: UUID, actor: Actor) -> None:
    """Forget a query of the actor's account.

    :raises NotFoundError: the account has no such query.
    """
    _own(query_id, actor).delete()


def _own(query_id: UUID, actor: Actor) -> SavedQuery:
    require(actor, "cases.read")
    query = SavedQuery.objects.filter(pk=query_id, account_id=actor.account_id).first()
    if query is None:
        message = say("You keep no such query.")
        raise NotFoundError(message)
    return query


def _store(query: SavedQuery) -> None:
    try:
        with transaction.atomic():
            query.save()
    except IntegrityError as error:
        message = say("You keep a query called {name!r} already.", name=query.name)
        raise InvalidInputError(message, field="name", name=query.name) from error
