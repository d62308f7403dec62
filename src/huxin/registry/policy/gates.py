"""May it be granted? Each condition of a gate is met, not met, or cannot be told; never guessed."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from huxin.kernel.texts import N_, Message, message
from huxin.law.gates import Condition
from huxin.registry.models import Statement
from huxin.registry.policy.deposits import Cover, CoverAnswer
from huxin.registry.policy.statements import said_of
from huxin.registry.policy.works import WorksFinding

__all__ = ["GATES", "TITLES", "Answer", "GateAnswer", "Outcome", "Standing", "answer_gate"]


class Outcome(enum.StrEnum):
    """What the registers say of one condition."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


GATES: Mapping[str, str] = {
    "construction_permit": N_("permit for construction"),
    "start": N_("start of works"),
    "approval": N_("approval of a new project"),
    "tendering": N_("right to call for tenders"),
    "bidding": N_("right to bid"),
}
TITLES: Mapping[str, str] = {
    "permit_or_start_report": N_("construction permit or approved start report"),
    "funds_proven": N_("money for the works is arranged"),
    "deposit_stored": N_("wage deposit is stored in full, or exempt"),
    "account_opened": N_("wage special account is open"),
    "owner_guarantee": N_("developer's payment guarantee"),
    "contract_terms": N_("wage terms of the works contract"),
    "not_contractor_financed": N_("not financed by the contractor"),
    "developer_not_listed": N_("developer is not on the list of dishonest employers"),
    "contractor_not_listed": N_("contractor is not on the list of dishonest employers"),
    "developer_money_paid": N_("developer owes no project money"),
    "developer_no_arrears": N_("developer has no record of arrears"),
    "contractor_no_arrears": N_("contractor has no record of arrears"),
}
REMEDIES: Mapping[str, str] = {
    "permit_or_start_report": N_(
        "Apply for the construction permit, or have the start report approved."
    ),
    "funds_proven": N_("Let the developer hand in the proof of funds, and record it."),
    "deposit_stored": N_(
        "Store the deposit in full, hand in a letter over it, or record the exemption."
    ),
    "account_opened": N_("Open the special account at a bank in the place of works."),
    "owner_guarantee": N_("Let the developer hand in a payment guarantee."),
    "contract_terms": N_("Sign a supplement that mends the works contract."),
    "not_contractor_financed": N_(
        "Strike the financing from the contract, and have the money arranged."
    ),
    "developer_not_listed": N_("No new project before the developer is off the list."),
    "contractor_not_listed": N_("Choose a contractor that is not on the list."),
    "developer_money_paid": N_(
        "Ask the regulator of the developer's other projects for its statement."
    ),
    "developer_no_arrears": N_("Ask labour inspection for a statement on the developer."),
    "contractor_no_arrears": N_("Ask labour inspection for a statement on the contractor."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the registers know of a project on one day."""

    funding: str
    funds_proven: bool | None
    deposit: CoverAnswer
    has_permit: bool
    account_open: bool
    owner_guarantee: bool
    contract: Sequence[WorksFinding] | None
    developer: bool
    developer_listed_on: dt.date | None
    contractor: bool
    contractor_listed_on: dt.date | None
    had_arrears: bool | None
    developer_stated: Mapping[str, Statement | None]
    contractor_stated: Mapping[str, Statement | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """One condition: whether it is met, why, by which clauses, and what to do."""

    condition: str
    outcome: Outcome
    reason: Message
    clauses: tuple[str, ...]

    @property
    def title(self) -> Message:
        return Message(TITLES[self.condition])

    @property
    def remedy(self) -> Message | None:
        met = self.outcome is Outcome.MET
        return None if met else Message(REMEDIES[self.condition])

    def says(self) -> Message:
        return message("{title}: {reason}", title=self.title, reason=self.reason)


@dataclass(frozen=True, slots=True)
class GateAnswer:
    """All conditions of a gate. No condition at all: the documents here ask for none."""

    gate: str
    answers: tuple[Answer, ...]

    @property
    def outcome(self) -> Outcome:
        found = {each.outcome for each in self.answers}
        for worst in (Outcome.NOT_MET, Outcome.CANNOT_TELL):
            if worst in found:
                return worst
        return Outcome.MET

    def of(self, outcome: Outcome) -> tuple[Answer, ...]:
        return tuple(each for each in self.answers if each.outcome is outcome)


def answer_gate(gate: str, conditions: Sequence[Condition], standing: Standing) -> GateAnswer:
    """Each condition that concerns the project, judged on what is known."""
    merged: dict[str, tuple[str, ...]] = {}
    for each in conditions:
        if each.concerns(standing.funding):
            whole = (*each.clauses, *merged.get(each.id, ()))
            merged[each.id] = tuple(dict.fromkeys(whole))
    answers = []
    for name, clauses in merged.items():
        outcome, reason = JUDGES[name](standing)
        answers.append(Answer(name, outcome, reason, clauses))
    return GateAnswer(gate, tuple(answers))


Judged = tuple[Outcome, Message]


def _yes_no(known: bool | None, yes: Message, no: Message, unknown: Message) -> Judged:  # noqa: FBT001 -- three answers of one question
    if known is None:
        return Outcome.CANNOT_TELL, unknown
    return (Outcome.MET, yes) if known else (Outcome.NOT_MET, no)


def _permit(s: Standing) -> Judged:
    return _yes_no(
        s.has_permit,
        message("one of them is on record"),
        message("neither is on record"),
        message("not known"),
    )


def _funds(s: Standing) -> Judged:
    return _yes_no(
        s.funds_proven,
        message("proof is on record"),
        message("the developer has no proof of funds"),
        message("no proof of funds was looked at"),
    )


def _deposit(s: Standing) -> Judged:
    if s.deposit.cover in {Cover.FULL, Cover.EXEMPT}:
        return Outcome.MET, s.deposit.says
    told = s.deposit.cover is not Cover.UNKNOWN
    return (Outcome.NOT_MET if told else Outcome.CANNOT_TELL), s.deposit.says


def _account(s: Standing) -> Judged:
    return _yes_no(
        s.account_open,
        message("the account is open"),
        message("no account is open"),
        message("not known"),
    )


def _guarantee(s: Standing) -> Judged:
    return _yes_no(
        s.owner_guarantee,
        message("a guarantee is in force"),
        message("no guarantee is in force"),
        message("not known"),
    )


def _contract(s: Standing) -> Judged:
    if s.contract is None:
        return Outcome.CANNOT_TELL, message("no works contract is on record")
    wrong = tuple(each.says() for each in s.contract if each.is_known)
    if wrong:
        return Outcome.NOT_MET, message("{reasons}", reasons=wrong)
    if s.contract:
        return Outcome.CANNOT_TELL, message(
            "{reasons}", reasons=tuple(e.says() for e in s.contract)
        )
    return Outcome.MET, message("the terms are complete")


def _financed(s: Standing) -> Judged:
    if s.contract is None:
        return Outcome.CANNOT_TELL, message("no works contract is on record")
    found = [each for each in s.contract if each.id == "contractor_financed"]
    if not found:
        return Outcome.MET, message("the works contract makes the contractor finance nothing")
    return (Outcome.NOT_MET if found[0].is_known else Outcome.CANNOT_TELL), found[0].says()


def _listed(there: bool, on: dt.date | None) -> Judged:  # noqa: FBT001 -- a fact, not a switch
    if not there:
        return Outcome.CANNOT_TELL, message("no such party is on record")
    if on is not None:
        return Outcome.NOT_MET, message("on the list since {on}", on=on)
    return Outcome.MET, message("no listing is on record")


def _stated(found: Statement | None) -> Judged:
    """Arrears are only known where an authority stated them: absence proves nothing."""
    if found is None:
        return Outcome.CANNOT_TELL, message("the registers hold no statement on it")
    return (Outcome.NOT_MET if found.holds else Outcome.MET), said_of(found)


def _no_arrears(found: Statement | None, had_arrears: bool | None) -> Judged:  # noqa: FBT001 -- a fact, not a switch
    """A statement about the firm, or that on its record for the deposit."""
    if found is not None:
        return _stated(found)
    if had_arrears:
        return Outcome.NOT_MET, message("the authority has stated arrears")
    if had_arrears is False:
        return Outcome.MET, message("the authority has stated that there were none")
    return Outcome.CANNOT_TELL, message("the registers hold no statement on it")


JUDGES: Mapping[str, Callable[[Standing], Judged]] = {
    "permit_or_start_report": _permit,
    "funds_proven": _funds,
    "deposit_stored": _deposit,
    "account_opened": _account,
    "owner_guarantee": _guarantee,
    "contract_terms": _contract,
    "not_contractor_financed": _financed,
    "developer_not_listed": lambda s: _listed(s.developer, s.developer_listed_on),
    "contractor_not_listed": lambda s: _listed(s.contractor, s.contractor_listed_on),
    "developer_money_paid": lambda s: _stated(s.developer_stated["project_money"]),
    "developer_no_arrears": lambda s: _stated(s.developer_stated["arrears"]),
    "contractor_no_arrears": lambda s: _no_arrears(s.contractor_stated["arrears"], s.had_arrears),
}
