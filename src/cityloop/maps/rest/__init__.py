"""Maps over HTTP: tiles, base maps, what is nearby; `ogc` holds the OGC API - Features."""

from cityloop.maps.rest import base_maps, nearby, tiles

routers = {"/tiles": tiles.router, "/base-maps": base_maps.router, "/nearby": nearby.router}
