"""Chance that can be repeated: a draw hangs on the seed and on what it is for, on nothing else."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

__all__ = ["Dice"]

T = TypeVar("T")


class Dice:
    """A stream of draws named by its parts: `Dice(7, "site", 3)` always gives the same draws.

    Streams of different names do not disturb one another, so that a draw added for the bank
    statement changes no attendance.
    """

    def __init__(self, *name: object) -> None:
        self._name = name
        # A text seed is hashed with SHA-512 and so does not hang on PYTHONHASHSEED.
        self._random = random.Random("/".join(str(part) for part in name))  # noqa: S311 -- made-up data

    def fork(self, *name: object) -> Dice:
        """A stream of its own under this one's name."""
        return Dice(*self._name, *name)

    def chance(self, per_mille: int) -> bool:
        """True in `per_mille` of 1,000 draws."""
        return self._random.randrange(1000) < per_mille

    def between(self, low: int, high: int, step: int = 1) -> int:
        """A whole number from `low` to `high`, both possible, in steps of `step`."""
        return self._random.randrange(low, high + 1, step)

    def pick(self, choices: Sequence[T]) -> T:
        """One of `choices`."""
        return choices[self._random.randrange(len(choices))]

    def weighted(self, weights: Mapping[T, int]) -> T:
        """One key of `weights`, as often as its weight says."""
        return self._random.choices(list(weights), list(weights.values()))[0]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """`count` different ones of `choices` in their order; all of them when there are fewer."""
        places = self._random.sample(range(len(choices)), min(count, len(choices)))
        return [choices[place] for place in sorted(places)]

    def shuffled(self, choices: Sequence[T]) -> list[T]:
        """`choices` in another order."""
        return self._random.sample(list(choices), len(choices))
