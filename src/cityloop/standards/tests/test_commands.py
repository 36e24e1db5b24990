from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cityloop.standards import api
from cityloop.standards.models import DisposalStandard
from cityloop.standards.tests.factories import AT, disposal_file, row

EIGHT_HOURS = Path(__file__).parents[1] / "data" / "calendar-eight-hours.yaml"
FRIDAY = "2026-03-06T17:00+08:00"


def run(*words: str) -> str:
    output = StringIO()
    call_command(*words, stdout=output, stderr=output)
    return output.getvalue()


def deadline(*words: str, calendar: str | Path = EIGHT_HOURS, start: str = FRIDAY) -> str:
    return run("deadline", "--calendar", str(calendar), "--start", start, *words)


def test_a_deadline_is_told_day_by_day_without_a_database() -> None:
    assert deadline("--limit", "4 work_hour").splitlines() == [
        "due 2026-03-09T11:00+08:00 Mon  (4 work_hour = 4:00:00)",
        "counted from 2026-03-06T17:00+08:00 Fri, working hours only:",
        "  2026-03-06 Fri    1:00:00   1:00:00  17:00:00-18:00:00",
        "  2026-03-07 Sat    0:00:00   1:00:00  -",
        "  2026-03-08 Sun    0:00:00   1:00:00  -",
        "  2026-03-09 Mon    3:00:00   4:00:00  08:00:00-11:00:00",
    ]


def test_measuring_says_what_is_left() -> None:
    text = deadline("--until", "2026-03-09T11:30+08:00", "--limit", "1 work_day")

    assert text.startswith("used 4:30:00 until 2026-03-09T11:30+08:00 Mon\nleft 3:30:00 of 1 work_day\n")


def test_measuring_says_how_late_it_is() -> None:
    assert "\nlate by 0:30:00 of 4 work_hour" in deadline("--until", "2026-03-09T11:30+08:00", "--limit", "4工作时")


def test_measuring_needs_no_limit() -> None:
    assert deadline("--until", "2026-03-06T20:00+08:00").startswith("used 1:00:00 until")


def test_continuous_limits_count_every_hour() -> None:
    text = deadline("--limit", "2 自然日")

    assert text.startswith("due 2026-03-08T17:00+08:00 Sun  (2 urgent_day = 48:00:00)")
    assert "2026-03-07 Sat   24:00:00  31:00:00  00:00:00-24:00:00" in text


def test_holidays_that_are_not_known_yet_are_pointed_out() -> None:
    assert "note: holidays after" in deadline("--limit", "1 work_day", start="2030-03-06T17:00+08:00")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ([], "give --limit"),
        (["--limit", "4 moons"], "not a unit"),
        (["--limit", "four"], "not a limit"),
        (["--until", "2026-03-09"], "lacks its time zone"),
        (["--until", "soon"], "not a moment"),
        (["--limit", "99999 work_day"], "covers"),
        (["--limit", "4 work_hour", "--calendar", "nowhere.yaml"], "cannot read nowhere.yaml"),
    ],
)
def test_a_question_that_makes_no_sense_is_an_error_of_usage(words: list[str], reason: str) -> None:
    with pytest.raises(CommandError, match=reason) as refusal:
        deadline(*words)
    assert refusal.value.returncode == 2


def test_a_bad_calendar_is_an_error_of_usage(tmp_path: Path) -> None:
    calendar = tmp_path / "calendar.yaml"
    calendar.write_text("timezone: Nowhere\nweek: {MON: 08:00-12:00}\n")

    with pytest.raises(CommandError, match="line 1, timezone: 'Nowhere' is not a time zone") as refusal:
        deadline("--limit", "4 work_hour", calendar=calendar)
    assert refusal.value.returncode == 2


@pytest.mark.usefixtures("shipped")
@pytest.mark.django_db
class TestWithADatabase:
    """Commands that work on what is published."""

    def test_a_published_calendar_goes_by_its_name(self) -> None:
        assert deadline("--limit", "4 work_hour", calendar="default").startswith("due 2026-03-09T11:00")
        with pytest.raises(CommandError, match="No calendar 'nobody' is in force"):
            deadline("--limit", "4 work_hour", calendar="nobody")

    def test_loading_again_says_that_nothing_was_new(self) -> None:
        assert run("load_standards").splitlines() == [
            "classes added or changed: 0",
            "disposal standards published: none",
            "calendars published: none",
        ]

    @pytest.mark.parametrize(
        ("what", "name", "suffix"),
        [("classes", "2026", "csv"), ("standard", "default", "xlsx"), ("calendar", "default", "csv")],
    )
    def test_files_go_out_and_come_in_again(self, what: str, name: str, suffix: str, tmp_path: Path) -> None:
        path = tmp_path / f"file.{suffix}"
        run("export_standards", what, name, str(path))
        title = {"standard": api.standard_versions, "calendar": api.calendar_versions}
        words = ["--title", title[what](name=name)[0].title] if what in title else []

        answer = run("import_standards", what, name, str(path), *words)

        assert answer.strip() in {
            f"{name} 1 (PUBLISHED): nothing changed",
            "0 classes added, 0 changed, 404 as they were",
        }

    def test_a_file_may_be_published_at_once(self, tmp_path: Path) -> None:
        path = tmp_path / "file.csv"
        path.write_bytes(disposal_file(row()))

        words = ("import_standards", "standard", "own", str(path), "--publish-from", "2026-01-01T00:00+08:00")
        assert run(*words) == "own 1 (PUBLISHED): new\n"
        assert run(*words) == "own 1 (PUBLISHED): nothing changed\n"
        assert api.current_standard(at=AT, name="own").number == 1

    @pytest.mark.parametrize(("since", "reason"), [("soon", "not a moment"), ("2026-01-01", "needs its time zone")])
    def test_a_moment_that_makes_no_sense_loads_nothing(self, since: str, reason: str, tmp_path: Path) -> None:
        path = tmp_path / "file.csv"
        path.write_bytes(disposal_file(row()))

        with pytest.raises(CommandError, match=reason):
            run("import_standards", "standard", "own", str(path), "--publish-from", since)
        assert not DisposalStandard.objects.filter(name="own").exists()

    def test_every_fault_of_a_file_is_told(self, tmp_path: Path) -> None:
        path = tmp_path / "file.csv"
        path.write_bytes(disposal_file(row(amount="x"), row(kind="?")))

        with pytest.raises(CommandError, match=r"nothing was loaded; 2 faults\n  line 2 amount: .*\n  line 3 kind: "):
            run("import_standards", "standard", "own", str(path))
        assert not DisposalStandard.objects.filter(name="own").exists()

    @pytest.mark.parametrize(
        ("words", "reason"),
        [
            (["export_standards", "standard", "nobody", "x.csv"], "no version named 'nobody'"),
            (["export_standards", "classes", "2026", "x.pdf"], r"must end with \.csv"),
            (["export_standards", "classes", "2026", "/nowhere/x.csv"], "cannot write"),
            (["import_standards", "classes", "2026", "nowhere.csv"], "cannot read"),
            (["import_standards", "classes", "1999", str(EIGHT_HOURS)], "not loaded"),
        ],
    )
    def test_commands_refuse_with_a_reason(self, words: list[str], reason: str) -> None:
        with pytest.raises(CommandError, match=reason):
            run(*words)
