"""What a replay has done so far."""

from collections import Counter
from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """How many rows became what, how many moves that took, and which rows were refused and why."""

    done: Counter[str] = field(default_factory=Counter)
    moves: int = 0
    refused: list[str] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        """Take in what another part of the replay has done."""
        self.done += other.done
        self.moves += other.moves
        self.refused += other.refused
