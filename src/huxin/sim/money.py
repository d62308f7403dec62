"""Progress payments sized from the wages, and the special account's entries from what happened."""

from __future__ import annotations

import datetime as dt

from huxin.kernel.period import month_of, months_between, next_month
from huxin.sim.dice import Dice
from huxin.sim.model import Entry, Progress, Site

__all__ = ["entries", "size_project", "statement_from", "wages_of"]

DAY = dt.timedelta(days=1)
_SPARE_PER_CENT = 110
_OUTPUT_PER_CENT = 85
_AMOUNT_SHARE_PPM = 320_000
_ADVANCE_PPM = 100_000


def wages_of(site: Site, month: dt.date) -> int:
    """Net wages on the sheets of `month`, in fen."""
    return sum(
        line.net_fen for sheet in site.sheets if sheet.month == month for line in sheet.lines
    )


def statement_from(site: Site) -> dt.date:
    """The first day of the statement: the window's, or the account's when that is younger."""
    opened = site.project.account_opened_on or site.project.started_on
    return max(site.months[0], opened) if _is_older(site) else opened


def _is_older(site: Site) -> bool:
    return site.project.started_on < site.months[0]


def size_project(dice: Dice, site: Site) -> None:
    """Contract price, agreed labour cost, progress payments and opening balance from the wages."""
    project = site.project
    wages = {month: wages_of(site, month) for month in site.months if wages_of(site, month)}
    most = max(wages.values(), default=0) or _guess(site)
    usual = sum(wages.values()) // len(wages) if wages else most
    if project.labour_cost_fen is not None:
        project.labour_cost_fen = _yuan(most * _SPARE_PER_CENT // 100, 100_000)
    month = month_of(project.started_on)
    number = 2
    while month <= site.months[-1]:
        due = next_month(month).replace(day=project.labour_cost_day)
        if due > site.as_of:
            break
        before = usual * dice.between(85, 115) // 100 if month < site.months[0] else most // 2
        site.progress.append(_progress(site, number, month, wages.get(month, before), most))
        number, month = number + 1, next_month(month)
    outputs = [each.output_fen for each in site.progress] or [most * 4]
    length = max(6, months_between(project.started_on, project.planned_end_on))
    project.contract_price_fen = _yuan(sum(outputs) // len(outputs) * length, 10_000_000)
    site.progress.insert(0, _advance(site, most))
    site.opening_fen = most * dice.between(150, 220) // 100 if _is_older(site) else 0


def _guess(site: Site) -> int:
    """Wages of a full month when no sheet is out yet."""
    return sum(worker.day_rate_fen * 22 for worker in site.workers)


def _yuan(fen: int, step: int) -> int:
    """`fen` rounded up to a multiple of `step`."""
    return -(-fen // step) * step


def _progress(site: Site, number: int, month: dt.date, wages: int, most: int) -> Progress:
    """One month's payment: the labour cost covers the wages, the payment the agreed share."""
    project = site.project
    needed = _yuan(wages * _SPARE_PER_CENT // 100, 10_000)
    if project.labour_cost_fen is not None:
        labour = project.labour_cost_fen
        amount = labour * 1_000_000 // _AMOUNT_SHARE_PPM * min(max(wages, most // 3), most) // most
    else:
        labour = needed
        amount = labour * 1_000_000 // (project.labour_cost_share_ppm or _AMOUNT_SHARE_PPM)
    amount = amount // 100 * 100
    due = next_month(month).replace(day=project.labour_cost_day)
    paid = due - 2 * DAY
    output = amount * 100 // _OUTPUT_PER_CENT // 100 * 100
    return Progress(number, month, "progress", output, due, paid, amount, labour, paid)


def _advance(site: Site, most: int) -> Progress:
    """The advance before the works begin; its labour cost is the account's cushion."""
    project = site.project
    amount = project.contract_price_fen * _ADVANCE_PPM // 1_000_000
    labour = _yuan(max(amount * 42 // 100, most * 13 // 10), 10_000)
    amount = max(amount, labour * 2)
    opened = project.account_opened_on or project.contract_signed_on
    paid = max(project.started_on - 6 * DAY, opened + DAY)
    month = month_of(paid)
    return Progress(1, month, "advance", 0, paid + 2 * DAY, paid, amount, labour, paid)


def entries(site: Site) -> list[Entry]:
    """The statement's entries in the order of booking, up to `as_of`."""
    if site.project.account_number is None:
        return []
    begin = statement_from(site)
    found = [*_credits(site), *_wages(site), *_interest(site), *site.extra]
    booked = [entry for entry in found if begin <= entry.on <= site.as_of]
    # Money comes in before it goes out on the same day, as banks book standing transfers first.
    return sorted(booked, key=lambda entry: (entry.on, entry.amount_fen < 0))


def _credits(site: Site) -> list[Entry]:
    name, account = site.developer.name, _company_account(site, 0)
    return [
        Entry(each.labour_paid_on, each.labour_cost_fen, "labour_cost", name, account,
              f"拨付{each.month.year}年{each.month.month}月人工费用")
        for each in site.progress
        if each.labour_paid_on is not None and each.labour_cost_fen
    ]  # fmt: skip


def _wages(site: Site) -> list[Entry]:
    rows: list[Entry] = []
    batches: dict[tuple[dt.date, dt.date], int] = {}
    for each in site.payments:
        if each.channel != "special_account" or each.state not in {"paid", "returned"}:
            continue
        what = f"代发{each.month.year}年{each.month.month}月工资"
        if site.style.statement_lines == "batch":
            key = (each.paid_on, each.month)
            batches[key] = batches.get(key, 0) + each.amount_fen
        else:
            rows.append(Entry(each.paid_on, -each.amount_fen, "wage", each.payee, each.card, what))
        if each.state == "returned":
            on = each.returned_on or each.paid_on
            back = f"{what}退回"
            rows.append(Entry(on, each.amount_fen, "wage_return", each.payee, each.card, back))
    rows += [
        Entry(on, -amount, "wage", "", "", f"批量代发{month.year}年{month.month}月工资")
        for (on, month), amount in sorted(batches.items())
    ]
    return rows


def _interest(site: Site) -> list[Entry]:
    """A little interest on the 21st of each quarter's last month."""
    months = [month for month in site.months if month.month % 3 == 0]
    bank = site.project.account_bank
    return [
        Entry(month.replace(day=21), 10_000 + 37 * (site.number % 50), "interest", bank, "", "结息")
        for month in months
        if month.replace(day=21) > site.project.started_on
    ]


def _company_account(site: Site, party: int) -> str:
    """A company's account number: digits out of its credit code, 17 long."""
    digits = "".join(str(ord(sign) % 10) for sign in site.parties[party].credit_code)
    return ("5" + digits)[:17]
