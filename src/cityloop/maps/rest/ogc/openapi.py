"""The definition of the service by OpenAPI 3.0: every path that it has for this caller, spelt out."""

from collections.abc import Iterable, Mapping
from typing import Any

from cityloop.maps import api
from cityloop.maps.rest.ogc.documents import GEOJSON, HTML, JSON, OPENAPI

Document = dict[str, Any]
PROBLEM = "application/problem+json"


def definition(root: str, offered: Iterable[api.Collection], systems: Mapping[str, api.System]) -> Document:
    """Return the definition."""
    paths = {
        "/": _resource("landing", "The landing page"),
        "/api": _resource("definition", "This definition", OPENAPI),
        "/conformance": _resource("conformance", "What this service conforms to"),
        "/collections": _resource("collections", "The collections"),
    }
    for each in offered:
        place = f"/collections/{each.name}"
        paths[place] = _resource(f"describe_{each.name}", each.title)
        paths[f"{place}/items"] = _items(each)
        paths[f"{place}/items/{{featureId}}"] = _feature(each)
    return {
        "openapi": "3.0.3",
        "info": {"title": "CityLoop: OGC API - Features", "version": "1.0.0", "description": "Public layers."},
        "servers": [{"url": root}],
        "security": [{}, {"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "parameters": _parameters(systems),
            "schemas": SCHEMAS,
        },
    }


def _resource(name: str, summary: str, media_type: str = JSON) -> Document:
    return _operation(name, summary, [_ref("f")], {media_type: {"schema": {"type": "object"}}})


def _items(each: api.Collection) -> Document:
    asked = [
        {
            "name": name,
            "in": "query",
            "required": False,
            "schema": {"type": "string"},
            "style": "form",
            "explode": False,
        }
        for name, found in each.properties.items()
        if found.is_asked
    ]
    names = ("f", "limit", "bbox", "bbox-crs", "crs", "datetime", "cursor")
    schema = {"$ref": "#/components/schemas/features"}
    return _operation(f"list_{each.name}", each.title, [*map(_ref, names), *asked], {GEOJSON: {"schema": schema}})


def _feature(each: api.Collection) -> Document:
    key = {"name": "featureId", "in": "path", "required": True, "schema": {"type": "string"}}
    schema = {"$ref": "#/components/schemas/feature"}
    return _operation(f"read_{each.name}", each.title, [key, _ref("f"), _ref("crs")], {GEOJSON: {"schema": schema}})


def _operation(name: str, summary: str, parameters: list[Document], content: Document) -> Document:
    page = {HTML: {"schema": {"type": "string"}}}
    refused = {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}}
    refusals = {"400": "A parameter is unknown or malformed", "404": "There is no such thing", "500": "We failed"}
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {"200": {"description": summary, "content": content | page}}
            | {status: {"description": text, "content": refused} for status, text in refusals.items()},
        }
    }


def _ref(name: str) -> Document:
    return {"$ref": f"#/components/parameters/{name}"}


def _parameters(systems: Mapping[str, api.System]) -> Document:
    crs = {"type": "string", "format": "uri", "enum": list(systems), "default": api.CRS84}
    number = {"type": "number"}
    shapes: Mapping[str, Document] = {
        "f": {"type": "string", "enum": ["json", "html"]},
        "limit": {"type": "integer", "minimum": 1, "maximum": api.MOST, "default": api.DEFAULT_LIMIT},
        "bbox": {
            "type": "array",
            "oneOf": [{"minItems": 4, "maxItems": 4}, {"minItems": 6, "maxItems": 6}],
            "items": number,
        },
        "bbox-crs": crs,
        "crs": crs,
        "datetime": {"type": "string"},
        "cursor": {"type": "string"},
    }
    return {
        name: {"name": name, "in": "query", "required": False, "schema": shape, "style": "form", "explode": False}
        for name, shape in shapes.items()
    }


_LINKS: Document = {"type": "array", "items": {"$ref": "#/components/schemas/link"}}
SCHEMAS: Mapping[str, Document] = {
    "link": {
        "type": "object",
        "required": ["href"],
        "properties": {name: {"type": "string"} for name in ("href", "rel", "type", "title")},
    },
    "feature": {
        "type": "object",
        "required": ["type", "geometry", "properties"],
        "properties": {
            "type": {"type": "string", "enum": ["Feature"]},
            "id": {"type": "string"},
            "geometry": {"type": "object", "nullable": True},
            "properties": {"type": "object", "nullable": True},
            "links": _LINKS,
        },
    },
    "features": {
        "type": "object",
        "required": ["type", "features"],
        "properties": {
            "type": {"type": "string", "enum": ["FeatureCollection"]},
            "features": {"type": "array", "items": {"$ref": "#/components/schemas/feature"}},
            "links": _LINKS,
            "timeStamp": {"type": "string", "format": "date-time"},
            "numberMatched": {"type": "integer", "minimum": 0},
            "numberReturned": {"type": "integer", "minimum": 0},
        },
    },
    "problem": {
        "type": "object",
        "properties": {"title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"}},
    },
}
