"""Requirements of the classes geojson, html and oas30 of OGC 17-069r4, each a test of its own."""

from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client
from schemathesis.specs.openapi.definitions import OPENAPI_30_VALIDATOR
from shapely.geometry import shape

from cityloop.cases.models import Case
from tests.maps.furnishing import bearer
from tests.maps.ogc import COLLECTIONS, ask, body, items
from tests.support.town import EAST, WEST, Town

pytestmark = pytest.mark.usefixtures("walks", "published")
each_collection = pytest.mark.parametrize("name", COLLECTIONS)
PAGES = ("", "/api", "/conformance", "/collections", *(f"/collections/{name}" for name in COLLECTIONS))


class Page(HTMLParser):
    """What is on a page: its links and its words."""

    def __init__(self, text: str) -> None:
        """Read the page."""
        super().__init__()
        self.links: set[str] = set()
        self.words: list[str] = []
        self.first = ""
        self.feed(text)

    def handle_decl(self, decl: str) -> None:
        """Note the type of the document."""
        self.first = decl

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a link."""
        self.links |= {value for name, value in attrs if tag == "a" and name == "href" and value}

    def handle_data(self, data: str) -> None:
        """Note a word."""
        self.words.append(data)


@each_collection
def test_req_geojson_definition(name: str) -> None:
    for path in (f"/collections/{name}/items", f"/collections/{name}/items/{items(name, limit=1)[0]['id']}"):
        for accepted in ("application/geo+json", "application/json", "*/*"):
            assert ask(path, headers={"Accept": accepted})["Content-Type"] == "application/geo+json"


@each_collection
def test_req_geojson_content(name: str) -> None:
    found = items(name)

    assert found
    for each in found:
        assert {"type", "id", "geometry", "properties"} == set(each)
        assert each["type"] == "Feature"
        assert not shape(each["geometry"]).is_empty
        assert set(each["geometry"]) == {"type", "coordinates"}
    assert all("links" in body(f"/collections/{name}/items", limit=1) for _ in (1,))


@pytest.mark.parametrize("path", PAGES)
def test_req_html_definition(path: str) -> None:
    by_name = ask(path, f="html")
    by_wish = ask(path, headers={"Accept": "text/html,application/xhtml+xml;q=0.9,*/*;q=0.8"})

    assert by_name["Content-Type"] == by_wish["Content-Type"] == "text/html; charset=utf-8"
    assert by_name.content == by_wish.content


@pytest.mark.parametrize("path", PAGES)
def test_req_html_content(path: str) -> None:
    document = body(path)
    page = Page(ask(path, f="html").content.decode())

    assert page.first == "doctype html"
    assert {link["href"] for link in document.get("links", ())} <= page.links
    assert str(document.get("title", "")) in " ".join(page.words)


@each_collection
def test_req_html_content_of_features(name: str) -> None:
    document = body(f"/collections/{name}/items", limit=2)
    page = Page(ask(f"/collections/{name}/items", limit=2, f="html").content.decode())

    words = set(page.words)
    for each in document["features"]:
        assert {str(value) for value in each["properties"].values() if value not in (None, "")} <= words
        assert each["id"] in words
    assert {link["href"] for link in document["links"]} <= page.links


def test_what_a_page_says_is_text(furnished: Any) -> None:
    Case.objects.filter(phase="CLOSED").update(address="<script>alert(1)</script>")

    page = ask("/collections/cases/items", f="html").content.decode()
    assert "<script" not in page
    assert "&lt;script&gt;" in page


def test_req_oas30_oas_definition_1() -> None:
    answer = ask("/api")

    assert answer["Content-Type"] == "application/vnd.oai.openapi+json;version=3.0"


def test_req_oas30_oas_definition_2() -> None:
    assert [fault.message for fault in OPENAPI_30_VALIDATOR.iter_errors(body("/api"))] == []


@each_collection
def test_req_oas30_oas_impl(name: str) -> None:
    """Every path that is defined is answered as it says."""
    document = body("/api")
    key = items(name, limit=1)[0]["id"]
    for path, spec in document["paths"].items():
        address = path.replace("{featureId}", key)
        if path.startswith("/collections/") and name not in path:
            continue
        answer = ask("" if address == "/" else address)
        assert answer["Content-Type"] in spec["get"]["responses"]["200"]["content"], path


def test_req_oas30_completeness() -> None:
    """The definition names every status and every parameter."""
    for path, spec in body("/api")["paths"].items():
        assert {"200", "400", "404", "500"} <= set(spec["get"]["responses"]), path
        assert spec["get"]["parameters"], path


def test_req_oas30_exceptions_codes() -> None:
    document = body("/api")
    declared = document["paths"]["/collections/cases/items"]["get"]["responses"]["400"]["content"]

    assert ask("/collections/cases/items", limit=0, status=400)["Content-Type"] in declared


def test_req_oas30_security(settings: Any) -> None:
    document = body("/api")

    assert document["security"] == [{}, {"token": []}]
    assert document["components"]["securitySchemes"]["token"] == {"type": "http", "scheme": "bearer"}


def test_what_is_not_public_is_for_those_whose_post_may_read_it(settings: Any, town: Town) -> None:
    settings.CITYLOOP_PUBLIC_LAYERS = ["divisions"]

    def offered(**headers: str) -> list[str]:
        return [
            each["id"]
            for each in ask("/collections", headers=headers | {"Accept-Encoding": "identity"}).json()["collections"]
        ]

    assert offered() == ["divisions"]
    assert offered(**bearer(town, "citizen")) == ["divisions", "unit_grids", "duty_grids", "places"]
    assert offered(**bearer(town, "leader")) == ["divisions", "unit_grids", "duty_grids", "components", "places"]
    ask("/collections/components/items", status=404)
    ask("/collections/cases/items", status=404, headers=bearer(town, "leader"))


def test_staff_of_a_district_see_what_is_not_public_of_their_district(settings: Any, town: Town) -> None:
    settings.CITYLOOP_PUBLIC_LAYERS = []
    headers = bearer(town, "acceptor_west") | {"Accept-Encoding": "identity"}

    for name in ("divisions", "unit_grids", "duty_grids", "components", "places"):
        answer = ask(f"/collections/{name}/items", headers=headers, limit=1000)
        assert answer["Cache-Control"].startswith("private")
        found = [each["id"] for each in answer.json()["features"]]
        assert found
        assert all(key.startswith(WEST) for key in found)
    ask(f"/collections/divisions/items/{EAST}", headers=headers, status=404)
    ask(f"/collections/divisions/items/{WEST}", headers=headers)


def test_programs_of_any_site_may_read() -> None:
    assert ask("/collections")["Access-Control-Allow-Origin"] == "*"
    assert Client().get("/ogc", headers={"Accept-Encoding": "gzip"}).status_code == 200


@each_collection
def test_a_page_costs_the_same_however_large(name: str, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(8):  # four of them bound how long a statement may take
        items(name)
