"""The inventory over HTTP."""

from ninja import Router

from cityloop.assets.rest import components, imports, lives

router = Router()
for part in (components.router, imports.router, lives.router):
    router.add_router("", part)
