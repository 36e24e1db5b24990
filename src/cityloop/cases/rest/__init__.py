"""Cases over HTTP: read the request, call the door, write the answer."""

from cityloop.cases.rest import addresses, moves, photos, tasks

routers = {
    "/cases/addresses": addresses.router,
    "/cases/photos": photos.router,
    "/cases/tasks": tasks.router,
    "/cases": moves.router,
}
