"""The inventory over HTTP."""

from cityloop.assets.rest import components

router = components.router
