"""Surveys, photographs, labels and coverage over HTTP."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cityloop.assets import api
from cityloop.assets.models import Component, ComponentPhoto
from cityloop.assets.queries.coverage import SURVEYED
from cityloop.assets.tests.surveys import CLOSING, Fieldwork, beside, lay_bins, picture, seen
from cityloop.territory.api import DivisionLevel
from tests.support.desk import Desk
from tests.support.town import EAST, MONDAY_NINE, WEST, Town, key

pytestmark = pytest.mark.django_db
JSON = {"content_type": "application/json"}


@pytest.fixture
def work(town: Town) -> Fieldwork:
    return Fieldwork(town, lay_bins())


def desk(work: Fieldwork, name: str) -> Desk:
    return Desk(work.town, name)


def post(who: Desk, path: str, body: Any, **options: Any) -> Any:
    return who.ask("post", path, at=options.pop("at", MONDAY_NINE), data=body, **JSON, **options)


def ordered(who: Desk, path: str, verb: str, version: int) -> tuple[Any, Any]:
    """Order something that the worker does, and return the survey before and after it."""
    waiting = post(who, f"{path}/{verb}", {"version": version}, at=CLOSING)
    assert waiting.status_code == 202, waiting.content
    assert post(who, f"{path}/void", {"version": version}, at=CLOSING).status_code == 409
    api.run_survey(survey_id=UUID(path.rpartition("/")[2]), at=CLOSING)
    return waiting.json(), who.get(path, at=CLOSING)


def test_a_survey_goes_its_way_over_http(work: Fieldwork) -> None:
    admin, collector, inspector = (desk(work, name) for name in ("administrator", "collector_a", "inspector"))
    seat = str(work.town["collector_a"].seat_id)
    plan = {
        "title": "普查",
        "starts_on": "2026-03-02",
        "ends_on": "2026-03-06",
        "seat_ids": [seat],
        "area_codes": [EAST],
    }

    survey = post(admin, "/assets/surveys", plan | {"class_codes": ["03005"], "seat_ids": [seat]})
    assert survey.status_code == 201, survey.content
    path = f"/assets/surveys/{survey.json()['id']}"
    found = seen(beside("one", 9))
    told = {"taken_at": found.taken_at.isoformat(), "longitude": found.longitude, "latitude": found.latitude}
    sent = [
        post(collector, f"{path}/records", told | {"class_code": "03005", "accuracy": "B"}, key_name="r") for _ in "12"
    ]
    assert [answer.status_code for answer in sent] == [201, 201]
    assert sent[1].headers["Idempotent-Replay"] == "true"
    waiting, closed = ordered(admin, path, "close", 1)
    assert (waiting["state"], waiting["findings"], closed["state"]) == ("COMPARING", [], "REVIEWING")
    assert (closed["rows_done"], closed["rows_total"]) == (4, 4)
    assert {row["kind"]: row["pending"] for row in closed["findings"]} == {"MISSING": 3, "MOVED": 1}
    page = inspector.get(f"{path}/findings", at=CLOSING, limit=2)
    rest = inspector.get(f"{path}/findings", at=CLOSING, cursor=page["next"])
    rows = page["items"] + rest["items"]
    assert [len(page["items"]), len(rest["items"]), rest["next"]] == [2, 2, None]
    moved = next(row for row in rows if row["kind"] == "MOVED")
    assert (moved["distance_m"], moved["tolerance_m"]) == (pytest.approx(9, abs=0.01), 2)
    decisions = [{"finding_id": row["id"], "version": 1, "is_accepted": row["kind"] == "MOVED"} for row in rows]
    decided = post(inspector, f"{path}/decisions", {"decisions": decisions}, at=CLOSING)
    assert [row["verdict"] for row in decided.json()].count("ACCEPTED") == 1
    again = post(inspector, f"{path}/decisions", {"decisions": decisions}, at=CLOSING)
    assert (again.status_code, again.json()["type"].rpartition(":")[2]) == (409, "stale-version")
    waiting, done = ordered(admin, path, "apply", closed["version"])
    assert (waiting["state"], waiting["rows_total"], done["rows_done"]) == ("APPLYING", 1, 1)
    assert (done["settlement"]["moved"], done["state"]) == (1, "APPLIED")
    assert post(admin, f"{path}/apply", {"version": closed["version"]}, at=CLOSING).status_code == 409


def test_lists_show_what_lies_in_ones_area(work: Fieldwork) -> None:
    work.plan()
    east, west, mine = desk(work, "collector_b"), desk(work, "collector_west"), "/assets/surveys?mine=true"

    assert [row["title"] for row in east.get(mine, at=CLOSING)["items"]] == ["东区废物箱普查"]
    assert west.get("/assets/surveys", at=CLOSING)["items"] == []
    assert west.ask("get", f"/assets/surveys/{work.id}", at=CLOSING).status_code == 403
    assert desk(work, "inspector").get(mine, at=CLOSING)["items"] == []
    assert desk(work, "inspector").get("/assets/surveys?state=VOID", at=CLOSING)["items"] == []


def test_surveys_come_in_pages_the_newest_first(work: Fieldwork) -> None:
    for number in range(3):
        work.plan(title=f"普查{number}", area_codes=())
    admin = desk(work, "administrator")

    first = admin.get("/assets/surveys", at=CLOSING, limit=2)
    second = admin.get("/assets/surveys", at=CLOSING, limit=2, cursor=first["next"])

    assert [row["title"] for page in (first, second) for row in page["items"]] == ["普查2", "普查1", "普查0"]
    assert second["next"] is None
    assert admin.ask("get", "/assets/surveys?cursor=WzEsMl0", at=CLOSING).status_code == 422


@pytest.mark.parametrize("count", [1, 3])
def test_lists_cost_the_same_however_long(work: Fieldwork, count: int, django_assert_num_queries: Any) -> None:
    for number in range(count):
        work.plan(title=f"普查{number}")
        for name in ("one", "two", "three"):
            work.record(beside(name, 9))
    work.close()

    with django_assert_num_queries(5):
        assert len(api.surveys(within=EAST)) == count
    with django_assert_num_queries(1):
        assert len(api.findings(survey_id=work.id)) == 4
    with django_assert_num_queries(1):
        assert len(api.records(survey_id=work.id)) == 3


def test_closing_costs_as_many_queries_for_many_components(work: Fieldwork) -> None:
    costs = []
    for names in (["one"], ["one", "two", "three", "four"]):
        work.plan()
        for name in names:
            work.record(beside(name, 0))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            work.close()
        costs.append(len(queries))

    assert costs[0] == costs[1]


def test_how_complete_and_fresh_each_area_is(work: Fieldwork) -> None:
    work.plan()
    for name in ("one", "two"):
        work.record(beside(name, 0), code=work.codes[name])
    work.record((7.5, 1.5))
    work.close()
    work.decide()
    work.apply()
    admin = desk(work, "administrator")

    rows = {row["area_code"]: row for row in admin.get("/assets/coverage?level=COMMUNITY", at=CLOSING)["items"]}

    near, far, west = (rows[code] for code in ("110101001001", "110101001002", "110102001001"))
    assert (near["components"], near["compared"], near["missing"], near["missing_rate"]) == (4, 4, 2, 0.5)
    assert (near["looked_at"], near["looked_share"], near["oldest_on"]) == (4, 1.0, "2026-03-02")
    assert (far["components"], far["new"], far["new_rate"], far["median_age_days"]) == (1, 1, None, 0)
    assert (west["components"], west["looked_share"], west["median_on"]) == (0, None, None)
    later = admin.get("/assets/coverage?level=DISTRICT&since=2026-03-03", at=CLOSING)["items"][0]
    assert (later["components"], later["looked_at"], later["surveys"]) == (5, 0, 0)
    paged = admin.get("/assets/coverage?level=COMMUNITY&limit=2", at=CLOSING)
    rest = admin.get("/assets/coverage", at=CLOSING, level="COMMUNITY", cursor=paged["next"])
    assert [row["area_code"] for row in rest["items"]] == ["110102001001"]
    assert desk(work, "collector_west").ask("get", f"/assets/coverage?within={EAST}", at=CLOSING).status_code == 403


def test_how_complete_costs_four_queries(work: Fieldwork, django_assert_num_queries: Any) -> None:
    day = CLOSING.date()
    with django_assert_num_queries(4):
        assert api.coverage(level=DivisionLevel.STREET, within="", since=day, today=day)


def test_findings_meet_their_areas_without_a_loop(work: Fieldwork) -> None:
    asked: dict[str, Any] = {"areas": ["110101001001"], "length": 12, "since": CLOSING.date(), "zone": "Asia/Shanghai"}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute(f"EXPLAIN {SURVEYED}", asked)
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Nested Loop" not in plan


def test_photographs_are_kept_listed_and_served(work: Fieldwork) -> None:
    path = f"/assets/components/{work.codes['one']}/photos"
    admin = desk(work, "administrator")

    def send(content: bytes, key_name: str, who: Desk = admin) -> Any:
        data = {"file": SimpleUploadedFile("a.jpg", content), "taken_at": MONDAY_NINE.isoformat(), "device": "手机"}
        return who.ask("post", path, at=CLOSING, key_name=key_name, data=data)

    first, again = send(picture(), "p"), send(picture(), "p")
    assert (first.status_code, again.headers["Idempotent-Replay"]) == (201, "true")
    assert send(b"<html>", "q").status_code == 422
    assert send(picture("red"), "w", desk(work, "collector_west")).status_code == 403
    assert send(picture("red"), "h", desk(work, "handler")).status_code == 403
    (row,) = admin.get(path, at=CLOSING)
    assert (row["uploaded_by_name"], row["media_type"], row["width"]) == ("administrator", "image/jpeg", 40)
    served = desk(work, "handler").ask("get", f"/assets/photos/{row['id']}/file", at=CLOSING)
    assert (served.content, served["X-Content-Type-Options"]) == (picture(), "nosniff")
    small = desk(work, "handler").ask("get", f"/assets/photos/{row['id']}/file?width=160", at=CLOSING)
    assert (small.status_code, small["Content-Type"], small["ETag"] != served["ETag"]) == (200, "image/jpeg", True)
    assert desk(work, "collector_west").ask("get", f"/assets/photos/{row['id']}/file", at=CLOSING).status_code == 403
    with pytest.raises(Exception, match="written once"):
        ComponentPhoto.objects.update(device="")


def test_the_export_names_photographs(work: Fieldwork) -> None:
    for number in range(2):
        new = api.NewComponentPhoto(content=picture(), taken_at=MONDAY_NINE + timedelta(minutes=number))
        asked: dict[str, Any] = {"code": work.codes["one"], "actor": work.town["administrator"], "at": CLOSING}
        api.keep_component_photo(photo_id=key(f"photo {number}"), new=new, **asked)

    answer = desk(work, "administrator").ask("get", "/assets/export?file_format=csv", at=CLOSING)

    lines = answer.getvalue().decode("utf-8-sig").splitlines()
    row = next(line for line in lines if work.codes["one"] in line)
    assert "photos" in lines[0]
    assert f"{key('photo 1')} {key('photo 0')}" in row


def test_labels_are_printed_as_pdf_with_chinese_in_it(work: Fieldwork) -> None:
    admin = desk(work, "administrator")

    answer = admin.ask("get", "/assets/labels?file_format=pdf", at=CLOSING)
    chosen = admin.ask("get", f"/assets/labels?file_format=pdf&code={work.codes['one']}", at=CLOSING)
    again = admin.ask("get", f"/assets/labels?file_format=pdf&code={work.codes['one']}", at=CLOSING)

    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer.content.startswith(b"%PDF")
    assert b"NotoSansSC" in answer.content
    assert chosen.content == again.content != answer.content
    assert (
        desk(work, "collector_west").ask("get", f"/assets/labels?file_format=pdf&within={EAST}", at=CLOSING).status_code
        == 403
    )


def test_a_label_says_code_class_and_district(work: Fieldwork, django_assert_num_queries: Any) -> None:
    asked = api.ComponentFilter(within=EAST)
    api.labels(asked)  # the class table is read once in a process
    with django_assert_num_queries(4):  # two of them ask whether the class table is still the same
        found = api.labels(asked)

    assert {(label.class_name, label.district) for label in found} == {("垃圾箱", "东区")}
    assert [label.code for label in found] == sorted(work.codes.values())
    assert api.labels(api.ComponentFilter(within=WEST)) == []
    assert Component.objects.count() == 4
