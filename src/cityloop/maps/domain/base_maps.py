"""Base maps as a city's settings name them: read strictly, so that a slip is told where it is made."""

from typing import Any, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from cityloop.maps.contracts import MapSystem, RasterLayer, WrongMapError

PLACES = ("{z}", "{x}", "{y}")
WEB = ("http", "https")


class Source(BaseModel):
    """Where the tiles of one layer come from: an address with {z}, {x} and {y}, or a WMTS and what to ask it for.

    What is left open of a WMTS, its own description fills in.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = ""
    wmts: str = ""
    layer: str = ""
    style: str = ""
    matrix_set: str = ""
    format: str = ""
    tile_size: int = Field(default=256, ge=64, le=1024)
    least_zoom: int = Field(default=0, ge=0, le=24)
    most_zoom: int = Field(default=18, ge=0, le=24)

    @property
    def address(self) -> str:
        """Return where it is asked."""
        return self.url or self.wmts

    def plain(self) -> RasterLayer:
        """Return the layer of an address that needs no asking."""
        return RasterLayer(self.url, self.tile_size, self.least_zoom, self.most_zoom)

    def trouble(self) -> str:
        """Return what keeps this from being a source, or nothing."""
        if bool(self.url) == bool(self.wmts):
            return 'name either "url" or "wmts"'
        if urlsplit(self.address).scheme not in WEB:
            return f"{self.address!r} is not an address that begins with http:// or https://"
        if self.url and not all(place in self.url for place in PLACES):
            return f"{self.url!r} needs {{z}}, {{x}} and {{y}}"
        if self.wmts and not self.layer:
            return 'a WMTS has many layers: name one as "layer"'
        return "" if self.least_zoom <= self.most_zoom else '"least_zoom" lies above "most_zoom"'


class BaseMapSetting(Source):
    """A base map: a name, whom to name for it, and one source, or several that lie on one another."""

    name: str = Field(min_length=1)
    attribution: str = Field(min_length=1)
    system: MapSystem = MapSystem.CGCS2000
    layers: tuple[Source, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """Return its sources, the lowest first."""
        return self.layers or (self,)

    @model_validator(mode="after")
    def _holds(self) -> Self:
        if self.layers and self.address:
            message = 'name the sources either in "layers" or beside the name'
            raise ValueError(message)
        for source in self.sources:
            if trouble := source.trouble():
                raise ValueError(trouble)
        return self


SETTINGS = TypeAdapter(list[BaseMapSetting])


def read_setting(setting: Any) -> list[BaseMapSetting]:
    """Return the base maps that a setting names.

    :raises WrongMapError: it does not say what it should.
    """
    try:
        found = SETTINGS.validate_python(setting)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        message = f"entry {place}: {first['msg'].removeprefix('Value error, ')}."
        raise WrongMapError(message) from error
    names = [each.name for each in found]
    if len(set(names)) < len(names):
        message = "two base maps have the same name."
        raise WrongMapError(message)
    return found
