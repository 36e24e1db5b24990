"""What is counted of a case."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

from cityloop.cases.contracts import Answer, CaseHistory, ClosingKind, Source, StageRole, StayTold, VoidKind
from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.counting import (
    ZERO,
    CaseFact,
    Dimensions,
    Standing,
    as_counts,
    is_void,
    minutes,
)
from cityloop.evaluation.domain.counting_rules import (
    ClosingJudged,
    CountingRules,
    ExemptedLateness,
    SuspendedNeed,
)
from cityloop.evaluation.domain.dispatches import is_case_dispatched_wrongly

Counts: TypeAlias = dict[str, bool | int]
FILED_FROM = {
    Source.COLLECTOR: "filed_from_collector",
    Source.PUBLIC: "filed_from_public",
    Source.HOTLINE: "filed_from_hotline",
    Source.WEB: "filed_from_web",
    Source.MEDIA: "filed_from_media",
    Source.SUPERIOR: "filed_from_superior",
    Source.INSPECTION: "filed_from_inspection",
    Source.VIDEO: "filed_from_video",
    Source.DEVICE: "filed_from_device",
    Source.TRANSFER: "filed_from_transfer",
}


@dataclass(frozen=True, slots=True)
class Judged:
    """Whether something was done, and how that counts: on time, late, or late but exempted."""

    done: bool
    late: bool
    exempted: bool
    apart: bool

    @property
    def counts_on_time(self) -> bool:
        """Whether it counts as on time."""
        return self.done and (not self.late or (self.exempted and not self.apart))

    @property
    def counts_late(self) -> bool:
        """Whether it counts as late."""
        return self.done and self.late and not self.exempted


def case_fact(history: CaseHistory, rules: CountingRules, stands: Standing, dimensions: Dimensions) -> CaseFact:
    """Return the fact of a case.

    A collector's own fix counts as such and as nothing else; so does a merged case, except that it was reported.

    :source: standards/evaluation.md section 1.3.
    """
    counts: Counts = _own_fix(history)
    if not history.self_disposed:
        counts |= {
            "reported": True,
            "collector_reported": history.source == Source.COLLECTOR,
            "public_reported": history.source != Source.COLLECTOR,
            "merged": history.void_kind == VoidKind.MERGED,
        }
        if history.void_kind != VoidKind.MERGED:
            counts |= _ordinary(history, rules, stands)
    body_id = history.steps[0].body_id if history.steps else None
    return CaseFact(dimensions, body_id, as_counts(FactKind.CASE, **counts))


def _ordinary(history: CaseHistory, rules: CountingRules, stands: Standing) -> Counts:
    counts = _accepted(history, stands) | _filed(history, stands) | _dispatched(history, rules, stands)
    disposal = _disposal(history, rules, stands)
    counts |= _disposed(history, rules, stands, disposal) | _closed(history, rules, stands, disposal)
    counts |= _spent(history, stands, disposal) | {"void": is_void(history)}
    return counts if is_void(history) else counts | _flags(history) | _urged(history) | _answered(history, rules)


def _own_fix(history: CaseHistory) -> Counts:
    """One that was refused goes on as an ordinary case; as a fix it is void."""
    refused = any(stay.role is StageRole.OWN_FIX and stay.left_at and not stay.went_on for stay in history.stays)
    own = history.self_disposed
    return {
        "self_disposed": own or refused,
        "self_closed": own and history.phase == "CLOSED",
        "self_void": (own and history.phase == "VOID") or (refused and not own),
    }


def _accepted(history: CaseHistory, stands: Standing) -> Counts:
    stay = stands.passed(StageRole.ACCEPTANCE)
    void = is_void(history)
    return {
        "accepted": stay is not None,
        "accepted_on_time": _on_time(stay),
        "accepted_accurately": stay is not None and not void,
        "not_accepted": history.void_kind == VoidKind.NOT_ACCEPTED,
        "to_accept": _waits(history, StageRole.ACCEPTANCE),
        "public_verified": history.source != Source.COLLECTOR and history.verification == Answer.EXISTS,
        "invalid_reported": void,
    }


def _filed(history: CaseHistory, stands: Standing) -> Counts:
    stay = stands.passed(StageRole.FILING)
    if stay is None:
        return {
            "not_filed": history.void_kind == VoidKind.NOT_FILED,
            "to_file": _waits(history, StageRole.FILING),
        }
    valid, collected = not is_void(history), history.source == Source.COLLECTOR
    return {
        "filed": True,
        "filed_on_time": _on_time(stay),
        "filed_accurately": valid,
        FILED_FROM[Source(history.source)]: True,
        "valid_reported": valid,
        "collector_valid_reported": valid and collected,
        "public_valid_reported": valid and not collected,
    }


def _dispatched(history: CaseHistory, rules: CountingRules, stands: Standing) -> Counts:
    stay = stands.passed(StageRole.DISPATCH)
    waits = _waits(history, StageRole.DISPATCH)
    wrong = stay is not None and is_case_dispatched_wrongly(history, rules.wrong_dispatch)
    return {
        "need_dispatch": waits or stay is not None,
        "dispatched": stay is not None,
        "dispatched_on_time": _on_time(stay),
        "dispatched_late": stay is not None and not _on_time(stay),
        "to_dispatch": waits,
        "dispatched_wrongly": wrong,
        "dispatched_accurately": stay is not None and not wrong,
    }


def _disposal(history: CaseHistory, rules: CountingRules, stands: Standing) -> Judged:
    return Judged(
        done=stands.passed(StageRole.DISPOSAL) is not None,
        late=history.disposed_on_time is False,
        exempted=history.appeal_granted,
        apart=rules.exempted_lateness is ExemptedLateness.APART,
    )


def _disposed(history: CaseHistory, rules: CountingRules, stands: Standing, disposal: Judged) -> Counts:
    waits, late = _waits(history, StageRole.DISPOSAL), disposal.counts_late
    suspended = history.phase == "PAUSED" and rules.suspended_need is SuspendedNeed.COUNTED
    return {
        "need_dispose": disposal.done or waits or suspended,
        "disposed": disposal.done,
        "disposed_on_time": disposal.counts_on_time,
        "disposed_late": late,
        "to_dispose": waits,
        "exempted": disposal.done and disposal.late and disposal.exempted,
        "late_multiple": _late_multiple(stands.stays[StageRole.DISPOSAL]) if late else 0,
    }


def _closed(history: CaseHistory, rules: CountingRules, stands: Standing, disposal: Judged) -> Counts:
    closed = history.phase == "CLOSED"
    if not closed:
        return {"not_closed": history.phase in {"OPEN", "PAUSED"}}
    judged = Judged(closed, _is_closed_late(history, rules, stands, disposal), disposal.exempted, disposal.apart)
    return {
        "closed": True,
        "closed_on_time": judged.counts_on_time,
        "closed_late": judged.counts_late,
        "closed_in_error": history.closing_kind == ClosingKind.ERROR,
        "closed_specially": history.closing_kind == ClosingKind.SPECIAL,
        "closed_by_force": history.closing_kind == ClosingKind.FORCED,
    }


def _is_closed_late(history: CaseHistory, rules: CountingRules, stands: Standing, disposal: Judged) -> bool:
    """What was closed without disposal is late if the body was when it was taken from it."""
    if not disposal.done:
        stay = stands.stays.get(StageRole.DISPOSAL)
        return stay is not None and stay.on_time is False
    due_at = history.disposal_due_at
    if rules.closing_judged is ClosingJudged.CLOSING and history.closed_at is not None and due_at is not None:
        return history.closed_at > due_at
    return disposal.late


def _flags(history: CaseHistory) -> Counts:
    given = [each.extra for each in history.requests if each.extra is not None]
    return {
        "reworked": history.rework_count > 0,
        "rework_times": history.rework_count,
        "extended": history.extension_count > 0,
        "extension_times": history.extension_count,
        "extension_minutes": minutes(sum(given, ZERO)),
        "suspended": history.phase == "PAUSED",
        "ever_suspended": history.suspension_count > 0,
        "returned": history.return_count > 0,
        "return_times": history.return_count,
        "returned_late": history.return_count > 0 and _is_returned_late(history),
        "reopened": history.reopen_count > 0,
    }


def _is_returned_late(history: CaseHistory) -> bool:
    """Whether a body gave the case back when its time was over."""
    pairs = zip(history.stays, history.stays[1:], strict=False)
    return any(
        stay.role is StageRole.DISPOSAL and then.role is StageRole.DISPATCH and stay.on_time is False
        for stay, then in pairs
    )


def _urged(history: CaseHistory) -> Counts:
    answered = bool(history.urges) and all(urge.replied_at for urge in history.urges)
    return {
        "urged": bool(history.urges),
        "urge_times": len(history.urges),
        "urge_answered": answered,
        "urge_answered_on_time": answered and all(_by(urge.replied_at, urge.reply_by) for urge in history.urges),
    }


def _answered(history: CaseHistory, rules: CountingRules) -> Counts:
    """Whoever was asked or has said so by themselves has been followed up."""
    if history.phase != "CLOSED":
        return {}
    score = history.satisfaction
    return {
        "need_follow_up": history.wants_answer or score is not None,
        "followed_up": score is not None,
        "satisfied": score is not None and score >= rules.satisfied_from,
        "satisfaction_score": score or 0,
    }


def _spent(history: CaseHistory, stands: Standing, disposal: Judged) -> Counts:
    """The time of what was done, all stays together: what is not done yet would make averages too short."""
    used = dict.fromkeys(StageRole, ZERO)
    for stay in history.stays:
        used[stay.role] += stay.used or ZERO
    closed = history.phase == "CLOSED" and history.closed_at is not None
    counts: Counts = {
        f"{role.lower()}_minutes": minutes(used[role])
        for role in (StageRole.ACCEPTANCE, StageRole.FILING, StageRole.DISPATCH)
        if stands.passed(role)
    }
    if disposal.done:
        counts["disposal_minutes"] = minutes(used[StageRole.DISPOSAL])
        counts["disposal_limit_minutes"] = minutes(_allowed(stands.stays[StageRole.DISPOSAL]))
    if closed and history.closed_at is not None:
        counts["check_minutes"] = minutes(used[StageRole.CHECK])
        counts["closing_minutes"] = minutes(used[StageRole.CLOSING])
        counts["whole_minutes"] = minutes(history.closed_at - history.reported_at)
    return counts


def _late_multiple(stay: StayTold) -> int:
    """Return (used - limit) / limit in hundredths, rounded half-up; 0 where there was no limit.

    :source: standards/evaluation.md section 1.3 (超时倍数).
    """
    allowed, used = _allowed(stay), (stay.used or ZERO) + (stay.used_before or ZERO)
    if allowed <= ZERO or used <= allowed:
        return 0
    share = Decimal((used - allowed) // timedelta(microseconds=1)) / Decimal(allowed // timedelta(microseconds=1))
    return int((share * 100).quantize(Decimal(1), ROUND_HALF_UP))


def _allowed(stay: StayTold) -> timedelta:
    """Return the time the body had; one that was told a due moment had the time until then, round the clock."""
    if stay.allowance is not None:
        return stay.allowance
    return max(ZERO, stay.due_at - stay.arrived_at) if stay.due_at else ZERO


def _waits(history: CaseHistory, role: StageRole) -> bool:
    return history.phase == "OPEN" and history.role is role


def _on_time(stay: StayTold | None) -> bool:
    """Whether something was done and in time; without a due moment it always is."""
    return stay is not None and stay.on_time is not False


def _by(moment: datetime | None, due_at: datetime | None) -> bool:
    return moment is not None and (due_at is None or moment <= due_at)
