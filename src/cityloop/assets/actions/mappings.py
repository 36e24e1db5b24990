"""Saved ways of reading files."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from cityloop.access import api as access
from cityloop.assets.contracts import MappingView
from cityloop.assets.domain.mapping import understand
from cityloop.assets.models import ImportMapping
from cityloop.assets.policies import MANAGE
from cityloop.assets.queries.imports import mapping_view
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import verbatim


@transaction.atomic
def save_mapping(*, name: str, rules: Mapping[str, Any], actor: access.Actor, at: datetime) -> MappingView:
    """Keep a mapping under a name; one that is kept under it already gives way, imports keep their own copy.

    :raises InvalidInputError: it is no mapping.
    """
    access.require(actor, MANAGE)
    try:
        understand(rules)
    except ValueError as error:
        raise InvalidInputError(verbatim(error), field="rules") from error
    row, is_new = ImportMapping.objects.select_for_update().get_or_create(
        name=name, defaults={"rules": dict(rules), "changed_at": at}
    )
    if not is_new and row.rules != rules:
        row.rules, row.version, row.changed_at = dict(rules), row.version + 1, at
        row.save()
    access.audit(actor, "assets.save_mapping", f"import_mapping:{row.pk}", at, name=name)
    return mapping_view(row)
