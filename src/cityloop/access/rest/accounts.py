"""Accounts, for whoever sets the city up."""

from typing import Annotated, Any
from uuid import UUID

import orjson
from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from cityloop.access import api
from cityloop.kernel import cursors
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.http import (
    Cursor,
    IdempotencyKey,
    Line,
    Page,
    PageSize,
    Password,
    Text,
    idempotent,
    page,
    problems,
    quick,
)
from cityloop.kernel.wording import say

router = Router(tags=["accounts"], auth=api.signed_in)


Name = Annotated[Line, Field(max_length=64)]
Words = Annotated[Text, Field(max_length=64)]
PhoneNumber = Annotated[Text, Field(max_length=32)]


class NewAccount(Schema):
    """An account to be created; without a password nobody can sign in to it yet."""

    username: Name
    display_name: Name
    phone: PhoneNumber = ""
    password: Password | None = None


class AccountChange(Schema):
    """What to change of an account; what is left out stays."""

    display_name: Name | None = None
    phone: PhoneNumber | None = None


class FirstPassword(Schema):
    """A password its owner must change."""

    new: Password


class WholePhone(Schema):
    """A whole telephone number."""

    phone: str


@router.post("", response={201: api.AccountView, **problems(401, 403, 409, 422)}, operation_id="create_account")
def create_account(request: api.ActorRequest, new: NewAccount, key: IdempotencyKey) -> HttpResponse:
    """Create an account. Its first password must be changed by its owner."""
    at = now()

    def run() -> tuple[int, Any]:
        return 201, api.create_account(draft=api.AccountDraft(**new.model_dump()), actor=request.auth, at=at)

    # Answers are remembered with a digest of the request: the password stays out of it.
    asked = orjson.dumps(new.model_dump(exclude={"password"}))
    return idempotent(request, key=key, scope=request.auth.account_id, at=at, run=run, content=asked)


@router.get("", response={200: Page[api.AccountView], **problems(401, 403, 422)}, operation_id="list_accounts")
def list_accounts(
    request: api.ActorRequest, search: Words = "", cursor: Cursor = None, limit: PageSize = 50
) -> HttpResponse:
    """Return accounts in order of username, closed ones too, by part of a name; telephone numbers are masked."""
    api.require(request.auth, "access.manage", grid="")
    rows = api.account_page(search=search, after=_after(cursor), limit=limit + 1)
    shown = rows[:limit]
    return page(shown, next_cursor=cursors.encode(shown[-1].username) if len(rows) > limit else None)


@router.get(
    "/{uuid:account_id}", response={200: api.AccountView, **problems(401, 403, 404)}, operation_id="get_account"
)
def get_account(request: api.ActorRequest, account_id: UUID) -> HttpResponse:
    """Return an account; its telephone number is masked."""
    if account_id != request.auth.account_id:
        api.require(request.auth, "access.manage", grid="")
    return quick(api.account(account_id=account_id))


@router.patch(
    "/{uuid:account_id}",
    response={200: api.AccountView, **problems(401, 403, 404, 422)},
    operation_id="change_account",
)
def change_account(request: api.ActorRequest, account_id: UUID, change: AccountChange) -> HttpResponse:
    """Change what an account is called, or its telephone number."""
    api.change_account(account_id=account_id, actor=request.auth, at=now(), **change.model_dump())
    return quick(api.account(account_id=account_id))


@router.get("/{uuid:account_id}/phone", response={200: WholePhone, **problems(401, 403, 404)}, operation_id="see_phone")
def see_phone(request: api.ActorRequest, account_id: UUID) -> HttpResponse:
    """Return a whole telephone number; the look is recorded."""
    return quick({"phone": api.see_phone(account_id=account_id, actor=request.auth, at=now())})


@router.put(
    "/{uuid:account_id}/password",
    response={204: None, **problems(401, 403, 404, 422)},
    operation_id="reset_password",
)
def reset_password(request: api.ActorRequest, account_id: UUID, first: FirstPassword) -> HttpResponse:
    """Give an account a new first password; all its sessions end."""
    api.reset_password(account_id=account_id, new=first.new, actor=request.auth, at=now())
    return HttpResponse(status=204)


@router.post(
    "/{uuid:account_id}/close", response={200: api.AccountView, **problems(401, 403, 404)}, operation_id="close_account"
)
def close_account(request: api.ActorRequest, account_id: UUID) -> HttpResponse:
    """Close an account: nobody signs in to it any more."""
    return quick(api.close_account(account_id=account_id, actor=request.auth, at=now()))


@router.post(
    "/{uuid:account_id}/reopen",
    response={200: api.AccountView, **problems(401, 403, 404)},
    operation_id="reopen_account",
)
def reopen_account(request: api.ActorRequest, account_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    return quick(api.reopen_account(account_id=account_id, actor=request.auth, at=now()))


@router.post(
    "/{uuid:account_id}/unlock", response={204: None, **problems(401, 403, 404)}, operation_id="unlock_account"
)
def unlock_account(request: api.ActorRequest, account_id: UUID) -> HttpResponse:
    """Forget failed attempts to sign in to an account."""
    api.unlock_account(account_id=account_id, actor=request.auth, at=now())
    return HttpResponse(status=204)


def _after(cursor: str | None) -> str:
    username = cursors.decode(cursor, length=1)[0] if cursor else ""
    if not isinstance(username, str) or "\x00" in username:
        message = say("The cursor is not one this server gave.")
        raise InvalidInputError(message, field="cursor")
    return username
