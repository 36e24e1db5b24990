"""Territory over HTTP: the ground as it stands, and changes to its grids."""

from cityloop.territory.rest import changes, faults, ground, loose_ends

routers = {
    "/territory": ground.router,
    "/territory/grid-changes": changes.router,
    "/territory/faults": faults.router,
    "/territory/loose-ends": loose_ends.router,
}
