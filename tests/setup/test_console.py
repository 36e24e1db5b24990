"""How the console is served: one page for all its addresses, and files that browsers keep for ever."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from cityloop.config.home import ROOT
from cityloop.config.middleware import POLICY

BUILT = ROOT / "web/apps/console/dist"
PAGE = "<!doctype html><title>CityLoop</title>"
PROGRAM = "console.log('起点');" * 100
FOR_EVER = "max-age=315360000, public, immutable"


@pytest.fixture
def console(tmp_path: Path, settings: Settings) -> Iterator[Client]:
    """A client of a server with a console of three files."""
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text(PAGE)
    (tmp_path / "theme.js").write_text("//")
    program = tmp_path / "assets/index-BwX3_t-9.js"
    program.write_text(PROGRAM)
    program.with_suffix(".js.gz").write_bytes(gzip.compress(PROGRAM.encode()))
    program.with_suffix(".js.br").write_bytes(brotli.compress(PROGRAM.encode()))
    settings.CONSOLE = settings.WHITENOISE_ROOT = tmp_path
    return Client()


@pytest.mark.parametrize("path", ["/", "/desk", "/desk/done", "/cases/0b7e", "/sign-in", "/no/such/page"])
def test_every_address_of_the_console_is_its_page(console: Client, path: str) -> None:
    answer = console.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert answer.content.decode() == PAGE
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize(
    "path",
    ["/api", "/api/", "/api/v1", "/api/v1/nowhere", "/api/v2/cases", "/assets/gone-12345678.js", "/assets/", "/a.php"],
)
def test_what_is_neither_page_nor_file_is_a_problem(console: Client, path: str) -> None:
    answer = console.get(path)

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "urn:cityloop:problem:not-found"


def test_nothing_can_be_written_to_the_page(console: Client) -> None:
    answer = console.post("/desk", {"x": "y"})

    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("accepted", "sent"), [("br, gzip", "br"), ("gzip, deflate", "gzip"), ("", None), ("identity", None)]
)
def test_a_file_named_by_its_content_is_kept_for_ever(console: Client, accepted: str, sent: str | None) -> None:
    answer = console.get("/assets/index-BwX3_t-9.js", headers={"Accept-Encoding": accepted})

    content = answer.getvalue()
    unpacked = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[sent](content)
    assert (answer.status_code, answer.headers.get("Content-Encoding")) == (200, sent)
    assert unpacked.decode() == PROGRAM
    assert answer["Cache-Control"] == FOR_EVER
    assert "Accept-Encoding" in answer["Vary"]
    assert answer["Content-Type"].startswith("text/javascript")


def test_a_file_that_may_change_is_asked_for_again(console: Client) -> None:
    answer = console.get("/theme.js")

    assert answer["Cache-Control"] == "max-age=300, public"
    assert answer.getvalue() == b"//"


def test_where_nothing_was_built_the_page_says_so(client: Client, settings: Settings, tmp_path: Path) -> None:
    settings.CONSOLE = tmp_path

    answer = client.get("/desk")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert "make setup" in answer.json()["detail"]


def test_every_built_program_and_style_is_compressed_and_named_by_its_content() -> None:
    files = [file for file in (BUILT / "assets").iterdir() if file.suffix in {".js", ".css"}]

    assert len(files) > 5
    assert [file.name for file in files if not re.fullmatch(r".+-[\w-]{8,}\.\w+", file.name)] == []
    bulky = [file for file in files if file.stat().st_size > 4096]
    assert [file.name for file in bulky if not Path(f"{file}.br").exists() or not Path(f"{file}.gz").exists()] == []
