"""The facts of one arrear that liability hangs on, in a closed vocabulary.

`FACTS` are told by the caller (true, false, or left out: not known). The other circumstances are
read off the chain of parties. Rules of the packs may name any of them and nothing else.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from huxin.kernel.texts import N_, Message

__all__ = [
    "CAPS", "CIRCUMSTANCES", "FACTS", "MONEY", "ROLES", "Arrear", "Party", "Standing",
]  # fmt: skip


def _texts(texts: Mapping[str, str]) -> Mapping[str, Message]:
    return MappingProxyType({name: Message(text) for name, text in texts.items()})


FACTS = _texts(
    {
        "handed_on": N_("the whole project was handed on to another unit"),
        "name_lent": N_("the work was taken on in another unit's lent name"),
        "unlawful_contracting_out": N_("the developer contracted the works out unlawfully"),
        "unlawful_subcontracting": N_("the works were subcontracted unlawfully"),
        "developer_paid_late": N_("the developer did not pay project money as agreed"),
        "contractor_paid_late": N_(
            "the general contractor did not pass project money on as agreed"
        ),
        "contractor_has_no_money": N_("the general contractor really has no money"),
        "building_law_broken": N_("the project breaks planning or construction law"),
        "supplier_unlicensed": N_(
            "the workers were supplied by a person or a unit without the licence for it"
        ),
        "investors_answer": N_(
            "the employer is a partnership, a sole proprietorship or an individual business"
        ),
        "not_cleared": N_("the employer does not clear the arrears"),
        "merging": N_("the employer merges or is divided"),
        "successor_agreed": N_("the workers agreed in writing that the successor pays"),
        "winding_up": N_("the employer was closed, dissolved or lost its licence"),
        "in_difficulty": N_("the employer cannot pay for the time being, or has fled"),
        "order_unmet": N_("an order to pay has run out unmet"),
        "government_project": N_("the project is paid with government money"),
        "let_by_department": N_("a government department let the project"),
        "state_firm": N_("the employer is a state-owned firm"),
        "small_firm": N_("the employer is a small or medium firm"),
        "may_cause_incident": N_("the arrears caused or may cause a collective incident"),
        "small_claim": N_("the claim is small and cannot be settled at once"),
        "fund_approved": N_("the fund's payment was applied for and approved"),
        "project_money_pleaded": N_("unpaid project money is given as the reason"),
        "dispute_pleaded": N_("a dispute on quantity, quality or price is given as the reason"),
    }
)
_DERIVED = _texts(
    {
        "construction_project": N_("the wages were earned on a construction project"),
        "has_general_contractor": N_("a general contractor runs the works"),
        "employer_is_person": N_("the workers were hired by a natural person"),
        "employer_may_not_operate": N_("the employing unit may not lawfully do business"),
        "let_unqualified_by_developer": N_(
            "the developer contracted to a person or a unit that may not lawfully do business"
        ),
        "let_unqualified_by_general_contractor": N_(
            "the general contractor contracted to a person or a unit that may not lawfully do"
            " business"
        ),
        "let_unqualified_by_subcontractor": N_(
            "a subcontractor contracted to a person or a unit that may not lawfully do business"
        ),
        "debtor_is_subcontractor": N_("the unit that owes is a subcontractor"),
        "unlawful_contracting": N_(
            "the works were contracted out, handed on or subcontracted unlawfully, or a name was"
            " lent"
        ),
        "unlawful_below_contractor": N_(
            "the project was handed on or subcontracted unlawfully, or a name was lent"
        ),
        "project_money_late": N_("project money was not paid as agreed"),
        "account_has_money": N_("there is money in the wage special account"),
        "deposit_stored": N_("a wage deposit or its guarantee is in place"),
    }
)
CIRCUMSTANCES = MappingProxyType({**FACTS, **_DERIVED})

ROLES = _texts(
    {
        "employer": N_("employer"),
        "debtor": N_("unit that owes"),
        "developer": N_("developer"),
        "general_contractor": N_("general contractor"),
        "subcontractor": N_("subcontractor"),
        "contracting_party": N_("unit that contracted to it"),
        "name_lender": N_("unit that lent its name"),
        "name_borrower": N_("user of the lent name"),
        "user_unit": N_("unit that uses supplied workers"),
        "supplier": N_("supplier of the workers"),
        "investors": N_("investors of the employer"),
        "main_investors": N_("main investors of the employer"),
        "successor": N_("successor of the employer"),
        "sector_regulator": N_("sector regulator"),
        "local_government": N_("local government"),
        "hrss": N_("human resources and social security department"),
        "project_authority": N_("department that let the project"),
        "county_government": N_("county government or zone committee"),
        "member_unit": N_("leading-group unit of the sector"),
    }
)
MONEY = _texts(
    {
        "special_account": N_("wage special account"),
        "deposit": N_("wage deposit"),
        "emergency_fund": N_("emergency revolving fund"),
        "department_funds": N_("money raised by the department"),
        "recovered_money": N_("money that the employer recovers"),
        "other_money": N_("other money raised"),
        "unsettled_project_money": N_("unsettled project money"),
        "unsettled_subcontract_money": N_("unsettled subcontract money"),
    }
)
CAPS = (
    "unsettled_project_money", "unsettled_subcontract_money", "special_account", "deposit",
)  # fmt: skip

_LETTING: Mapping[str, frozenset[str]] = {
    "developer": frozenset({"developer"}),
    "general_contractor": frozenset({"general_contractor"}),
    "subcontractor": frozenset({"subcontractor", "labour_subcontractor"}),
}
"""Those who contract parts out, and the roles of the chain that mean them."""
_USUAL_PARENT = {
    "general_contractor": "developer",
    "subcontractor": "general_contractor",
    "labour_subcontractor": "general_contractor",
}
_RELATIVE = frozenset({"employer", "debtor", "contracting_party", "user_unit"})
"""Roles that name a party by its place; people call it by its part in the project."""


@dataclass(frozen=True, slots=True)
class Party:
    """One party of the chain. `parent`: who contracted to it; None: taken from the roles.

    A company is taken for one until shown to be a person. `may_operate`: lawful standing to do
    business 合法经营资格; `is_licensed`: the qualification 资质 for its part. None: not known.
    """

    key: int
    role: str
    parent: int | None = None
    is_person: bool = False
    may_operate: bool | None = None
    is_licensed: bool | None = None

    @property
    def is_unqualified(self) -> bool | None:
        """A person, or a unit without lawful standing."""
        if self.is_person:
            return True
        return None if self.may_operate is None else not self.may_operate


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrear:
    """One arrear: the amount still owed for one month by one employer.

    `due_on`: the day on which the wages fell due; the law of that day decides. Amounts in fen,
    None where not known. Raises ValueError for an unknown fact name or employer.
    """

    amount_fen: int
    month: dt.date
    due_on: dt.date
    employer: int
    parties: tuple[Party, ...]
    facts: Mapping[str, bool] = field(default_factory=dict)
    name_lender: int | None = None
    unsettled_project_fen: int | None = None
    unsettled_subcontract_fen: int | None = None
    account_balance_fen: int | None = None
    deposit_fen: int | None = None

    def __post_init__(self) -> None:
        strange = sorted(set(self.facts) - set(FACTS))
        if strange:
            raise ValueError(f"unknown facts: {', '.join(strange)}")
        keys = [party.key for party in self.parties]
        if self.employer not in keys or len(keys) != len(set(keys)):
            raise ValueError("the employer must be one of the parties, each named once")

    @property
    def caps(self) -> Mapping[str, int | None]:
        """The amounts that can cap a payment."""
        return {
            "unsettled_project_money": self.unsettled_project_fen,
            "unsettled_subcontract_money": self.unsettled_subcontract_fen,
            "special_account": self.account_balance_fen,
            "deposit": self.deposit_fen,
        }


class Standing:
    """An arrear with the chain above its employer read off."""

    def __init__(self, arrear: Arrear) -> None:
        self.arrear = arrear
        self.parties = {party.key: party for party in arrear.parties}
        self.path = self._path()

    @cached_property
    def circumstances(self) -> Mapping[str, bool | None]:
        """Every circumstance: yes, no, or not known (None)."""
        known: dict[str, bool | None] = {name: self.arrear.facts.get(name) for name in FACTS}
        known |= self._read_off_the_chain()
        for name, role in (
            ("unlawful_contracting_out", "developer"),
            ("unlawful_subcontracting", "general_contractor"),
            ("unlawful_subcontracting", "subcontractor"),
        ):
            unfit = (known[f"let_unqualified_by_{role}"], self._let_unlicensed_by(role))
            known[name] = _either(known[name], *unfit)
        below = ("handed_on", "unlawful_subcontracting", "name_lent")
        known["unlawful_below_contractor"] = _either(*(known[name] for name in below))
        known["unlawful_contracting"] = _either(
            known["unlawful_below_contractor"], known["unlawful_contracting_out"]
        )
        known["project_money_late"] = _either(
            known["developer_paid_late"], known["contractor_paid_late"]
        )
        return known

    def _read_off_the_chain(self) -> Mapping[str, bool | None]:
        employer, debtor, contractor = self.path[0], self.debtor, self.general_contractor
        is_general = contractor is not None and debtor.key == contractor.key
        balance, deposit = self.arrear.account_balance_fen, self.arrear.deposit_fen
        return {
            "construction_project": any(
                party.role in {"developer", "general_contractor"} for party in self.path
            ),
            "has_general_contractor": contractor is not None,
            "employer_is_person": employer.is_person,
            "employer_may_not_operate": not employer.is_person and employer.is_unqualified,
            "debtor_is_subcontractor": not is_general and debtor.role in _LETTING["subcontractor"],
            "account_has_money": None if balance is None else balance > 0,
            "deposit_stored": None if deposit is None else deposit > 0,
            **{f"let_unqualified_by_{role}": self._let_unqualified_by(role) for role in _LETTING},
        }

    @property
    def debtor(self) -> Party:
        """The lowest unit from the employer up that is not known to lack standing."""
        return next(
            (party for party in self.path if party.is_unqualified is not True), self.path[0]
        )

    @property
    def general_contractor(self) -> Party | None:
        """The general contractor, or whoever the developer contracted to directly."""
        able = [party for party in self.path if party.is_unqualified is not True]
        named = [party for party in able if party.role == "general_contractor"]
        direct = [party for party in self._below("developer") if party in able]
        return next(iter(named + direct), None)

    def named(self, role: str) -> tuple[str, int | None]:
        """The role as people call it in this chain, and its party (None: outside the chain)."""
        key = self._party_of(role)
        if key is None or role not in _RELATIVE:
            return role, key
        own = self.parties[key].role
        known = [name for name, roles in _LETTING.items() if own in roles]
        return (known or [role])[0], key

    def _party_of(self, role: str) -> int | None:
        path, contractor = self.path, self.general_contractor
        unqualified = [party for party in path if party.is_unqualified is True]
        above = path[1] if len(path) > 1 else None
        found: Mapping[str, Party | None] = {
            "employer": path[0],
            "supplier": path[0],
            "name_borrower": path[0],
            "debtor": self.debtor,
            "user_unit": above,
            "contracting_party": self.debtor if unqualified else above,
            "general_contractor": contractor,
            "developer": next((party for party in path if party.role == "developer"), None),
            "subcontractor": next(
                (party for party in path if party.role in _LETTING["subcontractor"]), None
            ),
        }
        if role == "name_lender":
            return self.arrear.name_lender
        party = found.get(role)
        return None if party is None else party.key

    def _path(self) -> tuple[Party, ...]:
        """The employer and everybody above it; a circle in the parents is a fault of the caller."""
        path = [self.parties[self.arrear.employer]]
        while (above := self._above(path[-1])) is not None:
            if above in path:
                raise ValueError("the parties contract to each other in a circle")
            path.append(above)
        return tuple(path)

    def _above(self, party: Party) -> Party | None:
        """Who contracted to it; where nobody is named, the only party that usually would."""
        if party.parent is not None:
            return self.parties.get(party.parent)
        usual = _USUAL_PARENT.get(party.role, "")
        found = [each for each in self.arrear.parties if each.role == usual]
        return found[0] if len(found) == 1 else None

    def _let_unqualified_by(self, role: str) -> bool | None:
        """Whether somebody of this role contracted to a person or a unit without standing."""
        return _either(*(below.is_unqualified for below in self._below(role)))

    def _let_unlicensed_by(self, role: str) -> bool | None:
        """Whether somebody of this role contracted to a unit without the qualification."""
        return _either(
            *(
                None if below.is_licensed is None else not below.is_licensed
                for below in self._below(role)
                if not below.is_person
            )
        )

    def _below(self, role: str) -> tuple[Party, ...]:
        """The parties of the path that work for one of this role."""
        pairs = zip(self.path, self.path[1:], strict=False)
        return tuple(below for below, above in pairs if above.role in _LETTING[role])


def _either(*values: bool | None) -> bool | None:
    """Or, with None for not known; nothing at all is no."""
    if any(values):
        return True
    return None if None in values else False
