"""The documents of the service as plain values: landing page, conformance, collections, features, with their links."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from cityloop.maps import api

JSON, GEOJSON, HTML = "application/json", "application/geo+json", "text/html"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
SPEC = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}"
CONFORMS = (
    *(SPEC.format(1, name) for name in ("core", "oas30", "html", "geojson")),
    SPEC.format(2, "crs"),
)
Document = dict[str, Any]


def link(href: str, rel: str, media_type: str, title: str) -> Document:
    """Return a link."""
    return {"href": href, "rel": rel, "type": media_type, "title": title}


def landing(root: str) -> Document:
    """Return the landing page."""
    return {
        "title": "CityLoop",
        "description": "The public layers of the city: its ground, what stands on it, and what was put right.",
        "links": [
            link(root, "self", JSON, "This document"),
            link(f"{root}?f=html", "alternate", HTML, "This document as a page"),
            link(f"{root}/api", "service-desc", OPENAPI, "The definition of this service"),
            link(f"{root}/api?f=html", "service-doc", HTML, "The definition as a page"),
            link(f"{root}/conformance", "conformance", JSON, "What this service conforms to"),
            link(f"{root}/collections", "data", JSON, "The collections"),
        ],
    }


def conformance(root: str) -> Document:
    """Return what the service conforms to."""
    return {"links": _both(f"{root}/conformance"), "conformsTo": list(CONFORMS)}


def collections(root: str, offered: Iterable[api.Collection], systems: Mapping[str, api.System]) -> Document:
    """Return the collections; each names the common systems by reference to the list here."""
    return {
        "links": _both(f"{root}/collections"),
        "crs": list(systems),
        "collections": [collection(root, each, ["#/crs"]) for each in offered],
    }


def collection(root: str, each: api.Collection, systems: Iterable[str]) -> Document:
    """Return one collection."""
    place = f"{root}/collections/{each.name}"
    box = api.extent(each)
    spatial = {"spatial": {"bbox": [list(box)], "crs": api.CRS84}} if box else {}
    return {
        "id": each.name,
        "title": each.title,
        "description": each.description,
        "itemType": "feature",
        "extent": spatial | {"temporal": {"interval": [[None, None]]}},
        "crs": list(systems),
        "storageCrs": api.STORAGE,
        "links": [
            *_both(place),
            link(f"{place}/items", "items", GEOJSON, "The features"),
            link(f"{place}/items?f=html", "items", HTML, "The features as a page"),
        ],
    }


def page(place: str, sent: Mapping[str, str], found: api.Features, cursor: str, stamp: str) -> Document:
    """Return a page of features; `sent` are the parameters that led here."""
    plain = {name: value for name, value in sent.items() if name != "f"}
    links = [
        link(_address(place, plain), "self", GEOJSON, "This page"),
        link(_address(place, plain | {"f": "html"}), "alternate", HTML, "This page as HTML"),
        link(place.rsplit("/", 1)[0], "collection", JSON, "The collection"),
    ]
    if cursor:
        links.append(link(_address(place, plain | {"cursor": cursor}), "next", GEOJSON, "The next page"))
    matched = {} if found.matched is None else {"numberMatched": found.matched}
    return {
        "type": "FeatureCollection",
        "links": links,
        "timeStamp": stamp,
        **matched,
        "numberReturned": len(found.rows),
        "features": found.rows,
    }


def feature(place: str, sent: Mapping[str, str], found: Document) -> Document:
    """Return one feature with its links."""
    plain = {name: value for name, value in sent.items() if name != "f"}
    links = [
        link(_address(place, plain), "self", GEOJSON, "This feature"),
        link(_address(place, plain | {"f": "html"}), "alternate", HTML, "This feature as a page"),
        link(place.rsplit("/", 2)[0], "collection", JSON, "The collection"),
    ]
    return found | {"links": links}


def _both(place: str) -> list[Document]:
    return [
        link(place, "self", JSON, "This document"),
        link(f"{place}?f=html", "alternate", HTML, "This document as a page"),
    ]


def _address(place: str, parameters: Mapping[str, str]) -> str:
    return f"{place}?{urlencode(parameters)}" if parameters else place
