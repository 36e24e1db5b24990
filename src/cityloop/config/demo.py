"""`cityloop demo`: everything up with a city in it, and how to get in."""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

import django
from django.core.management import get_commands

from cityloop.config.home import port, prepare
from cityloop.config.postgres import ClusterError
from cityloop.config.supervisor import is_ready, ready_database, running_supervisor

PUBLIC = "divisions,unit_grids,duty_grids,components,cases"  # nobody lives in the demo city
PATIENCE = 60.0  # seconds for web to come up
STARTED = time.monotonic()


def command(words: list[str]) -> int:
    """Bring CityLoop up in the background, load the demo city into an empty database, say where it is."""
    argparse.ArgumentParser(prog="cityloop demo", description="Run CityLoop with a demo city.").parse_args(words)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
    os.environ.setdefault("CITYLOOP_PUBLIC_LAYERS", PUBLIC)
    place = prepare()
    if not running_supervisor(place):
        _say("preparing the database …")
        ready_database(place)
        _load_city()
        _start(place)
    _wait_until_ready(place)
    _introduce(place)
    return 0


def _load_city() -> None:
    """Load the demo city unless there is a city already."""
    django.setup()
    from cityloop.territory import api as territory  # noqa: PLC0415 - needs Django to be set up

    if territory.divisions() or "load_demo" not in get_commands():
        return
    _say("loading the demo city …")
    done = subprocess.run([sys.executable, "-m", "cityloop.config.cli", "load-demo"], check=False)
    if done.returncode:
        message = "The demo city could not be loaded, see above. `cityloop db remove --yes`, then try again."
        raise ClusterError(message)


def _start(place: Path) -> None:
    _say("starting web and worker …")
    with (place / "logs" / "supervisor.log").open("ab") as log:
        subprocess.Popen(
            [sys.executable, "-m", "cityloop.config.cli", "up", "--tables-ready"],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _wait_until_ready(place: Path) -> None:
    deadline = time.monotonic() + PATIENCE
    while not is_ready():
        if time.monotonic() > deadline:
            last = "\n".join((place / "logs" / "supervisor.log").read_text().splitlines()[-5:])
            message = f"CityLoop did not come up. See {place / 'logs'}. The last it said:\n{last}"
            raise ClusterError(message)
        time.sleep(0.2)


def _introduce(place: Path) -> None:
    _say("CityLoop is up.")
    accounts = place / "demo-accounts.txt"
    known = accounts.read_text().rstrip() if accounts.exists() else ""
    sys.stdout.write(f"\n  http://localhost:{port()}\n\n{known}\n\n  `make stop` ends it.\n")


def _say(text: str) -> None:
    sys.stdout.write(f"[{time.monotonic() - STARTED:5.1f} s] {text}\n")
    sys.stdout.flush()
