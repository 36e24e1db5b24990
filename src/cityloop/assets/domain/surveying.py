"""Rules of surveys: where one reaches, when a record counts, who may review."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from itertools import pairwise
from uuid import UUID

from cityloop.assets.contracts import Surveyor
from cityloop.kernel.wording import Sentence, say

LONGEST_DAYS = 366


def covers(area_codes: Collection[str], grid_code: str | None) -> bool:
    """Return whether a unit grid lies in the areas; none are the whole city, also outside all grids."""
    return not area_codes or (grid_code is not None and grid_code.startswith(tuple(area_codes)))


def touches(area_codes: Collection[str], area: str) -> bool:
    """Return whether an area and one of these areas have ground in common."""
    return not area_codes or any(code.startswith(area) or area.startswith(code) for code in area_codes)


def nested(area_codes: Sequence[str]) -> str | None:
    """Return a code that lies in another one of the list, or comes twice; None if all stand beside each other."""
    ordered = sorted(area_codes)
    return next((low for high, low in pairwise(ordered) if low.startswith(high)), None)


def period_fault(starts_on: date, ends_on: date) -> Sentence | None:
    """Return what is wrong with the days of a survey."""
    if ends_on < starts_on:
        return say("The last day of a survey must not be before its first.")
    if (ends_on - starts_on).days >= LONGEST_DAYS:
        return say("A survey takes at most {days} days.", days=LONGEST_DAYS)
    return None


def dependence(account_id: UUID, company_id: UUID | None, surveyors: Iterable[Surveyor]) -> Sentence | None:
    """Return why somebody may not judge what these surveyors did; None if they stand apart.

    Supervision is separate from doing (监管分离): neither who surveyed, nor anybody of the company that did.

    :param company_id: the body of whoever asks, if that is one that surveys for hire.
    """
    surveyors = tuple(surveyors)
    if any(surveyor.account_id == account_id for surveyor in surveyors):
        return say("Who surveys does not review: let somebody else decide.")
    if company_id is not None and any(surveyor.body_id == company_id for surveyor in surveyors):
        return say("Your company made this survey: let somebody of another body decide.")
    return None
