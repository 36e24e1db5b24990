"""Names found again: as written, by how they are read, short, and with typing errors."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz
from rapidfuzz.distance import OSA

from cityloop.places.domain.words import EMPTY_WORDS, SYNONYMS
from cityloop.places.domain.writing import is_latin, reading

SAME_READING, SAME_CORE, WRITTEN_IN_LETTERS = 0.93, 0.92, 0.97
FEWEST_FOR_TYPOS = 3  # signs: two of them with one wrong are another name
LEAST_ALIKE = 0.62
GRAMS_TRIED = 24
LOOKED_THROUGH = 400  # names that begin with or hold what was typed: more do not help to choose

NOTHING = np.empty(0, dtype=np.int32)


@dataclass(frozen=True, slots=True)
class Alike:
    """A known name and how alike it is to the one asked for, 0 to 1."""

    name: int
    similarity: float


@dataclass(frozen=True, slots=True)
class _Keys:
    """Numbers by hashed keys, in two arrays: a few bytes for each instead of a dictionary's hundred."""

    keys: memoryview  # of int64: one look-up takes a tenth of what a call of numpy's does
    values: NDArray[np.int32]

    @classmethod
    def of(cls, pairs: Iterable[tuple[str, int]]) -> "_Keys":
        listed = list(pairs)
        keys = np.fromiter((hash(key) for key, _ in listed), dtype=np.int64, count=len(listed))
        values = np.fromiter((value for _, value in listed), dtype=np.int32, count=len(listed))
        order = np.argsort(keys, kind="stable")
        return cls(keys[order].data, values[order])

    def get(self, key: str) -> NDArray[np.int32]:
        """Return the numbers under a key; rarely also another's, for keys are hashed."""
        keys, hashed = self.keys, hash(key)
        first = bisect_left(keys, hashed)
        if first == len(keys) or keys[first] != hashed:
            return NOTHING
        return self.values[first : bisect_right(keys, hashed, lo=first)]


class NameBook:
    """Distinct folded names, each with a number, and the ways in which people get them wrong."""

    def __init__(self, names: Iterable[str], places: Sequence[str] = ()) -> None:
        """Take names; `places` are names of divisions, which many names begin with and people leave out."""
        self.names = tuple(dict.fromkeys(names))
        self._places = tuple(sorted(filter(None, places), key=len, reverse=True))
        self._number = {name: number for number, name in enumerate(self.names)}
        self._readings = _Keys.of((reading(name), number) for number, name in enumerate(self.names))
        self._cores = _Keys.of((core(name, self._places), number) for number, name in enumerate(self.names))
        self._shorter = _Keys.of(
            (short, number)
            for number, name in enumerate(self.names)
            if len(name) >= FEWEST_FOR_TYPOS
            for short in _without_one(name)
        )
        self._grams = _Keys.of((gram, number) for number, name in enumerate(self.names) for gram in _grams(name))
        self._ordered = np.array(sorted(range(len(self.names)), key=self.names.__getitem__), dtype=np.int32)

    def exact(self, name: str) -> int | None:
        """Return the number of a name as written."""
        return self._number.get(name)

    def begun(self, text: str) -> list[int]:
        """Return names that begin with a text, or hold it if it has two signs or more; the shortest of each first."""
        ordered, found = self._ordered, list[int]()
        first = bisect_left(ordered, text, key=self.names.__getitem__)
        for number in ordered[first : first + LOOKED_THROUGH].tolist():
            if not self.names[number].startswith(text):
                break
            found.append(number)
        held = self._grams.get(text[:2])[:LOOKED_THROUGH].tolist() if len(text) > 1 else []
        within = (n for n in dict.fromkeys(held) if text in self.names[n] and not self.names[n].startswith(text))
        return [*sorted(found, key=self._length), *sorted(within, key=self._length)]

    def alike(self, name: str) -> list[Alike]:
        """Return names that this one may stand for, the most alike first; of many wrong ones the best few."""
        found: dict[int, float] = {}
        if is_latin(name):
            self._by_reading(name, WRITTEN_IN_LETTERS, found)
        elif len(name) > 1:
            self._by_reading(reading(name), SAME_READING, found)
            self._by_core(name, found)
        if not found:
            self._by_typo(name, found)
        if not found:
            self._by_grams(name, found)
        return sorted((Alike(*each) for each in found.items()), key=lambda each: (-each.similarity, each.name))[:6]

    def ending(self, text: str) -> tuple[str, int] | None:
        """Return the longest known name that a text ends with, behind what comes before it; None if there is none."""
        for start in range(1, len(text) - 1):
            number = self._number.get(text[start:])
            if number is not None:
                return text[:start], number
        return None

    def ending_by_reading(self, letters: str) -> tuple[str, int] | None:
        """Return the same for a text in letters."""
        for start in range(1, len(letters) - 4):
            for number in self._readings.get(letters[start:]).tolist():
                return letters[:start], number
        return None

    def _length(self, number: int) -> int:
        return len(self.names[number])

    def _by_reading(self, letters: str, similarity: float, found: dict[int, float]) -> None:
        for number in self._readings.get(letters).tolist():
            found[number] = similarity

    def _by_core(self, name: str, found: dict[int, float]) -> None:
        asked = core(name, self._places)
        if len(asked) > 1:
            for number in self._cores.get(asked).tolist():
                found.setdefault(number, SAME_CORE)

    def _by_typo(self, name: str, found: dict[int, float]) -> None:
        """One sign wrong, missing, too many, or two turned round."""
        if len(name) < FEWEST_FOR_TYPOS:
            return
        numbers = {number for short in (name, *_without_one(name)) for number in self._shorter.get(short).tolist()}
        whole = self._number
        numbers |= {whole[short] for short in _without_one(name) if len(short) > 1 and short in whole}
        for number in numbers:
            known = self.names[number]
            if OSA.distance(name, known, score_cutoff=1) == 1:
                penalty = 0.45 if name[-1] == known[-1] else 0.75
                found[number] = max(0.5, 1.0 - penalty / max(len(name), len(known)) * 1.2)

    def _by_grams(self, name: str, found: dict[int, float]) -> None:
        """Several signs wrong: names that share pairs of signs, compared as wholes."""
        hits = [self._grams.get(gram) for gram in _grams(name)]
        if not hits:
            return
        numbers, counts = np.unique(np.concatenate(hits), return_counts=True)
        best = numbers[np.argsort(-counts, kind="stable")[:GRAMS_TRIED]].tolist()
        asked = reading(name)
        for number in best:
            known = self.names[number]
            alike = max(fuzz.ratio(name, known), 0.9 * fuzz.ratio(asked, reading(known))) / 100
            if alike >= LEAST_ALIKE:
                found[number] = 0.95 * alike


def core(name: str, places: Sequence[str] = ()) -> str:
    """Return what makes a name different from others of its kind: 云川市第一人民医院 and 市一医院 are both 一院."""
    for other, word in SYNONYMS:
        name = name.replace(other, word)
    for place in places:
        if name.startswith(place):
            name = name[len(place) :]
            break
    for empty in EMPTY_WORDS:
        name = name.replace(empty, "")
    return name[1:] if name[:1] in {"市", "区", "县"} and len(name) > 2 else name


def _without_one(name: str) -> list[str]:
    return [name[:place] + name[place + 1 :] for place in range(len(name))]


def _grams(name: str) -> list[str]:
    return [one + other for one, other in pairwise(name)]
