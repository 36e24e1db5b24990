"""Texts made from the fields of a row: `ANC {ANC_ID}`, or `{ANC_ID:1}` for the first character only."""

import re
from collections.abc import Mapping
from typing import Any

FIELD = re.compile(r"\{(?P<name>[^{}:]+)(?::(?P<length>[0-9]+))?\}")


def fields_of(template: str) -> set[str]:
    """Return the names of the fields a template reads."""
    return {match["name"] for match in FIELD.finditer(template)}


def fill(template: str, row: Mapping[str, Any]) -> str:
    """Return the template with its fields filled in, without blanks around it; what a row lacks is empty."""

    def value(match: re.Match[str]) -> str:
        text = plain(row.get(match["name"]))
        return text[: int(match["length"])] if match["length"] else text

    return " ".join(FIELD.sub(value, template).split())


def plain(value: Any) -> str:
    """Return a cell as text: 7.0 is 7, nothing is empty."""
    if value is None or value != value:  # noqa: PLR0124 - not-a-number is the value that differs from itself
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
