"""Who may see what outside evaluation has come to, who sets it up and runs it, who goes to the sites."""

from dataclasses import replace

from cityloop.access.api import Actor, require

READ = "appraisal.read"
DEFINE = "appraisal.define"
RUN = "appraisal.run"
VISIT = "appraisal.visit"
DISTRICT = 6  # digits in the code of a district, which is all that is known of where a site belongs


def reach(actor: Actor) -> str:
    """Return the area in which the actor has a part in sites: their own, or the district that theirs is a part of.

    Sites are listed by district, so whoever sits in a street or a grid goes to those of its district.
    """
    return actor.area_code[:DISTRICT]


def require_part(actor: Actor, *, area_code: str | None = None) -> None:
    """Let pass who has a part in appraisals: who watches them, and who goes to the sites.

    :param area_code: the district of a site.
    :raises NotPermittedError: the actor has none, or not in this area.
    """
    require(_reaching(actor), VISIT if actor.may(VISIT) else READ, grid=area_code)


def require_visit(actor: Actor, *, area_code: str) -> None:
    """Let pass who goes to the sites of a district.

    :raises NotPermittedError: the actor visits none, or not there.
    """
    require(_reaching(actor), VISIT, grid=area_code)


def _reaching(actor: Actor) -> Actor:
    return replace(actor, area_code=reach(actor))
