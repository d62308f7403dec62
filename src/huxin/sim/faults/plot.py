"""What every planted fault needs: a place that no other fault has touched, and a record of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.period import add_months
from huxin.sim.county import County
from huxin.sim.dice import Dice
from huxin.sim.model import Line, Payment, Sheet, Site, Worker
from huxin.sim.wages import pay_limit

__all__ = ["DAY", "Claim", "Fault", "Numbers", "Planter", "Plot"]

DAY = dt.timedelta(days=1)
Numbers: TypeAlias = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Fault:
    """One planted fault: what, where, about whom, which month, how much money.

    `others` are further identity numbers that the same fault concerns (a shared card, a group).
    """

    kind: str
    site: str
    worker: str | None = None
    month: dt.date | None = None
    amount_fen: int = 0
    note: str = ""
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """What one fault has touched: an area of the model, of whom, in which month."""

    area: str
    who: str | None
    month: dt.date | None

    def meets(self, other: Claim) -> bool:
        """Whether both touch the same thing; None is everybody or every month."""
        return (
            self.area == other.area
            and (self.who is None or other.who is None or self.who == other.who)
            and (self.month is None or other.month is None or self.month == other.month)
        )


@dataclass(slots=True)
class Plot:
    """One site while faults are planted in it."""

    county: County
    site: Site
    kind: str
    dice: Dice
    numbers: Numbers
    ledger: dict[int, list[Claim]] = field(default_factory=dict)

    def at(self, site: Site) -> Plot:
        """The same fault, seen from another site."""
        return replace(self, site=site)

    @property
    def claims(self) -> list[Claim]:
        """What faults have touched on this site."""
        return self.ledger.setdefault(self.site.number, [])

    @property
    def calendar(self) -> WorkCalendar:
        return self.county.calendar

    def free(self, area: str, who: str | None = None, month: dt.date | None = None) -> bool:
        """Whether no other fault has touched this."""
        wanted = Claim(area, who, month)
        return not any(wanted.meets(claim) for claim in self.claims)

    def take(self, area: str, who: str | None = None, month: dt.date | None = None) -> bool:
        """Take it for this fault, if it is free."""
        if not self.free(area, who, month):
            return False
        self.claims.append(Claim(area, who, month))
        return True

    def draw(self, name: str) -> int:
        """A number from `<name>_min` to `<name>_max` of the kind's parameters."""
        return self.dice.between(self.numbers[f"{name}_min"], self.numbers[f"{name}_max"])

    def fault(
        self, worker: Worker | None = None, month: dt.date | None = None, amount_fen: int = 0,
        *, note: str = "", others: Iterable[Worker] = (),
    ) -> Fault:  # fmt: skip
        """The record of what was planted."""
        names = tuple(each.person.identity for each in others)
        who = worker.person.identity if worker is not None else None
        return Fault(self.kind, self.site.folder, who, month, amount_fen, note, names)

    def lines(self, *, old: int = 1, least_fen: int = 100_000) -> list[tuple[Sheet, Line]]:
        """Paid lines of ordinary workers nobody has touched, in a drawn order.

        `old` months at least have passed since the month worked, so that all terms have run out.
        """
        latest = add_months(self.site.as_of.replace(day=1), -old)
        found = [
            (sheet, line)
            for sheet in self.site.sheets
            if sheet.month <= latest and self.limit(sheet.month) < self.site.as_of
            for line in sheet.lines
            if line.worker.post == "worker" and line.net_fen >= least_fen
            and self.free("wage", line.worker.person.identity, sheet.month)
        ]  # fmt: skip
        return self.dice.shuffled(found)

    def limit(self, month: dt.date) -> dt.date:
        """The last day on which wages of `month` are in time."""
        return pay_limit(self.site, self.calendar, month)

    def drop_payments(self, worker: Worker, month: dt.date) -> None:
        """Nothing was paid to the worker for the month."""
        self.site.payments = [
            each
            for each in self.site.payments
            if not (each.worker is worker and each.month == month)
        ]

    def only_payment(self, worker: Worker, month: dt.date) -> Payment:
        """The payment that arrived; a first try that came back is forgotten."""
        mine = self.site.payments_of(worker, month)
        good = next(each for each in mine if each.state == "paid")
        self.site.payments = [
            each for each in self.site.payments if each is good or not _same(each, worker, month)
        ]
        return good

    def matched(self, worker: Worker, month: dt.date) -> None:
        """After the line was changed: the bank pays what the line now says."""
        line = self.site.line_of(worker, month)
        if line is not None and self.site.payments_of(worker, month):
            self.only_payment(worker, month).amount_fen = line.net_fen


def _same(payment: Payment, worker: Worker, month: dt.date) -> bool:
    return payment.worker is worker and payment.month == month


Planter: TypeAlias = Callable[[Plot], list[Fault]]
