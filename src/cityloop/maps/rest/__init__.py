"""Maps over HTTP: tiles, base maps, what is nearby; `ogc` holds the OGC API - Features."""

from cityloop.maps.rest import tiles

routers = {"/tiles": tiles.router}
