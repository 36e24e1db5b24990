"""What the reader of a bulletin must know of how it was counted."""

from collections.abc import Iterator

from cityloop.evaluation.contracts import ResultState
from cityloop.evaluation.contracts.bulletins import Bulletin, BulletinLeague, BulletinRate
from cityloop.evaluation.contracts.papers import Language
from cityloop.evaluation.domain.bulletin_words import before_called, days_called, moment_called, pick

BELONGS = {
    "REPORTED": ("上报时间", "of its report"),
    "FILED": ("立案时间", "it was filed"),
    "DISPATCHED": ("派遣时间", "it was dispatched"),
    "DISPOSED": ("处置时间", "it was disposed of"),
    "CLOSED": ("结案时间", "it was closed"),
}
JUDGED = {
    "DISPOSAL": ("按处置是否按期判定", "judged by its disposal"),
    "CLOSING": ("按结案时刻判定", "judged by the moment of closing"),
}


def notes(bulletin: Bulletin, language: Language) -> Iterator[str]:
    """Yield the notes, a paragraph each: time, rules, definitions, what is compared, what is published."""
    yield pick(
        language,
        f"统计周期：{days_called(bulletin.period, language)}；数据统计时间："
        f"{moment_called(bulletin.counted_at, bulletin.timezone, language)}。",
        f"Period: {days_called(bulletin.period, language)}. "
        f"Counted at {moment_called(bulletin.counted_at, bulletin.timezone, language)}.",
    )
    yield _rules(bulletin, language)
    yield pick(
        language,
        f"指标定义第{bulletin.counting.indicators}版；百分率四舍五入，“—”表示无可计算数据。",
        f"Indicators of version {bulletin.counting.indicators}; percentages are rounded half-up; "
        "a dash is what cannot be computed.",
    )
    if bulletin.rates:
        yield _formulas(bulletin.rates, language)
    yield pick(
        language,
        f"环比与{before_called(bulletin.period, language)}相比，同比与上年同期相比；件数的变化为百分率，"
        "比率的变化为百分点。责任单位含其下属单位，各行相加可能大于全市合计。",
        "Changes of counts are in percent, changes of rates in percentage points. A body is counted with all bodies "
        "below it, so that rows may add up to more than the city has.",
    )
    for league in bulletin.leagues:
        yield _standing(league, language) + (_before(league, language) if bulletin.before else "")


def _rules(bulletin: Bulletin, language: Language) -> str:
    counting = bulletin.counting
    belongs = pick(language, *BELONGS[str(counting.plain_rules["belongs_to"])])
    judged = pick(language, *JUDGED[str(counting.plain_rules["closing_judged"])])
    since = counting.rules_from
    if since is None:
        version = pick(language, "统计口径采用出厂规则", "Rules of counting as they ship")
    else:
        version = pick(
            language,
            f"统计口径第{counting.rules}版（自{since.year}年{since.month}月{since.day}日起施行）",
            f"Rules of counting of version {counting.rules}, in force from {since.isoformat()}",
        )
    return pick(
        language,
        f"{version}：案件按{belongs}归入统计周期，按期结案{judged}。",
        f"{version}: a case belongs to the day {belongs}; whether a closing is on time is {judged}.",
    )


def _formulas(rates: tuple[BulletinRate, ...], language: Language) -> str:
    told = [pick(language, f"{rate.zh} = {rate.formula}", f"{rate.en} = {rate.formula}") for rate in rates]
    return pick(language, f"计算公式：{'；'.join(told)}。", f"Formulas: {'; '.join(told)}.")


def _before(league: BulletinLeague, language: Language) -> str:
    if league.before_edition:
        return pick(
            language,
            f"上期得分与名次采用其已公布结果第{league.before_edition}版次。",
            f" Scores and ranks before are those of the published result, edition {league.before_edition}.",
        )
    return pick(
        language,
        "上期得分与名次为统计时间按本期方案重新计算。",
        " Scores and ranks before were counted again by the present scheme.",
    )


def _standing(league: BulletinLeague, language: Language) -> str:
    name = pick(language, f"《{league.zh}》（方案第{league.number}版）", f"{league.en} (version {league.number})")
    if league.state is None:
        return pick(
            language,
            f"{name}：结果尚未公布，名次为统计时间的即时计算。",
            f"{name}: no result is published; ranks are those of the moment of counting.",
        )
    is_fixed = league.state is ResultState.FIXED
    state = pick(language, "结果已固定" if is_fixed else "结果公示中", "fixed" if is_fixed else "open for objections")
    return pick(
        language,
        f"{name}：{state}，采用第{league.edition}版次，已签名，SHA-256 {league.digest}。",
        f"{name}: {state}; edition {league.edition}, signed, SHA-256 {league.digest}.",
    )
