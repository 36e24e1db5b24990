"""The `cityloop` command: processes and the private cluster here, everything else is a Django command."""

import os
import sys
from collections.abc import Callable
from importlib import import_module

from cityloop.config.cluster import Cluster
from cityloop.config.home import home, keep_secret, prepare, uses_embedded_cluster
from cityloop.config.postgres import ClusterError

OWN: dict[str, str] = {
    "db": "cityloop.config.database:command",
    "demo": "cityloop.config.demo:command",
    "status": "cityloop.config.supervisor:status",
    "stop": "cityloop.config.supervisor:stop",
    "up": "cityloop.config.supervisor:up",
    "web": "cityloop.config.web:serve",
    "worker": "cityloop.config.worker:work",
}
NEED_NO_DATABASE = {
    "check",
    "compilemessages",
    "deadline",
    "evaluation",
    "help",
    "indicators",
    "makemessages",
    "openapi",
    "verify_appraisal",
    "version",
    "--help",
    "--version",
}
KEEP_THE_TABLES = {"dbshell", "makemigrations", "migrate", "showmigrations", "sqlmigrate"}


def main() -> None:
    """Run a command; `load-city` and `load_city` are the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
    program, *words = sys.argv
    name, rest = (words[0], words[1:]) if words else ("help", [])
    try:
        if name in OWN:
            sys.exit(_entrance(OWN[name])(rest))
        _ready_database(name.replace("-", "_") if not name.startswith("-") else name)
    except ClusterError as error:
        sys.exit(f"cityloop: {error}")
    _run(program, name, rest)


def _entrance(path: str) -> Callable[[list[str]], int]:
    module, name = path.split(":")
    entrance: Callable[[list[str]], int] = getattr(import_module(module), name)
    return entrance


def _ready_database(name: str) -> None:
    """Bring the private cluster up, with its tables as this version of the code wants them."""
    if not uses_embedded_cluster() or name in NEED_NO_DATABASE:
        return
    prepare()
    keep_secret()
    if Cluster(home()).start() and name not in KEEP_THE_TABLES:
        _run(sys.argv[0], "migrate", ["--verbosity=0"])


def _run(program: str, name: str, rest: list[str]) -> None:
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - slow, and `stop` must be quick

    execute_from_command_line([program, name if name.startswith("-") else name.replace("-", "_"), *rest])


if __name__ == "__main__":
    main()
