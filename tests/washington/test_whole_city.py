"""The whole of Washington: every component has a code, a grid and a class or a reason; every fault can be mended."""

from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cityloop.access import api as access
from cityloop.administration import api
from cityloop.assets.models import Component
from cityloop.standards import api as standards
from cityloop.territory import api as territory
from cityloop.territory.models import UnitGrid

ROOT = Path(__file__).parents[2]
REAL = ROOT.parent / "shared" / "real" / "dc"
SYSTEM = access.system_actor("tests")
NOW = datetime(2016, 6, 1, 16, tzinfo=UTC)
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not REAL.is_dir(), reason="the layers of Washington are not beside the project"),
]


def to_be_mended() -> Counter[str]:
    """Count the faults of each kind that are more than advice."""
    return Counter(fault.kind.value for fault in territory.faults() if not fault.is_advice)


def test_all_of_washington_comes_in_and_its_faults_are_told_and_mended() -> None:
    package = api.read_package(ROOT / "examples/washington-dc", data=REAL)

    report = api.load_city(package=package, actor=SYSTEM, at=NOW)

    every_component_has_a_code_a_class_and_a_grid_or_a_reason(report)
    assert UnitGrid.objects.count() == 18_661
    assert to_be_mended() == {"CROSSES_BORDER": 31}, "commissions that leave their ward, most by a few metres"
    mended = territory.mend_divisions(actor=SYSTEM, at=NOW)
    assert (mended.changed, mended.unchanged) == (14, 331)
    assert to_be_mended() == {}
    assert territory.mend_divisions(actor=SYSTEM, at=NOW).changed == 0


def every_component_has_a_code_a_class_and_a_grid_or_a_reason(report: api.LoadReport) -> None:
    lost = [(layer, each) for layer, found in report.placeless.items() for each in found]
    rows = list(Component.objects.values_list("source_layer", "external_id", "code", "class_code", "grid__code"))
    known = {row.code for row in standards.classes(edition="2026", kind=standards.MatterKind.COMPONENT)}

    assert len(rows) == len({code for _, _, code, _, _ in rows}) == 19_243
    assert Counter(layer for layer, *_ in rows) == {
        "litter-cans": 5_265,
        "parking-meters": 11_443,
        "signalized-intersections": 1_403,
        "cctv-cameras": 596,
        "public-art": 272,
        "bridges": 264,
    }
    assert {class_code for *_, class_code, _ in rows} <= known
    assert {row[:2] for row in rows if row[4] is None} == {(layer, each.external_id) for layer, each in lost}
    assert Counter(each.reason for _, each in lost) == {"lies in no unit grid nor within 10 m of one": 4}
    assert Counter(layer for layer, _ in lost) == {
        "cctv-cameras": 1,
        "parking-meters": 2,
        "signalized-intersections": 1,
    }
