"""Writing the facts of a month into the lake: a file for each kind, then the manifest that makes them count."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from hashlib import file_digest
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from cityloop.evaluation.domain.base_indicators import FactKind
from cityloop.evaluation.domain.lake import LakeFile, Manifest, MonthSums, file_name, folder_of, manifest_name
from cityloop.evaluation.queries.fact_batches import batches_of
from cityloop.evaluation.queries.lake_files import lake, schema_of
from cityloop.evaluation.queries.month_sums import added_up

ROW_GROUP = 120_000  # rows that are compressed, skipped and worked through together
KEPT_FOR = timedelta(hours=1)  # readers who have read an older manifest may go on with its files for so long
PIECE = 65_536
Place: TypeAlias = tuple[str, str]  # where the rows of a case stand: its grid, then the case
Rows: TypeAlias = npt.NDArray[np.int64]


class ExportStep(StrEnum):
    """How far the writing of a month has come."""

    READING = "READING"
    WRITTEN = "WRITTEN"  # all files of the month are whole, in the workplace
    PLACED = "PLACED"  # they are in the lake, and no manifest names them yet
    COUNTED = "COUNTED"  # the manifest names them; the database does not know yet


Tell: TypeAlias = Callable[[ExportStep, str], None]


def write_month(
    manifest: Manifest, month: str, *, pieces: Sequence[date], case_ids: Collection[UUID] | None, tell: Tell
) -> Manifest:
    """Write the facts of a month and their sums, and return the manifest that names them, which is kept by then.

    :param pieces: the first days of what sums are to tell apart.
    :param case_ids: the only cases that changed since the manifest's file was written; None reads the month anew.
    """
    tell(ExportStep.READING, month)
    written = {kind: _written(kind, manifest, month, case_ids) for kind in FactKind}
    tell(ExportStep.WRITTEN, month)
    files = {kind: _placed(folder_of(kind, manifest.city), month, *found) for kind, found in written.items()}
    sums = sums_of(manifest.city, month, files, pieces)
    tell(ExportStep.PLACED, month)
    changed = _kept(manifest, manifest.holding(month, files, sums))
    tell(ExportStep.COUNTED, month)
    return changed


def write_sums(manifest: Manifest, month: str, *, pieces: Sequence[date]) -> Manifest:
    """Add up a month that the lake holds, and return the manifest that names the sums, which is kept by then."""
    files = manifest.months[month]
    return _kept(manifest, manifest.holding(month, files, sums_of(manifest.city, month, files, pieces)))


def store_table(kind: FactKind, city: str, month: str, table: pa.Table) -> LakeFile:
    """Keep a sorted table as the file of a month; it counts when a manifest names it."""
    return _stored(city, folder_of(kind, city), month, table)


def sums_of(city: str, month: str, files: Mapping[FactKind, LakeFile], pieces: Sequence[date]) -> MonthSums:
    """Add up the files of a month and keep what they come to; it counts when a manifest names it."""
    found = {
        kind: _stored(city, folder_of(kind, city, summed=True), month, added_up(kind, file.name, pieces))
        for kind, file in files.items()
        if file.rows
    }
    return MonthSums(tuple(pieces), found)


def clear(city: str) -> None:
    """Throw away what an interrupted export left in the workplace."""
    for left in lake().workplace(city).iterdir():
        left.unlink()


def sweep(manifest: Manifest, *, at: datetime) -> None:
    """Delete files that the manifest has not named for a while, and remember the others that it does not name.

    When a file was written says nothing: an old one may be named until now, and be read.
    """
    folders = [folder_of(kind, manifest.city, summed=summed) for kind in FactKind for summed in (False, True)]
    found = {file.name for folder in folders for file in lake().files(folder)}
    left = manifest.leaving(found, at=at).left
    over = {name for name, since in left.items() if since < at - KEPT_FOR}
    _kept(manifest, manifest.leaving(found - over, at=at))
    for name in sorted(over):
        lake().delete(name)


def _kept(before: Manifest, after: Manifest) -> Manifest:
    if after != before:
        lake().write(manifest_name(after.city), after.as_json())
    return after


def _stored(city: str, folder: str, month: str, table: pa.Table) -> LakeFile:
    place = lake().workplace(city) / f"{month}.parquet"
    return _placed(folder, month, place, _write(place, table.schema, table.to_batches()))


def _written(kind: FactKind, manifest: Manifest, month: str, case_ids: Collection[UUID] | None) -> tuple[Path, int]:
    place = lake().workplace(manifest.city) / f"{kind.value}-{month}.parquet"
    before = manifest.months.get(month, {}).get(kind)
    batches: Iterable[pa.RecordBatch] = batches_of(kind, month, case_ids=case_ids)
    if case_ids is not None and before is not None:
        fresh = pa.Table.from_batches(batches, schema_of(kind))
        old = parquet.ParquetFile(lake().on_disk(before.name)).iter_batches(PIECE)
        gone = pa.array([str(each) for each in case_ids])
        batches = merged(old, fresh, gone)
    return place, _write(place, schema_of(kind), batches)


def _write(place: Path, schema: pa.Schema, batches: Iterable[pa.RecordBatch]) -> int:
    waiting: list[pa.RecordBatch] = []
    rows = held = 0
    with parquet.ParquetWriter(place, schema, compression="zstd", use_dictionary=True) as writer:
        for batch in batches:
            waiting.append(batch)
            held += batch.num_rows
            rows += batch.num_rows
            while held >= ROW_GROUP:
                table = pa.Table.from_batches(waiting, schema)
                writer.write_table(table.slice(0, ROW_GROUP), ROW_GROUP)
                waiting, held = table.slice(ROW_GROUP).to_batches(), held - ROW_GROUP
        if held:
            writer.write_table(pa.Table.from_batches(waiting, schema), ROW_GROUP)
    return rows


def _placed(folder: str, month: str, place: Path, rows: int) -> LakeFile:
    with place.open("rb") as file:
        name = file_name(folder, month, file_digest(file, "sha256").hexdigest())
    if rows:
        lake().take(name, place)
    else:
        place.unlink()
    return LakeFile(name, rows)


def merged(old: Iterable[pa.RecordBatch], fresh: pa.Table, gone: pa.Array) -> Iterator[pa.RecordBatch]:
    """Yield sorted rows without those of some cases, with fresh ones in their places.

    :param old: sorted as files are, piece by piece.
    :param fresh: sorted, too; of the cases whose rows are left out.
    :param gone: these cases, as text.
    """
    fresh = fresh.combine_chunks()
    places = _places(fresh)
    cases = [row for row, place in enumerate(places) if row == 0 or places[row - 1] != place]
    starts, done = [*cases, len(places)], 0
    named = [places[row] for row in cases]
    for batch in old:
        kept = batch.filter(pc.invert(pc.is_in(batch["case_id"], gone)))
        reached = bisect_right(named, _place(batch, batch.num_rows - 1), lo=done)
        if reached > done:
            rows = fresh.slice(starts[done], starts[reached] - starts[done])
            yield from _between(kept, rows, named[done:reached], np.diff(starts[done : reached + 1]))
        else:
            yield kept
        done = reached
    yield from fresh.slice(starts[done]).to_batches()


def _between(kept: pa.RecordBatch, fresh: pa.Table, cases: list[Place], sizes: Rows) -> Iterator[pa.RecordBatch]:
    """Yield sorted rows with those of other cases between them, which are looked up: sorting anew takes far longer."""
    found: list[int] = []
    for case in cases:
        lowest = found[-1] if found else 0
        found.append(bisect_left(range(kept.num_rows), case, lo=lowest, key=lambda row: _place(kept, row)))
    rows = np.arange(kept.num_rows + fresh.num_rows)
    order = np.insert(rows[: kept.num_rows], np.repeat(found, sizes), rows[kept.num_rows :])
    both = pa.concat_tables([pa.Table.from_batches([kept]), fresh]).combine_chunks()
    yield from both.take(pa.array(order)).to_batches()


def _places(rows: pa.Table) -> list[Place]:
    return list(zip(rows["grid_code"].to_pylist(), rows["case_id"].to_pylist(), strict=True))


def _place(rows: pa.RecordBatch, row: int) -> Place:
    return rows["grid_code"][row].as_py(), rows["case_id"][row].as_py()
