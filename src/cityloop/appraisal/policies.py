"""Who may see what outside evaluation has come to, who sets it up and runs it, who goes to the sites."""

from cityloop.access.api import Actor, require

READ = "appraisal.read"
DEFINE = "appraisal.define"
RUN = "appraisal.run"
VISIT = "appraisal.visit"


def require_part(actor: Actor, *, area_code: str | None = None) -> None:
    """Let pass who has a part in appraisals: who watches them, and who goes to the sites.

    :raises NotPermittedError: the actor has none, or not in this area.
    """
    require(actor, VISIT if actor.may(VISIT) else READ, grid=area_code)
