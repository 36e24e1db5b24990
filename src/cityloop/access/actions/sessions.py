"""Sessions of people and tokens of programs: how they begin and end."""

from datetime import datetime, timedelta
from hashlib import sha256
from secrets import token_urlsafe
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cityloop.access.actions.audit import audit
from cityloop.access.contracts import Actor, IssuedToken
from cityloop.access.models import Account, AuditEntry, Session, Token
from cityloop.access.queries.people import Caller, caller_by_session, seats_now
from cityloop.kernel.errors import InvalidInputError, NotFoundError, NotSignedInError
from cityloop.kernel.wording import say

SECRET_BYTES = 32
SESSIONS_KEPT = timedelta(days=90)
SEEN_PRECISION = timedelta(minutes=1)  # a request writes at most this often when it was last seen


def digest_of(secret: str) -> bytes:
    """Return what is kept of a secret. It holds 256 random bits, so a slow hash would protect nothing more."""
    return sha256(secret.encode()).digest()


@transaction.atomic
def open_session(*, account_id: UUID, at: datetime, address: str | None, program: str) -> tuple[str, Caller]:
    """Begin a session; return its secret, which is kept nowhere, and the account with its seats."""
    secret = token_urlsafe(SECRET_BYTES)
    Session.objects.create(
        account_id=account_id,
        digest=digest_of(secret),
        started_at=at,
        last_seen_at=at,
        expires_at=at + settings.ACCESS_SESSION_LIMIT,
        address=address,
        program=program[:200],
    )
    _note(Account.objects.get(pk=account_id), "access.sign_in", at, address)
    caller = caller_by_session(digest_of(secret), at=at, address=address)
    if caller is None:
        message = say("The account has been closed.")
        raise NotSignedInError(message)
    return secret, caller


def note_refusal(*, username: str, at: datetime, address: str | None) -> None:
    """Record that somebody failed to sign in to an account; a name that no account has leaves no trace here."""
    account = Account.objects.filter(username=username).first()
    if account is not None:
        _note(account, "access.refuse_sign_in", at, address)


def _note(account: Account, action: str, at: datetime, address: str | None) -> None:
    AuditEntry.objects.create(
        at=at,
        account_id=account.pk,
        name=account.display_name,
        action=action,
        subject=f"account:{account.pk}",
        address=address,
    )


def end_credential(caller: Caller, *, at: datetime) -> None:
    """End the session or token that the caller has shown."""
    caller.credential.objects.filter(pk=caller.credential_id, ended_at__isnull=True).update(ended_at=at)


def end_session(*, account_id: UUID, session_id: UUID, at: datetime) -> None:
    """End one of an account's own sessions; ending it again changes nothing.

    :raises NotFoundError: the account has no such session.
    """
    own = Session.objects.filter(account_id=account_id, pk=session_id)
    if not own.filter(ended_at__isnull=True).update(ended_at=at) and not own.exists():
        message = say("You have no such session.")
        raise NotFoundError(message)


def forget_sessions(*, at: datetime) -> int:
    """Drop the sessions that were over long ago, with the addresses in them; return how many. For a daily task."""
    return Session.objects.filter(expires_at__lt=at - SESSIONS_KEPT).delete()[0]


@transaction.atomic
def issue_token(*, name: str, seat_id: UUID, expires_at: datetime, actor: Actor, at: datetime) -> IssuedToken:
    """Issue a token that acts in one seat until it expires.

    An account may issue tokens for its own seats; whoever holds `access.manage` for any.

    :raises NotFoundError: the seat is not held now, or is not the actor's to give away.
    :raises InvalidInputError: it would expire in the past or live too long.
    """
    held = seats_now(at).filter(pk=seat_id, account__is_active=True)
    if not (actor.may("access.manage") and actor.covers("")):
        held = held.filter(account_id=actor.account_id)
    seat = held.first()
    if seat is None:
        message = say("You hold no such seat.")
        raise NotFoundError(message)
    if not at < expires_at <= at + settings.ACCESS_TOKEN_LIMIT:
        message = say("A token expires within {days} days.", days=settings.ACCESS_TOKEN_LIMIT.days)
        raise InvalidInputError(message, field="expires_at")
    secret = token_urlsafe(SECRET_BYTES)
    token = Token.objects.create(
        account_id=seat.account_id,
        seat=seat,
        name=name,
        digest=digest_of(secret),
        created_at=at,
        expires_at=expires_at,
    )
    audit(actor, "access.issue_token", f"token:{token.pk}", at, seat_id=str(seat.pk))
    return IssuedToken(token_id=token.pk, name=name, seat_id=seat.pk, expires_at=expires_at, secret=secret)


@transaction.atomic
def end_token(*, token_id: UUID, actor: Actor, at: datetime) -> None:
    """End a token; ending it again changes nothing.

    :raises NotFoundError: there is no such token, or it is not the actor's.
    """
    tokens = Token.objects.filter(pk=token_id)
    if not (actor.may("access.manage") and actor.covers("")):
        tokens = tokens.filter(account_id=actor.account_id)
    if not tokens.exists():
        message = say("You have no such token.")
        raise NotFoundError(message)
    if tokens.filter(ended_at__isnull=True).update(ended_at=at):
        audit(actor, "access.end_token", f"token:{token_id}", at)


def note_use(caller: Caller, *, at: datetime) -> None:
    """Remember that a session or token was used, at most once a minute."""
    if caller.seen_at is not None and at - caller.seen_at < SEEN_PRECISION:
        return
    if caller.credential is Session:
        unseen = Session.objects.filter(pk=caller.credential_id, last_seen_at__lte=at - SEEN_PRECISION)
        unseen.update(last_seen_at=at)
    else:
        fresh = Q(last_used_at__isnull=True) | Q(last_used_at__lte=at - SEEN_PRECISION)
        Token.objects.filter(fresh, pk=caller.credential_id).update(last_used_at=at)
