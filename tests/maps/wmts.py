"""A small WMTS of its own: it describes itself and draws tiles, asked by parameters or by addresses."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from socket import create_server
from time import sleep
from urllib.parse import parse_qs, urlsplit

from PIL import Image

SCALE, CORNER = 559082264.0287178, 20037508.3427892
PLACE = re.compile(r"/rest/streets/day/google/(?P<z>[\w:]+)/(?P<y>\d+)/(?P<x>\d+)\.png")


@dataclass
class MapServer:
    """What it offers, and what it was asked for. Tests change single things to see what becomes of them."""

    port: int = 0
    system: str = "urn:ogc:def:crs:EPSG::3857"
    prefix: str = ""
    pixel_mm: float = 0.28
    levels: range = range(19)
    corner: str = f"-{CORNER} {CORNER}"
    width: int | None = None
    kinds: tuple[str, ...] = ("KVP", "RESTful")
    tiles_at: str = ""
    answers: int = 200
    key: str = ""
    document: bytes | None = None
    pause: float = 0.0  # between single bytes
    is_asked: threading.Event = field(default_factory=threading.Event)
    may_answer: threading.Event = field(default_factory=threading.Event)
    described: int = 0
    drawn: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def describe(self) -> bytes:
        """Return its capabilities."""
        levels = "".join(
            f"<TileMatrix><ows:Identifier>{self.prefix}{zoom}</ows:Identifier>"
            f"<ScaleDenominator>{SCALE / 2**zoom * 0.28 / self.pixel_mm}</ScaleDenominator>"
            f"<TopLeftCorner>{self.corner}</TopLeftCorner><TileWidth>256</TileWidth><TileHeight>256</TileHeight>"
            f"<MatrixWidth>{self.width or 2**zoom}</MatrixWidth><MatrixHeight>{2**zoom}</MatrixHeight></TileMatrix>"
            for zoom in self.levels
        )
        address = f"{self.tiles_at or self.url}/rest/streets/{{Style}}/{{TileMatrixSet}}/{{TileMatrix}}"
        template = f"{address}/{{TileRow}}/{{TileCol}}.png"
        by_address = (
            f'<ResourceURL format="image/png" resourceType="tile" template="{template}"/>'
            if "RESTful" in self.kinds
            else ""
        )
        by_question = (
            '<ows:OperationsMetadata><ows:Operation name="GetTile"><ows:DCP><ows:HTTP>'
            f'<ows:Get xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="{self.url}/wmts?">'
            '<ows:Constraint name="GetEncoding"><ows:AllowedValues><ows:Value>KVP</ows:Value></ows:AllowedValues>'
            "</ows:Constraint></ows:Get></ows:HTTP></ows:DCP></ows:Operation></ows:OperationsMetadata>"
            if "KVP" in self.kinds
            else ""
        )
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<Capabilities xmlns="http://www.opengis.net/wmts/1.0" xmlns:ows="http://www.opengis.net/ows/1.1" version="1.0.0">
{by_question}
<Contents><Layer><ows:Title>Streets</ows:Title><ows:Identifier>streets</ows:Identifier>
<Style><ows:Identifier>night</ows:Identifier></Style>
<Style isDefault="true"><ows:Identifier>day</ows:Identifier></Style>
<Format>image/jpeg</Format><Format>image/png</Format>
<TileMatrixSetLink><TileMatrixSet>degrees</TileMatrixSet></TileMatrixSetLink>
<TileMatrixSetLink><TileMatrixSet>google</TileMatrixSet></TileMatrixSetLink>{by_address}</Layer>
<TileMatrixSet><ows:Identifier>degrees</ows:Identifier>
<ows:SupportedCRS>urn:ogc:def:crs:EPSG::4490</ows:SupportedCRS></TileMatrixSet>
<TileMatrixSet><ows:Identifier>google</ows:Identifier>
<ows:SupportedCRS>{self.system}</ows:SupportedCRS>{levels}</TileMatrixSet></Contents></Capabilities>""".encode()

    def answer(self, path: str) -> tuple[int, str, bytes]:
        """Return status, type and content for what somebody asks."""
        parts = urlsplit(path)
        asked = {name.lower(): values[0] for name, values in parse_qs(parts.query).items()}
        if self.answers != 200 or asked.get("tk", "") != self.key:
            return (self.answers if self.answers != 200 else 403), "text/plain", b"no"
        if asked.get("request") == "GetCapabilities" or parts.path.endswith(".xml"):
            self.described += 1
            self.is_asked.set()
            self.may_answer.wait(10)
            return 200, "text/xml", self.document or self.describe()
        place = PLACE.fullmatch(parts.path)
        if asked.get("request") == "GetTile" and parts.path == "/wmts":
            wanted = (asked["tilematrix"], asked["tilecol"], asked["tilerow"])
            is_known = {**asked, "layer": "streets", "style": "day", "tilematrixset": "google"} == asked
        elif place:
            wanted, is_known = (place["z"], place["x"], place["y"]), True
        else:
            return 404, "text/plain", b"nothing here"
        if not is_known or not wanted[0].startswith(self.prefix):
            return 400, "text/plain", b"cannot be read"
        self.drawn.append(wanted)
        return 200, "image/png", picture()


def picture() -> bytes:
    """Return a tile that nothing else on a screen looks like."""
    content = BytesIO()
    Image.new("RGB", (256, 256), (255, 0, 255)).save(content, "png")
    return content.getvalue()


@contextmanager
def map_server() -> Iterator[MapServer]:
    """Yield a WMTS that answers on this machine."""
    found = MapServer()
    found.may_answer.set()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, content = found.answer(self.path)
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()
            with suppress(ConnectionError):  # a browser that looks elsewhere now hangs up
                step = 1 if found.pause else len(content) or 1
                for at in range(0, len(content), step):
                    self.wfile.write(content[at : at + step])
                    sleep(found.pause)

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        found.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
        thread.start()
        yield found
        server.shutdown()
        thread.join()


@dataclass
class Trickle:
    """A server that sends a byte now and then and never comes to an end."""

    begins: bytes
    port: int = 0
    is_left: threading.Event = field(default_factory=threading.Event)


@contextmanager
def trickling(begins: bytes, *, every: float = 0.05) -> Iterator[Trickle]:
    """Yield a server on this machine that sends this, and then single bytes, until the caller hangs up."""
    found = Trickle(begins)
    with create_server(("127.0.0.1", 0)) as listener:
        found.port = listener.getsockname()[1]

        def serve() -> None:
            with suppress(OSError):
                link, _ = listener.accept()
                with link:
                    try:
                        link.sendall(begins)
                        while not found.is_left.wait(every):
                            link.sendall(b"a")
                    except OSError:
                        found.is_left.set()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield found
        found.is_left.set()
        listener.close()
        thread.join()
