"""From a loaded city to one with a month of cases in it."""

from collections.abc import Callable, Iterator
from datetime import datetime

from django.db import transaction

from cityloop.access.contracts import Actor, Post
from cityloop.administration.demo.dice import Dice, dice
from cityloop.administration.demo.ground import lay_out
from cityloop.administration.demo.month.cast import Cast
from cityloop.administration.demo.month.course import Course
from cityloop.administration.demo.month.driving import Done, Month
from cityloop.administration.demo.month.pictures import Album
from cityloop.administration.demo.month.plans import Known, Plan, plans
from cityloop.administration.demo.month.sightings import Scenery, Thing
from cityloop.administration.demo.people import people
from cityloop.administration.demo.words.components import COMPONENT_PROBLEMS
from cityloop.administration.demo.words.incidents import INCIDENT_PROBLEMS
from cityloop.administration.demo.words.problems import Problem
from cityloop.assets import api as assets
from cityloop.cases import api as cases
from cityloop.cases.contracts import Source
from cityloop.standards import api as standards
from cityloop.territory import api as territory

PAGE = 5_000
Tell = Callable[[datetime, Done], None]


def has_cases(*, at: datetime) -> bool:
    """Return whether the city has any case."""
    return any(row["reported"] + row["self_disposed"] for row in cases.base_counts(by=cases.Division.CITY, at=at))


@transaction.atomic
def live_month(*, seed: int, many: int, until: datetime, tell: Tell = lambda _at, _done: None) -> Done:
    """Let a month of cases happen, up to a moment: all of it or nothing, so that history is never half a month.

    :param tell: called after each report or move with the simulated moment and what has been done so far.
    """
    until = until.replace(microsecond=0)
    drafts = month_plans(seed=seed, many=many, until=until)
    cases.publish_lifecycle(data=cases.standard_data(), valid_from=drafts[0].at, at=until)
    month = Month(seed=seed, until=until, album=Album(seed), tell=tell)
    return month.live(_courses(seed, drafts, until))


def month_plans(*, seed: int, many: int, until: datetime) -> list[Plan]:
    """Return what is going to happen in the city that is loaded."""
    known = [_known(problem, until) for problem in (*COMPONENT_PROBLEMS, *INCIDENT_PROBLEMS)]
    scenery = Scenery.of(seed, lay_out(seed), _things())
    return plans(seed, many, until=until, scenery=scenery, known=known)


def _known(problem: Problem, at: datetime) -> Known:
    """Return a problem with its filing condition and the limit of that; where area levels differ, of one of them."""
    found = standards.conditions(kind=problem.kind, code=problem.class_code, at=at)
    fitting = next((each for each in found if each.number == problem.condition), None)
    if fitting is None:
        return Known(problem, standards.default_limit(at=at))
    return Known(problem, next(iter(fitting.limits.values())), fitting.id)


def _courses(seed: int, drafts: list[Plan], until: datetime) -> list[Course]:
    cast = Cast.of(people(seed), at=until)
    calendar = standards.current_calendar(at=until).calendar
    found = territory.locator(until).locate_many(
        [plan.spot.longitude for plan in drafts], [plan.spot.latitude for plan in drafts]
    )
    courses = []
    for plan, place in zip(drafts, found, strict=True):
        if place is None:
            message = f"{plan.spot.address} lies in no unit grid."
            raise LookupError(message)
        chance = dice(seed, "course", plan.index)
        course = Course(plan, place.grid_code, cast, chance, until, calendar, at=plan.at)
        course.reporter = _reporter(plan, place.grid_code, cast, chance)
        courses.append(course)
    return courses


def _reporter(plan: Plan, grid_code: str, cast: Cast, chance: Dice) -> Actor | None:
    """Return who reports in their own name; what comes by telephone or otherwise, an acceptor registers."""
    match plan.source:
        case Source.COLLECTOR:
            return cast.collector(grid_code, plan.at, chance)
        case Source.PUBLIC:
            return cast.one(Post.CITIZEN, chance)
        case _:
            return None


def _things() -> Iterator[Thing]:
    after = ""
    while page := assets.components(after=after, limit=PAGE):
        after = page[-1].code
        for each in page:
            if each.grid_code:
                yield Thing(each.code, each.class_code, each.longitude, each.latitude, each.owner_body_id)
