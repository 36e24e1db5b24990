"""Maps of others to draw on, asked of a real WMTS over the network of this machine."""

import importlib
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from django.core.cache import caches
from django.test import Client

from cityloop.config import middleware
from cityloop.config.production import findings, refuse_unsafe_server
from cityloop.maps import api
from cityloop.maps.domain.base_maps import read_setting
from cityloop.maps.queries import base_maps as asking
from tests.maps.furnishing import bearer
from tests.maps.wmts import MapServer, map_server, picture
from tests.support.town import Town

XYZ = {"name": "街道图", "url": "https://t0.example/{z}/{x}/{y}", "attribution": "某测绘院"}


@pytest.fixture
def server() -> Iterator[MapServer]:
    caches["default"].clear()
    with map_server() as found:
        yield found
    caches["default"].clear()


def named(server: MapServer, path: str = "/wmts", **more: Any) -> dict[str, Any]:
    return {"name": "天地图", "attribution": "天地图", "wmts": f"{server.url}{path}", "layer": "streets"} | more


def fault(settings: Any, setting: dict[str, Any]) -> str:
    settings.CITYLOOP_BASE_MAPS = [setting]
    (found,) = api.base_map_faults()
    (shown,) = api.base_maps()
    assert (shown.state, shown.layers) == (api.BaseMapState.WRONG, ())
    return found


def tile(layer: api.RasterLayer, z: int, x: int, y: int) -> bytes:
    return httpx.get(layer.url.format(z=z, x=x, y=y), timeout=5).raise_for_status().content


@pytest.mark.usefixtures("walks")
def test_base_maps_are_those_of_the_settings(client: Client, town: Town, settings: Any) -> None:
    assert client.get("/api/v1/base-maps", headers=bearer(town, "citizen")).json() == []

    settings.CITYLOOP_BASE_MAPS = [XYZ, XYZ | {"name": "互联网图", "system": "GCJ-02"}]
    first, second = client.get("/api/v1/base-maps", headers=bearer(town, "citizen")).json()
    layer = {"url": XYZ["url"], "tile_size": 256, "least_zoom": 0, "most_zoom": 18}
    assert first == {
        "name": "街道图", "attribution": "某测绘院", "system": "CGCS2000", "state": "READY", "layers": [layer]
    }  # fmt: skip
    assert (second["name"], second["system"]) == ("互联网图", "GCJ-02")


def test_a_wmts_is_asked_by_parameters(server: MapServer, settings: Any) -> None:
    server.key = "a key"
    settings.CITYLOOP_BASE_MAPS = [named(server, "/wmts?tk=a+key")]
    assert api.base_map_faults() == []
    ((layer,),) = (each.layers for each in api.base_maps())

    assert (layer.tile_size, layer.least_zoom, layer.most_zoom) == (256, 0, 18)
    assert tile(layer, 14, 12833, 6203) == picture()
    assert server.drawn == [("14", "12833", "6203")]


@pytest.mark.parametrize(("path", "kinds"), [("/WMTSCapabilities.xml", ("KVP", "RESTful")), ("/wmts", ("RESTful",))])
def test_a_wmts_is_asked_by_addresses(server: MapServer, settings: Any, path: str, kinds: tuple[str, ...]) -> None:
    server.kinds, server.prefix, server.levels = kinds, "EPSG:3857:", range(3, 17)
    settings.CITYLOOP_BASE_MAPS = [named(server, path)]
    ((layer,),) = (each.layers for each in api.base_maps())

    assert (layer.least_zoom, layer.most_zoom) == (3, 16)
    server.prefix = ""  # the address is quoted, and is read back as it was meant
    assert layer.url.format(z=14, x=1, y=2).endswith("/rest/streets/day/google/EPSG%3A3857%3A14/2/1.png")


def test_layers_lie_on_one_another(server: MapServer, settings: Any) -> None:
    source = {"wmts": f"{server.url}/wmts", "layer": "streets"}
    settings.CITYLOOP_BASE_MAPS = [
        {"name": "天地图", "attribution": "天地图", "layers": [source, {"url": XYZ["url"], "most_zoom": 20}]}
    ]
    (found,) = api.base_maps()

    assert [layer.most_zoom for layer in found.layers] == [18, 20]


def test_the_scales_of_tianditu_are_understood(server: MapServer, settings: Any) -> None:
    server.system, server.pixel_mm, server.levels = "urn:ogc:def:crs:EPSG::900913", 25.4 / 96, range(1, 19)
    server.corner = "20037508.3427892 -20037508.3427892"
    settings.CITYLOOP_BASE_MAPS = [named(server)]

    assert api.base_map_faults() == []


@pytest.mark.parametrize(
    ("server_has", "asked", "said"),
    [
        ({}, {"layer": "rivers"}, "has no layer 'rivers'; it has streets"),
        ({}, {"style": "dusk"}, "has no style 'dusk'; it has night, day"),
        ({}, {"format": "image/webp"}, "has no format 'image/webp'; it has image/jpeg, image/png"),
        ({}, {"matrix_set": "c"}, "has no tile matrix set 'c'; it has degrees, google"),
        ({}, {"matrix_set": "degrees"}, "'degrees' is in urn:ogc:def:crs:EPSG::4490, not in Web Mercator"),
        ({"system": "urn:ogc:def:crs:EPSG::4547"}, {}, "'google' is in urn:ogc:def:crs:EPSG::4547, not in"),
        ({"levels": range(2, 4), "width": 3}, {}, "level '2' of tile matrix set 'google' is level 1 of the world"),
        ({"levels": range(2, 4), "width": 4}, {}, "level '3' of tile matrix set 'google' is level 2 of the world"),
        ({"corner": "11000000.0 3600000.0"}, {}, "level '0' of tile matrix set 'google' is not the whole world"),
        ({"pixel_mm": 0.5}, {}, "level '0' of tile matrix set 'google' has a scale that is not Web Mercator's"),
        ({"document": b"<html>sign in</html>"}, {}, "not the description of a WMTS: sign in"),
        ({"document": b"sign in"}, {}, "no XML"),
        ({"document": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"}, {}, "document type"),
        ({"document": "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>".encode("utf-16")}, {}, "document type"),
        ({"document": b'<?xml version="1.0" encoding="Big5"?><a/>'}, {}, "no XML that can be read"),
        ({"document": b'<?xml version="1.0" encoding="x-none"?><a/>'}, {}, "unknown encoding: x-none"),
        ({"document": b'<?xml version="1.0" encoding="GBK"?><a>\xff</a>'}, {}, "no XML that can be read"),
        ({"width": "wide"}, {}, "tile matrix set 'google' has a level with an unreadable number"),
        ({"width": 10**400}, {}, "tile matrix set 'google' has a level with an unreadable number"),
        ({"tiles_at": "http://[cdn", "kinds": ("RESTful",)}, {}, "the template of the WMTS is no address"),
        ({}, {"wmts": "/地图?tk=a key"}, "/地图 cannot be asked"),
        ({"answers": 403}, {}, "/wmts answers 403 when asked to describe itself"),
        (
            {"tiles_at": "https://cdn.example", "kinds": ("RESTful",)},
            {},
            "at another address: write https://cdn.example",
        ),
        ({"kinds": ("KVP",)}, {"wmts": "/capabilities.xml"}, "offers no addresses of tiles for 'streets'"),
    ],
)
def test_a_wmts_that_is_not_what_the_setting_says_is_refused(
    server: MapServer, settings: Any, server_has: dict[str, Any], asked: dict[str, Any], said: str
) -> None:
    for name, value in server_has.items():
        setattr(server, name, value)
    if "wmts" in asked:
        asked = asked | {"wmts": f"{server.url}{asked['wmts']}"}
    found = fault(settings, named(server) | asked)

    assert found.startswith("天地图: ")
    assert said in found


@pytest.mark.parametrize("encoding", ["GB2312", "gbk", "GB18030", "UTF-16"])
def test_a_description_may_be_in_a_national_encoding(server: MapServer, settings: Any, encoding: str) -> None:
    text = server.describe().decode().replace("UTF-8", encoding).replace(">streets<", ">街道图<")
    server.document = text.encode(encoding)
    settings.CITYLOOP_BASE_MAPS = [named(server, layer="街道图")]

    assert api.base_map_faults() == []
    assert "LAYER=%E8%A1%97%E9%81%93%E5%9B%BE" in api.base_maps()[0].layers[0].url


@pytest.mark.parametrize(
    ("setting", "said"),
    [
        ({"name": "a"}, "entry 0.attribution: Field required"),
        (XYZ | {"zoom": 3}, "entry 0.zoom: Extra inputs are not permitted"),
        (XYZ | {"url": "https://t0.example/{z}/{x}"}, "needs {z}, {x} and {y}"),
        (XYZ | {"url": "ftp://t0.example/{z}/{x}/{y}"}, "begins with http:// or https://"),
        (XYZ | {"system": "BD-09"}, "entry 0.system"),
        (XYZ | {"wmts": "https://t0.example"}, 'either "url" or "wmts"'),
        (XYZ | {"layers": [{"url": XYZ["url"]}]}, "beside the name"),
        ({"name": "a", "attribution": "b", "wmts": "https://t0.example"}, 'name one as "layer"'),
        (XYZ | {"least_zoom": 19}, '"least_zoom" lies above'),
    ],
)
def test_a_setting_that_says_too_little_or_too_much_is_refused(settings: Any, setting: Any, said: str) -> None:
    settings.CITYLOOP_BASE_MAPS = [setting]
    (found,) = api.base_map_faults()

    assert said in found


def test_two_maps_cannot_have_one_name() -> None:
    with pytest.raises(Exception, match="the same name"):
        read_setting([XYZ, XYZ])


def test_a_server_does_not_start_with_a_wrong_map(server: MapServer, settings: Any) -> None:
    settings.CITYLOOP_BASE_MAPS, settings.PUBLIC_URL = [named(server, layer="rivers")], ""

    with pytest.raises(SystemExit, match="CITYLOOP_BASE_MAPS: 天地图: the WMTS has no layer 'rivers'"):
        refuse_unsafe_server()
    assert "CITYLOOP_BASE_MAPS" in {finding.setting for finding in findings()}


@pytest.mark.parametrize("asked", [{}, {"wmts": "http://127.0.0.1:9/wmts"}])
def test_a_map_that_is_silent_is_not_drawn_and_asked_again_later(
    server: MapServer, settings: Any, asked: dict[str, str]
) -> None:
    server.answers = 503
    settings.CITYLOOP_BASE_MAPS, settings.PUBLIC_URL = [named(server) | asked], ""

    assert api.base_map_faults() == []
    refuse_unsafe_server()
    (found,) = api.base_maps()
    assert (found.state, found.layers) == (api.BaseMapState.SILENT, ())

    server.answers = 200
    settings.CITYLOOP_BASE_MAPS = [named(server)]
    caches["default"].clear()  # a minute passes
    assert [each.state for each in api.base_maps()] == [api.BaseMapState.READY]


def test_a_description_is_read_once(server: MapServer, settings: Any) -> None:
    settings.CITYLOOP_BASE_MAPS = [named(server)]
    first = api.base_maps()
    server.answers = 503

    assert api.base_maps() == first


def test_one_caller_waits_for_a_server_and_the_others_do_not(server: MapServer, settings: Any) -> None:
    settings.CITYLOOP_BASE_MAPS = [named(server)]
    server.may_answer.clear()
    first = threading.Thread(target=api.base_maps)
    first.start()
    assert server.is_asked.wait(5)

    assert [each.state for each in api.base_maps()] == [api.BaseMapState.SILENT]
    assert server.described == 1
    server.may_answer.set()
    first.join()
    assert [each.state for each in api.base_maps()] == [api.BaseMapState.READY]
    assert server.described == 1


@pytest.mark.parametrize(("answers", "state"), [(503, api.BaseMapState.READY), (403, api.BaseMapState.WRONG)])
def test_a_description_stays_in_use_while_its_server_is_silent(
    server: MapServer, settings: Any, monkeypatch: pytest.MonkeyPatch, answers: int, state: api.BaseMapState
) -> None:
    settings.CITYLOOP_BASE_MAPS = [named(server)]
    monkeypatch.setattr(asking, "DESCRIBED_FOR_S", 0)  # an hour passes
    first = api.base_maps()
    server.answers = answers

    assert api.base_maps() == first
    asked_behind()
    (found,) = api.base_maps()
    assert (found.state, found.layers) == (state, first[0].layers if state == api.BaseMapState.READY else ())


def asked_behind() -> None:
    """Wait for whoever asks behind the backs of the callers."""
    for thread in threading.enumerate():
        if thread.name == "base-map":
            thread.join(10)


def test_when_the_hour_is_over_nobody_waits(server: MapServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.CITYLOOP_BASE_MAPS = [named(server)]
    monkeypatch.setattr(asking, "DESCRIBED_FOR_S", 0)  # an hour passes
    first = api.base_maps()
    server.is_asked.clear()
    server.may_answer.clear()

    assert api.base_maps() == first
    assert server.is_asked.wait(5), "nobody asks again"
    server.may_answer.set()
    asked_behind()
    assert server.described == 2


def test_a_description_that_trickles_is_not_waited_for(
    server: MapServer, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "DESCRIBED_WITHIN_S", 0.2)
    server.document, server.pause = b"<a/>" * 20, 0.05
    settings.CITYLOOP_BASE_MAPS = [named(server)]

    assert api.base_map_faults() == []
    assert [each.state for each in api.base_maps()] == [api.BaseMapState.SILENT]


def test_browsers_may_ask_these_maps_and_no_others(settings: Any) -> None:
    settings.CITYLOOP_BASE_MAPS = [
        XYZ,
        {
            "name": "b",
            "attribution": "b",
            "layers": [{"wmts": "https://t1.example/vec_w/wmts?tk=secret", "layer": "vec"}],
        },
    ]
    try:
        policy = importlib.reload(middleware).POLICY
    finally:
        settings.CITYLOOP_BASE_MAPS = []
        importlib.reload(middleware)

    assert "connect-src 'self' https://t0.example https://t1.example;" in policy
    assert "secret" not in policy
