"""Between the row of a case and the state the rules know."""

from dataclasses import fields
from datetime import timedelta
from typing import Any
from uuid import UUID

from cityloop.access.api import Post
from cityloop.cases.contracts import Answer, CaseView, ClosingKind, PhotoView, VoidKind
from cityloop.cases.domain.countdown import Countdown
from cityloop.cases.domain.lifecycle import Phase
from cityloop.cases.domain.state import BodyClock, CaseState
from cityloop.cases.models.case import Case
from cityloop.cases.models.evidence import Photo
from cityloop.standards.api import Limit, LimitUnit

SPECIAL = {
    "case_id", "phase", "holder_post", "helper_body_ids", "limit", "clock", "body_clocks", "closing_kind", "void_kind",
    "verification", "check", "request_post",
}  # fmt: skip
PLAIN = tuple(field.name for field in fields(CaseState) if field.name not in SPECIAL)
STATIC = ("source", "reported_by", "registered_at")
CLOCK_COLUMNS = ("clock_unit", "clock_allowance", "clock_spent", "clock_running_since", "clock_paused_at", "due_at")
PROJECTED = (
    *(name for name in PLAIN if name not in STATIC),
    *CLOCK_COLUMNS,
    "phase", "holder_post", "helper_body_ids", "limit_text", "body_clocks", "closing_kind", "void_kind",
    "verification", "check_answer", "request_post", "step_count", "chain_head", "sent_to_id",
)  # fmt: skip


def state_of(case: Case) -> CaseState:
    """Return what the rules need to know of this case."""
    return CaseState(
        case_id=case.pk,
        phase=Phase(case.phase),
        holder_post=Post(case.holder_post) if case.holder_post else None,
        helper_body_ids=frozenset(UUID(body) for body in case.helper_body_ids),
        limit=Limit.parse(case.limit_text) if case.limit_text else None,
        clock=_clock(case),
        body_clocks=tuple(_body_clock(plain) for plain in case.body_clocks),
        closing_kind=ClosingKind(case.closing_kind) if case.closing_kind else None,
        void_kind=VoidKind(case.void_kind) if case.void_kind else None,
        verification=Answer(case.verification),
        check=Answer(case.check_answer),
        request_post=Post(case.request_post) if case.request_post else None,
        **{name: getattr(case, name) for name in PLAIN},
    )


def project(state: CaseState, case: Case) -> None:
    """Set the row of the case to this state."""
    for name in PLAIN:
        setattr(case, name, getattr(state, name))
    case.phase = state.phase.value
    case.holder_post = state.holder_post.value if state.holder_post else None
    case.helper_body_ids = sorted(str(body) for body in state.helper_body_ids)
    case.limit_text = str(state.limit) if state.limit else ""
    case.body_clocks = [_plain_body_clock(kept) for kept in state.body_clocks]
    case.closing_kind = state.closing_kind.value if state.closing_kind else None
    case.void_kind = state.void_kind.value if state.void_kind else None
    case.verification = state.verification.value
    case.check_answer = state.check.value
    case.request_post = state.request_post.value if state.request_post else None
    clock = state.clock
    case.clock_unit = clock.unit.value if clock else ""
    case.clock_allowance = clock.allowance if clock else None
    case.clock_spent = clock.spent if clock else None
    case.clock_running_since = clock.running_since if clock else None
    case.clock_paused_at = clock.paused_at if clock else None
    case.due_at = clock.due_at if clock else None


def view_of(case: Case) -> CaseView:
    """Return the case as others see it after a write."""
    return CaseView(
        id=case.pk,
        number=case.number,
        version=case.version,
        stage=case.stage,
        phase=case.phase,
        grid_code=case.grid_code,
        class_code=case.class_code,
        due_at=case.due_at,
        holder_post=case.holder_post,
        lead_body_id=case.lead_body_id,
    )


def view_of_photo(photo: Photo) -> PhotoView:
    """Return a photograph as others see it."""
    return PhotoView(
        id=photo.pk,
        usage=photo.usage,
        media_type=photo.media_type,
        width=photo.width,
        height=photo.height,
        sha256=photo.sha256,
        taken_at=photo.taken_at,
        longitude=photo.location.x if photo.location else None,
        latitude=photo.location.y if photo.location else None,
        device=photo.device,
        seal=photo.seal,
    )


def _clock(case: Case) -> Countdown | None:
    if not case.clock_unit:
        return None
    return Countdown(
        unit=LimitUnit(case.clock_unit),
        allowance=case.clock_allowance,
        spent=case.clock_spent or timedelta(0),
        running_since=case.clock_running_since,
        due_at=case.due_at,
        paused_at=case.clock_paused_at,
    )


def _body_clock(plain: dict[str, Any]) -> BodyClock:
    allowance = plain["allowance"]
    return BodyClock(
        body_id=UUID(plain["body_id"]),
        countdown=Countdown(
            unit=LimitUnit(plain["unit"]),
            allowance=None if allowance is None else timedelta(seconds=allowance),
            spent=timedelta(seconds=plain["spent"]),
        ),
    )


def _plain_body_clock(clock: BodyClock) -> dict[str, Any]:
    allowance = clock.countdown.allowance
    return {
        "body_id": str(clock.body_id),
        "unit": clock.countdown.unit.value,
        "allowance": None if allowance is None else allowance.total_seconds(),
        "spent": clock.countdown.spent.total_seconds(),
    }
