"""Outside evaluation in the world: two appraisals, one with a questionnaire, drawn sites and a photograph."""

from cityloop.appraisal import api
from cityloop.cases.tests.factories import picture
from tests.appraisal.situations import AT, asked, drawn, listed, opened, visited
from tests.support.town import EAST, Town, key


def appraised(town: Town) -> dict[str, str]:
    """Appraise the town, and return what it goes by in addresses."""
    listed(town)
    appraisal_id, fresh_id = opened(town), opened(town, "fresh appraisal")
    token = asked(town, appraisal_id).token
    draw = drawn(town, appraisal_id)
    closed_id = opened(town, "closed appraisal")
    api.close_appraisal(appraisal_id=closed_id, actor=town["evaluator"], at=AT)
    site, other = api.drawn_sites(appraisal_id=appraisal_id, actor=town["collector_a"])[:2]
    visited(town, other.id, 8)
    new = api.NewVisitPhoto(content=picture(), taken_at=AT)
    photo = api.keep_site_photo(
        photo_id=key("photo of a site"), site_id=site.id, new=new, actor=town["collector_a"], at=AT
    )
    return {
        "tree_key": "service",
        "appraisal_id": str(appraisal_id),
        "fresh_appraisal_id": str(fresh_id),
        "closed_appraisal_id": str(closed_id),
        "draw_id": str(draw.id),
        "token": token,
        "site_id": str(site.id),
        "visit_photo_id": str(photo.id),
        "area_code": EAST,
    }
