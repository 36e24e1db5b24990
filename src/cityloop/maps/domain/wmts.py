"""What a WMTS says of itself (OGC 07-057r7), made into an address with {z}, {x} and {y}.

Only Web Mercator's own pyramid can be drawn: the whole world in one tile, halved at each level. A grid in degrees
(天地图's `c`) or one cut for a single city is refused by name, instead of being drawn in the wrong place.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit
from xml.etree import ElementTree as ET  # the text of a document type, where entities grow, is refused before parsing

from cityloop.maps.contracts import RasterLayer, WrongMapError
from cityloop.maps.domain.base_maps import Source

WMTS, OWS = "{http://www.opengis.net/wmts/1.0}", "{http://www.opengis.net/ows/1.1}"
MERCATOR = re.compile(r"EPSG[:/](?:[\d.]*[:/])*(?:3857|900913|3785|102100|102113)$")
CORNER = 20037508.342789244
WHOLE_WORLD_SCALE = 559082264.0287178  # of one tile of 256 pixels, a pixel being 0.28 mm as the standard has it
PIXELS_MM = (0.28, 25.4 / 96)  # Esri and 天地图 count pixels of 96 to the inch
NEAR = 0.01
# Expat reads no national encodings of several bytes; GB18030 holds all that documents in the older ones can.
NATIONAL = re.compile(
    rb"""\s*<\?xml[^>]*\sencoding\s*=\s*["'](?:gb_?2312|x-gbk|gbk|cp936|gb18030)["']""", re.IGNORECASE
)
PREFERRED = ("image/png", "image/jpeg", "image/webp")
ASKED = {
    "service",
    "request",
    "version",
    "layer",
    "style",
    "tilematrixset",
    "tilematrix",
    "tilerow",
    "tilecol",
    "format",
}


@dataclass(frozen=True, slots=True)
class Grid:
    """A pyramid of tiles: how its levels are named before their number, and which there are."""

    name: str
    prefix: str
    tile_size: int
    least_zoom: int
    most_zoom: int


def description_address(wmts: str) -> str:
    """Return where a WMTS describes itself: the document itself, or the question for it."""
    parts = urlsplit(wmts)
    if parts.path.endswith(".xml"):
        return wmts
    question = [*_own(parts.query), ("SERVICE", "WMTS"), ("REQUEST", "GetCapabilities"), ("VERSION", "1.0.0")]
    return urlunsplit(parts._replace(query=urlencode(question)))


def tiles_of(description: bytes, source: Source) -> RasterLayer:
    """Return the layer that a source names, as this description has it.

    :raises WrongMapError: there is no such layer, style, format or grid, or the grid is not Web Mercator's.
    """
    root = _read(description)
    layer = _named(root.findall(f"{WMTS}Contents/{WMTS}Layer"), source.layer, "layer")
    style = _style(layer, source.style)
    grid = _grid(root, layer, source.matrix_set)
    words = {"Layer": source.layer, "Style": style, "TileMatrixSet": grid.name} | _dimensions(layer)
    templates = _templates(layer)
    by_question = not urlsplit(source.wmts).path.endswith(".xml") and (_answers_questions(root) or not templates)
    formats = [_text(each) for each in layer.findall(f"{WMTS}Format")] if by_question else list(templates)
    chosen = _chosen(formats, source.format)
    if by_question:
        url = _question(source.wmts, words, grid, chosen)
    elif templates:
        url = _filled(source.wmts, templates[chosen], words, grid)
    else:
        message = f"the WMTS offers no addresses of tiles for {source.layer!r}; name it without the file at its end."
        raise WrongMapError(message)
    return RasterLayer(url, grid.tile_size, grid.least_zoom, min(grid.most_zoom, 22))


def _read(description: bytes) -> ET.Element:
    plain = description.replace(b"\0", b"")  # as UTF-16 has them
    if b"<!DOCTYPE" in plain or b"<!ENTITY" in plain:
        message = "the answer has a document type of its own, as no WMTS has."
        raise WrongMapError(message)
    try:
        text = description.decode("gb18030") if NATIONAL.match(description) else description
        root = ET.fromstring(text)  # noqa: S314 - it declares no entities, see above
    except (ET.ParseError, ValueError, LookupError) as error:  # the latter two: of its encoding
        message = f"the answer is no XML that can be read: {error}."
        raise WrongMapError(message) from error
    if root.tag != f"{WMTS}Capabilities":
        told = " ".join(" ".join(root.itertext()).split())[:200]
        message = f"the answer is not the description of a WMTS: {told or root.tag}."
        raise WrongMapError(message)
    return root


def _named(found: list[ET.Element], name: str, what: str) -> ET.Element:
    for each in found:
        if _identifier(each) == name:
            return each
    message = f"the WMTS has no {what} {name!r}; it has {_list(map(_identifier, found))}."
    raise WrongMapError(message)


def _style(layer: ET.Element, wanted: str) -> str:
    styles = layer.findall(f"{WMTS}Style")
    if wanted:
        return _identifier(_named(styles, wanted, "style"))
    default = next((each for each in styles if each.get("isDefault") == "true"), styles[0] if styles else None)
    return "default" if default is None else _identifier(default)


def _grid(root: ET.Element, layer: ET.Element, wanted: str) -> Grid:
    """Return the grid that was asked for, or the first of the layer's that fits."""
    sets = {_identifier(each): each for each in root.findall(f"{WMTS}Contents/{WMTS}TileMatrixSet")}
    linked = [_text(each) for each in layer.findall(f"{WMTS}TileMatrixSetLink/{WMTS}TileMatrixSet")]
    if wanted and wanted not in linked:
        message = f"the layer has no tile matrix set {wanted!r}; it has {_list(linked)}."
        raise WrongMapError(message)
    troubles = []
    for name in [wanted] if wanted else linked:
        try:
            return _pyramid(name, sets[name])
        except WrongMapError as error:
            troubles.append(str(error))
        except KeyError:
            troubles.append(f"tile matrix set {name!r} is not described.")
        except (ValueError, ArithmeticError) as error:
            troubles.append(f"tile matrix set {name!r} has a level with an unreadable number: {error}.")
    message = " ".join(troubles) or "the layer has no tile matrix set."
    raise WrongMapError(message)


def _pyramid(name: str, found: ET.Element) -> Grid:
    system = _text(found.find(f"{OWS}SupportedCRS"))
    if not MERCATOR.search(system):
        message = f"tile matrix set {name!r} is in {system}, not in Web Mercator (EPSG:3857)."
        raise WrongMapError(message)
    levels = [_level(name, each) for each in found.findall(f"{WMTS}TileMatrix")]
    prefixes, sizes = {prefix for prefix, _, _ in levels}, {size for _, _, size in levels}
    if len(prefixes) != 1 or len(sizes) != 1:
        message = f"tile matrix set {name!r} names or sizes its levels in several ways."
        raise WrongMapError(message)
    zooms = [zoom for _, zoom, _ in levels]
    return Grid(name, prefixes.pop(), sizes.pop(), min(zooms), max(zooms))


def _level(name: str, matrix: ET.Element) -> tuple[str, int, int]:
    """Return how a level is named before its number, the number, and the size of its tiles."""
    identifier = _identifier(matrix)
    width, height = (int(_text(matrix.find(f"{WMTS}Matrix{side}")) or 0) for side in ("Width", "Height"))
    zoom = width.bit_length() - 1
    corner = [float(value) for value in _text(matrix.find(f"{WMTS}TopLeftCorner")).split()]
    size = int(_text(matrix.find(f"{WMTS}TileWidth")) or 0)
    scale = float(_text(matrix.find(f"{WMTS}ScaleDenominator")) or 0) * 2**zoom * size / 256
    place = f"level {identifier!r} of tile matrix set {name!r}"
    if not identifier.endswith(str(zoom)):
        message = (
            f"level {identifier!r} of tile matrix set {name!r} is level {zoom} of the world: no number to fill in."
        )
    elif width != height or width != 2**zoom or [abs(value) for value in corner] != _corner(corner):
        message = f"{place} is not the whole world, or does not begin at its corner."
    elif not any(abs(scale / WHOLE_WORLD_SCALE * pixel / 0.28 - 1) < NEAR for pixel in PIXELS_MM):
        message = f"{place} has a scale that is not Web Mercator's."
    else:
        return identifier.removesuffix(str(zoom)), zoom, size
    raise WrongMapError(message)


def _corner(corner: list[float]) -> list[float]:
    """Return the same values if they are the corner of the world, whatever the order and signs they are written in."""
    return [abs(value) for value in corner if abs(abs(value) - CORNER) < 1] if len(corner) == 2 else []


def _dimensions(layer: ET.Element) -> dict[str, str]:
    return {_identifier(each): _text(each.find(f"{WMTS}Default")) for each in layer.findall(f"{WMTS}Dimension")}


def _templates(layer: ET.Element) -> dict[str, str]:
    found = layer.findall(f"{WMTS}ResourceURL[@resourceType='tile']")
    return {each.get("format", ""): each.get("template", "") for each in found}


def _answers_questions(root: ET.Element) -> bool:
    get = root.find(f"{OWS}OperationsMetadata/{OWS}Operation[@name='GetTile']/{OWS}DCP/{OWS}HTTP/{OWS}Get")
    if get is None:
        return False
    kinds = [_text(each) for each in get.iter(f"{OWS}Value")]
    return not kinds or "KVP" in kinds


def _chosen(offered: list[str], wanted: str) -> str:
    if wanted and wanted not in offered:
        message = f"the WMTS has no format {wanted!r}; it has {_list(offered)}."
        raise WrongMapError(message)
    return wanted or next((each for each in PREFERRED if each in offered), offered[0] if offered else "image/png")


def _question(wmts: str, words: Mapping[str, str], grid: Grid, chosen: str) -> str:
    parts = urlsplit(wmts)
    asked = {"SERVICE": "WMTS", "REQUEST": "GetTile", "VERSION": "1.0.0"}
    asked |= {name.upper(): value for name, value in words.items()} | {"FORMAT": chosen}
    query = urlencode([*_own(parts.query), *asked.items()])
    places = f"TILEMATRIX={quote(grid.prefix)}{{z}}&TILEROW={{y}}&TILECOL={{x}}"
    return urlunsplit(parts._replace(query=f"{query}&{places}"))


def _filled(wmts: str, template: str, words: Mapping[str, str], grid: Grid) -> str:
    """Return a template with all but level, row and column filled in, with the same scheme and key."""
    places = {"TileMatrix": f"{quote(grid.prefix)}{{z}}", "TileRow": "{y}", "TileCol": "{x}"}
    known = {name.lower(): quote(value, safe="") for name, value in words.items()}
    known |= {name.lower(): value for name, value in places.items()}
    filled = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1].lower(), found[0]), template)
    if left := set(re.findall(r"\{\w+\}", filled)) - {"{z}", "{x}", "{y}"}:
        message = f"the template of the WMTS asks for {_list(sorted(left))}, which nothing fills."
        raise WrongMapError(message)
    try:
        here, there = urlsplit(wmts), urlsplit(filled)
    except ValueError as error:
        message = f"the template of the WMTS is no address: {error}."
        raise WrongMapError(message) from error
    if here.netloc != there.netloc:
        message = (
            f'the tiles lie at another address: write {there.scheme}://{there.netloc} and its path as "url" instead.'
        )
        raise WrongMapError(message)
    query = "&".join(part for part in (there.query, urlencode(_own(here.query))) if part)
    return urlunsplit(there._replace(scheme=here.scheme, query=query))


def _own(query: str) -> list[tuple[str, str]]:
    """Return what a city put into the address itself, such as its key."""
    return [(name, value) for name, value in parse_qsl(query) if name.lower() not in ASKED]


def _identifier(found: ET.Element) -> str:
    return _text(found.find(f"{OWS}Identifier"))


def _text(found: ET.Element | None) -> str:
    return "" if found is None else (found.text or "").strip()


def _list(names: Iterator[str] | list[str]) -> str:
    return ", ".join(names) or "none"
