"""`cityloop load-city`."""

from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cityloop.access.api import system_actor
from cityloop.administration import api
from cityloop.kernel.clock import now
from cityloop.kernel.errors import RefusedError

PLACELESS_TOLD = 10


class Command(BaseCommand):
    """Set up a whole city from a folder; see docs/city-packages.md. A second run with the same content adds nothing."""

    help = "Set up a whole city from a folder with city.yaml; the same content again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("folder", type=Path, help="the folder that holds city.yaml")
        parser.add_argument("--data", type=Path, help="where to look for files that the folder does not hold")
        parser.add_argument("--check", action="store_true", help="read and judge the package, write nothing")
        parser.add_argument(
            "--password-file", type=Path, help="first passwords, one `username:password` to a line (default: random)"
        )
        parser.add_argument(
            "--lasting-passwords", action="store_true", help="first passwords need not be changed; for demonstrations"
        )

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002 - Django's signature
        """Read, judge, load, and tell what was done."""
        started = perf_counter()
        try:
            self._load(options)
        except RefusedError as refusal:
            raise CommandError("\n".join(_reasons(refusal)), returncode=2) from refusal
        self.stdout.write(f"done in {perf_counter() - started:.1f} s")

    def _load(self, options: dict[str, Any]) -> None:
        self._tell(f"reading {options['folder']}")
        package = api.read_package(options["folder"], data=options["data"])
        if options["check"]:
            flaws = api.flaws_of(package)
            if flaws:
                raise api.BadPackageError(flaws)
            self._tell("the package contradicts itself nowhere; nothing was written")
            return
        report = api.load_city(
            package=package,
            actor=system_actor("load-city"),
            at=now(),
            tell=self._tell,
            passwords=_passwords(options["password_file"]),
            is_first_password_lasting=options["lasting_passwords"],
        )
        self._summarize(report)

    def _summarize(self, report: api.LoadReport) -> None:
        for layer, lost in report.placeless.items():
            for component in lost[:PLACELESS_TOLD]:
                place = f"{component.longitude:.6f}, {component.latitude:.6f}"
                self.stdout.write(f"  {layer} {component.external_id} at {place} {component.reason}")
            if len(lost) > PLACELESS_TOLD:
                self.stdout.write(f"  {layer}: and {len(lost) - PLACELESS_TOLD} more")
        if report.passwords:
            self.stdout.write("First passwords of new accounts, told this once:")
            for username, password in report.passwords.items():
                self.stdout.write(f"  {username}  {password}")
        if report.is_unchanged:
            self.stdout.write("everything was there already; nothing changed")

    def _tell(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _passwords(path: Path | None) -> dict[str, str]:
    if path is None:
        return {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        message = f"cannot read {path}: {error.strerror}"
        raise CommandError(message, returncode=2) from error
    pairs = [line.partition(":") for line in lines if line.strip() and not line.startswith("#")]
    return {name.strip(): password.strip() for name, _, password in pairs}


def _reasons(refusal: RefusedError) -> list[str]:
    if isinstance(refusal, api.BadPackageError):
        return [refusal.detail, *(f"  {flaw}" for flaw in refusal.flaws)]
    faults = refusal.facts.get("faults", ())
    return [refusal.detail, *(f"  line {each['line']} {each['column']}: {each['reason']}" for each in faults)]
