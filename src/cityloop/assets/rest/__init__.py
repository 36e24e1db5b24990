"""The inventory over HTTP."""

from ninja import Router

from cityloop.assets.rest import components, coverage, findings, imports, lives, photos, surveys

router = Router()
for part in (components.router, imports.router, lives.router, photos.router, coverage.router):
    router.add_router("", part)
for part in (surveys.router, findings.router):
    router.add_router("/surveys", part)
