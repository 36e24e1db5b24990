"""The base maps of this installation, as its settings name them."""

from django.conf import settings

from cityloop.maps.contracts import BaseMap


def base_maps() -> list[BaseMap]:
    """Return them in the order in which they are named."""
    return [BaseMap(**each) for each in settings.CITYLOOP_BASE_MAPS]
