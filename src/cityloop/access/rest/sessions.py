"""Signing in and out, and who one is."""

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token, rotate_token
from ninja import Router, Schema

from cityloop.access import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError, NotPermittedError
from cityloop.kernel.http import Line, Password, client_address, problems, quick
from cityloop.kernel.wording import say

session = Router(tags=["session"])
sessions = Router(tags=["session"], auth=api.known)


class Credentials(Schema):
    """What somebody signs in with."""

    username: Line
    password: Password


class NewPassword(Schema):
    """A change of one's own password."""

    old: Password
    new: Password


class HeldSeat(Schema):
    """A seat one may act in: send its identifier in `X-CityLoop-Seat`."""

    seat_id: UUID
    post: api.Post
    axis: api.Axis
    body_id: UUID | None
    area_code: str


class Me(Schema):
    """Who is signed in, the seats held now, and what the chosen one (`seat_id`) permits."""

    account_id: UUID
    username: str
    name: str
    must_change_password: bool
    seat_id: UUID | None
    permissions: list[str]
    seats: list[HeldSeat]


@session.post("", auth=None, response={200: Me, **problems(401, 403, 422, 429)}, operation_id="sign_in")
def sign_in(request: HttpRequest, credentials: Credentials) -> HttpResponse:
    """Begin a session: the answer sets its cookie and one with the CSRF token."""
    at, address = now(), client_address(request)
    account_id = api.prove(request, username=credentials.username, password=credentials.password, at=at)
    program = request.headers.get("User-Agent", "")
    secret, caller = api.open_session(account_id=account_id, at=at, address=address, program=program)
    response = quick(_me(caller, None))
    response.set_cookie(
        settings.ACCESS_SESSION_COOKIE,
        secret,
        max_age=int(settings.ACCESS_SESSION_LIMIT.total_seconds()),
        secure=settings.HTTPS,
        httponly=True,
        samesite="Strict",
    )
    rotate_token(request)
    return response


@session.get("", auth=api.known, response={200: Me, **problems(401, 403)}, operation_id="who_am_i")
def who_am_i(request: api.CallerRequest) -> HttpResponse:
    """Return who is signed in, and renew the cookie with the CSRF token."""
    get_token(request)
    return quick(_me(request.auth, request.headers.get(api.SEAT_HEADER)))


@session.delete("", auth=api.known, response={204: None, **problems(401, 403)}, operation_id="sign_out")
def sign_out(request: api.CallerRequest) -> HttpResponse:
    """End this session, or the token that asks."""
    api.end_credential(request.auth, at=now())
    response = HttpResponse(status=204)
    response.delete_cookie(settings.ACCESS_SESSION_COOKIE, samesite="Strict")
    return response


@session.put(
    "/password", auth=api.known, response={204: None, **problems(401, 403, 422, 429)}, operation_id="change_password"
)
def change_password(request: api.CallerRequest, change: NewPassword) -> HttpResponse:
    """Change one's own password; all one's other sessions end. A wrong old one counts as a failed attempt."""
    caller, at = request.auth, now()
    try:
        api.prove(request, username=caller.username, password=change.old, at=at)
    except api.WrongCredentialsError as error:
        message = say("The old password is not right.")
        raise InvalidInputError(message, field="old") from error
    api.change_password(
        account_id=caller.account_id, old=change.old, new=change.new, at=at, keep_session_id=caller.credential_id
    )
    return HttpResponse(status=204)


@sessions.get("", response={200: list[api.SessionView], **problems(401, 403)}, operation_id="list_sessions")
def list_sessions(request: api.CallerRequest) -> HttpResponse:
    """Return one's living sessions, the newest first."""
    return quick(api.sessions_of(account_id=request.auth.account_id, at=now()))


@sessions.delete("/{uuid:session_id}", response={204: None, **problems(401, 403, 404)}, operation_id="end_session")
def end_session(request: api.CallerRequest, session_id: UUID) -> HttpResponse:
    """End one of one's own sessions."""
    api.end_session(account_id=request.auth.account_id, session_id=session_id, at=now())
    return HttpResponse(status=204)


def _me(caller: api.Caller, wanted: str | None) -> Me:
    actor = None
    if caller.seats:
        actor = caller.actor(_seat_id(wanted))
    return Me(
        account_id=caller.account_id,
        username=caller.username,
        name=caller.name,
        must_change_password=caller.must_change_password,
        seat_id=actor.seat_id if actor else None,
        permissions=sorted(actor.permissions) if actor else [],
        seats=[
            HeldSeat(
                seat_id=seat.seat_id,
                post=seat.post,
                axis=seat.post.axis,
                body_id=seat.body_id,
                area_code=seat.area_code,
            )
            for seat in caller.seats
        ],
    )


def _seat_id(wanted: str | None) -> UUID | None:
    try:
        return UUID(wanted) if wanted else None
    except ValueError as error:
        message = say("The header {seat_header} does not name a seat.", seat_header=api.SEAT_HEADER)
        raise NotPermittedError(message) from error
