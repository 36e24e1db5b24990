"""The definitions that come with the program: every city starts from them and changes them as it likes."""

from importlib.resources import files
from typing import Any

import yaml

from cityloop.evaluation.domain.definitions import read_indicators, read_schemes
from cityloop.evaluation.domain.indicators import Indicator
from cityloop.evaluation.domain.schemes import Scheme

DATA = files("cityloop.evaluation") / "data"


def shipped_indicators() -> list[Indicator]:
    """Return the indicators of `data/indicators.yaml`."""
    return read_indicators(shipped_indicator_data())


def shipped_schemes() -> list[Scheme]:
    """Return the schemes of `data/schemes`, file by file."""
    return read_schemes(shipped_scheme_data())


def shipped_indicator_data() -> list[dict[str, Any]]:
    """Return the indicators of `data/indicators.yaml`, as they are written."""
    data: list[dict[str, Any]] = yaml.safe_load((DATA / "indicators.yaml").read_text(encoding="utf-8"))
    return data


def shipped_scheme_data() -> list[dict[str, Any]]:
    """Return the schemes of `data/schemes`, as they are written, file by file."""
    found: list[dict[str, Any]] = []
    for file in sorted((DATA / "schemes").iterdir(), key=lambda file: file.name):
        if file.name.endswith(".yaml"):
            found += yaml.safe_load(file.read_text(encoding="utf-8"))
    return found
