"""Who is liable for what a finding says, in the form the report shows.

For wages in arrears the law's own answer is asked (`huxin.law.liability`), with the chain of
parties of the project sheet. For anything else it is the party that the rule holds answerable.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any

import pyarrow as pa

from huxin.check.cards import Cards
from huxin.check.model import Liable, Words
from huxin.check.owed import Owed
from huxin.kernel.texts import N_, Fen, Message, message
from huxin.law.lawbook import Lawbook
from huxin.law.liability import Liability, Obligation, assess
from huxin.law.liability_facts import MONEY, ROLES, Arrear, Party
from huxin.law.liability_rules import Rule, rules_in_force

__all__ = ["Chains", "Liabilities"]

NOBODY = Words("", "")
SUBCONTRACTOR = "subcontractor"
"""Part of the roles of subcontractors of works and of labour."""
ROLE_NAMES = {
    **ROLES,
    "bank": message(N_("bank of the special account")),
    "authority": message(N_("competent authority")),
}


class Chains:
    """The parties of each project, with the names they are shown by."""

    def __init__(self, tables: Mapping[str, pa.Table], names: Mapping[int, str]) -> None:
        self.names = names
        self._parties: dict[int, dict[int, Party]] = defaultdict(dict)
        for row in tables["party"].to_pylist():
            self._parties[row["project_key"]].setdefault(
                row["party_key"],
                Party(
                    key=row["party_key"],
                    role=row["role"],
                    parent=row["parent_party_key"],
                    is_person=bool(row["is_person"]),
                    is_licensed=row["is_licensed"],
                ),
            )
        self._funding = dict(
            zip(
                tables["project"]["project_key"].to_pylist(),
                tables["project"]["funding"].to_pylist(),
                strict=True,
            )
        )
        self._deposits = {
            row["project_key"]: (row["stored_fen"] or 0) - (row["used_fen"] or 0)
            for row in tables["deposit"].to_pylist()
            if row["stored_fen"] is not None
        }
        self._employers = _employers(tables)
        self._sheets = _sheet_employers(tables["wage_line"])
        self._balances: dict[int, int] = {}
        for row in tables["account_entry"].select(["project_key", "balance_fen"]).to_pylist():
            if row["balance_fen"] is not None:
                self._balances[row["project_key"]] = row["balance_fen"]

    def arrear(self, owed: Owed) -> Arrear | None:
        """The arrear as the law wants to know it; None when the chain does not name an employer."""
        parties = self._parties.get(owed.project, {})
        employer = owed.employer if owed.employer in parties else self._sole_employer(owed.project)
        if employer is None or not _is_chain(parties):
            return None
        funding = self._funding.get(owed.project)
        return Arrear(
            amount_fen=owed.fen,
            month=owed.month,
            due_on=owed.due_on,
            employer=employer,
            parties=tuple(parties.values()),
            facts={} if funding is None else {"government_project": funding == "government"},
            account_balance_fen=self._balances.get(owed.project),
            deposit_fen=self._deposits.get(owed.project),
        )

    def employer(self, project: int, worker: int) -> str | None:
        """The company that employs a worker on a site, by wage sheet or roster."""
        return self.names.get(self._employers.get((project, worker), 0))

    def name(self, project: int, role: str) -> str | None:
        """The company that plays a role in a project, when exactly one does."""
        keys = [
            each.key
            for each in self._parties.get(project, {}).values()
            if each.role == role or (role == SUBCONTRACTOR and SUBCONTRACTOR in each.role)
        ]
        return self.names.get(keys[0]) if len(keys) == 1 else None

    def employer_of(
        self, project: int | None, worker: int | None, sheet: int | None
    ) -> Party | None:
        """The party of the chain that employs the worker, or everybody on the sheet."""
        key = self._employers.get((project or 0, worker or 0)) or self._sheets.get(sheet or 0)
        return self._parties.get(project or 0, {}).get(key or 0)

    def _sole_employer(self, project: int) -> int | None:
        """The general contractor, where no subcontractor could be the employer."""
        parties = self._parties.get(project, {}).values()
        if any("subcontractor" in each.role for each in parties):
            return None
        found = [each.key for each in parties if each.role == "general_contractor"]
        return found[0] if len(found) == 1 else None


class Liabilities:
    """Asks the law about arrears; equal arrears are asked once."""

    def __init__(
        self,
        book: Lawbook,
        chains: Chains,
        cards: Cards,
        *,
        place: Mapping[int, int],
        pack: str | None,
    ) -> None:
        self._book, self._chains, self._cards = book, chains, cards
        self._place, self._pack = place, pack
        self._rules = lru_cache(maxsize=None)(self._rules_in_force)

    def of_arrear(self, lines: Iterable[Owed]) -> Liable | None:
        """Who answers for a worker's owed months on a site; the law of the oldest decides."""
        owed = sorted(lines, key=lambda each: each.month)
        if not owed:
            return None
        whole = Owed(
            owed[0].project, owed[0].worker, owed[0].month, sum(each.fen for each in owed),
            owed[0].due_on, owed[0].employer, recorded=all(each.recorded for each in owed),
        )  # fmt: skip
        arrear = self._chains.arrear(whole)
        if arrear is None:
            return None
        rules = self._rules(self._place[whole.project], whole.due_on)
        return self._shown(assess(arrear, rules))

    def of_role(self, role: str, keys: Mapping[str, Any]) -> Liable | None:
        """The party that a rule holds answerable for what `keys` name.

        A rule about workers or wage sheets means by the subcontractor whoever employs them.
        """
        if role not in ROLE_NAMES:
            return None
        name = None
        project, worker = keys.get("project_key"), keys.get("worker_key")
        meant = self._chains.employer_of(project, worker, keys.get("sheet_key"))
        if role == SUBCONTRACTOR and meant is not None:
            role = SUBCONTRACTOR if SUBCONTRACTOR in meant.role else meant.role
            name = self._chains.names.get(meant.key)
        elif project and role == "employer" and worker:
            name = self._chains.employer(project, worker)
        elif project:
            name = self._chains.name(project, role)
        return Liable(self._named(role, name), NOBODY, None, None, (), (), is_arrear=False)

    def _rules_in_force(self, place: int, on: dt.date) -> tuple[Rule, ...]:
        return rules_in_force(self._book, place=f"{place:06d}", on=on, pack=self._pack)

    def _named(self, role: str, name: str | None) -> Message:
        if name is None:
            return ROLE_NAMES[role]
        return message("{name} ({role})", name=name, role=ROLE_NAMES[role])

    def _party(self, each: Obligation) -> Message:
        return self._named(each.role, self._chains.names.get(each.party or 0))

    def _shown(self, found: Liability) -> Liable:
        answering = (*found.owes, *found.pays_first)
        clauses = dict.fromkeys(clause for each in answering for clause in each.clauses)
        return Liable(
            owes=_joined(self._party(each) for each in found.owes) or NOBODY,
            pays_first=_joined(self._party(each) for each in found.pays_first) or NOBODY,
            cap=_joined(_cap(each) for each in found.pays_first if each.cap),
            recourse=_joined(self._recourse(each) for each in answering if each.recourse),
            reasons=found.lines(),
            articles=self._cards.articles(clauses),
        )

    def _recourse(self, each: Obligation) -> Message:
        against = tuple(
            self._named(back.role, self._chains.names.get(back.party or 0))
            for back in each.recourse
        )
        return message("{payer} may recover from {who}", payer=ROLE_NAMES[each.role], who=against)


def _employers(tables: Mapping[str, pa.Table]) -> dict[tuple[int, int], int]:
    """Project and worker → employing party; the wage sheet goes before the roster."""
    found: dict[tuple[int, int], int] = {}
    for name in ("enrolment", "wage_line"):
        columns = ("project_key", "worker_key", "party_key")
        lists = (tables[name][each].to_pylist() for each in columns)
        found |= {
            (site, worker): party for site, worker, party in zip(*lists, strict=True) if party
        }
    return found


def _sheet_employers(lines: pa.Table) -> dict[int, int]:
    """Wage sheet → the one party that employs everybody on it."""
    found: dict[int, set[int]] = defaultdict(set)
    for sheet, party in zip(
        *(lines[n].to_pylist() for n in ("sheet_key", "party_key")), strict=True
    ):
        found[sheet].add(party)
    return {sheet: parties.pop() for sheet, parties in found.items() if len(parties) == 1}


def _joined(parts: Iterable[Message]) -> Message | None:
    """The parts as one list, each once; None when there are none."""
    once: list[Message] = []
    for each in parts:
        if each not in once:
            once.append(each)
    return message("{all}", all=tuple(once)) if once else None


def _cap(each: Obligation) -> Message:
    if each.amount_fen is None:
        return message(
            "{who}: up to {money}, amount not known",
            who=ROLE_NAMES[each.role],
            money=MONEY[each.cap],
        )
    return message(
        "{who}: up to {money}, at most {amount}",
        who=ROLE_NAMES[each.role],
        money=MONEY[each.cap],
        amount=Fen(each.amount_fen),
    )


def _is_chain(parties: Mapping[int, Party]) -> bool:
    """Whether nobody stands above himself."""
    for key in parties:
        seen, at = {key}, parties[key].parent
        while at is not None and at in parties:
            if at in seen:
                return False
            seen.add(at)
            at = parties[at].parent
    return True
