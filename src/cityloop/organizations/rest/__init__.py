"""Organizations over HTTP: bodies, staff, seats, responsibility, and whose case it would be."""

from cityloop.organizations.rest import bodies, responsibility, staff, tables

routers = {
    "/bodies": bodies.router,
    "/staff": staff.staff,
    "/seats": staff.seats,
    "/responsibility": responsibility.rules,
    "/routing": responsibility.routing,
    "/organizations/tables": tables.router,
}
