"""Standards over HTTP: classes, conditions and limits, calendars; their files in and out."""

from ninja import Router

from cityloop.access.api import signed_in
from cityloop.standards.rest import calendars, classes, conditions, disposal

router = Router(tags=["standards"], auth=signed_in)
router.add_router("", classes.router)
router.add_router("/conditions", conditions.router)
router.add_router("/disposal-standards", disposal.router)
router.add_router("/calendars", calendars.router)
