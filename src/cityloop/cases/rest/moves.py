"""Moving cases."""

from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from ninja import Path
from pydantic import StringConstraints

from cityloop.access.api import ActorRequest
from cityloop.cases import api
from cityloop.cases.rest import cases, incoming
from cityloop.kernel.clock import now
from cityloop.kernel.http import IdempotencyKey, problems, quick

router = cases.router
Verb = Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,32}$"), Path()]


@router.post(
    "/{uuid:case_id}/moves/{verb}",
    response={200: api.CaseView, **problems(401, 403, 404, 409, 422)},
    operation_id="move_case",
)
def move(
    request: ActorRequest, case_id: UUID, verb: Verb, body: incoming.MoveIn, idempotency_key: IdempotencyKey
) -> HttpResponse:
    """Make one move with a case.

    Which verbs are open to the caller stands with the case (`moves`). Requests of a body are moves, too:
    `ask_extension`, `ask_return`, `ask_suspension` and so on, decided by `approve` or `refuse`. A stale `version` gets
    409 with the newer state; the same Idempotency-Key again changes nothing more.
    """
    case = api.move(
        case_id=case_id,
        verb=verb,
        inputs=body.inputs(),
        actor=request.auth,
        at=now(),
        version=body.version,
        step_id=idempotency_key,
    )
    return quick(case)
