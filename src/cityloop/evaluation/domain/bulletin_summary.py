"""What a bulletin says in sentences: built from its numbers alone."""

from collections.abc import Iterator

from cityloop.evaluation.contracts.bulletins import (
    Bulletin,
    BulletinCount,
    BulletinLeague,
    BulletinRate,
    BulletinRow,
)
from cityloop.evaluation.contracts.papers import Language
from cityloop.evaluation.domain.bulletin_words import (
    before_called,
    count_moved,
    days_called,
    listed,
    moment_called,
    period_called,
    pick,
    rate_moved,
)

TOLD_COUNTS = ("reported", "filed", "disposed", "closed")
TOLD_RATES = ("disposal_on_time_rate", "closing_rate", "rework_rate")
TOP = 3


def has_cases(bulletin: Bulletin) -> bool:
    """Return whether there was any case in the period."""
    return any(count.now for count in bulletin.counts)


def summary(bulletin: Bulletin, language: Language) -> tuple[str, ...]:
    """Return the summary, a paragraph each."""
    if not has_cases(bulletin):
        return (*_no_cases(bulletin, language), *_running(bulletin, language), *_compared(bulletin, language))
    paragraphs = (
        _totals(bulletin, language),
        *_running(bulletin, language),
        *_compared(bulletin, language),
        _rates(bulletin, language),
        _places(bulletin, language),
        *_leaders(bulletin, language),
        _overdue(bulletin, language),
    )
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def _no_cases(bulletin: Bulletin, language: Language) -> Iterator[str]:
    name, days = period_called(bulletin.period.key, language), days_called(bulletin.period, language)
    yield pick(
        language,
        f"{name}（{days}）全市没有案件，各项统计均为零，不作排名。",
        f"In {name} ({days}) the city had no case: all counts are zero and nobody is ranked.",
    )


def _totals(bulletin: Bulletin, language: Language) -> str:
    told = {count.key: count.now for count in bulletin.counts}
    name, days = period_called(bulletin.period.key, language), days_called(bulletin.period, language)
    return pick(
        language,
        f"{name}（{days}），全市共上报案件{told['reported']}件，立案{told['filed']}件，处置{told['disposed']}件，"
        f"结案{told['closed']}件。",
        f"In {name} ({days}) {told['reported']} cases were reported in the city; {told['filed']} were filed, "
        f"{told['disposed']} disposed of and {told['closed']} closed.",
    )


def _running(bulletin: Bulletin, language: Language) -> Iterator[str]:
    if bulletin.period.is_running:
        moment = moment_called(bulletin.counted_at, bulletin.timezone, language)
        yield pick(
            language,
            f"本期尚未结束，数据截至{moment}；与其他时期相比，取相同天数。",
            f"The period is not over: this is how it stands at {moment}, compared with as many days of others.",
        )


def _compared(bulletin: Bulletin, language: Language) -> Iterator[str]:
    """Yield what became of the counts since the period before and since the year before, where there were cases."""
    counts = [count for count in bulletin.counts if count.key in TOLD_COUNTS]
    earlier = before_called(bulletin.period, language)
    for has_facts, called, is_year in (
        (bulletin.before is not None, earlier, False),
        (bulletin.year_before is not None, pick(language, "上年同期", "the same period of the year before"), True),
    ):
        if has_facts:
            moved = listed([_count(count, language, is_year=is_year) for count in counts], language, between="，")
            yield pick(language, f"与{called}相比，{moved}。", f"Compared with {called}: {moved}.")
        else:
            yield pick(
                language,
                f"{called}没有案件，不作{'同比' if is_year else '环比'}。",
                f"There is nothing to compare with in {called}.",
            )


def _count(count: BulletinCount, language: Language, *, is_year: bool) -> str:
    then, change = (count.year_before, count.change_on_year) if is_year else (count.before, count.change)
    moved = count_moved(count.now, then or 0, change, language)
    return pick(language, f"{count.zh}{moved}", f"{count.en.lower()} {moved}")


def _rates(bulletin: Bulletin, language: Language) -> str:
    told = [_rate(rate, bulletin, language) for rate in bulletin.rates if rate.key in TOLD_RATES and rate.now]
    return listed(told, language, between="；") + pick(language, "。", ".") if told else ""


def _rate(rate: BulletinRate, bulletin: Bulletin, language: Language) -> str:
    parts = [pick(language, f"{rate.zh}为{rate.now}%", f"{rate.en} {rate.now}%")]
    if rate.change is not None:
        called = before_called(bulletin.period, language)
        parts.append(_against(rate.change, called, language))
    if rate.change_on_year is not None:
        parts.append(_against(rate.change_on_year, pick(language, "上年同期", "the year before"), language))
    return listed(parts, language, between="，")


def _against(points: str, called: str, language: Language) -> str:
    moved = rate_moved(points, language)
    if language == "zh":
        return f"与{called}{moved}" if moved == "持平" else f"较{called}{moved}"
    return f"{moved} against {called}"


def _places(bulletin: Bulletin, language: Language) -> str:
    """Return where most cases were, and of what classes."""
    parts = []
    district, body = _most(bulletin.districts), _most(bulletin.bodies)
    if district:
        parts.append(pick(language, f"从区域看，{_much(district, language)}，为各区最多",
                          f"most were reported in {_much(district, language)}"))  # fmt: skip
    if body:
        parts.append(pick(language, f"从责任单位看，{_much(body, language)}，承办最多",
                          f"most fell to {_much(body, language)}"))  # fmt: skip
    if bulletin.classes:
        most = listed([_much(row, language) for row in bulletin.classes[:TOP]], language)
        parts.append(pick(language, f"从问题类别看，主要是{most}", f"the most frequent classes: {most}"))
    text = listed(parts, language, between="；")
    return pick(language, f"{text}。", f"{text[:1].upper()}{text[1:]}.") if text else ""


def _most(rows: tuple[BulletinRow, ...]) -> BulletinRow | None:
    found = max(rows, key=lambda row: row.counts["reported"], default=None)
    return found if found and found.counts["reported"] else None


def _much(row: BulletinRow, language: Language) -> str:
    count = row.counts["reported"]
    return pick(language, f"{row.name}{count}件（占{row.share}%）", f"{row.name}, {count} ({row.share}%)")


def _leaders(bulletin: Bulletin, language: Language) -> Iterator[str]:
    for league in bulletin.leagues:
        told = [each for each in _first_of_groups(league, language) if each]
        if told:
            name = pick(language, f"{league.zh}中，", f"{league.en}: ")
            yield f"{name}{listed(told, language, between='；')}" + pick(language, "。", ".")


def _first_of_groups(league: BulletinLeague, language: Language) -> Iterator[str]:
    groups = {group.key: pick(language, group.zh, group.en) for group in league.groups}
    for key in groups or [""]:
        first = [row for row in league.rows if row.rank == 1 and (row.group == key or not groups)]
        if not first:
            continue
        names = listed([row.name for row in first[:TOP]], language)
        count = max(league.firsts.get(key, 0), len(first))  # not all of them need be among the rows that are told
        if count > TOP:
            names += pick(language, f"等{count}个", f" and {count - TOP} more")
        label = f"{groups[key]}{pick(language, '：', ': ')}" if groups else ""
        tied = "并列第一" if count > 1 else "居第一位"
        yield label + pick(
            language, f"{names}以{first[0].total}分{tied}", f"{names} came first with {first[0].total} points"
        )


def _overdue(bulletin: Bulletin, language: Language) -> str:
    moment = moment_called(bulletin.counted_at, bulletin.timezone, language)
    count = bulletin.overdue_total
    if not count:
        return pick(language, f"截至{moment}，没有超期未处置的案件。", f"At {moment} no case was overdue.")
    return pick(
        language,
        f"截至{moment}，本期案件中尚有{count}件超期未处置。",
        f"At {moment} {count} of these cases waited for disposal though their time was over.",
    )
