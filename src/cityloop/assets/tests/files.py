"""Files of components for tests, in the small city."""

from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyogrio
import shapely

from cityloop.access.api import system_actor
from cityloop.assets import api
from cityloop.standards import api as standards
from tests.support.small_city import FOUNDED, NOON, position

ACTOR = system_actor("tests")
RULES: dict[str, Any] = {
    "attributes": {
        "external_id": "{ID}", "source_layer": "lamps", "class_code": "01027", "class_edition": "2026",
        "name": "{ROAD}路灯{ID}", "state": "{STATE}", "note": "{NOTE}", "surveyed_on": "{DAY}",
    },
    "words": {"state": {"ok": "完好"}},
}  # fmt: skip
FIELDS = ("ID", "ROAD", "STATE", "NOTE", "DAY")


def load_classes() -> None:
    standards.load_standards(actor=ACTOR, at=FOUNDED)


def row(number: object, east: float, north: float, **values: Any) -> dict[str, Any]:
    given = {"ID": str(number), "ROAD": "人民路", "STATE": "ok", "NOTE": "", "DAY": "2020-05-06"} | values
    return given | {"shape": shapely.Point(*position(east, north))}


def write(path: Path, rows: list[dict[str, Any]], *, crs: str = "EPSG:4490", **options: Any) -> Path:
    shapes = shapely.to_wkb(np.array([each["shape"] for each in rows], dtype=object))
    table = pa.table(
        {
            **{name: pa.array([each[name] for each in rows], pa.string()) for name in FIELDS},
            "geometry": pa.array(shapes, pa.binary()),
        }
    )
    drivers = {".gpkg": "GPKG", ".geojson": "GeoJSON", ".shp": "ESRI Shapefile"}
    pyogrio.write_arrow(
        table, path, driver=drivers[path.suffix], geometry_name="geometry", geometry_type="Unknown"
        if path.suffix != ".shp" else "Point", crs=crs, **options,
    )  # fmt: skip
    return path


def take_in(path: Path, rules: dict[str, Any] = RULES, *, strict: bool = False) -> api.ImportView:
    wanted = api.NewImport(path.name, rules, strict)
    job = api.start_import(file=BytesIO(path.read_bytes()), wanted=wanted, actor=ACTOR, at=NOON, is_deferred=False)
    done = api.run_import(import_id=job.id, at=NOON)
    assert done.state is not api.ImportState.FAILED, done.reason
    return done
