"""What crosses assets' door: files on their way in, and the ways they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class ImportState(StrEnum):
    """How far an import has come; what is refused or has failed has changed nothing."""

    WAITING = "WAITING"
    READING = "READING"
    APPLYING = "APPLYING"
    DONE = "DONE"
    REFUSED = "REFUSED"
    FAILED = "FAILED"

    @property
    def is_over(self) -> bool:
        """Return whether nothing more will happen."""
        return self in {ImportState.DONE, ImportState.REFUSED, ImportState.FAILED}


class WorkStep(StrEnum):
    """Which step of a long transaction the worker has come to, with an import or with a survey."""

    MATCHING = "MATCHING"
    NUMBERING = "NUMBERING"
    WRITING = "WRITING"
    INDEXING = "INDEXING"
    CHECKING = "CHECKING"


@dataclass(frozen=True, slots=True)
class MappingView:
    """A saved way of reading files: `rules` as `domain/mapping.py` has them."""

    id: UUID
    name: str
    rules: Mapping[str, Any]
    version: int
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ImportView:
    """An import: how far it is, and what it found and did. `rows_total` is None where nobody knows beforehand.

    `step` is what the worker is at while it applies the import, None where nobody is. `failure` tells `reason` by
    language.
    """

    id: UUID
    file_name: str
    state: ImportState
    rows_total: int | None
    rows_read: int
    rows_bad: int
    added: int
    changed: int
    unchanged: int
    missing: int
    placeless: int
    reason: str
    actor_name: str
    started_at: datetime
    ended_at: datetime | None
    step: WorkStep | None = None
    failure: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewImport:
    """A file about to be imported: what it is called, how it is to be read, and whether one bad row refuses all."""

    file_name: str
    rules: Mapping[str, Any]
    is_all_or_nothing: bool = False


@dataclass(frozen=True, slots=True)
class FilePreview:
    """What a file holds before it is imported; of a table nobody knows total, coordinate system and layers."""

    fields: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]
    rows_total: int | None
    crs: str
    layers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with a value of a row; `reason` by language."""

    attribute: str
    value: str
    reason: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class BadRowView:
    """A row that could not be taken: its number, what is wrong with it, and its own values."""

    row: int
    faults: tuple[RowFault, ...]
    cells: Mapping[str, str]
