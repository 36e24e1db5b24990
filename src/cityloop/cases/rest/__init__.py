"""Cases over HTTP: read the request, call the door, write the answer."""

from cityloop.cases.rest import addresses, exports, moves, photos, saved_queries, tasks

routers = {
    "/cases/addresses": addresses.router,
    "/cases/export": exports.router,
    "/cases/queries": saved_queries.router,
    "/cases/photos": photos.router,
    "/cases/tasks": tasks.router,
    "/cases": moves.router,
}
