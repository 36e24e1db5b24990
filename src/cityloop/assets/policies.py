"""Who may do what with the inventory."""

from collections.abc import Sequence
from uuid import UUID

from cityloop.access import api as access
from cityloop.assets.contracts import Surveyor
from cityloop.assets.domain.surveying import dependence, touches
from cityloop.kernel.errors import NotPermittedError
from cityloop.kernel.wording import say
from cityloop.organizations import api as organizations

READ = "assets.read"
MANAGE = "assets.manage"
SURVEY = "assets.survey"
REVIEW = "assets.review"


def require_everywhere(actor: access.Actor, permission: str, area_codes: Sequence[str]) -> None:
    """Let the actor pass if they may do this in all of these areas; none are the whole city.

    :raises NotPermittedError: otherwise.
    """
    for code in area_codes or [""]:
        access.require(actor, permission, grid=code)


def require_somewhere(actor: access.Actor, permission: str, area_codes: Sequence[str]) -> None:
    """Let the actor pass if they may do this in a part of these areas; none are the whole city.

    :raises NotPermittedError: otherwise.
    """
    access.require(actor, permission)
    if not touches(area_codes, actor.area_code):
        message = say("This survey lies outside your area {area}.", area=actor.area_code)
        raise NotPermittedError(message, permission=permission, area=actor.area_code)


def require_independent(actor: access.Actor, permission: str, surveyors: Sequence[Surveyor]) -> None:
    """Let the actor pass if they had no part in the survey.

    :raises NotPermittedError: they surveyed, or their company did.
    """
    fault = dependence(actor.account_id, _company(actor.body_id), surveyors)
    if fault is not None:
        raise NotPermittedError(fault, permission=permission)


def _company(body_id: UUID | None) -> UUID | None:
    if body_id is None:
        return None
    hired = {organizations.BodyKind.COLLECTION_COMPANY, organizations.BodyKind.COMPANY}
    return body_id if organizations.body(body_id).kind in hired else None
