"""`cityloop bulletin`: write the bulletin of a period into a folder."""

from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from cityloop.evaluation import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError
from cityloop.territory import api as territory


class Command(BaseCommand):
    """Count a bulletin now and write it as xlsx, docx and PDF; nothing is kept in the database."""

    help = "Write the bulletin of a period into a folder, as xlsx, docx and PDF. Nothing is kept in the database."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Say which period, whose leagues, where to, in which language."""
        parser.add_argument("--period", help="2026-10, S2026-10 (statistic month), …; else the month that is over")
        parser.add_argument("--out", required=True, help="the folder, which is made if need be")
        parser.add_argument("--scheme", action="append", default=[], help="whose league it tells; may be given again")
        parser.add_argument("--language", choices=api.LANGUAGES, default="zh")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's shape
        """Write it, and say which files were written."""
        try:
            written = self._write(options)
        except (RefusedError, OSError) as error:
            raise CommandError(str(error)) from error
        for path in written:
            self.stdout.write(str(path))

    def _write(self, options: dict[str, Any]) -> list[Path]:
        at, folder, language = now(), Path(options["out"]), options["language"]
        period = options["period"] or _month_over(at.astimezone(ZoneInfo(territory.city().timezone)).date())
        schemes = options["scheme"] or api.usual_schemes()
        content = api.counted_bulletin(period=period, schemes=schemes, at=at)
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for file_format in api.BulletinFormat:
            path = folder / f"bulletin-{content.period.key}-{language}.{file_format}"
            path.write_bytes(api.rendered(content, file_format, language))
            written.append(path)
        return written


def _month_over(today: date) -> str:
    return api.statistic_month_over(today, month_begins_on=api.rules_book().month_begins_on).key
