"""The door of `exchange`."""

from cityloop.exchange.actions.replay import Tally, replay, understand_files
from cityloop.exchange.domain.mapping import Mapping, MappingInvalidError, read_mapping

__all__ = ["Mapping", "MappingInvalidError", "Tally", "read_mapping", "replay", "understand_files"]
