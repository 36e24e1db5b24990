"""What readers of the lake see, and what they ought to see."""

from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from cityloop.evaluation import api
from cityloop.evaluation.api import FactKind, Selection
from cityloop.evaluation.domain.lake import Manifest, manifest_from
from tests.evaluation.invented import MOMENT
from tests.support.town import CITY


def manifest(folder: Path) -> Manifest:
    return manifest_from((folder / f"manifests/{CITY}.json").read_bytes())


def tables(folder: Path) -> dict[str, pa.Table]:
    """Return what readers see: the tables that the manifest names."""
    if not (folder / "manifests").exists():
        return {}
    told = manifest(folder)
    return {
        f"{month} {kind}": parquet.read_table(folder / file.name, partitioning=None)
        for month, files in told.months.items()
        for kind, file in files.items()
    }


def counted() -> list[list[api.Sums]]:
    return [api.sums(kind=kind, by=(api.Dimension.MONTH,), where=Selection(), at=MOMENT) for kind in FactKind]


def counted_in_lake() -> list[list[api.Sums]]:
    return [api.lake_sums(kind=kind, by=(api.Dimension.MONTH,), where=Selection(), at=MOMENT) for kind in FactKind]
