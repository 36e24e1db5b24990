"""The languages in which people are answered: English as it is written, Chinese by the catalogue."""

from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.http import HttpRequest
from django.utils.translation import get_language_from_request

from cityloop.kernel.wording import Tongue

CATALOGUE = Path(__file__).parents[1] / "locale" / "zh_Hans" / "LC_MESSAGES" / "cityloop.po"


class Chinese:
    """Simplified Chinese, as the catalogue has it; what it lacks stays English."""

    code = "zh"

    def words(self, text: str, context: str = "") -> str | None:
        """Return the translation of a text, if there is one."""
        found = catalogue().get(text, context or None)
        return str(found.string) if found is not None and found.string and not found.fuzzy else None


CHINESE = Chinese()


@cache
def catalogue() -> Catalog:
    """Return the catalogue, read once in the life of a process."""
    with CATALOGUE.open("rb") as file:
        return read_po(file, locale="zh_Hans", domain="cityloop", abort_invalid=True)


def tongue_of(accept_language: str | None) -> Tongue | None:
    """Return the language that the header `Accept-Language` wants; None is English, for programs that name none."""
    if accept_language is None:
        return None
    request = HttpRequest()
    request.META["HTTP_ACCEPT_LANGUAGE"] = accept_language
    return CHINESE if get_language_from_request(request).startswith("zh") else None


def tag_of(tongue: Tongue | None) -> str:
    """Return the tag by which `Content-Language` names a language."""
    return "en" if tongue is None else "zh-Hans"
