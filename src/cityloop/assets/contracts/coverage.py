"""What crosses assets' door: how lately the inventory was looked at."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaCoverage:
    """How completely and how lately the components of an area were looked at.

    `looked_at` counts those that were since the day asked for; the figures of surveys are of those applied since then.
    Shares are of one, None where there is nothing to divide by.
    """

    area_code: str
    name: str
    components: int
    looked_at: int
    looked_share: float | None
    oldest_on: date | None
    median_on: date | None
    median_age_days: int | None
    surveys: int
    compared: int
    moved: int
    differing: int
    missing: int
    new: int
    missing_rate: float | None
    new_rate: float | None
