"""The lake: which file holds the facts of a month. One manifest for a city says so, and readers believe it alone."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from cityloop.evaluation.domain.base_indicators import FactKind

FORMAT = 2  # 2: facts of cases tell of second looks
OLDER = (1,)
MANIFESTS = "manifests"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of facts: its name in the lake, and how many rows it has."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files hold a city's facts, by month (YYYY-MM) and kind. A month without facts is not there."""

    city: str
    months: Mapping[str, Mapping[FactKind, LakeFile]] = field(default_factory=dict)

    def holding(self, month: str, files: Mapping[FactKind, LakeFile]) -> "Manifest":
        """Return the manifest with these files for a month, without the month if they are empty."""
        kept = {kind: file for kind, file in files.items() if file.rows}
        others = {each: files for each, files in self.months.items() if each != month}
        return replace(self, months=dict(sorted({**others, **({month: kept} if kept else {})}.items())))

    def files_of(self, kind: FactKind, *, since: date | None, until: date | None) -> list[str]:
        """Return the files in which facts of these days may be; `until` is excluded."""
        first, last = months_asked(since=since, until=until)
        return [files[kind].name for month, files in self.months.items() if first <= month <= last and kind in files]

    def names(self) -> frozenset[str]:
        """Return the names of all files."""
        return frozenset(file.name for files in self.months.values() for file in files.values())

    def as_json(self) -> bytes:
        """Return the manifest as it is kept."""
        months = {
            month: {kind.value: {"name": file.name, "rows": file.rows} for kind, file in files.items()}
            for month, files in self.months.items()
        }
        return json.dumps({"format": FORMAT, "city": self.city, "months": months}, indent=1).encode()


def manifest_from(content: bytes) -> Manifest:
    """Return a manifest that was kept; one of files with fewer columns as if it were empty: they are written anew.

    :raises ValueError: a later version of the program has written it, or something else.
    """
    told = json.loads(content)
    if told.get("format") in OLDER:
        return Manifest(told["city"])
    if told.get("format") != FORMAT:
        message = f"a manifest of format {told.get('format')}, not {FORMAT}"
        raise ValueError(message)
    months = {
        month: {FactKind(kind): LakeFile(file["name"], file["rows"]) for kind, file in files.items()}
        for month, files in told["months"].items()
    }
    return Manifest(told["city"], months)


def manifest_name(city: str) -> str:
    """Return where the manifest of a city is kept."""
    return f"{MANIFESTS}/{city}.json"


def folder_of(kind: FactKind, city: str) -> str:
    """Return the folder of a city's facts of a kind."""
    return f"{kind.value}/city={city}"


def file_name(kind: FactKind, city: str, month: str, digest: str) -> str:
    """Return what a file of a month is called: after what it holds, so that it never changes under its name."""
    return f"{folder_of(kind, city)}/month={month}/{digest[:32]}.parquet"


def month_of(day: date) -> str:
    """Return the month of a day as it is written."""
    return f"{day:%Y-%m}"


def months_asked(*, since: date | None, until: date | None) -> tuple[str, str]:
    """Return the first and the last month that days are in; `until` is excluded."""
    return "0001-01" if since is None else month_of(since), "9999-12" if until is None else month_of(until - DAY)


def days_of(month: str) -> tuple[date, date]:
    """Return the first day of a month and of the next."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1)
