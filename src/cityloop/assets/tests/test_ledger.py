"""The inventory as a ledger: narrowed, counted, added to by hand, written in other coordinates."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyogrio
import pytest
from django.test import Client

from cityloop.access.api import Post
from cityloop.assets import api
from cityloop.assets.domain.gcj02 import from_gcj02
from cityloop.assets.models import Component
from cityloop.assets.tests.files import ACTOR
from cityloop.assets.tests.test_importing import DRAFTS, load
from cityloop.kernel.clock import now
from cityloop.kernel.errors import InvalidInputError
from tests.support.small_city import bearer, position

pytestmark = pytest.mark.django_db
ROOT = "/api/v1/assets"
EAST, EDITION = "11010103005000001", "2026"
X, Y = position(2.5, 1.5)


@pytest.fixture(autouse=True)
def _inventory(small_city: None) -> None:
    load(DRAFTS)


@pytest.fixture
def reader() -> dict[str, str]:
    return bearer(Post.COLLECTOR, at=now())


@pytest.fixture
def keeper() -> dict[str, str]:
    return bearer(Post.ADMINISTRATOR, at=now())


def get(client: Client, path: str, headers: dict[str, str]) -> Any:
    response = client.get(f"{ROOT}{path}", headers=headers)
    assert response.status_code == 200, response.content
    return response.json()


def add(client: Client, who: dict[str, str], key: str = "", **changes: Any) -> Any:
    body = {"class_code": "03005", "name": "新废物箱", "longitude": X, "latitude": Y} | changes
    headers = who | {"Idempotency-Key": key or str(uuid4())}
    return client.post(f"{ROOT}/components", body, content_type="application/json", headers=headers)


def test_a_list_and_its_counts_are_narrowed_alike(client: Client, reader: dict[str, str]) -> None:
    Component.objects.filter(code=EAST).update(name="柳巷垃圾箱", accuracy="A")

    for asked in ("accuracy=A", "words=柳巷", f"words={EAST}"):
        assert [row["code"] for row in get(client, f"/components?{asked}", reader)["items"]] == [EAST]
        assert get(client, f"/counts?{asked}", reader) == [
            {"class_edition": EDITION, "class_code": "03005", "count": 1}
        ]
    assert get(client, "/counts?words=没有", reader) == []
    assert get(client, f"/components?keeper_body_id={uuid4()}", reader)["items"] == []


def test_counts_and_lists_cost_one_query_each(django_assert_num_queries: Any) -> None:
    asked = api.ComponentFilter(words="箱", accuracy=api.AccuracyClass.A)
    with django_assert_num_queries(2):
        api.component_counts(asked=asked)
        api.components(asked=asked)


def test_a_component_is_added_by_hand_once(client: Client, keeper: dict[str, str]) -> None:
    key = str(uuid4())

    first = add(client, keeper, key, accuracy="B", surveyed_on="2026-02-03")
    again = add(client, keeper, key, accuracy="B", surveyed_on="2026-02-03")

    assert (first.status_code, again.status_code, again.json()) == (201, 201, first.json())
    made = Component.objects.get(code=first.json()["code"])
    assert (made.grid_id, made.name, made.accuracy, made.surveyed_on) == (
        "110101001001001",
        "新废物箱",
        "B",
        date(2026, 2, 3),
    )
    assert made.code.startswith("11010103005")


def test_without_a_name_it_is_called_as_its_class() -> None:
    new = api.NewComponent(class_code="03005", name="", longitude=X, latitude=Y)

    assert api.add_component(new=new, actor=ACTOR, at=now()).name != ""


@pytest.mark.parametrize(
    ("changes", "field"),
    [({"class_code": "99999"}, "class_code"), ({"keeper_body_id": str(uuid4())}, "keeper_body_id"),
     ({"state": "REMOVED"}, "state")],
)  # fmt: skip
def test_what_cannot_be_is_not_added(
    client: Client, keeper: dict[str, str], changes: dict[str, Any], field: str
) -> None:
    before = Component.objects.count()

    answer = add(client, keeper, **changes)

    assert answer.status_code == 422
    assert field in answer.content.decode()
    assert Component.objects.count() == before


def test_whoever_may_not_manage_adds_nothing(client: Client, reader: dict[str, str]) -> None:
    before = Component.objects.count()

    assert add(client, reader).status_code == 403
    assert Component.objects.count() == before


def written(folder: Path, crs: str) -> tuple[str | None, Any]:
    asked = api.ComponentFilter(words=EAST)
    path = api.write_components(folder, asked, api.InventoryFormat.GPKG, api.FieldNaming.OWN, crs=crs)
    info, _, shapes, _ = pyogrio.raw.read(path)
    return info["crs"], shapes[0]


def test_it_is_written_in_the_coordinates_asked_for(tmp_path: Path) -> None:
    import numpy as np  # noqa: PLC0415 - only here
    import shapely  # noqa: PLC0415 - only here

    crs, shape = written(tmp_path, "EPSG:4549")
    assert crs is not None
    assert "4549" in crs
    assert shapely.from_wkb(shape).x > 100_000

    (tmp_path / "shifted").mkdir()
    _, shape = written(tmp_path / "shifted", "GCJ02")
    spot = shapely.from_wkb(shape)
    known = api.component(EAST)
    assert known is not None
    back = from_gcj02(np.array([[spot.x, spot.y]]))[0]
    assert back == pytest.approx([known.longitude, known.latitude], abs=1e-8)


def test_coordinates_that_nobody_knows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="not known"):
        written(tmp_path, "EPSG:1")
