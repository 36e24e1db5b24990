"""What a server that others reach must have set before it may start."""

import os
import stat
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django
from django.apps import apps
from django.conf import settings

from cityloop.config.cluster import Cluster
from cityloop.config.home import home, uses_embedded_cluster

SHORTEST_SECRET = 50
FEWEST_CHARACTERS = 10  # different ones; "aaaa…" is not a secret
LOCAL = {"", "127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not safe: the setting, what is wrong with it, what to do."""

    setting: str
    trouble: str
    remedy: str

    def __str__(self) -> str:
        """Return it as a line for the operator."""
        return f"{self.setting}: {self.trouble} {self.remedy}"


def findings() -> list[Finding]:
    """Return everything in the settings that a production server may not have."""
    return [*_secrets(), *_reach(), *_transport(), *_places(), *_figures(), *_base_maps()]


def refuse_unsafe_server() -> None:
    """Leave with the findings if this server is for others to reach (CITYLOOP_PUBLIC_URL) and has any.

    A base map, a lake or an engine that is not what the setting says stops a server for this machine only, too.
    """
    found = findings() if settings.PUBLIC_URL else [*_figures(), *_base_maps()]
    if found:
        lines = "\n".join(f"  - {finding}" for finding in found)
        sys.exit(f"CityLoop does not start for {settings.PUBLIC_URL or 'this machine'}:\n{lines}")


def _secrets() -> Iterator[Finding]:
    try:
        secret = settings.SECRET_KEY
    except Exception:  # noqa: BLE001 - Django raises when the secret is empty
        secret = ""
    remedy = 'Set it to the output of: python3 -c "import secrets; print(secrets.token_urlsafe(64))"'
    if not secret:
        yield Finding("CITYLOOP_SECRET_KEY", "is not set.", remedy)
    elif "insecure" in secret or len(set(secret)) < FEWEST_CHARACTERS:
        yield Finding("CITYLOOP_SECRET_KEY", "can be guessed.", remedy)
    elif len(secret) < SHORTEST_SECRET:
        yield Finding("CITYLOOP_SECRET_KEY", f"is shorter than {SHORTEST_SECRET} characters.", remedy)
    if settings.DEBUG:
        yield Finding("CITYLOOP_DEBUG", "is on: errors show the program's insides to everyone.", "Unset it.")


def _reach() -> Iterator[Finding]:
    if not settings.PUBLIC_URL:
        yield Finding("CITYLOOP_PUBLIC_URL", "is not set.", "Set it to what people type, such as https://city.example.")
    if any(host == "*" or host.startswith(".") for host in settings.ALLOWED_HOSTS):
        remedy = "Name each host in full, or unset it: the host of CITYLOOP_PUBLIC_URL is allowed by itself."
        yield Finding("CITYLOOP_ALLOWED_HOSTS", "holds a wildcard: links could be made to lead elsewhere.", remedy)
    if any(not origin.startswith("https://") or "*" in origin for origin in settings.CSRF_TRUSTED_ORIGINS):
        yield Finding("CITYLOOP_ORIGINS", "trusts pages without TLS, or any page.", "Name https:// addresses in full.")
    if settings.METRICS_TOKEN and len(settings.METRICS_TOKEN) < 20:
        yield Finding("CITYLOOP_METRICS_TOKEN", "is shorter than 20 characters.", "Draw a longer one.")


def _transport() -> Iterator[Finding]:
    if not (settings.HTTPS and settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE):
        remedy = "Unset it and let CITYLOOP_PUBLIC_URL begin with https://."
        yield Finding("CITYLOOP_HTTPS", "is off: cookies would travel readable.", remedy)
    if not settings.SECURE_PROXY_SSL_HEADER:
        remedy = "Set it to 1 behind a proxy that ends TLS and itself sets X-Forwarded-Proto."
        yield Finding("CITYLOOP_TLS_PROXY", "is off: the server cannot tell TLS from plain requests.", remedy)
    if not settings.CITYLOOP_PROXIES:
        remedy = "Set it to the number of proxies in front, so that lock-outs and the audit see real addresses."
        yield Finding("CITYLOOP_PROXIES", "is 0: every caller would look like the proxy.", remedy)
    if os.environ.get("CITYLOOP_HOST", "") not in LOCAL and not settings.SECURE_PROXY_SSL_HEADER:
        yield Finding(
            "CITYLOOP_HOST", "opens the plain port to the network.", "Unset it, and put a TLS proxy in front."
        )


def _places() -> Iterator[Finding]:
    place = home()
    for path in (place, place / "files", place / "secret-key"):
        if path.exists() and _others_may_write(path):
            yield Finding("CITYLOOP_HOME", f"{path} may be written by others.", f"Run: chmod go-w '{path}'")
    kept = place / "secret-key"
    if kept.exists() and kept.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        yield Finding("CITYLOOP_HOME", f"{kept} may be read by others.", f"Run: chmod 600 '{kept}'")
    record = Cluster(place).record if uses_embedded_cluster() else None
    if record and not record.durable:
        remedy = "Name another folder, or set DATABASE_URL."
        yield Finding("CITYLOOP_HOME", "holds a cluster for tests, which may lose what it acknowledged.", remedy)


def _figures() -> Iterator[Finding]:
    """Ask whether facts can be exported and counted as the settings say; whether a cluster runs is not asked."""
    if not apps.ready:
        django.setup()
    from cityloop.evaluation.api import engine_fault, lake_fault, schedule_fault  # noqa: PLC0415 - needs the applications

    if trouble := lake_fault(settings.CITYLOOP_LAKE):
        yield Finding("CITYLOOP_LAKE", trouble, "Name a folder, such as /srv/lake, or s3://bucket/folder.")
    if trouble := engine_fault(settings.CITYLOOP_ANALYTICS):
        yield Finding("CITYLOOP_ANALYTICS", trouble, "Unset it, or install cityloop[spark] and name the master.")
    if trouble := schedule_fault(settings.CITYLOOP_BULLETIN):
        yield Finding("CITYLOOP_BULLETIN", trouble, "Write a day and a time, such as 3 08:00, or never.")


def _base_maps() -> Iterator[Finding]:
    """Ask each map whether it is what the setting says; one that does not answer at all may do so later."""
    if not settings.CITYLOOP_BASE_MAPS:
        return
    if not apps.ready:
        django.setup()
    from cityloop.maps.api import base_map_faults  # noqa: PLC0415 - needs the applications

    for trouble in base_map_faults():
        yield Finding("CITYLOOP_BASE_MAPS", trouble, "docs/operations/base-maps.md says how it is written.")


def _others_may_write(path: Path) -> bool:
    return bool(path.stat().st_mode & (stat.S_IWGRP | stat.S_IWOTH))
