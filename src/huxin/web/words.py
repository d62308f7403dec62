"""Words of columns that hold a code, as people read them."""

from __future__ import annotations

from collections.abc import Mapping

from huxin.kernel.texts import N_, Message, message
from huxin.registry.policy.deposits import FORMS
from huxin.registry.policy.parties import ROLES
from huxin.registry.policy.posts import POSTS
from huxin.registry.policy.projects import STATES
from huxin.registry.queries.registers.catalogue import KINDS as PERMITS
from huxin.registry.queries.registers.catalogue import LETTERS

__all__ = [
    "AGREEMENT", "BODY_KINDS", "DEPOSITS", "FIELDS", "FUNDING", "GATES", "LETTERS", "PERMITS",
    "POSTS", "ROLES", "SEATS", "SECTORS", "SETTLED_HOW", "STATES", "TRADES", "WORKERS",
    "device", "word",
]  # fmt: skip

SECTORS: Mapping[str, str] = {
    "building": N_("housing and building"),
    "municipal": N_("municipal works"),
    "transport": N_("transport works"),
    "water": N_("water works"),
    "railway": N_("railway works"),
    "mine": N_("mines"),
    "ore_dressing": N_("ore-dressing plants"),
    "tourism": N_("tourism works"),
    "other": N_("other works"),
}
TRADES: Mapping[str, str] = {
    **{code: text for code, text in SECTORS.items() if code != "other"},
    "chemicals": N_("chemical industry"),
    "light_textile": N_("light and textile industry"),
    "manufacturing": N_("manufacturing and processing"),
    "catering_services": N_("catering and services"),
    "industrial_parks": N_("enterprises of industrial parks"),
    "other": N_("other trades"),
}
"""Trades of companies, `access.models.TRADES`."""
FUNDING: Mapping[str, str] = {
    "government": N_("government investment"),
    "state_owned": N_("investment of a state-owned company"),
    "private": N_("private investment"),
}
WORKERS: Mapping[str, str] = {
    "worker": N_("worker"),
    "team_leader": N_("team leader"),
    "labour_wage_officer": N_("labour-wage officer"),
    "project_manager": N_("project manager"),
    "chief_supervisor": N_("chief supervising engineer"),
    "manager": N_("site management"),
}
BODY_KINDS: Mapping[str, str] = {
    "company": N_("company"),
    "department": N_("department"),
    "bank": N_("bank"),
    "union": N_("trade union"),
    "court": N_("court"),
    "other": N_("other unit"),
}
SEATS: Mapping[str, str] = {
    "leader": N_("head of the leading group"),
    "executive": N_("executive deputy head"),
    "deputy": N_("deputy head"),
    "member": N_("member"),
    "office_head": N_("head of the office"),
    "office_deputy": N_("deputy head of the office"),
    "office_member": N_("member of the office"),
    "liaison": N_("liaison officer"),
}
GATES: Mapping[str, str] = {
    "construction_permit": N_("May it get its permit?"),
    "start": N_("May the works start?"),
    "approval": N_("May the project be approved?"),
    "tendering": N_("May the developer invite tenders?"),
    "bidding": N_("May the contractor bid for more?"),
}
DEPOSITS: Mapping[str, str] = {
    code: FORMS[code] for code in ("cash", "bank_guarantee", "insurance")
}
AGREEMENT: Mapping[str, str] = {
    "parties_and_credit_codes": N_("the three parties with their credit codes"),
    "account_name": N_("name of the account"),
    "one_account_per_contract": N_("one account for one works contract"),
    "wages_only": N_("the money is for wages only"),
    "no_cash": N_("no cash is paid out"),
    "no_other_settlement": N_("no other settlement runs over the account"),
    "bank_contact": N_("who answers at the bank"),
    "bank_notifies_both_sides": N_("the bank tells both sides when money is late or short"),
    "bank_leaves_money_untouched": N_("the bank does not take the money for other debts"),
    "month_range": N_("months over which labour cost is paid"),
    "monthly_day": N_("day of the month on which it is paid"),
    "labour_cost_amount": N_("sum or share of the labour cost"),
}
"""Items of the tri-party agreement, as the packs name them (A53 art. 6)."""
SETTLED_HOW = N_("How was settled what the records cannot tell?")
FIELDS: Mapping[str, str] = {
    "identity": N_("identity number"),
    "phone": N_("phone number"),
    "card": N_("card number"),
    "number": N_("card number"),
    "contract_scan": N_("scan of the labour contract"),
    "certificate_scan": N_("scan of the trade certificate"),
    "own_pages": N_("my own pages, at a counter"),
}


def word(words: Mapping[str, str], code: str) -> str:
    """The text key of a code; a code without one is shown as it is."""
    return words.get(code, code)


SYSTEMS = {
    "iPhone": "iPhone", "iPad": "iPad", "HarmonyOS": "HarmonyOS", "Android": "Android",
    "Windows": "Windows", "Mac OS X": "Mac", "Linux": "Linux",
}  # fmt: skip
BROWSERS = {
    "MicroMessenger": "WeChat", "Edg": "Edge", "Firefox": "Firefox", "Chrome": "Chrome",
    "Safari": "Safari",
}  # fmt: skip
"""By what a browser calls itself; most claim to be several, and the first that fits is meant."""


def device(agent: str) -> Message:
    """A browser and its system as people know them; what nobody knows is shown as it is, cut."""
    system = next((name for mark, name in SYSTEMS.items() if mark in agent), "")
    browser = next((name for mark, name in BROWSERS.items() if mark in agent), "")
    if not (system and browser):
        return message("{word}", word=agent[:60])
    return message("{browser} on {system}", browser=browser, system=system)
