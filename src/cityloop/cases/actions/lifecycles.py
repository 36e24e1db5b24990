"""Publishing lifecycles, and having the published ones at hand."""

from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from cityloop.cases.domain.lifecycle import Lifecycle
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.models import LifecycleVersion

STANDARD_FILE = Path(__file__).parents[1] / "lifecycles" / "standard.yaml"


def standard_data() -> dict[str, Any]:
    """Return the lifecycle that CityLoop ships, as plain data."""
    data: dict[str, Any] = yaml.safe_load(STANDARD_FILE.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def publish_lifecycle(*, data: dict[str, Any], valid_from: datetime, at: datetime) -> LifecycleVersion:
    """Publish a lifecycle; cases registered from `valid_from` on follow it. The same data twice changes nothing.

    :raises LifecycleInvalidError: the data does not hold together.
    """
    lifecycle = read(data)
    latest = LifecycleVersion.objects.select_for_update().filter(key=lifecycle.key).order_by("-version").first()
    if latest is not None and latest.data == data:
        return latest
    number = latest.version + 1 if latest else 1
    return LifecycleVersion.objects.create(
        key=lifecycle.key, version=number, data=data, published_at=at, valid_from=valid_from
    )


def current_lifecycle(*, at: datetime) -> LifecycleVersion:
    """Return the version that a case registered at this moment follows; the shipped one where none was published."""
    version = LifecycleVersion.objects.filter(valid_from__lte=at).order_by("-valid_from", "-id").defer("data").first()
    if version is None:
        earliest = LifecycleVersion.objects.order_by("valid_from", "id").defer("data").first()
        return earliest or publish_lifecycle(data=standard_data(), valid_from=at, at=at)
    return version


@lru_cache(maxsize=64)
def lifecycle_of(version_id: int) -> Lifecycle:
    """Return a published lifecycle, ready to use; published versions never change, so it is read once."""
    return read(LifecycleVersion.objects.get(pk=version_id).data)
