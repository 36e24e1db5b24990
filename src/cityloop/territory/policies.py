"""Who may see which ground."""

from cityloop.access import api as access
from cityloop.kernel.errors import NotPermittedError
from cityloop.kernel.wording import say

READ = "territory.read"
MANAGE = "territory.manage"
APPROVE = "territory.approve"


def area_within(actor: access.Actor, permission: str, wanted: str) -> str:
    """Return the prefix of grid codes that is both wanted and the actor's: the longer of the two.

    :raises NotPermittedError: the post lacks the permission, or what is wanted lies outside the actor's area.
    """
    access.require(actor, permission)
    if wanted.startswith(actor.area_code):
        return wanted
    if actor.area_code.startswith(wanted):
        return actor.area_code
    message = say("The area {wanted} lies outside your area {area_code}.", wanted=wanted, area_code=actor.area_code)
    raise NotPermittedError(message, permission=permission, wanted=wanted, area=actor.area_code)
