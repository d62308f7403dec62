"""The county of the fast path as vectors: one element per project or per worker."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

import numpy as np

from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.period import add_months
from huxin.sim.county import Wish
from huxin.sim.facts.columns import Bools, Ints, day_number

__all__ = ["TEAM", "Marks", "Plan", "draw_plan"]

TEAM = 12
_OFFICE = 2
FAR = day_number(dt.date(2099, 12, 31))


@dataclass(slots=True)
class Marks:
    """Which rows a fault is planted in; counts what was planted."""

    seed: int
    is_on: bool
    counts: dict[str, int] = field(default_factory=dict)

    def draw(self, kind: str, rows: int, per_million: int, *salt: int) -> Bools:
        """A mask of `rows` with about `per_million` in a million true."""
        if not self.is_on:
            return np.zeros(rows, dtype=np.bool_)
        rng = np.random.default_rng([self.seed, *kind.encode(), *salt])
        return rng.integers(0, 1_000_000, rows, dtype=np.int32) < per_million

    def count(self, kind: str, mask: Bools) -> Bools:
        """Counts the rows in which the fault really is."""
        self.counts[kind] = self.counts.get(kind, 0) + int(mask.sum())
        return mask


@dataclass(frozen=True, slots=True)
class Plan:
    """Projects 1…P and workers 1…W; worker w is on project `project_of[w]`, all days as numbers."""

    wish: Wish
    calendar: WorkCalendar
    months: tuple[dt.date, ...]
    as_of: int
    started: Ints
    signed: Ints
    permit: Ints
    clocked: Bools
    pay_day: Ints
    share_ppm: Ints
    project_of: Ints
    place_in: Ints
    entered: Ints
    left: Ints
    rate: Ints
    card: Ints
    marks: Marks

    @property
    def projects(self) -> int:
        return len(self.started)

    @property
    def workers(self) -> int:
        return len(self.project_of)

    @property
    def team_of(self) -> Ints:
        """Team of each worker: numbered through all projects, 1,000 numbers for each."""
        return (self.project_of + 1) * 1_000 + self.place_in // TEAM

    @property
    def party_of(self) -> Ints:
        """Employer of each worker: the general contractor, or one of two subcontractors."""
        base = (self.project_of + 1) * 10
        sub = 2 + (self.place_in // TEAM) % 2
        return np.where(self.place_in < _OFFICE, base + 1, base + sub).astype(np.int32)

    def rng(self, *name: int | str) -> np.random.Generator:
        """A stream of its own for one purpose."""
        key = [byte for part in name for byte in str(part).encode()]
        return np.random.default_rng([self.wish.seed, *key])


def draw_plan(wish: Wish, workers: int, *, planted: bool) -> Plan:
    """Draws projects and workers; money and attendance follow month by month."""
    rng = np.random.default_rng([wish.seed, 1])
    months = wish.window
    first, as_of = day_number(months[0]), day_number(wish.as_of)
    count = wish.sites
    started = first - rng.integers(20, 220, count, dtype=np.int32)
    signed = started - rng.integers(45, 60, count, dtype=np.int32)
    project_of = np.arange(workers, dtype=np.int64) * count // workers
    begins = np.searchsorted(project_of, np.arange(count))
    place_in = (np.arange(workers) - begins[project_of]).astype(np.int32)
    entered, left = _stay(rng, project_of, place_in, started, (first, as_of))
    return Plan(
        wish=wish, calendar=WorkCalendar.load(), months=months, as_of=as_of,
        started=started, signed=signed, permit=started - 25,
        clocked=rng.integers(0, 10, count) < 6,
        pay_day=np.array([15, 18, 20, 25], dtype=np.int32)[rng.integers(0, 4, count)],
        share_ppm=(rng.integers(60, 69, count, dtype=np.int64) * 5_000),
        project_of=project_of.astype(np.int32), place_in=place_in, entered=entered, left=left,
        rate=(rng.integers(20, 37, workers, dtype=np.int64) * 1_000),
        card=rng.integers(-(2**62), 2**62, workers, dtype=np.int64),
        marks=Marks(wish.seed, planted),
    )  # fmt: skip


def _stay(
    rng: np.random.Generator, project_of: Ints, place_in: Ints, started: Ints,
    span: tuple[int, int],
) -> tuple[Ints, Ints]:  # fmt: skip
    """Entry and exit days: one in eight joins in the window, one in nine leaves in it."""
    first, as_of = span
    count = len(project_of)
    entered = started[project_of] + rng.integers(0, 4, count, dtype=np.int32)
    is_hand = place_in % TEAM > _OFFICE
    width = max(as_of - first - 60, 1)
    joins = is_hand & (rng.integers(0, 8, count) == 0)
    late = np.maximum(entered, first) + rng.integers(0, width, count, dtype=np.int32)
    entered = np.where(joins, np.minimum(late, as_of - 40), entered)
    leaves = is_hand & (rng.integers(0, 9, count) == 0)
    begin = np.maximum(entered, first) + 25
    out = begin + rng.integers(0, width, count, dtype=np.int32)
    left = np.where(leaves & (out < as_of - 20), out, FAR)
    return entered.astype(np.int32), left.astype(np.int32)


def month_end(month: dt.date) -> dt.date:
    """The last day of the month."""
    return add_months(month, 1) - dt.timedelta(days=1)
