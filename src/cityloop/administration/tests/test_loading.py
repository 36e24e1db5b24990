from dataclasses import replace
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError

from cityloop.access import api as access
from cityloop.administration import api
from cityloop.administration.tests.folders import city_yaml, layer, write
from cityloop.assets import api as assets
from cityloop.kernel.errors import InvalidInputError, NotPermittedError, RefusedError
from cityloop.organizations import api as organizations
from cityloop.places import api as places
from cityloop.standards import api as standards
from cityloop.territory import api as territory
from tests.support.small_city import NOON, position

pytestmark = pytest.mark.django_db
HANDLER_IN_THE_CENTRE = {"username": "x", "name": "x", "post": "handler", "body": "CENTRE"}
SYSTEM = access.system_actor("tests")


def load(folder: Path, **values: Any) -> api.LoadReport:
    return api.load_city(package=api.read_package(folder), actor=SYSTEM, at=NOON, **values)


def rows() -> dict[str, list[Any]]:
    """Return every row of every table of ours, to prove that nothing changed."""
    return {
        model.__name__: sorted("|".join(map(str, row)) for row in model._base_manager.values_list())
        for model in apps.get_models()
        if model.__module__.startswith("cityloop.")
    }


def test_a_whole_city_stands_after_one_load(tmp_path: Path) -> None:
    report = load(write(tmp_path))

    assert [division.code for division in territory.divisions(territory.DivisionLevel.COMMUNITY)] == [
        "110101001001",
        "110101001002",
        "110102001001",
    ]
    assert territory.division("110101").name == "E区"
    x, y = position(2.5, 0.5)
    place = territory.locate(longitude=x, latitude=y, at=NOON)
    assert place is not None
    assert (place.grid_code[:12], place.area_level, place.duty_grid_code is not None) == ("110101001001", "B", True)
    clean = organizations.body_by_code("CLEAN")
    assert clean is not None
    bins = {row.external_id: row for row in assets.components()}
    assert (bins["2"].grid_code, bins["2"].keeper_body_id, bins["3"].grid_code) == (place.grid_code, clean.id, None)
    assert [lost.external_id for lost in report.placeless["bins"]] == ["3"]


def test_places_are_found_after_one_load(tmp_path: Path) -> None:
    spots = {"12": position(2.5, 0.6), "14": position(2.7, 0.6)}
    lines = ["road,number,lon,lat", *(f"柳巷,{number}号,{x},{y}" for number, (x, y) in spots.items())]
    (tmp_path / "doors.csv").write_text("\n".join(lines), encoding="utf-8")
    x, y = position(2.6, 0.9)
    (tmp_path / "spots.csv").write_text(f"no,name,also,lon,lat\n1,测试医院,市医院、东医院,{x},{y}\n", encoding="utf-8")
    doors = {"file": "doors.csv", "kind": "doorplate", "x": "lon", "y": "lat", "id": "{road}{number}"}
    doors |= {"road": "{road}", "number": "{number}"}
    hospitals = {"file": "spots.csv", "kind": "poi", "x": "lon", "y": "lat", "id": "{no}", "name": "{name}"}
    hospitals |= {"aliases": "{also}"}

    folder = write(tmp_path, places={"doors": doors, "hospitals": hospitals})
    first, second = load(folder), load(folder)

    assert [(part.name, part.added) for part in first.parts[-2:]] == [("places, doors", 2), ("places, hospitals", 1)]
    assert second.is_unchanged
    found = {text: places.geocode(text).best for text in ("柳巷12号", "东医院对面")}
    assert [best and best.label for best in found.values()] == ["柳巷12号", "测试医院"]


def test_the_city_works_after_one_load(tmp_path: Path) -> None:
    load(write(tmp_path))
    grid = "110101001001001"

    ruling = organizations.responsible_body(
        kind=standards.MatterKind.INCIDENT, class_code="06010", grid_code=grid, at=NOON
    )
    assert ruling is not None
    assert ruling.body_name == "环卫局"
    assert [walker.name for walker in organizations.candidates(grid_code=grid, at=NOON)] == ["监督员"]
    assert organizations.candidates(grid_code="110102001001001", at=NOON)
    assert standards.current_calendar(at=NOON).calendar.zone.key == "Asia/Shanghai"
    conditions = standards.conditions(kind=standards.MatterKind.INCIDENT, code="06010", at=NOON)
    assert [condition.text for condition in conditions] == ["有暴露垃圾"]


def test_a_second_load_changes_no_row(tmp_path: Path) -> None:
    load(write(tmp_path))
    before = rows()

    report = load(tmp_path)

    assert report.is_unchanged
    assert report.passwords == {}
    assert rows() == before


def test_a_second_load_leaves_divisions_as_they_were_mended(tmp_path: Path) -> None:
    folder = write(tmp_path)
    layer(folder / "streets.geojson", [("W1", (0, 0, 2, 2)), ("E1", (1.5, 0, 6, 2))], NAME="街道")
    load(folder)
    assert territory.mend_divisions(actor=SYSTEM, at=NOON).changed == 1
    before = rows()

    report = load(folder)

    assert report.is_unchanged
    assert rows() == before


def test_what_the_package_changes_is_changed(tmp_path: Path) -> None:
    load(write(tmp_path))
    bodies = [
        {"code": "GOV", "name": "人民政府", "kind": "government"},
        {"code": "CENTRE", "name": "监督中心", "kind": "supervision_centre"},
        {"code": "CLEAN", "name": "环卫局", "kind": "department", "parent": "GOV"},
        {"code": "ROADS", "name": "道路局", "kind": "department", "parent": "GOV"},
    ]
    rules = [{"body": "ROADS", "kind": "incident", "class_code": "06"}]
    accounts = [{"username": "officer", "name": "受理员", "post": "shift_leader", "body": "CENTRE"}]

    report = load(write(tmp_path, bodies=bodies, responsibility=rules, accounts=accounts))

    parts = {part.name: (part.added, part.changed, part.unchanged) for part in report.parts}
    assert parts["bodies"] == (1, 2, 1)
    assert parts["rules of responsibility"] == (1, 0, 0)
    assert (parts["accounts"], parts["seats"]) == ((0, 0, 1), (1, 0, 0))
    centre = organizations.body_by_code("CENTRE")
    assert centre is not None
    assert centre.parent_id is None


def test_new_accounts_get_a_password_once_and_must_change_it(tmp_path: Path) -> None:
    report = load(write(tmp_path), passwords={"OFFICER": "Given-2026-word"})

    assert set(report.passwords) == {"walker"}
    account = access.account_by_username(username="officer")
    assert account is not None
    assert account.must_change_password
    assert all(secret not in (tmp_path / "city.yaml").read_text() for secret in report.passwords.values())


def test_for_a_demonstration_first_passwords_may_last(tmp_path: Path) -> None:
    load(write(tmp_path), is_first_password_lasting=True)

    account = access.account_by_username(username="officer")
    assert account is not None
    assert not account.must_change_password


@pytest.mark.parametrize(
    ("changes", "refusal", "why"),
    [
        ({"components": {"bins": {"class_code": "99999"}}}, api.BadPackageError, "1 flaws"),
        (
            {"accounts": [{"username": "x", "name": "x", "post": "handler", "body": "CENTRE"}]},
            InvalidInputError,
            "HANDLER",
        ),
        ({"responsibility": [{"body": "CENTRE"}]}, InvalidInputError, "only bodies that execute"),
        ({"city": {"timezone": "Mars/Olympus"}}, api.BadPackageError, "1 flaws"),
        ({"city": {"plane": 4326}}, InvalidInputError, "is not a projected system in metres"),
    ],
)
def test_a_refused_package_leaves_nothing_behind(
    tmp_path: Path, changes: dict[str, Any], refusal: type[RefusedError], why: str
) -> None:
    base = city_yaml()
    for section, values in changes.items():
        if section == "components":
            changes[section] = {"bins": base["components"]["bins"] | values["bins"]}
        elif isinstance(values, dict):
            changes[section] = base[section] | values
    folder = write(tmp_path, **changes)
    before = rows()

    with pytest.raises(refusal, match=why):
        load(folder)

    assert rows() == before


def test_duty_grids_that_do_not_hang_together_are_refused(tmp_path: Path) -> None:
    package = api.read_package(write(tmp_path))
    apart = territory.DutyGridDraft("110101001001001", ("110101001001001", "110101001001004"))
    unknown = territory.DutyGridDraft("110101001001002", ("110101001001999",))

    with pytest.raises(api.BadPackageError) as refusal:
        api.load_city(package=replace(package, duty_grids=(apart, unknown)), actor=SYSTEM, at=NOON)

    assert [flaw.reason for flaw in refusal.value.flaws] == [
        "the unit grids of 110101001001001 do not all touch",
        "110101001001002 holds 110101001001999, which does not exist",
    ]


def test_a_body_never_changes_its_kind(tmp_path: Path) -> None:
    load(write(tmp_path))
    bodies = [
        {"code": "GOV", "name": "市政府", "kind": "department"},
        {"code": "CENTRE", "name": "监督中心", "kind": "supervision_centre"},
        {"code": "CLEAN", "name": "环卫局", "kind": "department"},
    ]
    before = rows()

    with pytest.raises(RefusedError, match="The body GOV is a GOVERNMENT and cannot become a DEPARTMENT"):
        load(write(tmp_path, bodies=bodies))

    assert rows() == before


def test_only_who_may_set_up_a_city_may_load_one(tmp_path: Path) -> None:
    package = api.read_package(write(tmp_path))
    leader = replace(SYSTEM, post=access.Post.LEADER, permissions=access.permissions_of(access.Post.LEADER))
    before = rows()

    with pytest.raises(NotPermittedError):
        api.load_city(package=package, actor=leader, at=NOON)

    assert rows() == before


def test_a_package_made_by_a_program_loads_like_one_from_a_folder(tmp_path: Path) -> None:
    package = api.read_package(write(tmp_path))
    made = replace(package, components=(), accounts=(), city=replace(package.city, metric_srid=None))

    report = api.load_city(package=made, actor=SYSTEM, at=NOON)

    assert territory.city().metric_srid == 4548
    assert {part.name: part.added for part in report.parts}["unit grids"] > 10


def command(folder: Path, *options: str) -> str:
    out = StringIO()
    call_command("load_city", str(folder), *options, stdout=out)
    return out.getvalue()


def test_the_command_tells_what_it_does_and_the_passwords_once(tmp_path: Path) -> None:
    secrets = tmp_path / "secrets"
    secrets.write_text("# first passwords\nofficer: Given-2026-word\n")

    first = command(write(tmp_path), "--password-file", str(secrets))
    second = command(tmp_path)

    assert "unit grids: 12 added" in first
    assert "bins 3 at" in first
    assert "lies in no unit grid" in first
    assert "  walker  " in first
    assert "officer  " not in first
    assert "everything was there already; nothing changed" in second
    assert "passwords" not in second


def test_the_command_checks_without_writing(tmp_path: Path) -> None:
    before = rows()

    assert "nothing was written" in command(write(tmp_path), "--check")
    with pytest.raises(CommandError, match="the body 'X' does not exist"):
        command(write(tmp_path, responsibility=[{"body": "X"}]), "--check")

    assert rows() == before


@pytest.mark.parametrize(
    ("changes", "options", "why"),
    [
        ({"colour": "red"}, [], "city.yaml: line .*, colour"),
        ({"duty_grids": None}, ["--password-file", "/nowhere"], "cannot read /nowhere"),
        ({"calendars": [{"title": "x", "file": "bodies.csv"}]}, [], "line 1 item: this column is missing"),
    ],
)
def test_the_command_says_what_is_wrong(tmp_path: Path, changes: dict[str, Any], options: list[str], why: str) -> None:
    before = rows()

    with pytest.raises(CommandError, match=why) as failure:
        command(write(tmp_path, **changes), *options)

    assert failure.value.returncode == 2
    assert rows() == before
