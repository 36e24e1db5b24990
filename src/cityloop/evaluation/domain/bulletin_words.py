"""How bulletins speak of periods, moments and changes, in Chinese and in English."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from cityloop.evaluation.contracts import PeriodView
from cityloop.evaluation.contracts.papers import Language
from cityloop.evaluation.domain.periods import PeriodKind, read_period

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
KINDS = {
    PeriodKind.MONTH: ("月通报", "monthly bulletin"),
    PeriodKind.STATISTIC_MONTH: ("月通报", "monthly bulletin"),
    PeriodKind.WEEK: ("周通报", "weekly bulletin"),
    PeriodKind.QUARTER: ("季度通报", "quarterly bulletin"),
    PeriodKind.HALF_YEAR: ("半年通报", "half-yearly bulletin"),
    PeriodKind.YEAR: ("年度通报", "yearly bulletin"),
    PeriodKind.DAYS: ("通报", "bulletin"),
}
BEFORE = {
    PeriodKind.MONTH: ("上月", "the month before"),
    PeriodKind.STATISTIC_MONTH: ("上月", "the month before"),
    PeriodKind.WEEK: ("上周", "the week before"),
    PeriodKind.QUARTER: ("上季度", "the quarter before"),
    PeriodKind.HALF_YEAR: ("上一个半年", "the half-year before"),
    PeriodKind.YEAR: ("上年", "the year before"),
    PeriodKind.DAYS: ("上期", "the period before"),
}


def pick(language: Language, zh: str, en: str) -> str:
    """Return the one of both that is in this language."""
    return en if language == "en" else zh


def kind_of(key: str) -> PeriodKind:
    """Return how long the period of this key is."""
    return read_period(key).kind


def bulletin_called(key: str, language: Language) -> str:
    """Return what a bulletin of such a period is called."""
    return pick(language, *KINDS[kind_of(key)])


def before_called(period: PeriodView, language: Language) -> str:
    """Return what the period before is called; of one that is not over, as many days of it."""
    zh, en = BEFORE[kind_of(period.key)]
    return pick(language, f"{zh}同期", f"the same days of {en}") if period.is_running else pick(language, zh, en)


def period_called(key: str, language: Language) -> str:
    """Return the name of a period, such as 2026年10月 or October 2026."""
    period = read_period(key)
    plain = key.removeprefix("S")
    year, rest = plain[:4], plain[5:]
    match period.kind:
        case PeriodKind.MONTH | PeriodKind.STATISTIC_MONTH:
            return pick(language, f"{year}年{int(rest)}月", f"{MONTHS[int(rest) - 1]} {year}")
        case PeriodKind.WEEK:
            return pick(language, f"{year}年第{int(rest[1:])}周", f"week {int(rest[1:])} of {year}")
        case PeriodKind.QUARTER:
            return pick(language, f"{year}年第{'一二三四'[int(rest[1]) - 1]}季度", f"quarter {rest[1]} of {year}")
        case PeriodKind.HALF_YEAR:
            return pick(language, f"{year}年{'上下'[int(rest[1]) - 1]}半年", f"half {rest[1]} of {year}")
        case PeriodKind.YEAR:
            return pick(language, f"{year}年", year)
        case PeriodKind.DAYS:
            return days_called(PeriodView(key, period.since, period.until), language)


def days_called(period: PeriodView, language: Language) -> str:
    """Return the first and the last day of a period in words."""
    first, last = period.since, date.fromordinal(period.until.toordinal() - 1)
    if language == "en":
        year = f" {first.year}" if first.year != last.year else ""
        return f"{first.day} {MONTHS[first.month - 1]}{year} to {last.day} {MONTHS[last.month - 1]} {last.year}"
    year = f"{last.year}年" if first.year != last.year else ""
    return f"{first.year}年{first.month}月{first.day}日至{year}{last.month}月{last.day}日"


def days_short(period: PeriodView) -> str:
    """Return the first and the last day of a period in figures, such as 9.26–10.25."""
    last = date.fromordinal(period.until.toordinal() - 1)
    return f"{period.since.month}.{period.since.day}–{last.month}.{last.day}"


def moment_called(moment: datetime, timezone: str, language: Language) -> str:
    """Return a moment as the city's clocks show it."""
    local = moment.astimezone(ZoneInfo(timezone))
    return pick(
        language,
        f"{local.year}年{local.month}月{local.day}日{local:%H:%M}",
        f"{local:%H:%M} on {local.day} {MONTHS[local.month - 1]} {local.year}",
    )


def count_moved(now: int, then: int, percent: str | None, language: Language) -> str:
    """Return how a number of cases has changed, such as 增加12件（上升8.33%）."""
    if now == then:
        return pick(language, "持平", "unchanged")
    much = abs(now - then)
    share = None if percent is None else percent.removeprefix("-")
    if language == "en":
        return f"{'up' if now > then else 'down'} by {much}" + (f" ({share}%)" if share else "")
    verb, trend = ("增加", "上升") if now > then else ("减少", "下降")
    return f"{verb}{much}件" + (f"（{trend}{share}%）" if share else "")


def rate_moved(points: str, language: Language) -> str:
    """Return how a rate has changed, such as 提高1.30个百分点."""
    much = Decimal(points)
    if not much:
        return pick(language, "持平", "unchanged")
    verb = pick(language, "提高" if much > 0 else "下降", "up" if much > 0 else "down")
    return pick(language, f"{verb}{abs(much):f}个百分点", f"{verb} by {abs(much):f} percentage points")


def listed(parts: list[str], language: Language, *, between: str = "、") -> str:
    """Return several things in a row."""
    return pick(language, between, "; " if between == "；" else ", ").join(parts)
