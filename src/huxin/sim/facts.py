from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from huxin.sim.county import Wish


@dataclass(frozen=True, slots=True)
class FactsWish:
    wish: Wish
    workers: int


def write_facts(wish: FactsWish, out: Path, *, planted: bool) -> dict[str, object]:
    raise NotImplementedError
