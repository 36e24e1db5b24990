"""From where on something does not look true: thresholds with names and reasons, which a city sets.

:source: design; no city's 诚信指标 was found: standards/evaluation.md sections 2.2 and 8. All values are assumed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say


@dataclass(frozen=True, slots=True)
class Threshold:
    """A threshold: what it is called, what is shipped, between what it may be set, and why."""

    key: str
    zh: str
    en: str
    unit: str
    shipped: float
    least: float
    most: float
    why: str


ALL: tuple[Threshold, ...] = (
    Threshold("fastest_kmh", "最快移动速度", "Fastest way from spot to spot", "km/h", 60, 5, 200,
              say("Collectors walk or ride; in town nobody goes faster for long.")),
    Threshold("least_distance_m", "最小判定距离", "Least distance that tells of speed", "m", 300, 50, 10_000,
              say("Positions are off by tens of metres: over less than this, speed says nothing.")),
    Threshold("soonest_answer_s", "最短核实核查用时", "Soonest answer to a task", "s", 60, 5, 3600,
              say("To read a task, to be at the spot and to take a photograph takes longer.")),
    Threshold("spot_distance_m", "照片与案件位置最大距离", "Photograph from the spot", "m", 500, 50, 10_000,
              say("A photograph of a problem is taken beside it; what is left is error of the position.")),
    Threshold("even_least", "均匀性判定最少次数", "Fewest intervals that tell of evenness", "", 20, 5, 1000,
              say("Fewer may be even by chance.")),
    Threshold("even_spread", "上报间隔离散系数下限", "Least spread of intervals", "", 0.2, 0.01, 1,
              say("Standard deviation over mean: what comes by chance has 1, a patrol at a steady pace about a half.")),
    Threshold("even_hours", "每小时上报数离散指数下限", "Least spread of counts by hour", "", 0.2, 0.01, 1,
              say("Variance over mean: what comes by chance has 1, the same number every hour has 0.")),
    Threshold("same_photo_bits", "相同照片最大差异位数", "Most bits between fingerprints", "bit", 3, 0, 3,
              say("Another size or compression changes few of 64 bits; another scene changes about 32.")),
    Threshold("agree_least", "一律确认判定最少次数", "Fewest answers that tell of never disagreeing", "", 30, 5, 1000,
              say("Whoever was asked seldom may have met nothing to deny.")),
    Threshold("agree_chance", "一律确认的偶然概率上限", "Chance of never disagreeing", "", 0.01, 0.000001, 0.5,
              say("If they denied as often as others do: how likely it would be that they never did.")),
)  # fmt: skip
BY_KEY: Mapping[str, Threshold] = MappingProxyType({each.key: each for each in ALL})
SHIPPED: Mapping[str, float] = MappingProxyType({each.key: each.shipped for each in ALL})
WHOLE = {"even_least", "agree_least", "same_photo_bits"}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is in force; number 0 are those that CityLoop ships."""

    number: int
    values: Mapping[str, float]

    def __getitem__(self, key: str) -> float:
        """Return the value of a threshold; one that was not known when they were set has what is shipped."""
        return self.values.get(key, SHIPPED[key])


def require_thresholds(values: Mapping[str, float]) -> None:
    """Let pass thresholds that there are, each within its bounds.

    :raises InvalidInputError: one is not known or out of bounds.
    """
    for key, value in values.items():
        known = BY_KEY.get(key)
        if known is None:
            message = say("There is no threshold {key}.", key=key)
            raise InvalidInputError(message, field=key)
        if not known.least <= value <= known.most or (key in WHOLE and value != int(value)):
            message = say("{key} lies between {least} and {most}.", key=key, least=known.least, most=known.most)
            raise InvalidInputError(message, field=key)
