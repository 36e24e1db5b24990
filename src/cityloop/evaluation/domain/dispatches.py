"""To whom a case was dispatched, and which of the dispatches was wrong."""

from dataclasses import dataclass
from uuid import UUID

from cityloop.cases.contracts import CaseHistory, StageRole, StayTold
from cityloop.evaluation.domain.counting_rules import WrongDispatch


@dataclass(frozen=True, slots=True)
class Dispatch:
    """One dispatch: from which stay, to which body, and whether a check failed before the next one."""

    stay: int
    body_id: UUID | None
    reworked: bool


def dispatches(history: CaseHistory) -> list[Dispatch]:
    """Return the dispatches of a case, those since it was opened again if it was: then the body was chosen anew."""
    found: list[Dispatch] = []
    before: StayTold | None = None
    for stay in history.stays:
        came_from = before.role if before else None
        if came_from is StageRole.CLOSED and stay.role is StageRole.DISPATCH:
            found = []
        elif before is not None and came_from is StageRole.DISPATCH and stay.role is StageRole.DISPOSAL:
            found.append(Dispatch(before.number, stay.body_id, reworked=False))
        elif found and came_from is StageRole.CHECK and stay.role is StageRole.DISPOSAL:
            found[-1] = Dispatch(found[-1].stay, found[-1].body_id, reworked=True)
        before = stay
    return found


def is_case_dispatched_wrongly(history: CaseHistory, rule: WrongDispatch) -> bool:
    """Return whether a case that stands dispatched was dispatched wrongly on its way.

    :source: standards/evaluation.md sections 1.3 (错误派遣数) and 6 no. 2.
    """
    return bool(wrong_dispatches(history, rule))


def wrong_dispatches(history: CaseHistory, rule: WrongDispatch) -> frozenset[int]:
    """Return the stays at which the case was dispatched wrongly, by their numbers.

    Where the target decides, those to another body than the last one are wrong: for FIRST_TARGET_CHANGED the first
    dispatch only, for TWO_BODIES all of them.
    """
    made = dispatches(history)
    if not made:
        return frozenset()
    last = made[-1].body_id
    match rule:
        case WrongDispatch.REWORK:
            return frozenset(each.stay for each in made if each.reworked)
        case WrongDispatch.FIRST_TARGET_CHANGED:
            return frozenset(each.stay for each in made[:1] if each.body_id != last)
        case WrongDispatch.TWO_BODIES:
            return frozenset(each.stay for each in made if each.body_id != last)
