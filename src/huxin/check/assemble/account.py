"""Special-account statements to `account_entry`: who stands on the other side of each entry."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from huxin.check.assemble.columns import column, distinct, fact, number_days, texts
from huxin.check.assemble.companies import is_company
from huxin.check.assemble.who import Mention
from huxin.facts.columns import DAY, FEN, KEY
from huxin.facts.schema import TABLES
from huxin.kernel.digest import Digester
from huxin.kernel.names import plain_name

__all__ = ["Known", "account_entries", "in_yuan"]

KINDS = next(each.labels for each in TABLES["account_entry"].columns if each.name == "kind")
CURRENCY = "CNY"
BANK_KINDS = ("interest", "fee")
BANK_WORDS = ("银行", "信用社", "BANK")


@dataclass(frozen=True, slots=True)
class Known:
    """Per site: the cards and names of its workers, and its companies by role."""

    cards: Mapping[int, frozenset[str]] = field(repr=False)
    names: Mapping[int, frozenset[str]] = field(repr=False)
    developers: Mapping[int, frozenset[str]]
    contractors: Mapping[int, frozenset[str]]

    @staticmethod
    def of(people: Iterable[Mention], parties: Iterable[tuple[int, str, str]]) -> Known:
        """From the mentions of rosters and wage sheets and (project, role, name) of the parties."""
        cards, names = defaultdict(set), defaultdict(set)
        for each in people:
            if each.card:
                cards[each.project].add(each.card)
            if each.name:
                names[each.project].add(each.name)
        roles: dict[bool, dict[int, set[str]]] = {True: defaultdict(set), False: defaultdict(set)}
        for project, role, name in parties:
            roles[role == "developer"][project].add(plain_name(name))
        return Known(*(_frozen(each) for each in (cards, names, roles[True], roles[False])))

    def payee(self, row: tuple[int, str, str | None, str | None]) -> str:
        """Label of the other side of (project, kind, name, account)."""
        project, kind, name, account = row
        if kind in BANK_KINDS:
            return "bank"
        if account and account in self.cards.get(project, ()):
            return "worker"
        if not name:
            return "stranger" if account and kind == "wage" else "unknown"
        if name in self.names.get(project, ()):
            return "worker"
        return self._company(project, plain_name(name)) or "stranger"

    def _company(self, project: int, name: str) -> str:
        if name in self.developers.get(project, ()):
            return "developer"
        if name in self.contractors.get(project, ()):
            return "contractor"
        if any(word in name.upper() for word in BANK_WORDS):
            return "bank"
        return "company" if is_company(name) else ""


def in_yuan(rows: pa.Table) -> pa.BooleanArray:
    """Which entries are in the currency of wages; an entry that names none is."""
    return pc.equal(pc.fill_null(texts(rows, "currency"), CURRENCY), CURRENCY)


def account_entries(rows: pa.Table, known: Known, digester: Digester) -> pa.Table:
    """The fact table; entries are numbered in the order of site, day, file and line."""
    booked = pc.is_valid(column(rows, "booked_on", DAY))
    states = pc.fill_null(texts(rows, "state"), "booked")
    kept = rows.filter(pc.and_(pc.and_(booked, pc.equal(states, "booked")), in_yuan(rows)))
    order = np.lexsort(
        (
            np.arange(kept.num_rows),
            number_days(column(kept, "booked_on", DAY)),
            column(kept, "project_key", KEY).to_numpy(zero_copy_only=False),
        )
    )
    kept = kept.take(pa.array(order))
    size = kept.num_rows
    kind = texts(kept, "kind")
    kind = pc.if_else(pc.is_in(kind, value_set=pa.array(KINDS)), kind, pa.scalar("other"))
    kind = pc.fill_null(kind, "other")
    name, account = texts(kept, "counterparty_name"), texts(kept, "counterparty_account")
    kinds, listed = distinct([column(kept, "project_key", KEY), kind, name, account])
    payees = [known.payee(row) for row in listed] or ["unknown"]
    return (
        fact(
            "account_entry",
            {
                "entry_key": pa.array(np.arange(1, size + 1, dtype=np.int32)),
                "project_key": column(kept, "project_key", KEY),
                "on": column(kept, "booked_on", DAY),
                "amount_fen": column(kept, "amount_fen", FEN),
                "balance_fen": column(kept, "balance_fen", FEN),
                "kind": kind,
                "payee": pa.array(np.array(payees, dtype=object)[kinds], pa.string()),
                "payee_digest": digester.int64_column("card", account),
            },
            size,
        )
        .append_column("name", name)
        .append_column("account", account)
    )


def _frozen(sets: Mapping[int, set[str]]) -> dict[int, frozenset[str]]:
    return {project: frozenset(each) for project, each in sets.items()}
