"""`cityloop openapi`: the committed description of the API."""

from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.config.home import ROOT

STYLE = orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS | orjson.OPT_NON_STR_KEYS


class Command(BaseCommand):
    """Write docs/openapi.json, or say that it no longer fits the code."""

    help = "Write the OpenAPI description to docs/openapi.json."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Take --check."""
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if the file does not fit the code"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Write or compare."""
        from cityloop.config.api import description  # noqa: PLC0415 - builds the API, which needs all modules ready

        file = ROOT / "docs/openapi.json"
        text = orjson.dumps(description(), option=STYLE, default=str) + b"\n"
        if not options["check"]:
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(text)
        elif not file.exists() or file.read_bytes() != text:
            message = "docs/openapi.json does not fit the code: run `cityloop openapi` and commit what changed."
            raise CommandError(message)
