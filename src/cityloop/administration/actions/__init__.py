"""Loading a city, whole or not at all."""

from cityloop.administration.actions.loading import load_city

__all__ = ["load_city"]
