"""How the rows of another system are to be read: a mapping, written once per system in YAML."""

from enum import StrEnum
from fnmatch import fnmatch
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from cityloop.access.contracts import Post
from cityloop.cases.contracts import ClosingKind, Source
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say, verbatim
from cityloop.standards.contracts import MatterKind


class Outcome(StrEnum):
    """Where a row of the other system stands in the loop."""

    CLOSED = "CLOSED"
    DISPOSING = "DISPOSING"
    WAITING = "WAITING"
    VOID = "VOID"
    DUPLICATE = "DUPLICATE"


class MappingInvalidError(InvalidInputError):
    """The mapping cannot be used; the detail names the key."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Status(_Strict):
    """What one status of the other system means."""

    outcome: Outcome
    closing_kind: ClosingKind | None = None


class Columns(_Strict):
    """Which column holds what."""

    number: str
    status: str
    reported_at: str
    due_at: str
    body: str
    filed_at: str | None = None
    disposed_at: str | None = None
    address: str | None = None
    description: str | None = None
    longitude: str | None = None
    latitude: str | None = None


class ClassRule(_Strict):
    """Which class the rows of a file belong to, optionally only those with a certain value in a column."""

    file: str = Field(description="File name pattern, as in a shell.")
    kind: MatterKind = MatterKind.INCIDENT
    class_code: Annotated[str, Field(pattern=r"^\d{4,5}$")]
    where: dict[str, str] = {}


class Mapping(_Strict):
    """Everything that turns rows of one system into cases."""

    system: Annotated[str, Field(min_length=1, max_length=40)]
    source: Source = Source.HOTLINE
    place_tolerance_m: Annotated[float, Field(ge=0, le=5000)] = 0
    duplicate_radius_m: Annotated[float, Field(gt=0, le=5000)] = 500
    columns: Columns
    classes: list[ClassRule]
    statuses: dict[str, Status]
    bodies: dict[str, str] = Field(description="Value of the body column -> code of the body here.")
    actors: dict[Post, str] = Field(description="Post -> username of the account that takes its moves.")
    handlers: dict[str, str] = Field(description="Code of a body -> username of the account that acts for it.")

    def class_of(self, file: str, row: dict[str, Any]) -> ClassRule | None:
        """Return the first rule that fits a row of this file."""
        for rule in self.classes:
            if fnmatch(file, rule.file) and all(row.get(name) == value for name, value in rule.where.items()):
                return rule
        return None


def read_mapping(text: str) -> Mapping:
    """Return the mapping written in this YAML.

    :raises MappingInvalidError: it is not YAML, or a key is missing, unknown or of the wrong kind.
    """
    try:
        return Mapping.model_validate(yaml.safe_load(text))
    except yaml.YAMLError as error:
        message = say("The mapping is not YAML: {error}", error=error)
        raise MappingInvalidError(message) from error
    except ValidationError as error:
        places = [f"{'.'.join(map(str, fault['loc'])) or 'the file'}: {fault['msg']}" for fault in error.errors()]
        message = verbatim("; ".join(places))
        raise MappingInvalidError(message) from error
