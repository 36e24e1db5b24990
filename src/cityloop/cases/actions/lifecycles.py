"""Publishing lifecycles."""

from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction

from cityloop.cases.contracts import Published
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.models import LifecycleVersion

STANDARD_FILE = Path(__file__).parents[1] / "lifecycles" / "standard.yaml"


def standard_data() -> dict[str, Any]:
    """Return the lifecycle that CityLoop ships, as plain data."""
    data: dict[str, Any] = yaml.safe_load(STANDARD_FILE.read_text(encoding="utf-8"))
    return data


@transaction.atomic
def publish_lifecycle(*, data: dict[str, Any], valid_from: datetime, at: datetime) -> Published:
    """Publish a lifecycle; cases registered from `valid_from` on follow it. The same data twice changes nothing.

    :raises LifecycleInvalidError: the data does not hold together.
    """
    lifecycle = read(data)
    latest = LifecycleVersion.objects.select_for_update().filter(key=lifecycle.key).order_by("-version").first()
    if latest is not None and latest.data == data:
        return Published(id=latest.pk, key=latest.key, version=latest.version, is_new=False)
    number = latest.version + 1 if latest else 1
    made = LifecycleVersion.objects.create(
        key=lifecycle.key, version=number, data=data, published_at=at, valid_from=valid_from
    )
    return Published(id=made.pk, key=made.key, version=made.version, is_new=True)
