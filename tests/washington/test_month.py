"""A real month through the loop and into figures: what is counted equals what pandas makes of the city's own files.

Replaying 15,068 requests takes minutes, so it is done when asked for: `make test ARGS="tests/washington --month"`.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest
from django.core.management import call_command
from pytest_django import DjangoDbBlocker

from cityloop.access import api as access
from cityloop.administration import api as administration
from cityloop.cases.models import Case
from cityloop.evaluation import api
from cityloop.exchange import api as exchange
from cityloop.kernel.clock import now
from cityloop.organizations import api as organizations

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real" / "dc"
PACKAGE = ROOT / "examples/washington-dc"
SET_UP = datetime(2016, 6, 1, 16, tzinfo=UTC)
FILES = sorted(REAL.glob("*-last-30-days.geojson"))
TALLIES = ["disposed_on_time", "disposed_late"]
pytestmark = [
    pytest.mark.skipif(not FILES, reason="the requests of Washington are not beside the project"),
    pytest.mark.month,
]


@pytest.fixture(scope="module")
def month(request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Replay the month with real commits, count it anew, and leave nothing behind."""
    request.getfixturevalue("django_db_setup")
    with django_db_blocker.unblock():
        package = administration.read_package(PACKAGE, data=REAL)
        administration.load_city(package=package, actor=access.system_actor("tests"), at=SET_UP)
        call_command("replay", PACKAGE / "replay.yaml", *FILES)
        api.rebuild(at=now())
        yield
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def requests() -> pd.DataFrame:
    """The city's own rows that were disposed of: whether in time, by which agency, as which class, and where."""
    mapping = exchange.read_mapping((PACKAGE / "replay.yaml").read_text(encoding="utf-8"))
    codes = {each.file.removesuffix("*"): each.class_code for each in mapping.classes}
    rows = [
        {**feature["properties"], "class": next(code for name, code in codes.items() if file.name.startswith(name))}
        for file in FILES
        for feature in json.loads(file.read_text(encoding="utf-8"))["features"]
    ]
    frame = pd.DataFrame(rows)
    frame = frame[frame.SERVICEORDERSTATUS.str.startswith("CLOSED")]
    late = pd.to_datetime(frame.RESOLUTIONDATE, utc=True) > pd.to_datetime(frame.SERVICEDUEDATE, utc=True)
    return frame.assign(disposed_on_time=(~late).astype(int), disposed_late=late.astype(int))


def table(by: api.Dimension) -> dict[object, tuple[int, ...]]:
    """Return what CityLoop has counted, without rows that hold nothing."""
    rows = api.sums(kind=api.FactKind.CASE, by=[by], where=api.Selection(), at=now(), keys=TALLIES)
    found = {row.values[0]: tuple(row.counts[key] for key in TALLIES) for row in rows}
    return {key: counts for key, counts in found.items() if any(counts)}


def recomputed(frame: pd.DataFrame, by: str) -> dict[object, tuple[int, ...]]:
    return {key: tuple(int(count) for count in counts) for key, counts in frame.groupby(by)[TALLIES].sum().T.items()}


@pytest.mark.usefixtures("month")
def test_the_month_comes_to_what_the_city_says(requests: pd.DataFrame) -> None:
    (whole,) = api.sums(kind=api.FactKind.CASE, where=api.Selection(), at=now(), keys=TALLIES)

    assert whole.counts == {"disposed_on_time": 8_827, "disposed_late": 1_158}
    assert requests[TALLIES].sum().to_dict() == whole.counts


@pytest.mark.usefixtures("month")
def test_by_body_it_is_the_same(requests: pd.DataFrame) -> None:
    codes = {body.id: body.code for body in organizations.bodies()}

    assert {codes[key]: counts for key, counts in table(api.Dimension.BODY).items()} == recomputed(
        requests, "ORGANIZATIONACRONYM"
    )


@pytest.mark.usefixtures("month")
def test_by_class_it_is_the_same(requests: pd.DataFrame) -> None:
    assert table(api.Dimension.CLASS) == recomputed(requests, "class")


@pytest.mark.usefixtures("month")
@pytest.mark.parametrize(
    ("by", "digits"),
    [(api.Dimension.DISTRICT, 6), (api.Dimension.STREET, 9), (api.Dimension.COMMUNITY, 12), (api.Dimension.GRID, 15)],
)
def test_by_area_it_is_the_same(requests: pd.DataFrame, by: api.Dimension, digits: int) -> None:
    grids = dict(Case.objects.values_list("external_number", "grid_code"))
    area = requests.SERVICEREQUESTID.map(grids).str[:digits]

    assert table(by) == recomputed(requests.assign(area=area), "area")
