"""A server of maps that is slow on purpose or by misfortune holds nobody up."""

from time import monotonic
from typing import Any

import pytest
from django.core.cache import caches

from cityloop.maps import api
from cityloop.maps.queries import base_maps as asking
from tests.maps.wmts import trickling

XYZ = {"name": "街道图", "url": "https://t0.example/{z}/{x}/{y}", "attribution": "某测绘院"}


@pytest.mark.parametrize(
    "begins",
    [
        b"",
        b"HTTP/1.1 200 OK\r\nX-Long: ",
        b"HTTP/1.1 200 OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 403 Forbidden\r\nX-Long: ",
        b"HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nContent-Length: 1000\r\n\r\n",
    ],
)
def test_a_server_that_trickles_is_left_in_time(settings: Any, monkeypatch: pytest.MonkeyPatch, begins: bytes) -> None:
    monkeypatch.setattr(asking, "DESCRIBED_WITHIN_S", 0.3)
    caches["default"].clear()
    with trickling(begins) as slow:
        settings.CITYLOOP_BASE_MAPS = [XYZ, {"name": "b", "attribution": "b", "layer": "a"} | at(slow.port)]
        began = monotonic()
        states = [each.state for each in api.base_maps()]
        took = monotonic() - began

        assert states == [api.BaseMapState.READY, api.BaseMapState.SILENT]
        assert took < 2
        assert slow.is_left.wait(5), "the connection stays open"


def at(port: int) -> dict[str, str]:
    return {"wmts": f"http://127.0.0.1:{port}/wmts"}


def test_a_server_that_says_nothing_is_left_sooner(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "ANSWERS_WITHIN_S", 0.2)
    caches["default"].clear()
    with trickling(b"", every=60) as slow:
        settings.CITYLOOP_BASE_MAPS = [{"name": "b", "attribution": "b", "layer": "a"} | at(slow.port)]
        began = monotonic()

        assert [each.state for each in api.base_maps()] == [api.BaseMapState.SILENT]
        assert monotonic() - began < 2


def test_all_servers_together_are_waited_for_no_longer_than_one(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "DESCRIBED_WITHIN_S", 1)
    caches["default"].clear()
    with trickling(b"") as slow:
        of_one = {"layer": "a"} | at(slow.port)
        settings.CITYLOOP_BASE_MAPS = [
            {"name": "b", "attribution": "b"} | of_one,
            {"name": "c", "attribution": "c"} | of_one,
            {"name": "d", "attribution": "d", "layers": [of_one, of_one, of_one]},
        ]
        for ask in (api.base_map_faults, api.base_maps):
            began = monotonic()
            ask()
            assert monotonic() - began < 2
