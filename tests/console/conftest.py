"""A running CityLoop with the town in it, and people at their screens in a real browser."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from tests.console.desks import At, Desk
from tests.console.server import settle
from tests.faults.running import Running, running

CHROMIUM = shutil.which("chromium") or "chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]


@pytest.fixture(scope="package")
def server(tmp_path_factory: pytest.TempPathFactory, django_db_setup: None) -> Iterator[Running]:
    """Everything up, with accounts that can sign in."""
    with running(tmp_path_factory.mktemp("console"), f"cityloop_console_{os.getpid()}") as found:
        settle(found)
        yield found


@pytest.fixture(scope="package")
def playwright(server: Running) -> Iterator[Playwright]:
    """Playwright, begun after and ended before everything that asks the database: it keeps an event loop of its own."""
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="package")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, as the system has it."""
    with playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS) as found:
        yield found


@pytest.fixture
def at(browser: Browser, server: Running) -> Iterator[At]:
    """Seat people at their desks: `at("acceptor")`. Whatever went wrong on their screens fails the test."""
    seated: list[Desk] = []

    def seat(
        who: str | None, *, path: str | None = "/", language: str = "zh-CN", theme: str = "light", **context: Any
    ) -> Desk:
        desk = Desk.open(browser, server, who, language=language, theme=theme, **context)
        seated.append(desk)
        if path is not None:
            desk.go(path)
        return desk

    yield seat
    faults = [fault for desk in seated for fault in desk.faults]  # before they close: what is cut off then is no fault
    for desk in seated:
        desk.context.close()
    assert faults == []
