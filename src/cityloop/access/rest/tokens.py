"""Tokens for programs."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from cityloop.access import api
from cityloop.kernel import idempotency
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, Line, Moment, problems, quick

router = Router(tags=["tokens"], auth=api.signed_in)


class NewToken(Schema):
    """A token to be issued for a seat."""

    name: Line
    seat_id: UUID
    expires_at: Moment


class Token(Schema):
    """A token. Its secret stands only in the first answer to the request that issued it."""

    token_id: UUID
    name: str
    seat_id: UUID
    expires_at: Moment
    secret: str | None


@router.get("", response={200: list[api.TokenView], **problems(401, 403)}, operation_id="list_tokens")
def list_tokens(request: api.ActorRequest) -> HttpResponse:
    """Return one's tokens that hold, the newest first."""
    return quick(api.tokens_of(account_id=request.auth.account_id, at=now()))


@router.post("", response={201: Token, **problems(401, 403, 404, 422)}, operation_id="issue_token")
def issue_token(request: api.ActorRequest, new: NewToken, key: IdempotencyKey) -> HttpResponse:
    """Issue a token. A second delivery of the request learns which token it was; its secret is kept nowhere."""
    at = now()
    secrets: list[str] = []

    def run() -> tuple[int, Any]:
        issued = api.issue_token(
            name=new.name, seat_id=new.seat_id, expires_at=new.expires_at, actor=request.auth, at=at
        )
        secrets.append(issued.secret)
        shown = {"token_id": str(issued.token_id), "name": issued.name, "seat_id": str(issued.seat_id)}
        return 201, {**shown, "expires_at": issued.expires_at.isoformat()}

    scope, asked = str(request.auth.account_id), b"issue_token " + request.body
    status, body, _ = idempotency.once(scope=scope, key=key, request=asked, at=at, run=run)
    return quick({**body, "secret": secrets[0] if secrets else None}, status=status)


@router.delete("/{uuid:token_id}", response={204: None, **problems(401, 403, 404)}, operation_id="end_token")
def end_token(request: api.ActorRequest, token_id: UUID) -> HttpResponse:
    """End a token."""
    api.end_token(token_id=token_id, actor=request.auth, at=now())
    return HttpResponse(status=204)
