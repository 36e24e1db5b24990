from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import shapely
from django.db import IntegrityError, transaction

from cityloop.kernel.errors import InvalidInputError, NotFoundError, RefusedError
from cityloop.kernel.models import OutboxEvent
from cityloop.territory import api
from cityloop.territory.models import Division, DutyGrid, UnitGrid
from tests.support.small_city import CITY, FOUNDED, NOON, PLANE, degrees, divisions, found_city

pytestmark = pytest.mark.django_db


def test_a_city_is_stored_with_everything_in_its_place() -> None:
    found_city()

    city = api.city()
    assert (city.code, city.name, city.timezone, city.metric_srid) == (CITY, "测试市", "Asia/Shanghai", 32650)
    assert [d.name for d in api.divisions(api.DivisionLevel.DISTRICT)] == ["东区", "西区"]
    assert [d.code for d in api.divisions(within="110102")] == ["110102", "110102001", "110102001001"]
    assert api.division("110101001").parent_code == "110101"
    assert UnitGrid.objects.count() == 12
    assert [grid.grid_codes for grid in api.duty_grids(within="110102", at=NOON)] == [
        ("110102001001001", "110102001001002"),
        ("110102001001003", "110102001001004"),
    ]
    assert api.names(["110101", "999999"]) == {"110101": "东区"}


def test_storing_the_same_again_changes_nothing() -> None:
    small = found_city()
    before = (api.revision(), OutboxEvent.objects.count(), list(UnitGrid.objects.order_by("code").values()))

    results = [
        api.store_divisions(drafts=divisions(small.survey), valid_from=FOUNDED, at=NOON),
        api.store_city(code=CITY, timezone="Asia/Shanghai", metric_srid=PLANE.srid, at=NOON),
        api.store_unit_grids(drafts=small.survey.unit_grids, valid_from=FOUNDED, at=NOON),
        api.store_duty_grids(drafts=small.duty_grids, valid_from=FOUNDED, at=NOON),
    ]

    assert [(stored.added, stored.changed) for stored in results] == [(0, 0)] * 4
    assert before == (api.revision(), OutboxEvent.objects.count(), list(UnitGrid.objects.order_by("code").values()))


def test_a_division_that_is_renamed_keeps_its_code_and_is_announced() -> None:
    small = found_city()
    drafts = [replace(d, name="东城") if d.code == "110101" else d for d in divisions(small.survey)]
    revision = api.revision()

    stored = api.store_divisions(drafts=drafts, valid_from=FOUNDED, at=NOON)

    assert (stored.added, stored.changed, stored.unchanged) == (0, 1, len(drafts) - 1)
    assert api.division("110101").name == "东城"
    event = OutboxEvent.objects.latest("id")
    assert (event.name, event.body["revision"]) == ("TerritoryChanged", revision + 1)


def test_a_unit_grid_code_is_never_used_for_other_ground() -> None:
    small = found_city()
    moved = replace(small.survey.unit_grids[0], geometry=shapely.to_wkb(degrees(shapely.box(9, 9, 10, 10))))
    before = list(UnitGrid.objects.order_by("code").values())

    with pytest.raises(RefusedError, match="a code is never used for other ground"):
        api.store_unit_grids(drafts=[moved], valid_from=FOUNDED, at=NOON)

    assert list(UnitGrid.objects.order_by("code").values()) == before


def test_an_area_level_may_change() -> None:
    small = found_city()

    stored = api.store_unit_grids(
        drafts=[replace(small.survey.unit_grids[0], area_level="C")], valid_from=FOUNDED, at=NOON
    )

    assert stored.changed == 1
    assert api.unit_grid(small.survey.unit_grids[0].code).area_level == "C"


@pytest.mark.parametrize(
    ("grid_codes", "why"),
    [
        ((), "has 0 unit grids"),
        (tuple(f"110101001001{n:03d}" for n in range(1, 7)), "has 6 unit grids"),
        (("110101001001001", "110101001002001"), "reaches into another community"),
    ],
)
def test_an_unsound_duty_grid_is_refused(grid_codes: tuple[str, ...], why: str) -> None:
    found_city()
    before = list(DutyGrid.objects.order_by("code").values())

    with pytest.raises(InvalidInputError, match=why):
        api.store_duty_grids(drafts=[api.DutyGridDraft("110101001001900", grid_codes)], valid_from=FOUNDED, at=NOON)

    assert list(DutyGrid.objects.order_by("code").values()) == before


def test_another_city_and_another_planet_are_refused() -> None:
    found_city()

    with pytest.raises(RefusedError, match="holds the city 110100"):
        api.store_city(code="110101", timezone="Asia/Shanghai", metric_srid=32650, at=NOON)
    with pytest.raises(InvalidInputError, match="no time zone 'Mars/Olympus'"):
        api.store_city(code=CITY, timezone="Mars/Olympus", metric_srid=32650, at=NOON)

    assert api.city().timezone == "Asia/Shanghai"


def test_nothing_is_known_before_a_city_is_loaded() -> None:
    assert api.revision() == 0
    with pytest.raises(NotFoundError, match="No city has been loaded"):
        api.city()
    with pytest.raises(NotFoundError, match="no division 110101"):
        api.division("110101")
    with pytest.raises(NotFoundError, match="no unit grid"):
        api.unit_grid("110101001001001")
    with pytest.raises(NotFoundError, match="no division 110101"):
        api.division_geometry("110101")


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"code": "110101001001000"}, "unit_grid_code_form"),
        ({"code": "11010100100100A"}, "unit_grid_code_form"),
        ({"code": "110101001002900"}, "unit_grid_in_its_community"),
        ({"area_level": "D"}, "unit_grid_area_level"),
        ({"area_m2": 0.0}, "unit_grid_has_area"),
        ({"valid_until": FOUNDED}, "unit_grid_ends_after_start"),
    ],
)
def test_the_table_refuses_nonsense(values: dict[str, object], constraint: str) -> None:
    found_city()
    row = UnitGrid.objects.get(code="110101001001001")
    row.pk, row.code = None, "110101001001900"
    for name, value in values.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


@pytest.mark.parametrize(
    ("level", "code", "parent", "constraint"),
    [
        ("STREET", "1101010019", "110101", "division_code_fits_level"),
        ("STREET", "110101009", "110102", "division_code_continues_parent"),
        ("DISTRICT", "110109", None, "division_code_continues_parent"),
        ("CITY", "110109", "110100", "division_code_continues_parent"),
    ],
)
def test_a_division_fits_its_parent(level: str, code: str, parent: str | None, constraint: str) -> None:
    found_city()
    shape = Division.objects.get(code="110101").geometry
    row = Division(level=level, code=code, parent_id=parent, name="x", geometry=shape, valid_from=FOUNDED)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save(force_insert=True)


def test_validity_has_its_end_excluded() -> None:
    found_city()
    end = NOON + timedelta(days=1)
    UnitGrid.objects.filter(code="110102001001001").update(valid_until=end)

    def codes(at: datetime) -> list[str]:
        return [grid.code for grid in api.unit_grids(within="110102", at=at)]

    assert "110102001001001" in codes(end - timedelta(microseconds=1))
    assert "110102001001001" not in codes(end)
    assert codes(FOUNDED - timedelta(seconds=1)) == []
