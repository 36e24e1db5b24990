"""Asking the service as a program does."""

from collections.abc import Iterator
from typing import Any

from django.test import Client

COLLECTIONS = ("divisions", "unit_grids", "duty_grids", "components", "places", "cases")
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/{}"
ROOT = "/ogc"


def ask(path: str, *, status: int = 200, headers: Any = None, **sent: Any) -> Any:
    """Return the answer to a GET, held to have this status."""
    answer = Client().get(f"{ROOT}{path}", sent, headers=headers)
    assert answer.status_code == status, answer.content
    return answer


def body(path: str, **sent: Any) -> Any:
    """Return the JSON of an answer."""
    return ask(path, **sent).json()


def items(name: str, **sent: Any) -> list[Any]:
    """Return the features of one page."""
    found: list[Any] = ask(f"/collections/{name}/items", **({"limit": 1000} | sent)).json()["features"]
    return found


def links(document: Any, rel: str) -> list[Any]:
    """Return the links of one kind."""
    return [link for link in document["links"] if link["rel"] == rel]


def pages(name: str, **sent: Any) -> Iterator[Any]:
    """Yield page after page by following `next`."""
    answer = body(f"/collections/{name}/items", **sent)
    yield answer
    while following := links(answer, "next"):
        address = following[0]["href"]
        answer = Client().get(address).json()
        yield answer


def corners(geometry: Any) -> Iterator[tuple[float, float]]:
    """Yield all positions of a geometry."""

    def walk(part: Any) -> Iterator[tuple[float, float]]:
        if isinstance(part[0], (int, float)):
            yield part[0], part[1]
        else:
            for inner in part:
                yield from walk(inner)

    yield from walk(geometry["coordinates"])


def parameters(name: str) -> dict[str, Any]:
    """Return the parameters of a collection's items as the definition has them."""
    document = body("/api")
    found = document["paths"][f"/collections/{name}/items"]["get"]["parameters"]
    known = document["components"]["parameters"]
    whole = [known[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each for each in found]
    return {each["name"]: each for each in whole}
