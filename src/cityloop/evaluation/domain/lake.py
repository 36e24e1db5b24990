"""The lake: which file holds the facts of a month, and their sums. One manifest for a city says so, and readers
believe it alone."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

from cityloop.evaluation.domain.base_indicators import FactKind

FORMAT = 2  # 2: facts of cases tell of second looks
OLDER = (1,)
MANIFESTS = "manifests"
SUMS = "SUMS"
DAY = timedelta(days=1)


class LaterManifestError(ValueError):
    """A manifest that a later version of the program has written, or something else."""


@dataclass(frozen=True, slots=True)
class LakeFile:
    """A file of facts: its name in the lake, and how many rows it has."""

    name: str
    rows: int


@dataclass(frozen=True, slots=True)
class MonthSums:
    """The facts of a month added up: a file for each kind, and the first day of each piece that they tell apart."""

    pieces: tuple[date, ...]
    files: Mapping[FactKind, LakeFile]

    def divide_at(self, day: date | None) -> bool:
        """Return whether what lies before a day and what does not are told apart; None is no day."""
        first, following = days_of(month_of(self.pieces[0]))
        return day is None or day <= first or day >= following or day in self.pieces


@dataclass(frozen=True, slots=True)
class FilesFound:
    """Files that hold what is asked for together: facts, and sums of facts, each of other months."""

    facts: tuple[str, ...] = ()
    sums: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which files hold the facts of a city and their sums, by month (YYYY-MM) and kind; no month without facts.

    `left` tells since when files are known to be named no more, by their names: somebody may go on reading them.
    """

    city: str
    months: Mapping[str, Mapping[FactKind, LakeFile]] = field(default_factory=dict)
    sums: Mapping[str, MonthSums] = field(default_factory=dict)
    left: Mapping[str, datetime] = field(default_factory=dict)

    def holding(self, month: str, files: Mapping[FactKind, LakeFile], sums: MonthSums | None = None) -> "Manifest":
        """Return the manifest with these files for a month, without the month if they are empty.

        :param sums: those of these very files.
        """
        kept = {kind: file for kind, file in files.items() if file.rows}
        months = {**self.months, month: kept}
        added_up = {**self.sums, month: sums}
        return Manifest(
            self.city,
            {each: months[each] for each in sorted(months) if months[each]},
            {each: told for each, told in sorted(added_up.items()) if told is not None and months[each]},
            self.left,
        )

    def leaving(self, files: Iterable[str], *, at: datetime) -> "Manifest":
        """Return the manifest with those of these files that it does not name, each since it was first known so."""
        named = self.names()
        return replace(self, left={name: self.left.get(name, at) for name in sorted(files) if name not in named})

    def files_of(self, kind: FactKind, *, since: date | None, until: date | None, summed: bool = False) -> FilesFound:
        """Return the files in which facts of these days may be; `until` is excluded.

        :param summed: take sums of the months in which they tell these days from others.
        """
        first, last = months_asked(since=since, until=until)
        facts, sums = list[str](), list[str]()
        for month, files in self.months.items():
            if kind in files and first <= month <= last:
                told = self.sums.get(month)
                is_summed = summed and told is not None and told.divide_at(since) and told.divide_at(until)
                if told is not None and is_summed and kind in told.files:
                    sums.append(told.files[kind].name)
                else:
                    facts.append(files[kind].name)
        return FilesFound(tuple(facts), tuple(sums))

    def names(self) -> frozenset[str]:
        """Return the names of all files."""
        of_months = [*self.months.values(), *(told.files for told in self.sums.values())]
        return frozenset(file.name for files in of_months for file in files.values())

    def as_json(self) -> bytes:
        """Return the manifest as it is kept."""
        months = {month: _told(files) for month, files in self.months.items()}
        sums = {
            month: {"pieces": [day.isoformat() for day in told.pieces], "files": _told(told.files)}
            for month, told in self.sums.items()
        }
        left = {name: since.isoformat() for name, since in self.left.items()}
        told = {"format": FORMAT, "city": self.city, "months": months, "sums": sums, "left": left}
        return json.dumps(told, indent=1).encode()


def manifest_from(content: bytes) -> Manifest:
    """Return a manifest that was kept; one of files with fewer columns as if it were empty: they are written anew.

    :raises LaterManifestError: a later version of the program has written it, or something else.
    """
    told = json.loads(content)
    if told.get("format") in OLDER:
        return Manifest(told["city"])
    if told.get("format") != FORMAT:
        message = f"a manifest of format {told.get('format')}, not {FORMAT}"
        raise LaterManifestError(message)
    sums = {
        month: MonthSums(tuple(date.fromisoformat(day) for day in of["pieces"]), _files(of["files"]))
        for month, of in told.get("sums", {}).items()
    }
    left = {name: datetime.fromisoformat(since) for name, since in told.get("left", {}).items()}
    return Manifest(told["city"], {month: _files(files) for month, files in told["months"].items()}, sums, left)


def _told(files: Mapping[FactKind, LakeFile]) -> dict[str, dict[str, str | int]]:
    return {kind.value: {"name": file.name, "rows": file.rows} for kind, file in files.items()}


def _files(told: Mapping[str, Mapping[str, Any]]) -> dict[FactKind, LakeFile]:
    return {FactKind(kind): LakeFile(file["name"], file["rows"]) for kind, file in told.items()}


def manifest_name(city: str) -> str:
    """Return where the manifest of a city is kept."""
    return f"{MANIFESTS}/{city}.json"


def folder_of(kind: FactKind, city: str, *, summed: bool = False) -> str:
    """Return the folder of a city's facts of a kind, or of their sums."""
    return f"{SUMS}/{kind.value}/city={city}" if summed else f"{kind.value}/city={city}"


def file_name(folder: str, month: str, digest: str) -> str:
    """Return what a file of a month is called: after what it holds, so that it never changes under its name."""
    return f"{folder}/month={month}/{digest[:32]}.parquet"


def month_of(day: date) -> str:
    """Return the month of a day as it is written."""
    return f"{day:%Y-%m}"


def months_asked(*, since: date | None, until: date | None) -> tuple[str, str]:
    """Return the first and the last month that days are in; `until` is excluded."""
    return "0001-01" if since is None else month_of(since), "9999-12" if until is None else month_of(until - DAY)


def months_between(since: date, until: date) -> list[str]:
    """Return the months that days are in, in order; `until` is excluded."""
    found, day = list[str](), since
    while day < until:
        found.append(month_of(day))
        _, day = days_of(found[-1])
    return found


def days_of(month: str) -> tuple[date, date]:
    """Return the first day of a month and of the next."""
    first = date.fromisoformat(f"{month}-01")
    return first, (first + timedelta(days=31)).replace(day=1)


def pieces_of(month: str, begins_on: Iterable[int]) -> tuple[date, ...]:
    """Return the first days of the pieces of a month, so that months and statistic months are made of whole pieces.

    :param begins_on: the days of the month on which statistic months end or begin in it.
    """
    first, _ = days_of(month)
    return tuple(sorted({first, *(first.replace(day=day) for day in begins_on)}))
