"""Planting faults: which kinds there are, and putting as many as asked for into a county."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from huxin.sim.county import County
from huxin.sim.dice import Dice
from huxin.sim.faults import account, cards, groups, papers, wages
from huxin.sim.faults.plot import Claim, Fault, Planter, Plot
from huxin.sim.kinds import Order

__all__ = ["PLANTERS", "Fault", "plant"]

PLANTERS: Mapping[str, Planter] = {
    **wages.PLANTERS,
    **groups.PLANTERS,
    **cards.PLANTERS,
    **account.PLANTERS,
    **papers.PLANTERS,
}


def plant(
    county: County, orders: Sequence[Order], *, is_set: Callable[[str], bool]
) -> tuple[list[Fault], dict[str, int]]:
    """Plants the orders; returns the faults and, per kind, how many found no place.

    `is_set(parameter)` says whether the law has a value for it in the county's place. No two
    faults touch the same worker's month, sheet, account or paper.
    """
    ledger: dict[int, list[Claim]] = {}
    faults: list[Fault] = []
    missed: dict[str, int] = {}
    for order in orders:
        kind = order.kind
        possible = not kind.needs or is_set(kind.needs)
        found = _plant_kind(county, order, ledger) if possible else []
        faults += [fault for each in found for fault in each]
        if len(found) < order.count:
            missed[kind.name] = order.count - len(found)
    return faults, missed


def _plant_kind(county: County, order: Order, ledger: dict[int, list[Claim]]) -> list[list[Fault]]:
    """Goes round the sites in a drawn order until there are enough or no site takes another."""
    dice = Dice(county.wish.seed, "fault", order.kind.name)
    sites = dice.shuffled(county.sites)
    found: list[list[Fault]] = []
    while sites and len(found) < order.count:
        for site in list(sites):
            if len(found) >= order.count:
                break
            own = dice.fork(site.number, len(found))
            plot = Plot(county, site, order.kind.name, own, order.kind.numbers, ledger)
            faults = PLANTERS[order.kind.name](plot)
            if faults:
                found.append(faults)
            else:
                sites.remove(site)
    return found
