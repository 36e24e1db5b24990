"""`cityloop web`: the HTTP server."""

import argparse
import os
from pathlib import Path
from shutil import rmtree
from typing import Any

from granian.constants import Interfaces, Loops
from granian.server import Server

from cityloop.config.home import port, prepare
from cityloop.config.lifeline import follow_parent
from cityloop.config.production import refuse_unsafe_server

JSON_LINES: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "format": '{{"logger": "granian", "level": "{levelname}", "timestamp": "{asctime}", "event": "{message}"}}',
            "style": "{",
        }
    },
    "handlers": {"out": {"class": "logging.StreamHandler", "stream": "ext://sys.stdout", "formatter": "line"}},
    "loggers": {"_granian": {"handlers": ["out"], "level": "INFO", "propagate": False}},
}


def serve(words: list[str]) -> int:
    """Serve requests and the event stream on one port until told to stop; worker processes that die are replaced."""
    parser = argparse.ArgumentParser(prog="cityloop web", description="Serve HTTP on CITYLOOP_HOST and CITYLOOP_PORT.")
    parser.add_argument("--supervised", action="store_true", help="end when the supervisor is gone")
    if parser.parse_args(words).supervised:
        follow_parent()
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(_fresh_folder(prepare() / "run" / "metrics"))
    refuse_unsafe_server()  # reads the settings, which the worker processes inherit: after the line above
    Server(
        "cityloop.config.gateway:gateway",
        address=os.environ.get("CITYLOOP_HOST") or "127.0.0.1",
        port=port(),
        interface=Interfaces.RSGI,
        workers=int(os.environ.get("CITYLOOP_WORKERS") or 2),
        websockets=False,
        loop=Loops.asyncio,
        respawn_failed_workers=True,
        respawn_interval=0.5,
        workers_kill_timeout=20,
        log_dictconfig=JSON_LINES,
    ).serve()
    return 0


def _fresh_folder(place: Path) -> Path:
    """Empty the figures of an earlier life: its processes are gone."""
    rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    return place
