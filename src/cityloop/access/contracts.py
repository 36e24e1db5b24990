"""What `access` hands to others."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar
from uuid import UUID

from cityloop.kernel.errors import NotPermittedError
from cityloop.kernel.wording import Sentence, say


class Axis(StrEnum):
    """The side of the house an account stands on; supervision is kept apart from execution (监管分离)."""

    SUPERVISION = "SUPERVISION"
    EXECUTION = "EXECUTION"
    OUTSIDE = "OUTSIDE"
    ABOVE = "ABOVE"
    SYSTEM = "SYSTEM"


class Post(StrEnum):
    """A post (岗位) somebody holds in a body.

    :source: design.md section 1; standards/workflow.md section 5.1 (Posts).
    """

    COLLECTOR = "COLLECTOR"
    ACCEPTOR = "ACCEPTOR"
    SHIFT_LEADER = "SHIFT_LEADER"
    DISPATCHER = "DISPATCHER"
    HANDLER = "HANDLER"
    INSPECTOR = "INSPECTOR"
    LEADER = "LEADER"
    EVALUATOR = "EVALUATOR"
    ADMINISTRATOR = "ADMINISTRATOR"
    CITIZEN = "CITIZEN"
    SYSTEM = "SYSTEM"

    @property
    def axis(self) -> Axis:
        """Return the axis this post acts on."""
        return _AXES[self]


_AXES = {
    Post.COLLECTOR: Axis.SUPERVISION,
    Post.ACCEPTOR: Axis.SUPERVISION,
    Post.SHIFT_LEADER: Axis.SUPERVISION,
    Post.DISPATCHER: Axis.EXECUTION,
    Post.HANDLER: Axis.EXECUTION,
    Post.INSPECTOR: Axis.SUPERVISION,
    Post.LEADER: Axis.SUPERVISION,
    Post.EVALUATOR: Axis.SUPERVISION,
    Post.ADMINISTRATOR: Axis.SYSTEM,
    Post.CITIZEN: Axis.OUTSIDE,
    Post.SYSTEM: Axis.SYSTEM,
}


class PasswordChangeRequiredError(NotPermittedError):
    """The password must be changed before anything else may be done."""

    slug: ClassVar[str] = "password-change-required"
    title: ClassVar[Sentence] = say("Change your password first")


@dataclass(frozen=True, slots=True)
class Actor:
    """Whoever acts, in one post: a person, a device or the system itself.

    `area_code` is a prefix of unit grid codes (6 digits a district, 9 a street, 12 a community; "" the whole city).
    `address` is where the request came from, for the audit trail.
    """

    account_id: UUID
    name: str
    post: Post
    axis: Axis
    seat_id: UUID | None
    body_id: UUID | None
    area_code: str
    permissions: frozenset[str]
    address: str | None = None

    def covers(self, grid_code: str) -> bool:
        """Return whether this unit grid lies in the actor's area."""
        return grid_code.startswith(self.area_code)

    def may(self, permission: str) -> bool:
        """Return whether the actor's post carries this permission."""
        return permission in self.permissions


def require(actor: Actor, permission: str, *, grid: str | None = None) -> None:
    """Let the actor pass if their post carries the permission and, where a place is named, their area holds it.

    :param grid: the code of a unit grid or of an area; "" is the whole city.
    :raises NotPermittedError: otherwise.
    """
    if not actor.may(permission):
        message = say(
            "The post {post} may not do this; it takes the permission {permission}.",
            post=actor.post,
            permission=permission,
        )
        raise NotPermittedError(message, permission=permission, post=str(actor.post))
    if grid is not None and not actor.covers(grid):
        if grid:
            message = say("The place {grid} lies outside your area {area}.", grid=grid, area=actor.area_code)
        else:
            message = say("This concerns the whole city, not only your area {area}.", area=actor.area_code)
        raise NotPermittedError(message, permission=permission, grid=grid, area=actor.area_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDraft:
    """An account about to be created; without a password nobody can sign in to it until one is set."""

    username: str
    display_name: str
    password: str | None = None
    phone: str = ""
    must_change_password: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    """An account as others may see it; the telephone number is masked."""

    account_id: UUID
    username: str
    name: str
    phone: str
    is_active: bool
    must_change_password: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatView:
    """One account in one post of one body, over one area, for a time."""

    seat_id: UUID
    account_id: UUID
    name: str
    post: Post
    body_id: UUID | None
    area_code: str
    valid_from: datetime
    valid_until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """A session that lives."""

    session_id: UUID
    started_at: datetime
    last_seen_at: datetime
    expires_at: datetime
    address: str | None
    program: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenView:
    """A token that holds."""

    token_id: UUID
    name: str
    seat_id: UUID
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditView:
    """An entry of the audit trail."""

    id: int
    at: datetime
    account_id: UUID
    name: str
    post: str
    seat_id: UUID | None
    action: str
    subject: str
    address: str | None
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuedToken:
    """A new token. Its secret is known here and never again."""

    token_id: UUID
    name: str
    seat_id: UUID
    expires_at: datetime
    secret: str
