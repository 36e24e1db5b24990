"""The door of `access`."""

from uuid import UUID

from cityloop.access.actions.accounts import (
    change_account,
    change_password,
    close_account,
    create_account,
    reopen_account,
    reset_password,
    see_phone,
    unlock_account,
)
from cityloop.access.actions.audit import audit
from cityloop.access.actions.authentication import (
    SEAT_HEADER,
    ActorRequest,
    CallerRequest,
    LockedOutError,
    WrongCredentialsError,
    actor_from_headers,
    known,
    prove,
    signed_in,
)
from cityloop.access.actions.seats import end_seat, grant_seat
from cityloop.access.actions.sessions import (
    end_credential,
    end_session,
    end_token,
    forget_sessions,
    issue_token,
    open_session,
)
from cityloop.access.contracts import (
    AccountDraft,
    AccountView,
    Actor,
    AuditView,
    Axis,
    IssuedToken,
    PasswordChangeRequiredError,
    Post,
    SeatView,
    SessionView,
    TokenView,
    require,
)
from cityloop.access.domain.masking import masked_phone
from cityloop.access.domain.permissions import PERMISSIONS, permissions_of
from cityloop.access.queries.listings import audit_entries, sessions_of, tokens_of
from cityloop.access.queries.people import (
    Caller,
    SeatFilter,
    account,
    account_by_username,
    account_page,
    accounts,
    actor_of,
    seat_page,
    seats,
    seats_ever,
)
from cityloop.kernel.errors import NotPermittedError

__all__ = [
    "PERMISSIONS",
    "SEAT_HEADER",
    "AccountDraft",
    "AccountView",
    "Actor",
    "ActorRequest",
    "AuditView",
    "Axis",
    "Caller",
    "CallerRequest",
    "IssuedToken",
    "LockedOutError",
    "NotPermittedError",
    "PasswordChangeRequiredError",
    "Post",
    "SeatFilter",
    "SeatView",
    "SessionView",
    "TokenView",
    "WrongCredentialsError",
    "account",
    "account_by_username",
    "account_page",
    "accounts",
    "actor_from_headers",
    "actor_of",
    "audit",
    "audit_entries",
    "change_account",
    "change_password",
    "close_account",
    "create_account",
    "end_credential",
    "end_seat",
    "end_session",
    "end_token",
    "forget_sessions",
    "grant_seat",
    "issue_token",
    "known",
    "masked_phone",
    "open_session",
    "permissions_of",
    "prove",
    "reopen_account",
    "require",
    "reset_password",
    "seat_page",
    "seats",
    "seats_ever",
    "see_phone",
    "sessions_of",
    "signed_in",
    "system_actor",
    "tokens_of",
    "unlock_account",
]


def system_actor(name: str) -> Actor:
    """Return the system itself, acting under the name of one of its parts (a timer, an import, a replay)."""
    return Actor(
        account_id=UUID(int=0),
        name=name,
        post=Post.SYSTEM,
        axis=Axis.SYSTEM,
        seat_id=None,
        body_id=None,
        area_code="",
        permissions=permissions_of(Post.SYSTEM),
    )
