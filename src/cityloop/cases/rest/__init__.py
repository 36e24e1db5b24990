"""Cases over HTTP: read the request, call the door, write the answer."""

from ninja import Router

from cityloop.access.api import signed_in
from cityloop.cases.rest.cases import router as cases
from cityloop.cases.rest.moves import router as moves
from cityloop.cases.rest.photos import router as photos
from cityloop.cases.rest.tasks import router as tasks

router = Router(tags=["cases"], auth=signed_in)
router.add_router("", cases)
router.add_router("", moves)
router.add_router("/photos", photos)
router.add_router("/tasks", tasks)
