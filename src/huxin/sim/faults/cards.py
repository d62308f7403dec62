"""Faults about whose card the money went to."""

from __future__ import annotations

from dataclasses import replace

from huxin.sim.faults.plot import Fault, Planter, Plot
from huxin.sim.model import Worker

__all__ = ["PLANTERS"]


def _loners(plot: Plot, team: str) -> list[Worker]:
    """Ordinary workers of a team whom no fault has touched and who are on no other site."""
    counts: dict[str, int] = {}
    for site in plot.county.sites:
        for each in site.workers:
            counts[each.person.identity] = counts.get(each.person.identity, 0) + 1
    return [
        each
        for each in plot.site.workers
        if each.team == team
        and each.post == "worker"
        and counts[each.person.identity] == 1
        and plot.free("wage", each.person.identity)
        and plot.free("card", each.person.identity)
    ]


def shared_card(plot: Plot) -> list[Fault]:
    """Several workers are paid to one card, that of their team leader."""
    for leader in plot.dice.shuffled([each for each in plot.site.workers if each.is_leader]):
        crew = _loners(plot, leader.team)
        size = plot.draw("workers")
        if len(crew) < size or not plot.take("card", leader.person.identity):
            continue
        chosen = plot.dice.some(crew, size)
        for worker in chosen:
            plot.take("card", worker.person.identity)
            worker.person = worker.person.with_card(leader.person.card, leader.person.bank)
            for payment in plot.site.payments:
                if payment.worker is worker:
                    payment.card = leader.person.card
        return [plot.fault(leader, note=leader.person.card, others=chosen)]
    return []


def swapped_cards(plot: Plot) -> list[Fault]:
    """In one month two workers' wages went to each other's card."""
    for sheet, line in plot.lines():
        crew = [
            each.worker
            for each in sheet.lines
            if each.worker is not line.worker
            and each.worker.post == "worker"
            and plot.free("wage", each.worker.person.identity, sheet.month)
        ]
        own = line.worker.person
        free = plot.free("card", own.identity)
        crew = [each for each in crew if plot.free("card", each.person.identity)]
        if not crew or not free or not plot.take("wage", own.identity, sheet.month):
            continue
        mate = plot.dice.pick(crew)
        plot.take("wage", mate.person.identity, sheet.month)
        for person in (own, mate.person):
            plot.take("card", person.identity)
        plot.only_payment(line.worker, sheet.month).card = mate.person.card
        plot.only_payment(mate, sheet.month).card = own.card
        return [
            plot.fault(line.worker, sheet.month, line.net_fen),
            plot.fault(mate, sheet.month),
        ]
    return []


def third_party_card(plot: Plot) -> list[Fault]:
    """Wages went to the card of somebody who does not work on the site."""
    for sheet, line in plot.lines():
        who = line.worker.person.identity
        if plot.free("card", who) and plot.take("wage", who, sheet.month):
            plot.take("card", who)
            stranger = plot.county.people.worker(sheet.month)
            payment = plot.only_payment(line.worker, sheet.month)
            payment.payee, payment.card = stranger.name, stranger.card
            return [plot.fault(line.worker, sheet.month, line.net_fen)]
    return []


def shared_phone(plot: Plot) -> list[Fault]:
    """Many cards on the roster stand beside one phone number."""
    size = plot.draw("workers")
    crew = [each for each in plot.site.workers if each.post == "worker"]
    if len(crew) < size or not plot.take("phones"):
        return []
    chosen = plot.dice.some(crew, size)
    for worker in chosen[1:]:
        worker.person = replace(worker.person, phone=chosen[0].person.phone)
    return [plot.fault(others=chosen)]


PLANTERS: dict[str, Planter] = {
    planter.__name__: planter
    for planter in (shared_card, swapped_cards, third_party_card, shared_phone)
}
