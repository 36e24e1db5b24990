"""A bulletin laid out: which tables and charts its paper has. Every cell is a number of the bulletin, or a name."""

from collections.abc import Iterator
from decimal import Decimal

from cityloop.evaluation.contracts.bulletins import Bulletin, BulletinLeague, BulletinLeagueRow, BulletinRow
from cityloop.evaluation.contracts.papers import (
    Chart,
    ChartKind,
    Language,
    Paper,
    PaperCell,
    Section,
    Table,
)
from cityloop.evaluation.domain.base_indicators import BY_KEY
from cityloop.evaluation.domain.bulletin_notes import notes
from cityloop.evaluation.domain.bulletin_summary import has_cases, summary
from cityloop.evaluation.domain.bulletin_words import (
    before_called,
    bulletin_called,
    days_called,
    days_short,
    moment_called,
    period_called,
    pick,
)
from cityloop.evaluation.domain.bulletins import ROW_COUNTS, ROW_RATES, TREND_COUNTS
from cityloop.evaluation.domain.schemes import Object

BARS = 30  # more cannot be read
DRAWN_OBJECTS = {Object.DISTRICT, Object.STREET, Object.BODY, Object.COMPANY}
MINUTES_OF_AN_HOUR = 60


def laid_out(bulletin: Bulletin, language: Language) -> Paper:
    """Return a bulletin as a paper in a language."""
    name = bulletin_called(bulletin.period.key, language)
    moment = moment_called(bulletin.counted_at, bulletin.timezone, language)
    return Paper(
        language=language,
        title=pick(language, f"{bulletin.city}城市运行管理{name}", f"{bulletin.city}: {name} of city management"),
        subtitle=pick(
            language,
            f"{period_called(bulletin.period.key, language)}（{days_short(bulletin.period)}）",
            f"{period_called(bulletin.period.key, language)} ({days_called(bulletin.period, language)})",
        ),
        issued=pick(language, f"数据统计时间：{moment}", f"Counted at {moment}"),
        summary=summary(bulletin, language),
        sections=tuple(_sections(bulletin, language)),
    )


def _sections(bulletin: Bulletin, language: Language) -> Iterator[Section]:
    if has_cases(bulletin):
        yield _counts(bulletin, language)
        if bulletin.rates:
            yield _rates(bulletin, language)
    yield _trend(bulletin, language)
    if has_cases(bulletin):
        yield from _parts(bulletin, language)
    yield Section(
        pick(language, "说明", "Notes"), pick(language, "统计说明", "Notes"), tuple(notes(bulletin, language))
    )


def _parts(bulletin: Bulletin, language: Language) -> Iterator[Section]:
    yield _rows(bulletin.districts, language, pick(language, "各区情况", "Districts"), pick(language, "区", "District"))
    if bulletin.bodies:
        body = pick(language, "责任单位", "Body")
        yield _rows(bulletin.bodies, language, pick(language, "责任单位情况", "Responsible bodies"), body)
    if bulletin.classes:
        heading = pick(language, "多发问题类别", "Most frequent classes")
        yield _rows(bulletin.classes, language, heading, pick(language, "类别", "Class"), is_drawn=True)
    for number, league in enumerate(bulletin.leagues, start=1):
        yield _league(bulletin, league, language, number)
    if bulletin.overdue:
        yield _overdue(bulletin, language)


def _counts(bulletin: Bulletin, language: Language) -> Section:
    rows = tuple(
        _compared(bulletin, pick(language, count.zh, count.en), (count.now, count.before, count.year_before),
                  (count.change, count.change_on_year))
        for count in bulletin.counts
    )  # fmt: skip
    heading = pick(language, "总体情况", "Base counts")
    return Section(
        heading, heading, table=Table(_headings(bulletin, language, pick(language, "件数", "Cases"), "%"), rows)
    )


def _rates(bulletin: Bulletin, language: Language) -> Section:
    rows = tuple(
        _compared(bulletin, pick(language, rate.zh, rate.en),
                  (_number(rate.now), _number(rate.before), _number(rate.year_before)),
                  (rate.change, rate.change_on_year))
        for rate in bulletin.rates
    )  # fmt: skip
    heading = pick(language, "主要指标", "Rates")
    unit = pick(language, "百分点", "points")
    return Section(
        heading, heading, table=Table(_headings(bulletin, language, pick(language, "指标（%）", "Rate, %"), unit), rows)
    )


def _headings(bulletin: Bulletin, language: Language, what: str, unit: str) -> tuple[str, ...]:
    found = [what, pick(language, "本期", "Now")]
    if bulletin.before is not None:
        found += [before_called(bulletin.period, language).capitalize(), pick(language, "环比", "Change")]
        found[-1] += pick(language, f"（{unit}）", f", {unit}")
    if bulletin.year_before is not None:
        found += [pick(language, "上年同期", "Year before"), pick(language, f"同比（{unit}）", f"On the year, {unit}")]
    return tuple(found)


def _compared(
    bulletin: Bulletin,
    name: str,
    figures: tuple[PaperCell, PaperCell, PaperCell],
    changes: tuple[str | None, str | None],
) -> tuple[PaperCell, ...]:
    found: list[PaperCell] = [name, figures[0]]
    if bulletin.before is not None:
        found += [figures[1], _number(changes[0])]
    if bulletin.year_before is not None:
        found += [figures[2], _number(changes[1])]
    return tuple(found)


def _trend(bulletin: Bulletin, language: Language) -> Section:
    names = tuple(_base(key, language) for key in TREND_COUNTS)
    labels = tuple(_short(point.period, language) for point in bulletin.trend)
    series = tuple(
        (name, tuple(point.counts[key] for point in bulletin.trend))
        for name, key in zip(names, TREND_COUNTS, strict=True)
    )
    rows: tuple[tuple[PaperCell, ...], ...] = tuple(
        (label, *(point.counts[key] for key in TREND_COUNTS))
        for label, point in zip(labels, bulletin.trend, strict=True)
    )
    heading = pick(language, "案件走势", "Trend of cases")
    return Section(
        heading,
        heading,
        table=Table((pick(language, "周期", "Period"), *names), rows),
        chart=Chart(ChartKind.LINES, heading, labels, series),
    )


def _rows(
    rows: tuple[BulletinRow, ...], language: Language, heading: str, what: str, *, is_drawn: bool = False
) -> Section:
    rates = tuple(key for key in ROW_RATES if rows and key in rows[0].rates)
    rate_names = {
        "disposal_on_time_rate": ("按期处置率（%）", "On time, %"),
        "closing_rate": ("结案率（%）", "Closed, %"),
    }
    headings = (
        what,
        _base(ROW_COUNTS[0], language),
        pick(language, "占比（%）", "Share, %"),
        *(_base(key, language) for key in ROW_COUNTS[1:]),
        *(pick(language, *rate_names[key]) for key in rates),
    )
    told = tuple(
        (
            row.name,
            row.counts[ROW_COUNTS[0]],
            _number(row.share),
            *(row.counts[key] for key in ROW_COUNTS[1:]),
            *(_number(row.rates[key]) for key in rates),
        )
        for row in rows
    )
    chart = None
    if is_drawn:
        labels, figures = tuple(row.name for row in rows), tuple(row.counts["reported"] for row in rows)
        chart = Chart(ChartKind.BARS, heading, labels, ((_base("reported", language), figures),))
    return Section(heading, heading, table=Table(headings, told), chart=chart)


def _league(bulletin: Bulletin, league: BulletinLeague, language: Language, number: int) -> Section:
    groups = {group.key: pick(language, group.zh, group.en) for group in league.groups}
    has_before = bulletin.before is not None
    headings = [
        *([pick(language, "分组", "Group")] if groups else []),
        pick(language, "名次", "Rank"),
        *([pick(language, "名次变化", "Moved")] if has_before else []),
        pick(language, "评价对象", "Name"),
        pick(language, "得分", "Score"),
        *([pick(language, "上期得分", "Score before")] if has_before else []),
        pick(language, "等级", "Grade"),
    ]
    rows = tuple(_ranked(row, groups, language, has_before=has_before) for row in league.rows)
    heading = pick(language, league.zh, league.en)
    lines = []
    if league.size > len(league.rows):
        by_group = pick(language, "按组", " of their groups") if groups else ""
        lines.append(pick(language, f"共{league.size}个评价对象，{by_group}列名次在前的{len(league.rows)}个。",
                          f"The first {len(league.rows)} of {league.size}{by_group}."))  # fmt: skip
    name = pick(language, f"评价排名{number}", f"League {number}")
    return Section(name, heading, tuple(lines), Table(tuple(headings), rows), _scores(league, language))


def _ranked(
    row: BulletinLeagueRow, groups: dict[str, str], language: Language, *, has_before: bool
) -> tuple[PaperCell, ...]:
    return (
        *([groups.get(row.group, "")] if groups else []),
        row.rank,
        *([_moved(row.moved)] if has_before else []),
        row.name,
        _number(row.total),
        *([_number(row.total_before)] if has_before else []),
        pick(language, row.grade or "", row.grade_en or ""),
    )


def _moved(places: int | None) -> str | None:
    if places is None:
        return None
    return f"↑{places}" if places > 0 else f"↓{-places}" if places else "→"


def _scores(league: BulletinLeague, language: Language) -> Chart | None:
    scored = [(row.name, Decimal(row.total)) for row in league.rows if row.total is not None]
    if not scored or len(scored) > BARS or league.object not in DRAWN_OBJECTS:
        return None
    labels, figures = zip(*scored, strict=True)
    heading = pick(language, league.zh, league.en)
    return Chart(ChartKind.BARS, heading, labels, ((pick(language, "得分", "Score"), figures),))


def _overdue(bulletin: Bulletin, language: Language) -> Section:
    rows = tuple(
        (case.number, case.class_name, case.district, case.body,
         moment_called(case.due_at, bulletin.timezone, language), case.late_minutes // MINUTES_OF_AN_HOUR)
        for case in bulletin.overdue
    )  # fmt: skip
    headings = (
        ("案件编号", "类别", "区", "责任单位", "处置截止时间", "已超期（小时）"),
        ("Number", "Class", "District", "Body", "Due", "Late, hours"),
    )[language == "en"]
    total, told = bulletin.overdue_total, len(bulletin.overdue)
    line = pick(language, f"超期未处置案件{total}件，列超期最长的{told}件。",
                f"{total} cases are overdue; these {told} are the latest.")  # fmt: skip
    heading = pick(language, "超期未处置案件", "Overdue cases")
    return Section(heading, heading, (line,), Table(headings, rows))


def _base(key: str, language: Language) -> str:
    return pick(language, BY_KEY[key].zh, BY_KEY[key].en)


def _short(key: str, language: Language) -> str:
    """Return a period as it fits under a chart: the key of a month is plain enough in both languages."""
    plain = key.removeprefix("S")
    return plain if len(plain) <= len("2026-W47") else period_called(key, language)


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
