"""The door of `exchange`."""

from cityloop.exchange.actions.parallel import replay_in_processes
from cityloop.exchange.actions.replay import replay, understand_files
from cityloop.exchange.domain.mapping import Mapping, MappingInvalidError, read_mapping
from cityloop.exchange.domain.tally import Tally

__all__ = [
    "Mapping",
    "MappingInvalidError",
    "Tally",
    "read_mapping",
    "replay",
    "replay_in_processes",
    "understand_files",
]
