"""The published lifecycles, ready to use."""

from datetime import datetime
from functools import lru_cache

from cityloop.cases.domain.lifecycle import Lifecycle
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.models import LifecycleVersion


def current_lifecycle_id(*, at: datetime) -> int | None:
    """Return the version that a case registered at this moment follows: the newest in force, else the first one.

    A case of the past that is registered before any version was in force follows the first one.
    """
    versions = LifecycleVersion.objects.values_list("pk", flat=True)
    newest = versions.filter(valid_from__lte=at).order_by("-valid_from", "-id").first()
    return newest or versions.order_by("valid_from", "id").first()


@lru_cache(maxsize=64)
def lifecycle_of(version_id: int) -> Lifecycle:
    """Return a published lifecycle; published versions never change, so each is read once by a process."""
    return read(LifecycleVersion.objects.get(pk=version_id).data)
