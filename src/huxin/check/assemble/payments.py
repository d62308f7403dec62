"""Payments from payroll results and, where the bank gave none, from the account's own entries.

An entry that pays a person and a payroll line of the same site, card and amount within a few days
are one payment: results name the day of the answer, statements the day of booking. A return
booked on the statement turns the payment it undoes into a returned one.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.columns import column, from_rows, texts
from huxin.check.assemble.who import Mention, Who
from huxin.facts.columns import DAY, FEN, KEY, MONTH
from huxin.kernel.digest import Digester
from huxin.kernel.period import month_of

__all__ = ["BOOKING_LAG_DAYS", "Payment", "payments"]

BOOKING_LAG_DAYS = 5
"""Most days between a bank's answer and its booking; a property of bank files, not of the law."""

CHANNELS = {"专户": "special_account", "现金": "cash", "实物": "in_kind"}
RESULT_TEXTS = ("name", "identity", "card", "state", "channel")
Line: TypeAlias = tuple[dt.date, int]
Money: TypeAlias = tuple[int, str, int]


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment before it becomes a fact; `card` and `name` stay in memory only."""

    project: int
    worker: int | None
    month: dt.date | None
    paid_on: dt.date | None
    amount_fen: int
    state: str
    channel: str
    card: str | None = field(repr=False)
    payee_matches: bool | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One wage entry of a special account's statement."""

    project: int
    on: dt.date
    amount_fen: int
    kind: str
    payee: str
    name: str | None = field(repr=False)
    card: str | None = field(repr=False)

    @property
    def money(self) -> Money:
        """What an entry and a payment of the same money share."""
        return (self.project, self.card or "", abs(self.amount_fen))


def payments(
    results: pa.Table,
    entries: pa.Table,
    wage_lines: pa.Table,
    who: Who,
    digester: Digester,
) -> tuple[pa.Table, int]:
    """The fact table, numbered by site, day, worker and amount; and payments without any date.

    `results` are payroll lines; `entries` is the assembled account with `name` and `account`. A
    payment that names neither a month nor a day pays for nothing that a rule could look at.
    """
    made = _from_results(results, who)
    made = _with_entries(made, entries, who)
    open_lines = _open_lines(wage_lines)
    placed = [each for each in _with_months(made, open_lines) if each.month is not None]
    rows = [
        {
            "payment_key": key,
            "project_key": each.project,
            "worker_key": each.worker,
            "month": each.month,
            "paid_on": each.paid_on,
            "amount_fen": each.amount_fen,
            "state": each.state,
            "channel": each.channel,
            "card_digest": digester.int64("card", each.card) if each.card else None,
            "payee_matches": each.payee_matches,
        }
        for key, each in enumerate(sorted(placed, key=_order), 1)
    ]
    return from_rows("payment", rows), len(made) - len(placed)


def _from_results(results: pa.Table, who: Who) -> list[Payment]:
    lists = (
        column(results, "project_key", KEY).to_pylist(),
        column(results, "amount_fen", FEN).to_pylist(),
        column(results, "month", MONTH).to_pylist(),
        column(results, "paid_on", DAY).to_pylist(),
        *(texts(results, name).to_pylist() for name in RESULT_TEXTS),
    )
    made = []
    for project, amount, month, paid_on, name, identity, card, state, channel in zip(
        *lists, strict=True
    ):
        worker = who.key(Mention(project, name, identity, card))
        made.append(
            Payment(
                project=project,
                worker=worker,
                month=month_of(month) if month else None,
                paid_on=paid_on,
                amount_fen=amount or 0,
                state=state or "unknown",
                channel=_channel(channel),
                card=card,
                payee_matches=_matches(who, worker, name),
            )
        )
    return made


def _channel(text: str | None) -> str:
    if text is None:
        return "special_account"
    if text in CHANNELS.values() or text == "other_account":
        return text
    return next((label for word, label in CHANNELS.items() if word in text), "other_account")


def _matches(who: Who, worker: int | None, name: str | None) -> bool | None:
    if worker is None or not name:
        return None
    known = who.people[worker].name
    return known == name if known else None


def _with_entries(made: list[Payment], entries: pa.Table, who: Who) -> list[Payment]:
    """Payments and account entries laid over each other, one to one."""
    whole = list(made)
    waiting: dict[Money, list[int]] = defaultdict(list)
    credited: dict[Money, list[int]] = defaultdict(list)
    for at, each in enumerate(made):
        if each.card:
            credited[each.project, each.card, each.amount_fen].append(at)
            if each.state in {"paid", "unknown", "returned"}:
                waiting[each.project, each.card, each.amount_fen].append(at)
    for entry in _entries(entries):
        if entry.kind == "wage" and entry.amount_fen < 0 and entry.payee in {"worker", "stranger"}:
            if not _booked(whole, waiting.get(entry.money, []), entry):
                credited[entry.money].append(len(whole))
                whole.append(_made_of(entry, who))
        elif entry.kind == "wage_return" and entry.amount_fen > 0:
            _undo(whole, credited.get(entry.money, []), entry)
    return whole


def _entries(entries: pa.Table) -> list[Entry]:
    kinds = entries["kind"].cast(pa.string())
    wanted = entries.filter(pc.is_in(kinds, value_set=pa.array(["wage", "wage_return"])))
    names = ("project_key", "on", "amount_fen", "kind", "payee", "name", "account")
    lists = (wanted[name].to_pylist() for name in names)
    return [Entry(*row) for row in zip(*lists, strict=True)]


def _booked(whole: list[Payment], candidates: list[int], entry: Entry) -> bool:
    """Whether a payment that the bank reported is this entry; it then waits no longer."""
    for place, at in enumerate(candidates):
        day = whole[at].paid_on
        if day is None or abs((entry.on - day).days) <= BOOKING_LAG_DAYS:
            whole[at] = replace(whole[at], paid_on=day or entry.on)
            del candidates[place]
            return True
    return False


def _made_of(entry: Entry, who: Who) -> Payment:
    worker = who.key(Mention(entry.project, entry.name, None, entry.card))
    return Payment(
        project=entry.project,
        worker=worker,
        month=None,
        paid_on=entry.on,
        amount_fen=-entry.amount_fen,
        state="paid",
        channel="special_account",
        card=entry.card,
        payee_matches=_matches(who, worker, entry.name),
    )


def _undo(whole: list[Payment], candidates: list[int], entry: Entry) -> None:
    """A booked return undoes the last payment of its card and amount that still counts as paid."""
    before = [at for at in candidates if (whole[at].paid_on or entry.on) <= entry.on]
    if before and not any(whole[at].state == "returned" for at in before):
        last = max(before, key=lambda at: (whole[at].paid_on or dt.date.min, at))
        whole[last] = replace(whole[last], state="returned")


def _open_lines(wage_lines: pa.Table) -> dict[tuple[int, int], list[Line]]:
    """Months and net wages per site and worker, oldest first."""
    lines: dict[tuple[int, int], list[Line]] = defaultdict(list)
    names = ("project_key", "worker_key", "month", "net_fen")
    for project, worker, month, net in zip(
        *(wage_lines[n].to_pylist() for n in names), strict=True
    ):
        if net:
            lines[project, worker].append((month, net))
    return {person: sorted(each) for person, each in lines.items()}


def _with_months(
    made: Sequence[Payment], lines: dict[tuple[int, int], list[Line]]
) -> list[Payment]:
    """Payments without a month go to the oldest equal wage line before them that nothing paid yet.

    Without such a line a payment is for the month before it was made, as wages commonly are.
    """
    taken: set[tuple[int, int | None, dt.date | None]] = {
        (each.project, each.worker, each.month)
        for each in made
        if each.month is not None and each.state == "paid"
    }
    placed = []
    for each in sorted(made, key=_order):
        found = each
        if each.month is None and each.paid_on is not None:
            found = replace(each, month=_month_for(each, each.paid_on, lines, taken))
            if each.state == "paid":
                taken.add((each.project, each.worker, found.month))
        placed.append(found)
    return placed


def _month_for(
    payment: Payment,
    paid_on: dt.date,
    lines: dict[tuple[int, int], list[Line]],
    taken: set[tuple[int, int | None, dt.date | None]],
) -> dt.date:
    if payment.worker is not None:
        for month, net in lines.get((payment.project, payment.worker), []):
            free = (payment.project, payment.worker, month) not in taken
            if free and net == payment.amount_fen and month <= paid_on:
                return month
    return month_of(paid_on.replace(day=1) - dt.timedelta(days=1))


def _order(payment: Payment) -> tuple[object, ...]:
    return (
        payment.project,
        payment.paid_on or dt.date.max,
        payment.worker or 0,
        payment.month or dt.date.max,
        payment.amount_fen,
        payment.state,
        payment.card or "",
    )
