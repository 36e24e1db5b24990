"""`cityloop indicators`: figures from given counts, and what is wrong with definitions. Needs no database."""

import json
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.evaluation import api
from cityloop.kernel.errors import RefusedError

USAGE_ERROR = 2


class Command(BaseCommand):
    """Compute indicators from counts in a file, list them, or check definitions of one's own."""

    help = "Compute indicators from the counts in a JSON file, list them, or check a file of definitions."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the three things it does."""
        does = parser.add_subparsers(dest="does", required=True, parser_class=CommandParser)
        compute = does.add_parser("compute", help="print each figure as the city would print it")
        compute.add_argument("file", help='JSON: {"counts": {"结案": 9, "应结案": 10}, "indicators": ["结案率"]}')
        compute.add_argument("--json", action="store_true", help="print JSON instead of lines")
        check = does.add_parser("check", help="say what is wrong with a YAML file of indicators or schemes")
        check.add_argument("file", help="a list of indicators, or with --schemes of schemes")
        check.add_argument("--schemes", action="store_true", help="the file holds schemes")
        listing = does.add_parser("list", help="print every indicator with its formula")
        for each in (compute, check, listing):
            each.add_argument("--definitions", help="a YAML file of indicators in place of the shipped ones")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Do what was asked; refusals go to stderr with the place marked."""
        try:
            definitions = self._definitions(options["definitions"])
            match options["does"]:
                case "compute":
                    self._compute(options["file"], definitions, as_json=options["json"])
                case "check":
                    self._check(options["file"], definitions, holds_schemes=options["schemes"])
                case _:
                    for each in definitions:
                        self.stdout.write(f"{each.key}\t{each.zh}\t{each.formula}")
        except RefusedError as refusal:
            mark = refusal.facts.get("marked")
            message = f"{refusal.detail}\n{mark}" if mark else str(refusal.detail)
            raise CommandError(message, returncode=USAGE_ERROR) from refusal

    @staticmethod
    def _definitions(named: str | None) -> list[api.Indicator]:
        return api.shipped_indicators() if named is None else api.read_indicators(_yaml(named))

    def _compute(self, named: str, definitions: list[api.Indicator], *, as_json: bool) -> None:
        try:
            document = json.loads(_text(named), parse_float=str)  # 0.1 is a tenth, not the nearest binary fraction
        except ValueError as error:
            message = f"{named} is not JSON: {error}"
            raise CommandError(message, returncode=USAGE_ERROR) from error
        figures = api.compute(document, definitions)
        if as_json:
            rows: dict[str, dict[str, str]] = {}
            for figure in figures:
                rows.setdefault(figure.row, {})[figure.indicator] = figure.text
            self.stdout.write(json.dumps(rows.get("", rows), ensure_ascii=False))
            return
        for figure in figures:
            self.stdout.write("\t".join(filter(None, (figure.row, figure.indicator, figure.text))))

    def _check(self, named: str, definitions: list[api.Indicator], *, holds_schemes: bool) -> None:
        if holds_schemes:
            schemes = api.read_schemes(_yaml(named))
            for scheme in schemes:
                api.Scorer(scheme, definitions)
            self.stdout.write(f"{len(schemes)} schemes are sound.")
        else:
            indicators = api.read_indicators(_yaml(named))
            api.Indicators(indicators)
            self.stdout.write(f"{len(indicators)} indicators are sound.")


def _yaml(named: str) -> Any:
    try:
        return yaml.safe_load(_text(named))
    except yaml.YAMLError as error:
        message = f"{named} is not YAML: {error}"
        raise CommandError(message, returncode=USAGE_ERROR) from error


def _text(named: str) -> str:
    try:
        return Path(named).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        message = f"cannot read {named}: {error}"
        raise CommandError(message, returncode=USAGE_ERROR) from error
