"""Words for people that can be told in another language later: the template and its values, not only finished text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Protocol, Self

BETWEEN = ", "


class Tongue(Protocol):
    """A language that words are told in."""

    @property
    def code(self) -> str:
        """Return its name as data names it, such as `zh`."""
        ...

    def words(self, text: str, context: str = "") -> str | None:
        """Return this text in the language, if it is known; `context` tells apart what is only written alike."""
        ...


class Sentence(str):
    """Text in English that knows its template and values, so that `told` can say it in another language.

    Being text, it is compared, joined, logged and sent like any other.
    """

    __slots__ = ("context", "template", "values")
    template: str
    context: str
    values: Mapping[str, Any]

    def __new__(
        cls, template: str, values: Mapping[str, Any], *, context: str = "", english: str | None = None
    ) -> Self:
        """Fill in the template, unless its English is given because others have worded it."""
        made = super().__new__(cls, _filled(template, values, None) if english is None else english)
        made.template, made.values, made.context = template, values, context
        return made

    def __str__(self) -> "Sentence":
        """Return itself: an exception made of a sentence gives the sentence back."""
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> "Sentence":
        """Return itself, for it does not change."""
        return self


@dataclass(frozen=True, slots=True)
class Listed:
    """A value that is told part by part; each language sets its own mark between them."""

    parts: Sequence[Any]
    between: str = BETWEEN


@dataclass(frozen=True, slots=True)
class Named:
    """A value that is a code in English and in other languages what a city calls it: `names` by language."""

    code: str
    names: Mapping[str, str]


def say(template: str, /, **values: Any) -> Sentence:
    """Return a sentence. The catalogue in `locale` knows it by its template, which is written out where it is said.

    :param template: as `str.format` reads it.
    :param values: a list is told with commas, an enum by its name in the language, a sentence in the language.
    """
    return Sentence(template, values)


def word(text: str, *, context: str) -> Sentence:
    """Return a word of ours that has a name in other languages, such as what a move is given."""
    return Sentence(text, {}, context=context)


def verbatim(words: object) -> Sentence:
    """Return what others have worded, such as a library's reason: it is told as it is in every language.

    An exception of ours that was made of a sentence gives that sentence back.
    """
    text = str(words)
    return text if isinstance(text, Sentence) else Sentence("{words}", {"words": text})


def told(thing: Any, tongue: Tongue | None) -> Any:
    """Return words, or a structure that holds words, in this language, None being English; the rest stays as it is."""
    match thing:
        case Sentence():
            return _sentence(thing, tongue)
        case Mapping():
            return {key: told(value, tongue) for key, value in thing.items()}
        case list() | tuple():
            return [told(value, tongue) for value in thing]
        case _:
            return thing


def _sentence(sentence: Sentence, tongue: Tongue | None) -> str:
    known = None if tongue is None else tongue.words(sentence.template, sentence.context)
    if tongue is None or (known is None and sentence.context):
        return sentence
    return _filled(known or sentence.template, sentence.values, tongue)


def _filled(template: str, values: Mapping[str, Any], tongue: Tongue | None) -> str:
    return template.format(**{name: _shown(value, tongue) for name, value in values.items()}) if values else template


def _shown(value: Any, tongue: Tongue | None) -> Any:
    match value:
        case Sentence():
            return _sentence(value, tongue)
        case Enum() if tongue is not None:
            return tongue.words(str(value), type(value).__name__) or value
        case Named():
            return value.code if tongue is None else value.names.get(tongue.code, value.code)
        case Listed():
            between = (tongue and tongue.words(value.between, "between")) or value.between
            return between.join(str(_shown(part, tongue)) for part in value.parts)
        case list() | tuple():
            return _shown(Listed(value), tongue)
        case _:
            return value
