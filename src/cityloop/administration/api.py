"""The door to administration: a city package, read from a folder or made by a program, and its loading."""

from cityloop.administration.actions import load_city
from cityloop.administration.contracts import (
    AccountFacts,
    Area,
    BadPackageError,
    BodyFacts,
    CalendarFile,
    CityFacts,
    CityPackage,
    ComponentSet,
    Cutting,
    DivisionFacts,
    Flaw,
    LoadReport,
    Part,
    PlaceSet,
    RuleFacts,
    SeatFacts,
    StandardFile,
)
from cityloop.administration.domain.checking import flaws_of
from cityloop.administration.queries import read_package

__all__ = [
    "AccountFacts",
    "Area",
    "BadPackageError",
    "BodyFacts",
    "CalendarFile",
    "CityFacts",
    "CityPackage",
    "ComponentSet",
    "Cutting",
    "DivisionFacts",
    "Flaw",
    "LoadReport",
    "Part",
    "PlaceSet",
    "RuleFacts",
    "SeatFacts",
    "StandardFile",
    "flaws_of",
    "load_city",
    "read_package",
]
