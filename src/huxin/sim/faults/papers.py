"""Faults about papers: of the project, of the account, of companies, of workers."""

from __future__ import annotations

from collections.abc import Callable

from huxin.sim.faults.plot import DAY, Fault, Planter, Plot
from huxin.sim.model import Complaint, Contract, Party, Worker

__all__ = ["PLANTERS"]


def _paper(area: str, change: Callable[[Plot], int | None]) -> Planter:
    """A fault of the project: `change` makes it and says the amount, None where it cannot be."""

    def plant(plot: Plot) -> list[Fault]:
        if not plot.free(area):
            return []
        amount = change(plot)
        if amount is None:
            return []
        plot.take(area)
        return [plot.fault(amount_fen=amount)]

    return plant


def _project_field(area: str, name: str, value: object) -> Planter:
    """A fault of the project sheet: one field has another value."""

    def change(plot: Plot) -> int:
        setattr(plot.site.project, name, value)
        return 0

    return _paper(area, change)


def _enrolment(change: Callable[[Plot, Worker, Contract], None]) -> Planter:
    """A fault of one worker's papers; the worker stays on site."""

    def plant(plot: Plot) -> list[Fault]:
        for worker in plot.dice.shuffled(plot.site.workers):
            fits = worker.post == "worker" and worker.contract is not None and worker.days
            if fits and worker.contract and plot.take("papers", worker.person.identity):
                change(plot, worker, worker.contract)
                return [plot.fault(worker)]
        return []

    return plant


def _no_contract(_plot: Plot, worker: Worker, _contract: Contract) -> None:
    worker.contract = None


def _unfiled(_plot: Plot, _worker: Worker, contract: Contract) -> None:
    contract.filed_on = None


def _terms(plot: Plot, _worker: Worker, contract: Contract) -> None:
    contract.terms_missing = plot.draw("terms")


def _contract_late(plot: Plot, worker: Worker, contract: Contract) -> None:
    contract.signed_on = contract.from_on = worker.entered_on + plot.draw("days") * DAY
    contract.filed_on = contract.signed_on + DAY


def _not_registered(_plot: Plot, worker: Worker, _contract: Contract) -> None:
    worker.registered_on = None


def _no_owner_guarantee(plot: Plot) -> int:
    site = plot.site
    site.guarantees = [each for each in site.guarantees if each.kind != "owner_payment"]
    return 0


def _guarantee_expiring(plot: Plot) -> int | None:
    owner = next((each for each in plot.site.guarantees if each.kind == "owner_payment"), None)
    if owner is None:
        return None
    owner.to_on = plot.site.as_of + plot.draw("days") * DAY
    return owner.amount_fen


def _deposit_missing(plot: Plot) -> int:
    site = plot.site
    amount = site.deposit.stored_fen if site.deposit is not None else 0
    site.deposit = None
    site.guarantees = [each for each in site.guarantees if each.kind != "wage_deposit"]
    return amount


def _deposit_short(plot: Plot) -> int | None:
    deposit = plot.site.deposit
    if deposit is None:
        return None
    due, deposit.stored_fen = deposit.stored_fen, deposit.stored_fen * plot.draw("percent") // 100
    for each in plot.site.guarantees:
        if each.kind == "wage_deposit":
            each.amount_fen = deposit.stored_fen
    return due - deposit.stored_fen


def _deposit_late(plot: Plot) -> int | None:
    deposit, permit = plot.site.deposit, plot.site.project.permit_on
    if deposit is None or permit is None or permit + 75 * DAY > plot.site.as_of:
        return None
    deposit.stored_on = permit + plot.draw("days") * DAY
    return 0


def _signboard_missing(plot: Plot) -> int:
    plot.site.signboard = None
    return 0


def _signboard_incomplete(plot: Plot) -> int | None:
    board = plot.site.signboard
    if board is None:
        return None
    gone = plot.dice.some(board.items, plot.draw("items"))
    board.items = [item for item in board.items if item not in gone]
    return 0


def _no_officer(plot: Plot) -> int:
    plot.site.project.has_labour_wage_officer = False
    for worker in plot.site.workers:
        if worker.post == "labour_wage_officer":
            worker.post = "manager"
    return 0


def _account_late(plot: Plot) -> int | None:
    project = plot.site.project
    if project.account_number is None:
        return None
    on = project.contract_signed_on + plot.draw("days") * DAY
    project.account_opened_on = on
    project.account_agreement_on = on
    project.account_filed_on = on + 5 * DAY
    return 0


def _account_unfiled(plot: Plot) -> int | None:
    if plot.site.project.account_number is None:
        return None
    plot.site.project.account_filed_on = None
    return 0


def _agreement_missing(plot: Plot) -> int | None:
    if plot.site.project.account_number is None:
        return None
    plot.site.project.account_agreement_on = None
    return 0


def _account_name(plot: Plot) -> int | None:
    if plot.site.project.account_number is None:
        return None
    plot.site.project.account_name = plot.site.contractor.name
    return 0


def _terms_missing(plot: Plot) -> int:
    names = ("has_measuring_term", "has_settlement_term", "has_labour_cost_term")
    for name in plot.dice.some(names, plot.draw("terms")):
        setattr(plot.site.project, name, False)
    return 0


def _financed(plot: Plot) -> int | None:
    """Only government projects must not be financed by the contractor (Decree 724 art. 23)."""
    if plot.site.project.funding != "government":
        return None
    plot.site.project.contractor_financed = True
    return 0


def _subcontractor(change: Callable[[Plot, Party], None]) -> Planter:
    def on_one(plot: Plot) -> int | None:
        firms = [each for each in plot.site.parties if each.role == "labour_subcontractor"]
        if not firms:
            return None
        change(plot, plot.dice.pick(firms))
        return 0

    return _paper("party", on_one)


def _unlicensed(_plot: Plot, firm: Party) -> None:
    firm.is_licensed = False


def _listed(_plot: Plot, firm: Party) -> None:
    firm.listed_on = firm.joined_on - 200 * DAY


def _progress_delay(plot: Plot) -> int | None:
    site = plot.site
    planned = {
        each.month: each.value for each in site.indicators if each.kind == "progress_planned_ppm"
    }
    behind = plot.draw("points") * 10_000
    if planned[site.months[-1]] < behind + 100_000:
        return None
    for each in site.indicators:
        if each.kind == "progress_actual_ppm" and each.month in site.months[-2:]:
            each.value = max(0, planned[each.month] - behind)
    return 0


def _owed(plot: Plot) -> int:
    kind = plot.dice.pick(("water_fee_owed", "power_fee_owed"))
    step, owed = plot.draw("yuan") * 100, 0
    for each in plot.site.indicators:
        if each.kind == kind and each.month in plot.site.months[-3:]:
            owed += step
            each.value = owed
    return owed


def _leads(plot: Plot) -> int:
    for each in plot.site.indicators:
        if each.kind == "opinion_leads" and each.month == plot.site.months[-1]:
            each.value = plot.draw("leads")
    return 0


def _complaint_overdue(plot: Plot) -> int:
    amount = plot.draw("yuan") * 100
    received = plot.site.as_of - plot.draw("days") * DAY
    plot.site.complaints.append(Complaint("complaint", received, 1, amount, None))
    return amount


def _order_unmet(plot: Plot) -> int:
    amount, end = plot.draw("yuan") * 100, plot.site.as_of
    plot.site.complaints.append(
        Complaint(
            "complaint", end - 60 * DAY, 3, amount, end - 58 * DAY, filed_on=end - 55 * DAY,
            order_on=end - 40 * DAY, order_limit_on=end - 20 * DAY,
        )
    )  # fmt: skip
    return amount


PLANTERS: dict[str, Planter] = {
    "no_contract": _enrolment(_no_contract),
    "contract_unfiled": _enrolment(_unfiled),
    "contract_terms_missing": _enrolment(_terms),
    "contract_late": _enrolment(_contract_late),
    "not_registered": _enrolment(_not_registered),
    "no_owner_guarantee": _paper("owner_guarantee", _no_owner_guarantee),
    "guarantee_expiring": _paper("owner_guarantee", _guarantee_expiring),
    "deposit_missing": _paper("permit", _deposit_missing),
    "deposit_short": _paper("permit", _deposit_short),
    "deposit_late": _paper("permit", _deposit_late),
    "signboard_missing": _paper("signboard", _signboard_missing),
    "signboard_incomplete": _paper("signboard", _signboard_incomplete),
    "no_labour_wage_officer": _paper("officer", _no_officer),
    "account_opened_late": _paper("account", _account_late),
    "account_unfiled": _paper("account", _account_unfiled),
    "agreement_missing": _paper("account", _agreement_missing),
    "account_name_wrong": _paper("account", _account_name),
    "missing_terms": _paper("terms", _terms_missing),
    "contractor_financed": _paper("financing", _financed),
    "funds_unproven": _project_field("funds", "funds_proven", value=False),
    # Terms of deposit, platform and device run from the permit: one fault of these per site.
    "permit_missing": _project_field("permit", "permit_on", value=None),
    "project_unregistered": _project_field("permit", "registered_on", value=None),
    "device_missing": _project_field("permit", "attendance_device_on", value=None),
    "unlicensed_subcontractor": _subcontractor(_unlicensed),
    "listed_subcontractor": _subcontractor(_listed),
    "progress_delay": _paper("progress_figures", _progress_delay),
    "indicator_owed": _paper("fees", _owed),
    "opinion_leads": _paper("leads", _leads),
    "complaint_overdue": _paper("complaints", _complaint_overdue),
    "order_unmet": _paper("complaints", _order_unmet),
}
