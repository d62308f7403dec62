"""What must hold on a site without faults, said independently of how sites are made."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator

from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.identity import Fault, check_identity
from huxin.sim.county import County
from huxin.sim.model import Line, Payment, Sheet, Site
from huxin.sim.money import entries

DAY = dt.timedelta(days=1)
MINIMUM_AGE_YEARS, LEAST_SHARE_PER_CENT, PAID_OF_OUTPUT_PER_CENT = 18, 22, 80


def breaches(county: County) -> list[str]:
    """Every breach of the county, as short words; none when all is lawful."""
    found = [f"{site.number}: {text}" for site in county.sites for text in _site(site)]
    return found + list(_between(county))


def _site(site: Site) -> Iterator[str]:
    yield from _people(site)
    yield from _wages(site)
    yield from _account(site)
    yield from _progress(site)
    yield from _project(site)


def _people(site: Site) -> Iterator[str]:
    for worker in site.workers:
        paper, person = worker.contract, worker.person
        if isinstance(check_identity(person.identity), Fault):
            yield "identity"
        if (worker.entered_on - person.born_on).days < MINIMUM_AGE_YEARS * 365:
            yield "age"
        if worker.registered_on is None or worker.registered_on > worker.entered_on:
            yield "registration"
        if paper is None or paper.signed_on > worker.entered_on or paper.filed_on is None:
            yield "contract"
        if any(on < worker.entered_on for on in worker.days):
            yield "day before entry"
        if worker.left_on is not None and worker.settled_on is None:
            yield "leaver"


def _wages(site: Site) -> Iterator[str]:
    calendar = WorkCalendar.load()
    for month in site.months:
        lines = [line for sheet in site.sheets if sheet.month == month for line in sheet.lines]
        listed = Counter(line.worker.user_no for line in lines)
        present = {worker.user_no for worker in site.workers if worker.in_month(month)}
        if set(listed) != present or max(listed.values(), default=1) > 1:
            yield "lines and attendance"
        due = (month + 45 * DAY).replace(day=site.project.pay_day)
        limit = calendar.before_rest_day(due).on
        for line in lines:
            paid = [each for each in site.payments_of(line.worker, month) if each.state == "paid"]
            yield from _line(line, month)
            yield from _paid(line, paid, limit)
    for sheet in site.sheets:
        yield from _sheet(sheet)


def _line(line: Line, month: dt.date) -> Iterator[str]:
    if line.days_centi != line.worker.centi(month):
        yield "days"
    if line.deducted_fen * 5 > line.payable_fen:
        yield "deductions"
    if line.in_kind:
        yield "in kind"


def _paid(line: Line, paid: list[Payment], limit: dt.date) -> Iterator[str]:
    if sum(each.amount_fen for each in paid) != line.net_fen:
        yield "paid sum"
    if any(each.paid_on > limit for each in paid):
        yield "pay day"
    if any(each.card != line.worker.person.card for each in paid):
        yield "card"
    if any(each.channel != "special_account" for each in paid):
        yield "channel"


def _sheet(sheet: Sheet) -> Iterator[str]:
    begin, end = sheet.posted_from, sheet.posted_to
    if begin is None or end is None or end - begin < 5 * DAY:
        yield "posting"
    if not sheet.reviewed or not all(each.signed for each in sheet.lines):
        yield "sheet papers"


def _account(site: Site) -> Iterator[str]:
    balance = site.opening_fen
    booked = entries(site)
    for entry in booked:
        balance += entry.amount_fen
        if balance < 0:
            yield "balance"
        if entry.kind not in {"labour_cost", "wage", "wage_return", "interest"}:
            yield "entry"
    if not booked:
        yield "no entries"


def _progress(site: Site) -> Iterator[str]:
    project = site.project
    for each in site.progress:
        if each.paid_on is None or each.paid_on > each.due_on:
            yield "progress day"
        if each.labour_cost_fen * 100 < each.amount_fen * LEAST_SHARE_PER_CENT:
            yield "labour share"
        if each.amount_fen * 100 < each.output_fen * PAID_OF_OUTPUT_PER_CENT:
            yield "output share"
        if each.kind == "progress" and each.labour_cost_fen < (project.labour_cost_fen or 0):
            yield "agreed amount"
        if each.labour_cost_fen * 1_000_000 < each.amount_fen * (
            project.labour_cost_share_ppm or 0
        ):
            yield "agreed share"


def _project(site: Site) -> Iterator[str]:
    project = site.project
    opened, permit = project.account_opened_on, project.permit_on
    if opened is None or opened > project.contract_signed_on + 30 * DAY:
        yield "account opening"
    if opened and (project.account_filed_on is None or project.account_agreement_on is None):
        yield "account papers"
    if project.account_name != f"{site.contractor.name}{project.name}农民工工资专用账户":
        yield "account name"
    if permit is None or not project.funds_proven:
        yield "permit"
    else:
        yield from _deposit(site, permit)
    owner = [each for each in site.guarantees if each.kind == "owner_payment"]
    if not owner or any(each.to_on < project.planned_end_on for each in owner):
        yield "guarantee"
    if site.signboard is None or len(site.signboard.items) < 12:
        yield "signboard"
    if not project.has_labour_wage_officer:
        yield "officer"


def _deposit(site: Site, permit: dt.date) -> Iterator[str]:
    deposit = site.deposit
    if deposit is None or deposit.stored_on is None:
        yield "deposit"
        return
    if WorkCalendar.load().working_days_between(permit, deposit.stored_on) > 20:
        yield "deposit late"
    if deposit.stored_fen * 50 < site.project.contract_price_fen:
        yield "deposit short"


def _between(county: County) -> Iterator[str]:
    """Across sites: nobody works on two on one day, no card belongs to two people."""
    days: Counter[tuple[str, dt.date]] = Counter()
    owners: dict[str, set[str]] = {}
    for site in county.sites:
        for worker in site.workers:
            days.update((worker.person.identity, on) for on in worker.days)
            owners.setdefault(worker.person.card, set()).add(worker.person.identity)
    if max(days.values(), default=1) > 1:
        yield "two sites"
    if any(len(each) > 1 for each in owners.values()):
        yield "shared card"
