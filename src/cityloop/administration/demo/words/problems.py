"""A kind of problem as the city knows it: class, filing condition, and how people speak of it."""

from dataclasses import dataclass
from enum import StrEnum

from cityloop.standards.contracts import MatterKind


class Scene(StrEnum):
    """What a drawing of the problem shows."""

    COVER = "COVER"
    LAMP = "LAMP"
    TREE = "TREE"
    BIN = "BIN"
    SIGN = "SIGN"
    RAIL = "RAIL"
    BOX = "BOX"
    LITTER = "LITTER"
    CRACK = "CRACK"
    STALL = "STALL"
    BIKES = "BIKES"
    POSTER = "POSTER"
    SITE = "SITE"
    WATER = "WATER"


@dataclass(frozen=True, slots=True)
class Problem:
    """One kind of problem. `seen` is how an official writes of it, `said` how a citizen tells it, `done` the answer."""

    kind: MatterKind
    class_code: str
    condition: int  # the number of its filing condition in the shipped standard; 0 where it lists none
    weight: int
    scene: Scene
    seen: tuple[str, ...]
    said: tuple[str, ...]
    done: tuple[str, ...]

    @property
    def name(self) -> str:
        """Return a name for streams of chance."""
        return f"{self.kind}{self.class_code}/{self.condition}"


def component(class_code: str, condition: int, weight: int, scene: Scene, *words: tuple[str, ...]) -> Problem:
    """Return a problem with a component; the words are `seen`, `said` and `done`."""
    seen, said, done = words
    return Problem(MatterKind.COMPONENT, class_code, condition, weight, scene, seen, said, done)


def incident(class_code: str, condition: int, weight: int, scene: Scene, *words: tuple[str, ...]) -> Problem:
    """Return an incident; the words are `seen`, `said` and `done`."""
    seen, said, done = words
    return Problem(MatterKind.INCIDENT, class_code, condition, weight, scene, seen, said, done)
