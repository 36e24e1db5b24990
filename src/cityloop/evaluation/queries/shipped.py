"""The definitions that come with the program: every city starts from them and changes them as it likes."""

from importlib.resources import files

import yaml

from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.indicators import Indicator
from cityloop.evaluation.domain.schemes import Scheme

DATA = files("cityloop.evaluation") / "data"


def shipped_indicators() -> list[Indicator]:
    """Return the indicators of `data/indicators.yaml`."""
    return read_indicators(yaml.safe_load((DATA / "indicators.yaml").read_text(encoding="utf-8")))


def shipped_schemes() -> list[Scheme]:
    """Return the schemes of `data/schemes`, file by file."""
    found = []
    for file in sorted((DATA / "schemes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            found += read_schemes(yaml.safe_load(file.read_text(encoding="utf-8")))
    return found
