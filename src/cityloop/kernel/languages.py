"""The languages in which people are answered: English as it is written, Chinese by the catalogue."""

from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from cityloop.kernel.wording import ENGLISH, Tongue, told

CATALOGUE = Path(__file__).parents[1] / "locale" / "zh_Hans" / "LC_MESSAGES" / "cityloop.po"
TAGS = {"zh": "zh-Hans", "en": "en"}


class Chinese:
    """Simplified Chinese, as the catalogue has it; what it lacks stays English."""

    code = "zh"

    def words(self, text: str, context: str = "") -> str:
        """Return the translation of a text."""
        known = catalogue().get(text, context or None)
        return str(known.string) if known is not None and known.string and not known.fuzzy else text


CHINESE = Chinese()


@cache
def catalogue() -> Catalog:
    """Return the catalogue, read once in the life of a process."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="cityloop", abort_invalid=True)


def tongue_of(request: HttpRequest) -> Tongue:
    """Return the language that a request wants by `Accept-Language`; a program that names none is told English."""
    if "Accept-Language" not in request.headers:
        return ENGLISH
    return CHINESE if get_language_from_request(request).startswith("zh") else ENGLISH


def fault_in_words(fault: dict[str, Any], tongue: Tongue) -> str:
    """Return what pydantic found wrong: in English as it says it, in other languages by its type and context."""
    template = tongue.words(fault["type"], "pydantic")
    if template == fault["type"]:
        return str(fault["msg"])
    return template.format(**{name: told(value, tongue) for name, value in fault.get("ctx", {}).items()})
