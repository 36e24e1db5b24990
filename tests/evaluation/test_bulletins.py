"""Bulletins: the same numbers in every file, which are those of leagues and sums."""

import openpyxl
import pytest
from docx import Document

from cityloop.evaluation import api
from cityloop.evaluation.queries.shipped import shipped_scheme_data
from tests.evaluation.bulletins import (
    SCHEMES,
    as_text,
    drafted,
    file_of,
    made,
    paragraphs,
    printed,
    rows_of_docx,
    rows_of_xlsx,
    rows_told,
    worth,
)
from tests.evaluation.march_results import AFTER, appeal, fixed, published
from tests.evaluation.town_scored import APRIL, MARCH, SINCE
from tests.support.town import SYSTEM, Town

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_home")]
XLSX, DOCX, PDF = api.BulletinFormat.XLSX, api.BulletinFormat.DOCX, api.BulletinFormat.PDF
IN_MARCH = api.Selection(since=SINCE.replace(month=3), until=SINCE.replace(month=4))


def test_its_numbers_are_those_of_sums_and_leagues(march: Town) -> None:
    bulletin = made(march)

    (whole,) = api.sums(kind=api.FactKind.CASE, where=IN_MARCH, at=APRIL)
    assert all(count.now == whole.counts[count.key] for count in bulletin.counts)
    for by, rows in ((api.Dimension.DISTRICT, bulletin.districts), (api.Dimension.CLASS, bulletin.classes)):
        for row in api.sums(kind=api.FactKind.CASE, by=[by], where=IN_MARCH, at=APRIL):
            found = next(each for each in rows if each.code == row.values[0])
            assert found.counts == {name: row.counts[name] for name in found.counts}
    for scheme, league in zip(SCHEMES, bulletin.leagues, strict=True):
        live = api.league(scheme_key=scheme, period=MARCH, at=APRIL, actor=march["evaluator"])
        assert [(row.subject_id, row.rank, row.rank_before, row.total, row.grade) for row in league.rows] == [
            (row.subject_id, row.rank, row.rank_before, row.total, row.grade) for row in live.rows
        ]


def test_they_are_as_a_hand_counts_them(march: Town) -> None:
    bulletin = made(march)

    counts = {count.key: count.now for count in bulletin.counts}
    rates = {rate.key: rate.now for rate in bulletin.rates}
    bodies = {row.code: row for row in bulletin.bodies}
    # HW: four closed of five, three of them on time, one reworked; SZ has what SZ-1 has, which is late
    assert (counts["reported"], counts["filed"], counts["closed"], counts["to_dispose_late"]) == (6, 6, 4, 2)
    assert (rates["disposal_on_time_rate"], rates["closing_rate"]) == ("50.00", "66.67")
    assert [bodies[code].counts["reported"] for code in ("HW", "SZ", "SZ-1")] == [5, 1, 1]
    assert (bodies["HW"].share, bodies["HW"].rates["closing_rate"]) == ("83.33", "80.00")
    assert bulletin.overdue_total == len(bulletin.overdue) == 2
    assert bulletin.overdue[0].due_at <= bulletin.overdue[1].due_at < APRIL
    assert [point.counts["reported"] for point in bulletin.trend] == [0] * 11 + [6]


def test_every_file_has_them(march: Town) -> None:
    wanted = rows_told(made(march))
    sheets, document = rows_of_xlsx(file_of(march, XLSX)), rows_of_docx(file_of(march, DOCX))
    text = printed(file_of(march, PDF))

    in_sheets = [[cell for cell in row if cell is not None] for rows in sheets.values() for row in rows]
    for row in wanted:
        assert [worth(cell) for cell in row if cell is not None] in in_sheets, row
        assert [as_text(cell) for cell in row] in document, row
        assert "".join(as_text(cell) for cell in row).replace(" ", "") in text, row


def test_charts_stand_beside_them(march: Town) -> None:
    made(march)

    book = openpyxl.load_workbook(file_of(march, XLSX))
    # the trend, the classes, and a league of districts and one of bodies
    assert [type(chart).__name__ for sheet in book.worksheets for chart in sheet._charts] == [
        "LineChart", "BarChart", "BarChart", "BarChart",
    ]  # fmt: skip
    assert len(Document(file_of(march, DOCX)).inline_shapes) == 4


def test_the_summary_is_told_in_every_file(march: Town) -> None:
    made(march)

    said = paragraphs(file_of(march, DOCX))
    assert said[:3] == [
        "测试市城市运行管理月通报", "2026年3月（3.1–3.31）", "数据统计时间：2026年4月6日09:00",
    ]  # fmt: skip
    assert said[3] == "2026年3月（2026年3月1日至3月31日），全市共上报案件6件，立案6件，处置4件，结案4件。"
    assert said[4] == "上月没有案件，不作环比。"
    assert said[6].startswith("按期处置率为50.00%；结案率为66.67%；返工率为")
    assert "从区域看，东区5件（占83.33%），为各区最多；从责任单位看，环境卫生管理处5件（占83.33%），承办最多" in said[7]
    assert "专业部门评价（国标示例）中，环境卫生管理处以76.00分居第一位。" in said
    assert "截至2026年4月6日09:00，本期案件中尚有2件超期未处置。" in said
    text, sheet = printed(file_of(march, PDF)), rows_of_xlsx(file_of(march, XLSX))["通报"]
    for paragraph in said[:10]:
        assert paragraph.replace(" ", "") in text
        assert [paragraph] in sheet


def test_english_has_the_same_numbers(march: Town) -> None:
    bulletin = made(march)

    said = paragraphs(file_of(march, DOCX, "en"))
    document, text = rows_of_docx(file_of(march, DOCX, "en")), printed(file_of(march, PDF, "en"))
    assert said[0] == "测试市: monthly bulletin of city management"
    assert said[3].startswith(
        "In March 2026 (1 March to 31 March 2026) 6 cases were reported in the city; 6 were filed"
    )
    assert all([count.en, str(count.now)] in document for count in bulletin.counts)
    assert "6caseswerereportedinthecity" in text
    assert "Bulletin" in rows_of_xlsx(file_of(march, XLSX, "en"))


def test_a_month_without_cases_says_so(march: Town) -> None:
    bulletin = made(march, "2026-02")

    assert not any(count.now for count in bulletin.counts)
    assert bulletin.before is None
    said = paragraphs(file_of(march, DOCX))
    assert said[3] == "2026年2月（2026年2月1日至2月28日）全市没有案件，各项统计均为零，不作排名。"
    assert "全市没有案件" in printed(file_of(march, PDF))
    assert rows_of_xlsx(file_of(march, XLSX)).keys() == {"通报", "案件走势", "说明"}


def test_the_month_after_is_held_against_it(march: Town) -> None:
    bulletin = made(march, "2026-04")

    reported = next(count for count in bulletin.counts if count.key == "reported")
    assert (reported.now, reported.before, reported.change, reported.year_before) == (0, 6, "-100.00", None)
    assert bulletin.before is not None
    assert (bulletin.period.is_running, bulletin.before.key) == (True, "2026-03-01..2026-03-06")
    said = paragraphs(file_of(march, DOCX))
    assert any("本期尚未结束，数据截至2026年4月6日" in line for line in said)
    assert any("与上月同期相比，上报数减少6件（下降100.00%）" in line for line in said)


def test_a_published_result_is_told_as_it_was_published(march: Town) -> None:
    published(march)
    result = fixed(march)

    bulletin = made(march)

    districts, bodies = bulletin.leagues
    assert (districts.state, districts.digest) == (None, "")
    assert (bodies.state, bodies.edition, bodies.digest) == (api.ResultState.FIXED, 1, result.digest)
    assert {row.code: row.total for row in bodies.rows} == {"HW": "76.00", "SZ": "40.00", "SZ-1": "40.00"}
    assert any(
        f"结果已固定，采用第1版次，已签名，SHA-256 {result.digest}" in line for line in paragraphs(file_of(march, DOCX))
    )


def test_what_was_before_is_what_was_published_then(march: Town) -> None:
    published(march)
    api.keep(case_ids=[appeal(march)], at=AFTER)  # by now HW would have 82.00

    (league,) = api.counted_bulletin(period="2026-04", schemes=("national-body",), at=AFTER).leagues

    before = {row.code: (row.total_before, row.rank_before) for row in league.rows}
    assert league.before_edition == 1
    assert before["HW"] == ("76.00", 1)
    assert before["SZ"] == ("40.00", 2)


def test_what_was_before_is_counted_again_where_nothing_was_published(march: Town) -> None:
    api.keep(case_ids=[appeal(march)], at=AFTER)

    (league,) = api.counted_bulletin(period="2026-04", schemes=("national-body",), at=AFTER).leagues

    assert league.before_edition == 0
    assert {row.code: row.total_before for row in league.rows}["HW"] == "82.00"


def test_a_published_result_has_the_scheme_that_it_was_published_with(march: Town) -> None:
    published(march)
    data = next(each for each in shipped_scheme_data() if each["key"] == "national-body")
    api.publish_scheme(data={**data, "zh": "新方案"}, valid_from=SINCE, actor=SYSTEM, at=APRIL)

    (league,) = api.counted_bulletin(period=MARCH, schemes=("national-body",), at=AFTER).leagues

    assert (league.number, league.zh) == (1, data["zh"])
    assert league.firsts == {"": 1}


def test_text_is_no_formula(march: Town) -> None:
    drafted(march)
    api.make_bulletin(bulletin_id=drafted(march).id, at=APRIL)

    book = openpyxl.load_workbook(file_of(march, XLSX))
    assert [cell.coordinate for sheet in book for row in sheet for cell in row if cell.data_type == "f"] == []
