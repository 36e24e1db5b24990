"""Appraisal over HTTP: trees, appraisals and their scores, questionnaires, sites and visits."""

from cityloop.appraisal.rest import appraisals, asking, drawing, public, trees, visiting

appraisals.router.add_router("", asking.router)
appraisals.router.add_router("", drawing.router)
routers = {
    "/appraisal/trees": trees.router,
    "/appraisal/sites": drawing.sites,
    "/appraisal/drawn-sites": visiting.router,
    "/appraisal/photos": visiting.photos,
    "/appraisals": appraisals.router,
    "/questionnaires": public.router,
}
