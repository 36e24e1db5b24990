"""How a request proves who sends it: a session's cookie with a CSRF token, or a bearer token."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from math import ceil
from typing import ClassVar
from uuid import UUID

from axes.utils import reset as reset_attempts
from django.conf import settings
from django.contrib.auth import authenticate
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from cityloop.access.actions.sessions import digest_of, note_refusal, note_use
from cityloop.access.contracts import Actor, PasswordChangeRequiredError
from cityloop.access.domain.usernames import normal_username
from cityloop.access.queries.people import Caller, caller_by_session, caller_by_token, locked_until
from cityloop.kernel.clock import now
from cityloop.kernel.errors import NotPermittedError, NotSignedInError, RefusedError
from cityloop.kernel.http import client_address
from cityloop.kernel.problems import not_signed_in
from cityloop.kernel.wording import Sentence, say

SEAT_HEADER = "X-CityLoop-Seat"


class ActorRequest(HttpRequest):
    """A request whose actor is known."""

    auth: Actor


class CallerRequest(HttpRequest):
    """A request whose account is known, whatever seat it may choose."""

    auth: Caller


class WrongCredentialsError(NotSignedInError):
    """No account has this name and password. It is not said which of them is wrong."""

    slug: ClassVar[str] = "wrong-credentials"
    title: ClassVar[Sentence] = say("Wrong name or password")


class LockedOutError(RefusedError):
    """Too many attempts failed; the account opens again by itself."""

    status: ClassVar[int] = 429
    slug: ClassVar[str] = "locked-out"
    title: ClassVar[Sentence] = say("Too many failed attempts")


class CsrfFailedError(NotPermittedError):
    """A browser's request lacks the CSRF token, or comes from another site."""

    slug: ClassVar[str] = "csrf-failed"
    title: ClassVar[Sentence] = say("CSRF check failed")


def actor_from_headers(
    headers: Mapping[str, str], cookies: Mapping[str, str], *, at: datetime, address: str | None = None
) -> Actor | None:
    """Return whoever sends a request that changes nothing, or nobody. For streams: call it in a thread.

    Does not count as use: a stream left open is nobody at work, so an idle session still ends.

    :raises NotPermittedError: known, but without the seat asked for, or with a password that must be changed.
    """
    scheme, _, secret = headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        caller = caller_by_token(digest_of(secret), at=at, address=address)
    elif cookie := cookies.get(settings.ACCESS_SESSION_COOKIE):
        caller = caller_by_session(digest_of(cookie), at=at, address=address)
    else:
        return None
    return None if caller is None else _seated(caller, headers.get(SEAT_HEADER))


def prove(request: HttpRequest, *, username: str, password: str, at: datetime) -> UUID:
    """Return the account of this name and password.

    Failures count against the name, known or not; after five it is locked for a quarter of an hour.

    :raises WrongCredentialsError: there is no such account, it is closed, or the password is another.
    :raises LockedOutError: too many attempts failed.
    :raises CsrfFailedError: a page of another site sends it.
    """
    if request.headers.get("Sec-Fetch-Site") == "cross-site":
        message = say("Sign in from our own pages.")
        raise CsrfFailedError(message)
    name = normal_username(username)
    account = authenticate(request, username=name, password=password)
    if account is None:
        note_refusal(username=name, at=at, address=client_address(request))
        if getattr(request, "axes_locked_out", False):
            until = locked_until(username=name, at=at)
            seconds = (until - at) // timedelta(seconds=1)
            message = say(
                "Too many attempts failed, so the account is locked. Try again after {minutes} minutes.",
                minutes=ceil(seconds / 60),
            )
            raise LockedOutError(message, until=until, retry_after=seconds)
        message = say("There is no account of this name and password.")
        raise WrongCredentialsError(message)
    reset_attempts(username=name)
    return UUID(str(account.pk))


class BearerToken(HttpBearer):
    """Knows programs by `Authorization: Bearer <token>`; passes on requests without one."""

    openapi_bearerFormat = "opaque"  # noqa: N815 - OpenAPI's spelling

    def __init__(self, *, in_seat: bool) -> None:
        """Answer with an Actor in a seat, or with the Caller who need not hold one."""
        self._in_seat = in_seat
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> Actor | Caller:
        """Return who asks.

        :raises NotSignedInError: the token is not known or no longer holds.
        """
        at = now()
        caller = caller_by_token(digest_of(token), at=at, address=client_address(request))
        return _admit(request, caller, at=at, in_seat=self._in_seat)


class SessionCookie(APIKeyCookie):
    """Knows people by the cookie of their session; asks for `X-CSRFToken` where something is changed."""

    def __init__(self, *, in_seat: bool) -> None:
        """Answer with an Actor in a seat, or with the Caller who need not hold one."""
        self.param_name = settings.ACCESS_SESSION_COOKIE
        self._in_seat = in_seat
        super().__init__(csrf=False)  # checked below, after the session: a stranger hears 401 first

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | Caller:
        """Return who asks.

        :raises NotSignedInError: there is no session, or it has ended.
        :raises CsrfFailedError: the session is good, but the request may be another site's.
        """
        at = now()
        caller = caller_by_session(digest_of(key), at=at, address=client_address(request)) if key else None
        if caller is not None and check_csrf(request):
            message = say("Send the value of the cookie csrftoken in the header X-CSRFToken.")
            raise CsrfFailedError(message)
        return _admit(request, caller, at=at, in_seat=self._in_seat)


# The bearer passes on a request without a token; the cookie, asked last, refuses one without a session.
signed_in = [BearerToken(in_seat=True), SessionCookie(in_seat=True)]
known = [BearerToken(in_seat=False), SessionCookie(in_seat=False)]


def _admit(request: HttpRequest, caller: Caller | None, *, at: datetime, in_seat: bool) -> Actor | Caller:
    if caller is None:
        raise not_signed_in()
    who = _seated(caller, request.headers.get(SEAT_HEADER)) if in_seat else caller
    note_use(caller, at=at)
    return who


def _seated(caller: Caller, wanted: str | None) -> Actor:
    if caller.must_change_password:
        message = say("Change your password first: PUT /api/v1/session/password.")
        raise PasswordChangeRequiredError(message)
    try:
        seat_id = UUID(wanted) if wanted else None
    except ValueError as error:
        message = say("The header {seat_header} does not name a seat.", seat_header=SEAT_HEADER)
        raise NotPermittedError(message) from error
    return caller.actor(seat_id)
