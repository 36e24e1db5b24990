"""Lists of what an account holds and of what was done."""

from dataclasses import fields
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import F, Q

from cityloop.access.contracts import AuditView, SessionView, TokenView
from cityloop.access.models import AuditEntry, Session, Token


def sessions_of(*, account_id: UUID, at: datetime) -> list[SessionView]:
    """Return the living sessions of an account, the newest first."""
    living = Session.objects.filter(
        account_id=account_id,
        ended_at__isnull=True,
        expires_at__gt=at,
        last_seen_at__gt=at - settings.ACCESS_SESSION_IDLE_LIMIT,
    )
    names = _names(SessionView, "session_id")
    return [SessionView(**row) for row in living.order_by("-started_at").values(*names, session_id=F("id"))]


def tokens_of(*, account_id: UUID, at: datetime) -> list[TokenView]:
    """Return the tokens of an account that hold, the newest first."""
    holding = Token.objects.filter(account_id=account_id, ended_at__isnull=True, expires_at__gt=at)
    names = _names(TokenView, "token_id")
    return [TokenView(**row) for row in holding.order_by("-created_at").values(*names, token_id=F("id"))]


def audit_entries(*, before: tuple[datetime, int] | None, subject: str | None, limit: int) -> list[AuditView]:
    """Return the newest entries older than `before`, of one subject or of all."""
    found = AuditEntry.objects.order_by("-at", "-id")
    if subject:
        found = found.filter(subject=subject)
    if before:
        found = found.filter(Q(at__lt=before[0]) | Q(at=before[0], id__lt=before[1]))
    return [AuditView(**row) for row in found.values(*_names(AuditView, ""))[:limit]]


def _names(view: type, without: str) -> list[str]:
    return [field.name for field in fields(view) if field.name != without]
