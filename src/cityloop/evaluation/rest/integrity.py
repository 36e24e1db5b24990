"""The integrity of collectors: hints with what they rest on, and from where on something does not look true."""

from dataclasses import asdict
from typing import Annotated, Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Query, Router, Schema
from pydantic import Field

from cityloop.access.api import ActorRequest, signed_in
from cityloop.evaluation import api
from cityloop.evaluation.contracts.integrity import CollectorIntegrity, IntegrityTable, ThresholdsView
from cityloop.evaluation.rest.fields import PeriodKey
from cityloop.kernel.clock import now
from cityloop.kernel.http import problems, quick
from cityloop.kernel.languages import tongue_of
from cityloop.kernel.wording import told

router = Router(tags=["evaluation"], auth=signed_in)


class ThresholdsIn(Schema):
    """Thresholds by their keys; what is not named stays as it is."""

    values: Annotated[dict[str, Annotated[float, Field(allow_inf_nan=False)]], Field(max_length=50)]


@router.get("", response={200: IntegrityTable, **problems(401, 403, 422)}, operation_id="list_integrity")
def list_integrity(request: ActorRequest, period: Query[PeriodKey]) -> HttpResponse:
    """Return all collectors who worked in a period, 31 days at most, with the number of hints of each kind."""
    return quick(api.integrity_table(period=period, actor=request.auth))


@router.get("/thresholds", response={200: ThresholdsView, **problems(401, 403)}, operation_id="get_thresholds")
def get_thresholds(request: ActorRequest) -> HttpResponse:
    """Return from where on something does not look true, with the reasons in the language of `Accept-Language`."""
    found = api.thresholds_view(actor=request.auth)
    return quick(_in_language(request, found))


@router.post(
    "/thresholds", response={200: ThresholdsView, **problems(401, 403, 422)}, operation_id="publish_thresholds"
)
def publish_thresholds(request: ActorRequest, said: ThresholdsIn) -> HttpResponse:
    """Set thresholds; hints of any period follow them from now on."""
    made = api.publish_thresholds(values=said.values, actor=request.auth, at=now())
    return quick(_in_language(request, made))


@router.get(
    "/{uuid:account_id}",
    response={200: CollectorIntegrity, **problems(401, 403, 404, 422)},
    operation_id="get_integrity",
)
def get_integrity(request: ActorRequest, account_id: UUID, period: Query[PeriodKey]) -> HttpResponse:
    """Return one collector with every hint, its cases and photographs: to themselves, or to who watches collectors."""
    found = api.see_integrity(account_id=account_id, period=period, actor=request.auth, at=now())
    return quick(_in_language(request, found))


def _in_language(request: ActorRequest, found: CollectorIntegrity | ThresholdsView) -> Any:
    return told(asdict(found), tongue_of(request.headers.get("Accept-Language")))
