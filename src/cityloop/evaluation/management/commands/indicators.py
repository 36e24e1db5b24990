"""`cityloop indicators`: figures from given counts or from the lake, and what is wrong with definitions.

Needs no database.
"""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.evaluation import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError

USAGE_ERROR = 2


class Command(BaseCommand):
    """Compute indicators from counts in a file, list them, or check definitions of one's own."""

    help = "Compute indicators from the counts in a JSON file, list them, or check a file of definitions."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare what it does."""
        does = parser.add_subparsers(dest="does", required=True, parser_class=CommandParser)
        compute = does.add_parser("compute", help="print each figure as the city would print it")
        compute.add_argument("file", help='JSON: {"counts": {"结案": 9, "应结案": 10}, "indicators": ["结案率"]}')
        compute.add_argument("--json", action="store_true", help="print JSON instead of lines")
        check = does.add_parser("check", help="say what is wrong with a YAML file of indicators or schemes")
        check.add_argument("file", help="a list of indicators, or with --schemes of schemes")
        check.add_argument("--schemes", action="store_true", help="the file holds schemes")
        listing = does.add_parser("list", help="print every indicator with its formula")
        lake = does.add_parser("lake", help="print figures of all cities whose facts are in the lake, as CSV")
        lake.add_argument("indicators", nargs="+", help="keys or names, such as 结案率")
        lake.add_argument("--by", nargs="+", choices=[*api.Dimension], default=["DISTRICT"], help="what divides rows")
        lake.add_argument("--since", type=date.fromisoformat, help="first day, such as 2026-01-01")
        lake.add_argument("--until", type=date.fromisoformat, help="the day after the last one")
        lake.add_argument("--city", nargs="+", help="codes of cities; all that write to the lake, if none is named")
        for each in (compute, check, listing, lake):
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
                case "lake":
                    self._from_lake(definitions, options)
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

    def _from_lake(self, definitions: list[api.Indicator], options: dict[str, Any]) -> None:
        indicators = api.Indicators(definitions)
        wanted = [indicators.indicator(name).key for name in options["indicators"]]
        by = [api.Dimension(each) for each in options["by"]]
        rows = api.lake_figures(
            indicators=indicators,
            wanted=wanted,
            by=by,
            where=api.Selection(since=options["since"], until=options["until"]),
            at=now(),
            reach=api.Reach(cities=tuple(options["city"]) if options["city"] else None),
        )
        table = csv.writer(self.stdout, lineterminator="\n")
        table.writerow([*(each.value.lower() for each in by), *wanted])
        table.writerows(["" if value is None else value for value in row.values] + [*row.figures] for row in rows)

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
