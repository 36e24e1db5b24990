"""From a folder of files to a city package."""

from cityloop.administration.reading.package import read_package

__all__ = ["read_package"]
