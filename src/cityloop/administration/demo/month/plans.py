"""Every case of the month before it begins: what, where, when, from whom, and its fate."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from cityloop.administration.demo.dice import Dice, dice, key
from cityloop.administration.demo.month.fates import AT_THE_DESKS, HALTS, OUTSIDE, Birth, Fate, Halt, Turn, fates
from cityloop.administration.demo.month.sightings import Scenery, Spot, description, moments, source_at
from cityloop.administration.demo.words.problems import Problem
from cityloop.cases.contracts import Source
from cityloop.standards.contracts import Limit, LimitUnit

DAYS = 30
USUAL = 3_000
DUPLICATE_WITHIN = timedelta(hours=4)
SOURCES = {Halt.VERIFICATION: Source.HOTLINE, Halt.SELF_REVIEW: Source.COLLECTOR}
# However few cases there are, some of the first come from citizens: only those are rated, refused, verified anew.
ASSURED = dict(enumerate([Source.PUBLIC] * 4 + [Source.HOTLINE] * 6, start=3))
# How long ago a case came in that now rests at a desk: long enough to get there, so that some lamps are still green.
SINCE_MINUTES = {
    Halt.ACCEPTANCE: (1, 28), Halt.SELF_REVIEW: (1, 28), Halt.VERIFICATION: (14, 40), Halt.FILING: (14, 32),
    Halt.UNSIGNED: (26, 60), Halt.VOIDING_ASKED: (30, 60),
}  # fmt: skip
LONGER = frozenset({LimitUnit.WORK_DAY, LimitUnit.URGENT_DAY})


@dataclass(frozen=True, slots=True)
class Known:
    """A kind of problem with the time it is usually given, and the filing condition that says so, if one does."""

    problem: Problem
    limit: Limit
    condition_id: int | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A case that is going to be: `wrong_class` is what it is first taken for, `main` the case it duplicates."""

    index: int
    case_id: UUID
    at: datetime
    source: Source
    known: Known
    spot: Spot
    text: str
    fate: Fate
    wrong_class: str = ""
    main: UUID | None = None

    @property
    def problem(self) -> Problem:
        """Return what is wrong."""
        return self.known.problem


def plans(seed: int, many: int, *, until: datetime, scenery: Scenery, known: Sequence[Known]) -> list[Plan]:
    """Return the cases of a month in order of report. The same arguments give the same plans."""
    chance = dice(seed, "plans")
    halts = [halt for halt, share in HALTS.items() for _ in range(max(1, round(share * many / USUAL)))]
    ordinary = max(0, many - len(halts))
    begun = [
        (
            at,
            ASSURED.get(place) or source_at(at, chance),
            chance.choices(known, weights=[each.problem.weight for each in known])[0],
        )
        for place, at in enumerate(moments(ordinary, until=until, days=DAYS, chance=chance))
    ]
    births = [
        Birth((until - at) / timedelta(days=1), source, each.problem.kind.value == "COMPONENT")
        for at, source, each in begun
    ]
    drafts = [
        (at, source, each, fate)
        for (at, source, each), fate in zip(begun, fates(births, dice(seed, "fates")), strict=True)
    ]
    drafts += [_resting(halt, until, known, chance) for halt in halts]
    drafts.sort(key=lambda draft: draft[0])
    made: list[Plan] = []
    for index, (at, source, each, fate) in enumerate(drafts):
        made.append(_plan(_Draft(seed, index, at, source, _fitting(each, fate, known, chance), fate), scenery, made))
    return made


@dataclass(frozen=True, slots=True)
class _Draft:
    seed: int
    index: int
    at: datetime
    source: Source
    known: Known
    fate: Fate


def _plan(draft: _Draft, scenery: Scenery, before: Sequence[Plan]) -> Plan:
    chance = dice(draft.seed, "sighting", draft.index)
    known, spot, main = draft.known, None, None
    if Turn.MERGED in draft.fate.turns:
        twin = _twin(draft, before, chance)
        known, spot, main = twin.known, scenery.near(twin.spot, chance), twin.case_id
    spot = spot or scenery.spot(known.problem, chance)
    plan = Plan(
        index=draft.index,
        case_id=key(draft.seed, "case", draft.index),
        at=draft.at,
        source=draft.source,
        known=known,
        spot=spot,
        text=description(known.problem, draft.source, spot.address, chance),
        fate=draft.fate,
        main=main,
    )
    if Turn.CORRECTED not in draft.fate.turns:
        return plan
    return replace(plan, wrong_class="06036" if known.problem.class_code != "06036" else "06010")


def _twin(draft: _Draft, before: Sequence[Plan], chance: Dice) -> Plan:
    """Return a case reported shortly before that goes its way to the end; where there is none, the latest such one."""
    alive = [plan for plan in before if plan.main is None and not plan.fate.turns & _SHORT]
    near = [plan for plan in alive[-60:] if plan.at >= draft.at - DUPLICATE_WITHIN]
    return chance.choice(near) if near else alive[-1]


_SHORT = frozenset({Turn.REFUSED, Turn.NOT_FILED, Turn.VOIDED, Turn.VOIDED_IN_ERROR, Turn.SELF_DISPOSED})


def _fitting(each: Known, fate: Fate, known: Sequence[Known], chance: Dice) -> Known:
    """Return a problem of the same kind that fits the fate: what is to be extended has days, disputed is nobody's."""
    if Turn.DISPUTED in fate.turns or fate.halt is Halt.DISPUTE_ASKED:
        return next(other for other in known if other.problem.class_code == "01023")
    if not fate.is_long or each.limit.unit in LONGER:
        return each
    longer = [other for other in known if other.limit.unit in LONGER and other.problem.kind is each.problem.kind]
    return chance.choices(longer, weights=[other.problem.weight for other in longer])[0]


def _resting(halt: Halt, until: datetime, known: Sequence[Known], chance: Dice) -> tuple[datetime, Source, Known, Fate]:
    """Return a case that is to rest somewhere when the month ends, begun as long before as it takes to get there."""
    if halt in AT_THE_DESKS:
        back = timedelta(minutes=chance.uniform(*SINCE_MINUTES.get(halt, (20, 50))))
    elif halt in (Halt.SUSPENDED, Halt.APPEAL_ASKED):
        back = timedelta(days=chance.uniform(10, 24))
    else:
        back = timedelta(hours=chance.uniform(26, 60))
    at = (until - back).replace(microsecond=0)
    source = SOURCES.get(halt)
    if source is None and halt in AT_THE_DESKS - {Halt.ACCEPTANCE}:
        source = Source.VIDEO if source_at(at, chance) in OUTSIDE else Source.COLLECTOR  # no need to verify these first
    each = chance.choices(known, weights=[each.problem.weight for each in known])[0]
    if halt is Halt.SELF_REVIEW:
        each = next(other for other in known if other.problem.class_code == "09010")
    return at, source or source_at(at, chance), each, Fate(halt=halt)
