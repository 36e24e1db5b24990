"""From a folder of files to a city package."""

from cityloop.administration.queries.package import read_package

__all__ = ["read_package"]
