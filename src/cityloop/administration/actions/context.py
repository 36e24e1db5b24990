"""What every step of loading a city needs to know, and what it leaves for the next."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cityloop.access import api as access
from cityloop.administration.contracts import Area, CityPackage, Part
from cityloop.assets.contracts import Placeless
from cityloop.territory.contracts import DivisionLevel


@dataclass(slots=True)
class Loading:
    """A load under way: given facts first, then what the steps have found out."""

    package: CityPackage
    actor: access.Actor
    at: datetime
    valid_from: datetime
    tell: Callable[[str], None]
    given_passwords: Mapping[str, str]
    is_first_password_lasting: bool
    codes: dict[tuple[DivisionLevel, str], str] = field(default_factory=dict)
    bodies: dict[str, UUID] = field(default_factory=dict)
    parts: list[Part] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    placeless: dict[str, tuple[Placeless, ...]] = field(default_factory=dict)
    passwords: dict[str, str] = field(default_factory=dict)

    def done(self, name: str, *, added: int = 0, changed: int = 0, unchanged: int = 0) -> None:
        """Note what a step did and tell it."""
        self.parts.append(Part(name, added, changed, unchanged))
        self.tell(f"{name}: {added} added, {changed} changed, {unchanged} as they were")

    def note(self, text: str) -> None:
        """Note something the city should know, and tell it."""
        self.notes.append(text)
        self.tell(text)

    def area_code(self, area: Area) -> str:
        """Return the prefix of grid codes that an area stands for."""
        return self.codes[area.level, area.source_id] if area.level is not None else area.code

    def body_id(self, code: str) -> UUID | None:
        """Return the id of a body by its code; None for no code."""
        return self.bodies[code] if code else None
