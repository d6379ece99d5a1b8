"""Chance that is the same on every machine, for what is made up.

The only source of it is `random.Random(seed).random()`, the one method whose sequence the Python
documentation guarantees from version to version; every choice is that number times a whole number,
cut off, so neither the mathematics library nor the hash of a text takes part.
"""

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")


class Dice:
    """Choices drawn from one seeded stream, by arithmetic that is the same everywhere."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed).random

    def below(self, n: int) -> int:
        """A whole number from 0 to n - 1."""
        return int(self._random() * n)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """True so many times in a hundred."""
        return self.below(100) < percent

    def one(self, items: Sequence[T]) -> T:
        """One of the items, each as likely as the others."""
        return items[self.below(len(items))]

    def some(self, items: Sequence[T], low: int, high: int) -> list[T]:
        """From low to high neighbouring items: all different, in their own order."""
        count = self.between(low, high)
        start = self.below(len(items) - count + 1)
        return list(items[start : start + count])


def spread(rows: Sequence[tuple[int, T]]) -> list[T]:
    """Each item as often as its weight says, so that `Dice.one` picks it that often."""
    return [item for weight, item in rows for _ in range(weight)]
