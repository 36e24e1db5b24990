"""A whole city in memory: what a folder is read into, what a generator makes, and what `load_city` applies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from cityloop.access.contracts import Post
from cityloop.assets.contracts import ComponentDraft, Placeless
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import Sentence, say
from cityloop.organizations.contracts import BodyKind
from cityloop.places.contracts import PlaceDraft, PlaceKind
from cityloop.standards.contracts import Limit, MatterKind
from cityloop.territory.contracts import DivisionLevel, DutyGridDraft, UnitGridDraft


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with a package, and where: `file` and `where` (a key, a line) as its author knows them."""

    file: str
    where: str
    reason: str

    def __str__(self) -> str:
        return f"{self.file}: {self.where}: {self.reason}" if self.where else f"{self.file}: {self.reason}"


class BadPackageError(InvalidInputError):
    """A city package cannot be loaded; nothing was written. `flaws` tells all that is wrong."""

    slug: ClassVar[str] = "bad-city-package"
    title: ClassVar[Sentence] = say("The city package was refused")

    def __init__(self, flaws: Sequence[Flaw]) -> None:
        """Take all that is wrong."""
        super().__init__(
            say("{count} flaws; nothing was written.", count=len(flaws)),
            flaws=[[flaw.file, flaw.where, flaw.reason] for flaw in flaws],
        )
        self.flaws = tuple(flaws)


@dataclass(frozen=True, slots=True, kw_only=True)
class CityFacts:
    """The city itself. `code` has six digits; `metric_srid` None takes the usual plane of the place."""

    code: str
    name: str
    timezone: str
    valid_from: date
    metric_srid: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DivisionFacts:
    """A district, street or community; `geometry` is WKB, longitude and latitude.

    `source_id` names it within its level, `parent_id` is the source id of its parent ("" for districts). Without a
    code it is numbered among its siblings in order of source id, and keeps the code it got.
    """

    level: DivisionLevel
    source_id: str
    name: str
    geometry: bytes
    parent_id: str = ""
    code: str = ""
    area_level: str = "A"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """Unit grids are to be cut from the communities, about `side_m` times `side_m`."""

    side_m: float = 100.0
    sliver: float = 0.4
    largest_gap_m2: float = 5_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentSet:
    """A layer of components of one class; bodies by code ("" none)."""

    layer: str
    class_code: str
    class_edition: str = "2026"
    data_source: str = ""
    manager: str = ""
    owner: str = ""
    keeper: str = ""
    tolerance_m: float = 0.0
    components: tuple[ComponentDraft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSet:
    """A layer of places of one kind; layers are imported in order, so roads come before the door plates on them."""

    layer: str
    kind: PlaceKind
    data_source: str = ""
    places: tuple[PlaceDraft, ...] = ()


@dataclass(frozen=True, slots=True)
class Area:
    """An area by its code, or by a division's level and source id; with neither, the whole city."""

    level: DivisionLevel | None = None
    source_id: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyFacts:
    """A body; `parent` is the code of another."""

    code: str
    name: str
    kind: BodyKind
    short_name: str = ""
    parent: str = ""
    credit_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatFacts:
    """A post in a body over an area."""

    post: Post
    body: str
    area: Area = field(default_factory=Area)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountFacts:
    """Somebody who signs in, and the seats they hold. A package never holds a password.

    Who cannot sign in gets no first password: an administrator sets one when it is needed.
    """

    username: str
    name: str
    phone: str = ""
    seats: tuple[SeatFacts, ...] = ()
    can_sign_in: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleFacts:
    """A body answers for a class in an area; left out, every class, everywhere, whoever owns it."""

    body: str
    kind: MatterKind | None = None
    class_code: str = ""
    area: Area = field(default_factory=Area)
    owner: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CalendarFile:
    """A working calendar as the content of a file; the one named `default` is what limits are counted by."""

    name: str
    title: str
    filename: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardFile:
    """A disposal standard as the content of a file; the one named `default` is what cases are filed under."""

    name: str
    title: str
    filename: str
    content: bytes
    default_limit: Limit


@dataclass(frozen=True, slots=True, kw_only=True)
class CityPackage:
    """Everything that sets up a city.

    `district_prefix` begins the codes of numbered districts. Unit grids are given or to be cut; duty grids are given,
    to be gathered from so many unit grids each, or left out (None).
    """

    city: CityFacts
    divisions: tuple[DivisionFacts, ...]
    district_prefix: str = ""
    unit_grids: Cutting | tuple[UnitGridDraft, ...] = field(default_factory=Cutting)
    duty_grids: int | tuple[DutyGridDraft, ...] | None = None
    components: tuple[ComponentSet, ...] = ()
    places: tuple[PlaceSet, ...] = ()
    bodies: tuple[BodyFacts, ...] = ()
    accounts: tuple[AccountFacts, ...] = ()
    responsibility: tuple[RuleFacts, ...] = ()
    calendars: tuple[CalendarFile, ...] = ()
    standards: tuple[StandardFile, ...] = ()
    loop: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """What loading did to one part of the city."""

    name: str
    added: int
    changed: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a package did; `passwords` are those of new accounts and are told this once."""

    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    placeless: Mapping[str, tuple[Placeless, ...]]
    passwords: Mapping[str, str]

    @property
    def is_unchanged(self) -> bool:
        """Whether everything was there already."""
        return not any(part.added or part.changed for part in self.parts)
