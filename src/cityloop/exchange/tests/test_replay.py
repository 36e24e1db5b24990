import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cityloop.cases import api as cases
from cityloop.exchange import api
from cityloop.exchange.actions.parallel import split
from cityloop.exchange.tests.test_script import MAPPING, RAW
from cityloop.kernel.errors import InvalidInputError
from tests.support.town import EAST_SPOT, FOUNDED, Town, position

MARCH = datetime(2026, 3, 3, tzinfo=UTC)
STATES = ["DONE", "DONE", "WORK", "OPEN", "VOID", "DUP", "DUP"]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of seven rows: one on time, one late, one in disposal, one waiting, one void, two duplicates."""
    path = tmp_path / "requests.csv"
    longitude, latitude = position(*EAST_SPOT)
    with path.open("w", newline="") as out:
        writer = csv.DictWriter(out, [*RAW, "ordered"])
        writer.writeheader()
        for place, state in enumerate(STATES):
            added = MARCH + timedelta(hours=place)
            solved = added + timedelta(days=3 if place == 1 else 1)
            is_far = place == 6
            writer.writerow(
                RAW
                | {
                    "num": f"A-{place}",
                    "state": state,
                    "added": added.isoformat(),
                    "due": (added + timedelta(days=2)).isoformat(),
                    "solved": solved.isoformat() if state in ("DONE", "VOID") else "",
                    "longitude": position(8.5, 1.5)[0] if is_far else longitude,
                    "latitude": position(8.5, 1.5)[1] if is_far else latitude,
                }
            )
    return path


@pytest.fixture
def lenient(town: Town) -> None:
    """A lifecycle that asks for no photographs: the other system has none."""
    data = cases.standard_data()
    data["settings"]["after_photo"] = False
    cases.publish_lifecycle(data=data, valid_from=FOUNDED + timedelta(days=1), at=MARCH)


def run(file: Path, *, most: int | None = None) -> api.Tally:
    mapping = MAPPING.model_copy(update={"duplicate_radius_m": 250})
    rows, refused = api.understand_files([file], mapping)
    total = api.Tally(refused=refused)
    for tally in api.replay(rows[:most], mapping, is_stopped=lambda: False):
        total.add(tally)
    return total


@pytest.mark.django_db
@pytest.mark.usefixtures("lenient")
def test_rows_become_cases_that_stand_where_the_other_system_has_them(file: Path) -> None:
    total = run(file)

    assert total.refused == []
    assert total.done == {
        "disposed on time": 1,
        "disposed late": 1,
        "open, in disposal": 1,
        "open, waiting for dispatch": 1,
        "void": 1,
        "duplicate, merged": 1,
        "duplicate, filed alone": 1,
    }
    counts = cases.base_counts(by=cases.Division.CITY, at=MARCH + timedelta(days=9))[0]
    told = {name: counts[name] for name in ("reported", "disposed_on_time", "disposed_late", "void", "merged", "open")}
    assert told == {"reported": 7, "disposed_on_time": 1, "disposed_late": 1, "void": 1, "merged": 1, "open": 3}
    assert all(not faults for _, _, faults in cases.verify_history())


@pytest.mark.django_db
@pytest.mark.usefixtures("lenient")
def test_a_second_run_adds_nothing_and_a_stopped_one_goes_on(file: Path) -> None:
    first = run(file, most=3)
    rest = run(file)
    again = run(file)

    assert (sum(first.done.values()), rest.done["known already"], again.done) == (3, 3, {"known already": 7})
    assert again.moves == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("lenient")
def test_a_row_that_the_loop_refuses_is_told_and_leaves_nothing(file: Path) -> None:
    text = file.read_text()
    file.write_text(text.replace(text.splitlines()[1].split(",")[7], "1.0"))

    total = run(file, most=1)

    assert len(total.refused) == 1
    assert "outside the city" in total.refused[0]
    assert cases.known_external(system="elsewhere", numbers=["A-0"]) == set()


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"nowhere\.csv"):
        api.understand_files([tmp_path / "nowhere.csv"], MAPPING)


def test_classes_stay_whole_when_rows_are_split(file: Path) -> None:
    rows, _ = api.understand_files([file], MAPPING)

    parts = split(rows, 2)

    assert [len(part) for part in parts] == [7, 0]


SHARED = Path(__file__).parents[5] / "shared" / "real" / "dc"


@pytest.mark.skipif(not SHARED.is_dir(), reason="the files of Washington, D.C. are not beside the project")
def test_the_month_of_washington_is_understood_to_the_last_row() -> None:
    mapping = api.read_mapping((Path(__file__).parents[4] / "examples/washington-dc/replay.yaml").read_text())

    rows, refused = api.understand_files(sorted(SHARED.glob("*-last-30-days.geojson")), mapping)

    told = {outcome: sum(row.outcome == outcome for row in rows) for outcome in ("VOID", "DUPLICATE")}
    closed = [row.is_on_time() for row in rows if row.outcome == "CLOSED"]
    still = sum(row.outcome in ("DISPOSING", "WAITING") for row in rows)
    assert (closed.count(True), closed.count(False), still) == (8827, 1158, 4571)
    assert told == {"VOID": 79, "DUPLICATE": 432}
    assert refused == ["trash-collection-last-30-days.geojson row 690: no number, longitude, latitude"]
