"""Cases over HTTP: read the request, call the door, write the answer."""

from cityloop.cases.rest import moves, photos, tasks

routers = {
    "/cases/photos": photos.router,
    "/cases/tasks": tasks.router,
    "/cases": moves.router,
}
