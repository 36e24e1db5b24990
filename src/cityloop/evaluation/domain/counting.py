"""From the history of a case to what is counted of it: what the three kinds of facts share."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from cityloop.cases.contracts import CaseHistory, StageRole, StayTold
from cityloop.evaluation.domain.base_indicators import FactKind, columns_of
from cityloop.evaluation.domain.counting_rules import BelongsTo, RulesBook
from cityloop.evaluation.domain.periods import MonthBegins, month_ends

MINUTE = timedelta(minutes=1)
ZERO = timedelta(0)
ALONG = (
    StageRole.ACCEPTANCE, StageRole.FILING, StageRole.DISPATCH, StageRole.DISPOSAL, StageRole.CHECK, StageRole.CLOSING,
)  # fmt: skip
PLACE = {role: place for place, role in enumerate(ALONG)}
ZEROS: Mapping[FactKind, Mapping[str, int]] = {kind: dict.fromkeys(columns_of(kind), 0) for kind in FactKind}


@dataclass(frozen=True, slots=True)
class Places:
    """What counting needs to know beside histories.

    `evaluation_grids`: the evaluation grid of each duty grid. `companies`: whom collectors work for, as
    (since when, until when, body), the earliest first.
    """

    evaluation_grids: Mapping[str, str] = field(default_factory=dict)
    companies: Mapping[UUID, tuple[tuple[datetime, datetime | None, UUID | None], ...]] = field(default_factory=dict)

    def company(self, account_id: UUID, at: datetime) -> UUID | None:
        """Return the body a collector worked for at a moment."""
        held = self.companies.get(account_id, ())
        return next((body for since, until, body in held if since <= at and (until is None or at < until)), None)


@dataclass(frozen=True, slots=True)
class Dimensions:
    """By what facts are told apart: where, what, whose and when, in days of the city.

    `counted_on` is the day the row belongs to, `month` and `statistic_month` are its months (YYYY-MM); `weekday` 1 is
    Monday; `due_at` is when it is or was due.
    Personal data: says whose work a row is.
    """

    case_id: UUID
    number: str
    version: int
    rules: int
    district_code: str
    street_code: str
    community_code: str
    grid_code: str
    duty_grid_code: str
    evaluation_grid_code: str
    area_class: str
    source: str
    urgency: str
    kind: str
    class_code: str
    body_id: UUID | None
    person_id: UUID | None
    reported_on: date
    filed_on: date | None
    dispatched_on: date | None
    disposed_on: date | None
    closed_on: date | None
    counted_on: date
    month: str
    statistic_month: str
    hour: int
    weekday: int
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A case as it is counted: one row. `reporter_body_id` is the body of whoever reported it."""

    dimensions: Dimensions
    reporter_body_id: UUID | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class TaskFact:
    """A collector's errand as it is counted; `person_id` is the collector, `body_id` their company."""

    dimensions: Dimensions
    task_id: UUID
    task_kind: str
    done_at: datetime | None
    done_on: date | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class WorkFact:
    """A piece of work of a post of the centre, done or waiting: `stay` and `task` number it within its case."""

    dimensions: Dimensions
    work: str
    post: str
    stay: int
    task: int
    done_at: datetime | None
    done_on: date | None
    on_time: bool | None
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a case has come: the last stay along the loop at each place it has not been taken back from."""

    stays: Mapping[StageRole, StayTold]

    def passed(self, role: StageRole) -> StayTold | None:
        """Return the stay at which this was done, if it was and still is."""
        stay = self.stays.get(role)
        return stay if stay is not None and stay.went_on else None


def standing(history: CaseHistory) -> Standing:
    """Return how far the case has come. Whoever goes back to a place has not done what comes after it."""
    stays: dict[StageRole, StayTold] = {}
    for stay in history.stays:
        place = PLACE.get(stay.role)
        if place is not None:
            for later in ALONG[place + 1 :]:
                stays.pop(later, None)
            stays[stay.role] = stay
    return Standing(stays)


def is_void(history: CaseHistory) -> bool:
    """Return whether the case left the loop without disposal, but not as part of another."""
    return history.phase == "VOID" and history.void_kind != "MERGED"


def dimensions_of(history: CaseHistory, stands: Standing, book: RulesBook, places: Places) -> Dimensions:
    """Return what tells the fact of this case apart; those of its tasks and works follow from it."""
    zone = history.zone
    reported = history.reported_at.astimezone(zone)
    in_force = book.on(reported.date())
    filed_on = _day(history, history.filed_at, stands, StageRole.FILING)
    dispatched_on = _day(history, history.dispatched_at, stands, StageRole.DISPATCH)
    own = history.self_disposed
    disposed = stands.passed(StageRole.DISPOSAL) is not None or own
    disposed_on = history.disposed_at.astimezone(zone).date() if disposed and history.disposed_at else None
    closed = history.phase == "CLOSED" and history.closed_at
    closed_on = closed.astimezone(zone).date() if closed else None
    moments = (reported.date(), filed_on, dispatched_on, disposed_on, closed_on)
    counted_on = _belongs(moments, in_force.rules.belongs_to)
    month, statistic_month = months_of(counted_on, book.month_begins_on)
    grid, duty = history.grid_code, history.duty_grid_code
    return Dimensions(
        *(history.id, history.number, history.version, in_force.number),
        *(grid[:6], grid[:9], grid[:12], grid, duty, places.evaluation_grids.get(duty, "")),
        *(history.area_level, history.source, history.urgency, history.kind, history.class_code),
        *(history.lead_body_id, history.reported_by),
        reported_on=moments[0],
        filed_on=filed_on,
        dispatched_on=dispatched_on,
        disposed_on=disposed_on,
        closed_on=closed_on,
        counted_on=counted_on,
        month=month,
        statistic_month=statistic_month,
        hour=reported.hour,
        weekday=reported.isoweekday(),
        due_at=history.due_at if history.phase == "OPEN" else None,
    )


def months_of(day: date, begins_on: MonthBegins) -> tuple[str, str]:
    """Return the calendar month and the statistic month of a day, as YYYY-MM.

    A statistic month that begins on the 26th is named after the month in which it ends. Whenever a row's case was
    reported, its day lies in one statistic month only: the one that `domain.periods` says.
    """
    first = day.replace(day=1)
    named = first if day < month_ends(first, begins_on) else month_ends(first, 1)
    return f"{day:%Y-%m}", f"{named:%Y-%m}"


def minutes(span: timedelta | None) -> int:
    """Return whole minutes, what is over left out."""
    return span // MINUTE if span else 0


def as_counts(kind: FactKind, **counts: bool | int) -> dict[str, int]:
    """Return a count for every column of this kind, 0 where nothing is said."""
    return {**ZEROS[kind], **{key: int(count) for key, count in counts.items()}}


def _day(history: CaseHistory, moment: datetime | None, stands: Standing, role: StageRole) -> date | None:
    return moment.astimezone(history.zone).date() if moment is not None and stands.passed(role) else None


def _belongs(moments: tuple[date, date | None, date | None, date | None, date | None], by: BelongsTo) -> date:
    wanted = moments[: list(BelongsTo).index(by) + 1]
    return next((day for day in reversed(wanted) if day is not None), moments[0])
