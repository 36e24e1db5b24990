"""Loading trees of indicators, in versions that never change."""

import re
from datetime import date, datetime
from hashlib import sha256

import orjson
from django.db import connection, transaction

from cityloop.access import api as access
from cityloop.appraisal.contracts import TreeHead
from cityloop.appraisal.domain.tree_files import plain_of, read_tree
from cityloop.appraisal.models import TreeVersion
from cityloop.appraisal.policies import DEFINE
from cityloop.appraisal.queries.trees import head_of
from cityloop.kernel import locks
from cityloop.kernel.errors import InvalidInputError
from cityloop.kernel.wording import say

KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,59}")


@transaction.atomic
def load_tree(
    *, key: str, title: str, valid_from: date, file: tuple[str, bytes], actor: access.Actor, at: datetime
) -> TreeHead:
    """Load a version of a tree of indicators, in force from a day on. The same content again changes nothing.

    :param file: its name, which says whether it is YAML, and what it holds: YAML, CSV or xlsx.
    :raises NotPermittedError: the actor may not define how the city is appraised.
    :raises BadTableError: anything in the file is wrong; all wrong cells are told, with line and column.
    :raises InvalidInputError: the key is none.
    """
    access.require(actor, DEFINE, grid="")
    if not KEY.fullmatch(key):
        message = say("The key of a tree has up to 60 letters, digits, - and _.")
        raise InvalidInputError(message, field="key")
    name, content = file
    rows = read_tree(content, filename=name)
    plain = plain_of(rows)
    digest = sha256(orjson.dumps([title, plain])).hexdigest()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [locks.INDICATOR_TREES])
    latest = TreeVersion.objects.filter(key=key).order_by("-number").first()
    if latest is not None and (latest.digest, latest.valid_from) == (digest, valid_from):
        return head_of(latest)
    made = TreeVersion.objects.create(
        key=key,
        number=latest.number + 1 if latest else 1,
        title=title,
        valid_from=valid_from,
        rows=plain,
        leaves=sum(not row.is_heading for row in rows),
        digest=digest,
        loaded_at=at,
        loaded_by=actor.account_id,
    )
    access.audit(actor, "appraisal.define", f"tree:{key}:{made.number}", at, valid_from=valid_from.isoformat())
    return head_of(made, is_new=True)
