"""The published lifecycles, ready to use."""

from datetime import datetime
from functools import lru_cache

from django.db import connection

from cityloop.cases.domain.lifecycle import Lifecycle
from cityloop.cases.domain.lifecycle_file import read
from cityloop.cases.models import LifecycleVersion
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say

CURRENT = """
SELECT coalesce(
    (SELECT id FROM cases_lifecycleversion WHERE valid_from <= %(at)s ORDER BY valid_from DESC, id DESC LIMIT 1),
    (SELECT id FROM cases_lifecycleversion ORDER BY valid_from, id LIMIT 1))
"""


def current_lifecycle_id(*, at: datetime) -> int | None:
    """Return the version that a case registered at this moment follows: the newest in force, else the first one.

    A case of the past that is registered before any version was in force follows the first one.
    """
    with connection.cursor() as cursor:
        cursor.execute(CURRENT, {"at": at})
        version_id: int | None = cursor.fetchone()[0]
    return version_id


@lru_cache(maxsize=64)
def lifecycle_of(version_id: int) -> Lifecycle:
    """Return a published lifecycle; published versions never change, so each is read once by a process.

    :raises NotFoundError: there is no such version.
    """
    version = LifecycleVersion.objects.filter(pk=version_id).first()
    if version is None:
        message = say("There is no such lifecycle.")
        raise NotFoundError(message)
    return read(version.data)
