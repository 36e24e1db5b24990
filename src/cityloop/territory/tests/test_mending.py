"""Boundaries that do not fit each other are reported and mended: in a made-up city and in real Washington."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from pyogrio.raw import read
from shapely.geometry.base import BaseGeometry

from cityloop.access import api as access
from cityloop.territory import api
from cityloop.territory.contracts import CGCS2000
from cityloop.territory.domain.coverage import clean, outlines
from cityloop.territory.domain.inspection import inspect_coverage
from cityloop.territory.domain.planes import Plane
from cityloop.territory.models import Division
from tests.support.small_city import FOUNDED, NOON, degrees, divisions, found_city

REAL = Path(__file__).resolve().parents[4].parent / "shared" / "real" / "dc"
Box = tuple[float, float, float, float]
METRES = Plane(32618)


@pytest.mark.django_db
def test_a_street_that_leaves_its_district_is_told_and_mended() -> None:
    found_city()
    shape = degrees(shapely.box(1.5, 0, 6, 2))
    wide = MultiPolygon(GEOSGeometry(memoryview(shapely.to_wkb(shape)), srid=CGCS2000))
    Division.objects.filter(code="110101001").update(geometry=wide)
    actor, revision = access.system_actor("tests"), api.revision()

    assert told() == {("CROSSES_BORDER", ("110101001",), 10_000), ("OVERLAP", ("110101001", "110102001"), 10_000)}
    assert api.mend_divisions(actor=actor, at=NOON).changed == 1

    assert told() == set()
    assert api.mend_divisions(actor=actor, at=NOON).changed == 0
    assert api.revision() == revision + 1


def layered(drafts: list[api.DivisionDraft], code: str, box: Box) -> list[api.DivisionDraft]:
    """Return divisions as they come from their layers, one of them with another outline."""
    shape = shapely.to_wkb(degrees(shapely.box(*box)))
    return [replace(draft, geometry=shape) if draft.code == code else draft for draft in drafts]


def store(drafts: list[api.DivisionDraft]) -> api.Stored:
    return api.store_divisions(drafts=drafts, valid_from=FOUNDED, at=NOON)


def outline(code: str) -> BaseGeometry:
    return shapely.from_wkb(bytes(Division.objects.get(code=code).geometry.wkb))


@pytest.mark.django_db
@pytest.mark.parametrize("is_known", [True, False], ids=["digest kept", "stored before digests were kept"])
def test_what_was_mended_stands_until_its_layer_tells_something_new(*, is_known: bool) -> None:
    usual = divisions(found_city().survey)
    wide = layered(usual, "110101001", (1.5, 0, 6, 2))
    store(wide)
    if not is_known:
        Division.objects.update(digest="")
    actor = access.system_actor("tests")
    api.mend_divisions(actor=actor, at=NOON)
    mended = outline("110101001")

    again = store(wide)
    renamed = store([replace(draft, name="新名") if draft.code == "110101001" else draft for draft in wide])

    assert (again.added, again.changed, renamed.changed) == (0, 0, 1)
    assert api.division("110101001").name == "新名"
    assert outline("110101001").equals_exact(mended)
    assert told() == set()

    wider = layered(usual, "110101001", (1.4, 0, 6, 2))
    assert store(wider).changed == 1
    assert not outline("110101001").equals(mended)
    assert store(wider).changed == 0


def told() -> set[tuple[str, tuple[str, ...], int]]:
    return {(fault.kind.value, fault.codes, round(fault.area_m2)) for fault in api.faults() if not fault.is_advice}


def layer(name: str, key: str) -> dict[str, BaseGeometry]:
    """Return a real layer in metres."""
    _, _, shapes, fields = read(REAL / f"{name}.geojson", columns=[key])
    return dict(
        zip(map(str, fields[0]), METRES.flatten(np.asarray(shapely.from_wkb(shapes), dtype=object)), strict=True)
    )


@pytest.mark.skipif(not REAL.exists(), reason="the layers of Washington are not here")
def test_the_faults_of_washington_are_told_and_can_be_mended() -> None:
    wards = layer("ward-2012", "WARD_ID")
    commissions = layer("advisory-neighborhood-commission-2013", "ANC_ID")
    homes = {code: wards[code[0]] for code in commissions}

    faults = inspect_coverage(commissions, homes)

    crossing = [fault for fault in faults if fault.kind == api.FaultKind.CROSSES_BORDER]
    slivers = [fault for fault in crossing if fault.width_m < 10]
    assert (len(crossing), len(slivers)) == (31, 29)
    assert {fault.codes[0] for fault in crossing if fault.width_m >= 10} == {"3G", "6D"}
    mended = outlines(clean(commissions, largest_gap_m2=5_000).shapes, {code: code[0] for code in commissions})
    assert inspect_coverage(commissions, {code: mended[code[0]] for code in commissions}) == []
    assert inspect_coverage(mended) == []


@pytest.mark.skipif(not REAL.exists(), reason="the layers of Washington are not here")
def test_a_layer_of_another_office_gapes_and_reaches_out() -> None:
    wards = layer("ward-2012", "WARD_ID")
    blocks = layer("census-block-groups-2010", "GEOID")
    city = shapely.union_all(list(wards.values()))

    faults = inspect_coverage(blocks, dict.fromkeys(blocks, city))

    counts = {kind: sum(fault.kind == kind for fault in faults) for kind in (api.FaultKind.GAP, api.FaultKind.OVERLAP)}
    assert counts == {api.FaultKind.GAP: 122, api.FaultKind.OVERLAP: 0}
    assert sum(fault.area_m2 for fault in faults if fault.kind == api.FaultKind.GAP) == pytest.approx(565_700, rel=0.01)
