"""From a wish to a county of site folders on disk, with a truth file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from huxin.kernel.errors import InputError, LawError, NotSet, Silent
from huxin.kernel.texts import message
from huxin.law import Lawbook
from huxin.sim.county import County, Wish, build_county
from huxin.sim.faults import Fault, plant
from huxin.sim.kinds import Order
from huxin.sim.truth import truth, write_truth
from huxin.sim.writers import DEMO_ALWAYS, DEMO_VALUES, write_local_values, write_site

__all__ = ["Outcome", "open_names", "simulate"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run wrote: sites, workers, faults, and per kind how many found no place."""

    sites: int
    workers: int
    faults: tuple[Fault, ...]
    missed: dict[str, int]


def simulate(
    wish: Wish,
    out: Path,
    *,
    orders: Sequence[Order] = (),
    truth_file: Path | None = None,
    done: Callable[[int], object] = lambda _number: None,
) -> Outcome:
    """Writes the folders below `out`, which must be empty or absent; `done` hears of each site.

    Raises InputError when `out` holds anything.
    """
    if out.exists() and any(out.iterdir()):
        raise InputError(
            message("The folder to write to is not empty."),
            where=str(out),
            remedy=message("Name a new folder, or empty this one first."),
        )
    book = Lawbook.load()
    county = build_county(wish)
    faults, missed = plant(county, orders, is_set=lambda name: _is_set(book, wish, name))
    out.mkdir(parents=True, exist_ok=True)
    write_local_values(out, wish.place, open_names(book, wish), since=wish.laws_from)
    for number, site in enumerate(county.sites, start=1):
        write_site(wish.seed, site, out / site.folder)
        done(number)
    if truth_file is not None:
        write_truth(truth_file, truth(county, faults, missed))
    return Outcome(len(county.sites), _workers(county), tuple(faults), missed)


def _workers(county: County) -> int:
    return len({each.person.identity for site in county.sites for each in site.workers})


def open_names(book: Lawbook, wish: Wish) -> list[str]:
    """The demonstration values for what the law leaves to this place."""
    names = []
    for name in DEMO_VALUES:
        try:
            book.value(name, place=wish.place, on=wish.as_of)
        except NotSet:
            names.append(name)
        except Silent:
            names += [name] if name in DEMO_ALWAYS else []
    return names


def _is_set(book: Lawbook, wish: Wish, name: str) -> bool:
    """Whether the law, or the folder's own demonstration values, say anything on `name`."""
    if name in open_names(book, wish):
        return True
    try:
        book.value(name, place=wish.place, on=wish.as_of)
    except LawError:
        return False
    return True
