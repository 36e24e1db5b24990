"""The shape of `city.yaml` and of the tables beside it. What each key means stands in docs/city-packages.md."""

from datetime import date
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from cityloop.access.contracts import Post
from cityloop.kernel.errors import InvalidInputError
from cityloop.organizations.contracts import BodyKind
from cityloop.places.contracts import PlaceKind
from cityloop.standards.contracts import Limit, MatterKind

Template = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+$")
]
Code = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^[0-9]{4,15}$")]
BodyCode = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40)]
Epsg = Annotated[int, Field(ge=1024, le=32767)]


def _upper(value: Any) -> Any:
    return value.strip().upper() if isinstance(value, str) else value


def _limit(text: Any) -> Limit:
    try:
        return Limit.parse(str(text))
    except InvalidInputError as error:
        raise ValueError(error.detail) from error


class Strict(BaseModel):
    """A section that refuses keys it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class CitySection(Strict):
    """`city`."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]
    name: Line
    timezone: Line
    valid_from: date
    plane: Epsg | None = None


class Layer(Strict):
    """A file of shapes: GeoJSON, GeoPackage, Shapefile; or a table (CSV, xlsx) with columns `x` and `y`."""

    file: Line
    layer: Line | None = None
    crs: Epsg | None = None
    x: Line | None = None
    y: Line | None = None
    id: Template

    @property
    def templates(self) -> list[str]:
        """Return every template that reads fields of this layer."""
        return [self.id]


class CodeRule(Strict):
    """`code`: read from a field, or numbered after a prefix in order of the ids."""

    field: Line | None = None
    prefix: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,5}$")] | None = None

    @model_validator(mode="after")
    def _one_of_two(self) -> "CodeRule":
        if (self.field is None) == (self.prefix is None):
            message = "give either field or prefix"
            raise ValueError(message)
        return self


class DivisionLayer(Layer):
    """`divisions.districts`, `.streets`, `.communities`."""

    name: Template
    parent: Template | None = None
    code: CodeRule | None = None
    area_level: Template = "A"

    @property
    def templates(self) -> list[str]:
        """Return every template that reads fields of this layer."""
        code = [f"{{{self.code.field}}}"] if self.code and self.code.field else []
        return [self.id, self.name, self.area_level, *([self.parent] if self.parent else []), *code]


class Divisions(Strict):
    """`divisions`."""

    districts: DivisionLayer
    streets: DivisionLayer
    communities: DivisionLayer


class CutSection(Strict):
    """`unit_grids.cut`."""

    side_m: Annotated[float, Field(ge=20, le=2000)] = 100.0
    sliver: Annotated[float, Field(ge=0, le=0.9)] = 0.4
    largest_gap_m2: Annotated[float, Field(ge=0)] = 5_000.0


class GivenGrids(Layer):
    """`unit_grids` from a file; `id` is the code."""

    area_level: Template = "A"

    @property
    def templates(self) -> list[str]:
        """Return every template that reads fields of this layer."""
        return [self.id, self.area_level]


class CutGrids(Strict):
    """`unit_grids` to be cut."""

    cut: CutSection = CutSection()


class GatheredDuty(Strict):
    """`duty_grids` gathered from neighbouring unit grids."""

    size: Annotated[int, Field(ge=1, le=5)]


class Table(Strict):
    """Rows from a CSV or xlsx file instead of in `city.yaml` itself."""

    file: Line


class ComponentLayer(Layer):
    """One entry of `components`; its key names the layer."""

    name: Template
    class_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{4,5}$")]
    edition: Line = "2026"
    manager: BodyCode | None = None
    owner: BodyCode | None = None
    keeper: BodyCode | None = None
    source: Annotated[str, StringConstraints(max_length=30)] = ""
    tolerance_m: Annotated[float, Field(ge=0, le=500)] = 0.0

    @property
    def templates(self) -> list[str]:
        """Return every template that reads fields of this layer."""
        return [self.id, self.name]


class PlaceLayer(Layer):
    """One entry of `places`; its key names the layer."""

    kind: Annotated[PlaceKind, BeforeValidator(_upper)]
    name: Template | None = None
    aliases: Template | None = None
    former_names: Template | None = None
    category: Template | None = None
    road: Template | None = None
    number: Template | None = None
    source: Annotated[str, StringConstraints(max_length=30)] = ""

    @property
    def templates(self) -> list[str]:
        """Return every template that reads fields of this layer."""
        given = (self.name, self.aliases, self.former_names, self.category, self.road, self.number)
        return [self.id, *filter(None, given)]


class BodyRow(Strict):
    """A row of `bodies`."""

    code: BodyCode
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]
    kind: Annotated[BodyKind, BeforeValidator(_upper)]
    short_name: Annotated[str, StringConstraints(max_length=40)] = ""
    parent: BodyCode | None = None
    credit_code: Annotated[str, StringConstraints(max_length=18)] = ""


class WithArea(Strict):
    """A row that may name an area: one of a district, street or community by its id, or an area by its code."""

    district: Line | None = None
    street: Line | None = None
    community: Line | None = None
    area_code: Code | None = None

    @model_validator(mode="after")
    def _one_area(self) -> "WithArea":
        if sum(value is not None for value in (self.district, self.street, self.community, self.area_code)) > 1:
            message = "name one of district, street, community and area_code"
            raise ValueError(message)
        return self


class AccountRow(WithArea):
    """A row of `accounts`: somebody in a post. Somebody with several posts has several rows."""

    username: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    name: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=64)]
    post: Annotated[Post, BeforeValidator(_upper)]
    body: BodyCode
    phone: Annotated[str, StringConstraints(max_length=32)] = ""


class RuleRow(WithArea):
    """A row of `responsibility`."""

    body: BodyCode
    kind: Annotated[MatterKind, BeforeValidator(_upper)] | None = None
    class_code: Annotated[str, StringConstraints(pattern=r"^[0-9]{2,5}$")] | None = None
    owner: BodyCode | None = None


class DutyRow(Strict):
    """A row of a table of `duty_grids`: one unit grid of one duty grid."""

    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{15}$")]
    unit_grid: Annotated[str, StringConstraints(pattern=r"^[0-9]{15}$")]


class RulebookFile(Strict):
    """An entry of `calendars`."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)] = "default"
    title: Line
    file: Line


class StandardEntry(RulebookFile):
    """An entry of `disposal`."""

    default_limit: Annotated[Limit, BeforeValidator(_limit)]


class CityFile(Strict):
    """The whole of `city.yaml`."""

    city: CitySection
    divisions: Divisions
    unit_grids: CutGrids | GivenGrids = CutGrids()
    duty_grids: GatheredDuty | Table | None = None
    components: dict[Line, ComponentLayer] = {}
    places: dict[Line, PlaceLayer] = {}
    bodies: list[BodyRow] | Table = []
    accounts: list[AccountRow] | Table = []
    responsibility: list[RuleRow] | Table = []
    calendars: list[RulebookFile] = []
    disposal: list[StandardEntry] = []
    loop: dict[str, bool | int | float | str | list[str]] = {}
