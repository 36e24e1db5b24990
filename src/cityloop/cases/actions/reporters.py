"""Looking at who reported: allowed to few, recorded always."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from cityloop.access.api import Actor, audit, require
from cityloop.cases.contracts import Reporter
from cityloop.cases.queries.details import case_of
from cityloop.kernel.errors import NotFoundError
from cityloop.kernel.wording import say


@transaction.atomic
def see_reporter(*, case_id: UUID, actor: Actor, at: datetime) -> Reporter:
    """Return who reported a case, unmasked, and record that this actor looked.

    :raises NotFoundError: there is no such case for this actor, or nobody is known.
    :raises NotPermittedError: the post has no need to know.
    """
    case = case_of(case_id, actor)
    require(actor, "access.see_phone")
    reporter = getattr(case, "reporter", None)
    if reporter is None:
        message = say("Nobody is known to have reported this case.")
        raise NotFoundError(message)
    audit(actor=actor, action="cases.see_reporter", subject=f"case:{case.number}", at=at)
    return Reporter(name=reporter.name, phone=reporter.phone, wants_answer=reporter.wants_answer)
