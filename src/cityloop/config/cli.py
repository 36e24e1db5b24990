"""The `cityloop` command."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command; `load-city` and `load_city` are the same."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cityloop.config.settings")
    arguments = sys.argv[:1] + [
        word.replace("-", "_") if place == 0 else word for place, word in enumerate(sys.argv[1:])
    ]
    execute_from_command_line(arguments)
