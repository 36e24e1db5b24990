"""What of a collector's work does not look true: rules over what was done where and when. Hints, never verdicts.

:source: design (信息采集员诚信); the rules are ours, see thresholds.py.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from math import inf
from statistics import fmean, pvariance
from zoneinfo import ZoneInfo

from cityloop.cases.contracts import Answer, PhotoTwin, Visit, VisitKind
from cityloop.evaluation.contracts.integrity import Hint, HintCase, HintKind
from cityloop.evaluation.domain.thresholds import Thresholds
from cityloop.kernel.metres import metres_between
from cityloop.kernel.wording import say

HOUR = timedelta(hours=1)
NAMED = 50  # cases that a hint over many of them names
BUSY = 2.0  # reports an hour; below, most hours have one or none, and their counts are alike by themselves
CONFIRMS = {VisitKind.VERIFY: Answer.EXISTS, VisitKind.CHECK: Answer.PASS}
DENIES = {VisitKind.VERIFY: Answer.NOT_EXISTS, VisitKind.CHECK: Answer.NOT_PASS}


@dataclass(frozen=True, slots=True)
class Duty:
    """Where somebody's duty lay for a time: a duty grid, or the area of a shorter code."""

    area_code: str
    since: datetime
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldWork:
    """What one collector did in a period, in order of time, and what it is held against.

    `others` tells how often the others denied, by kind of task: denied, answered.
    """

    visits: Sequence[Visit]
    twins: Sequence[PhotoTwin] = ()
    duties: Sequence[Duty] = ()
    others: Mapping[VisitKind, tuple[int, int]] = field(default_factory=dict)
    zone: ZoneInfo


def hints(work: FieldWork, limits: Thresholds) -> list[Hint]:
    """Return every hint, kind by kind."""
    return [hint for rule in RULES for hint in rule(work, limits)]


def too_even(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:
    """Yield a hint where the intervals between reports of a day, or their counts by hour, are too much alike."""
    reports = [each for each in work.visits if each.kind is VisitKind.REPORT]
    days = _by_day(reports, work.zone)
    gaps = [(two.at - one.at).total_seconds() for day in days.values() for one, two in pairwise(day)]
    spread = _spread(gaps)
    if len(gaps) >= limits["even_least"] and spread is not None and spread < limits["even_spread"]:
        minutes = fmean(gaps) / 60
        words = say(
            "{count} intervals between reports are alike: {minutes} minutes on average, spread {spread}.",
            count=len(gaps), minutes=f"{minutes:.1f}", spread=f"{spread:.2f}",
        )  # fmt: skip
        figures = {"intervals": str(len(gaps)), "mean_minutes": f"{minutes:.1f}", "spread": f"{spread:.2f}"}
        yield _over_many(HintKind.TOO_EVEN, words, figures, reports)
        return
    counts = [count for day in days.values() for count in _by_hour(day, work.zone)]
    dispersion = pvariance(counts) / fmean(counts) if any(counts) else inf
    is_told = len(counts) >= limits["even_least"] and fmean(counts) >= BUSY
    if is_told and dispersion < limits["even_hours"]:
        words = say(
            "Reports come at {mean} an hour in each of {hours} hours, spread {spread}.",
            mean=f"{fmean(counts):.1f}", hours=len(counts), spread=f"{dispersion:.2f}",
        )  # fmt: skip
        figures = {"hours": str(len(counts)), "an_hour": f"{fmean(counts):.1f}", "spread": f"{dispersion:.2f}"}
        yield _over_many(HintKind.TOO_EVEN, words, figures, reports)


def too_fast(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:
    """Yield where somebody took photographs at two spots further apart than anybody goes in the time between.

    What was sent later without a position of its own tells nothing of when somebody was there.
    """
    seen = [(each.seen_at, each.seen_from, each) for each in work.visits if each.seen_at and each.seen_from]
    seen.sort(key=lambda row: (row[0], row[2].case_id))
    for (at, spot, one), (then, there, two) in pairwise(seen):
        metres = metres_between(spot, there)
        hours = (then - at) / HOUR
        speed = metres / 1000 / hours if hours else inf
        if one.case_id != two.case_id and metres > limits["least_distance_m"] and speed > limits["fastest_kmh"]:
            words = say("{metres} m apart within {seconds} seconds.", metres=round(metres), seconds=round(hours * 3600))
            figures = {"metres": str(round(metres)), "seconds": str(round(hours * 3600))}
            figures |= {} if speed == inf else {"kmh": str(round(speed))}
            yield _hint(HintKind.TOO_FAST, words, figures, (_seen(one), _seen(two)))


def too_soon(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:
    """Yield tasks that were answered sooner than anybody could have been there."""
    for each in work.visits:
        if each.spent is not None and each.spent.total_seconds() < limits["soonest_answer_s"]:
            seconds = round(each.spent.total_seconds())
            words = say("Answered {seconds} seconds after the task was issued.", seconds=seconds)
            yield _hint(HintKind.TOO_SOON, words, {"seconds": str(seconds)}, (_said(each),))


def outside(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:  # noqa: ARG001 - one shape for all rules
    """Yield a hint for reports that lie outside of every grid that the duty lay in then; who had no duty has none."""
    strays = []
    for each in work.visits:
        then = [duty.area_code for duty in work.duties if _holds(duty, each.at)]
        if each.kind is VisitKind.REPORT and then and not any(_covers(area, each) for area in then):
            strays.append(each)
    if strays:
        words = say("{count} reports lie outside of the duty grids of the time.", count=len(strays))
        yield _over_many(HintKind.OUTSIDE, words, {"reports": str(len(strays))}, strays)


def away(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:
    """Yield photographs that were not taken where the case lies."""
    for each in work.visits:
        metres = metres_between(each.seen_from, each.spot) if each.seen_from else 0.0
        if metres > limits["spot_distance_m"]:
            words = say("The photograph was taken {metres} m from the case.", metres=round(metres))
            yield _hint(HintKind.AWAY, words, {"metres": str(round(metres))}, (_seen(each),))


def same_photo(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:
    """Yield photographs that look like earlier ones; the earlier one comes first."""
    for twin in work.twins:
        if twin.bits <= limits["same_photo_bits"]:
            words = say("The photograph looks like one of case {number}.", number=twin.earlier_number)
            earlier = HintCase(
                case_id=twin.earlier_case_id,
                number=twin.earlier_number,
                at=twin.earlier_at,
                photo_id=twin.earlier_photo_id,
            )
            later = HintCase(case_id=twin.case_id, number=twin.number, at=twin.taken_at, photo_id=twin.photo_id)
            yield _hint(HintKind.SAME_PHOTO, words, {"bits": str(twin.bits)}, (earlier, later))


def never_disagrees(work: FieldWork, limits: Thresholds) -> Iterator[Hint]:
    """Yield a hint where somebody has confirmed everything, though others deny so often that this is no chance."""
    for kind, (denied, answered) in work.others.items():
        own = [each for each in work.visits if each.kind is kind and each.answer in {CONFIRMS[kind], DENIES[kind]}]
        if len(own) < limits["agree_least"] or not answered or any(each.answer == DENIES[kind] for each in own):
            continue
        chance = float((1 - denied / answered) ** len(own))
        if chance < limits["agree_chance"]:
            words = say(
                "All of {count} answers confirm; others deny {share} of a hundred.",
                count=len(own), share=f"{100 * denied / answered:.1f}",
            )  # fmt: skip
            figures = {"answers": str(len(own)), "others_deny": f"{denied / answered:.4f}", "chance": f"{chance:.2g}"}
            yield _over_many(HintKind.NEVER_DISAGREES, words, figures, own)


RULES: tuple[Callable[[FieldWork, Thresholds], Iterator[Hint]], ...] = (
    too_even, too_fast, too_soon, outside, away, same_photo, never_disagrees,
)  # fmt: skip


def but_own(answers: Mapping[tuple[VisitKind, Answer], int], own: Iterable[Visit]) -> dict[VisitKind, tuple[int, int]]:
    """Return how often everybody else denied and answered, by kind of task.

    :param answers: those of everybody, one's own among them.
    """
    mine = Counter((each.kind, each.answer) for each in own)
    left = {key: count - mine[key] for key, count in answers.items()}
    return {
        kind: (
            left.get((kind, DENIES[kind]), 0),
            left.get((kind, DENIES[kind]), 0) + left.get((kind, CONFIRMS[kind]), 0),
        )
        for kind in CONFIRMS
    }


def _by_day(visits: Iterable[Visit], zone: ZoneInfo) -> dict[date, list[Visit]]:
    found: dict[date, list[Visit]] = {}
    for each in sorted(visits, key=lambda visit: visit.at):
        found.setdefault(each.at.astimezone(zone).date(), []).append(each)
    return found


def _by_hour(day: Sequence[Visit], zone: ZoneInfo) -> list[int]:
    """Return the counts of the hours between the first and the last of a day, which are not whole and left out."""
    counts = Counter(each.at.astimezone(zone).hour for each in day)
    return [counts[hour] for hour in range(min(counts) + 1, max(counts))]


def _spread(values: Sequence[float]) -> float | None:
    mean = fmean(values) if values else 0.0
    return pvariance(values) ** 0.5 / mean if mean else None


def _holds(duty: Duty, at: datetime) -> bool:
    return duty.since <= at and (duty.until is None or at < duty.until)


def _covers(area: str, visit: Visit) -> bool:
    return visit.grid_code.startswith(area) or visit.duty_grid_code == area


def _said(visit: Visit) -> HintCase:
    return HintCase(case_id=visit.case_id, number=visit.number, at=visit.at)


def _seen(visit: Visit) -> HintCase:
    return HintCase(case_id=visit.case_id, number=visit.number, at=visit.seen_at or visit.at, photo_id=visit.photo_id)


def _hint(kind: HintKind, words: str, figures: Mapping[str, str], cases: tuple[HintCase, ...]) -> Hint:
    return Hint(kind=kind, words=words, figures=figures, cases=cases, count=len(cases))


def _over_many(kind: HintKind, words: str, figures: Mapping[str, str], visits: Sequence[Visit]) -> Hint:
    named = tuple(_said(each) for each in visits[:NAMED])
    return Hint(kind=kind, words=words, figures=figures, cases=named, count=len(visits))
