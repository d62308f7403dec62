"""Faults about the special account and the money that ought to come into it."""

from __future__ import annotations

import datetime as dt

from huxin.kernel.period import month_of, next_month
from huxin.sim.faults.plot import DAY, Fault, Planter, Plot
from huxin.sim.model import Entry, Progress
from huxin.sim.money import entries, wages_of

__all__ = ["PLANTERS"]


def _slack(plot: Plot, on: dt.date) -> int:
    """The least balance from `on` to the end: what could be missing without a payment failing."""
    site = plot.site
    balance, least = site.opening_fen, None
    for entry in entries(site):
        balance += entry.amount_fen
        if entry.on >= on:
            least = balance if least is None else min(least, balance)
    return max(0, balance if least is None else least)


def _day_between(plot: Plot) -> dt.date:
    """A day in the window on which nothing else is booked in the account."""
    span = (plot.site.as_of - plot.site.months[0]).days
    taken = {entry.on for entry in entries(plot.site)}
    days = [plot.site.months[0] + number * DAY for number in range(35, span)]
    return plot.dice.pick([day for day in days if day not in taken] or [plot.site.as_of])


def _outflow(plot: Plot, kind: str, name: str, account: str, remark: str) -> list[Fault]:
    if plot.site.project.account_number is None or not plot.take("account"):
        return []
    on = _day_between(plot)
    amount = _slack(plot, on) * plot.draw("percent") // 100 // 10_000 * 10_000
    if amount <= 0:
        return []
    plot.site.extra.append(Entry(on, -amount, kind, name, account, remark))
    return [plot.fault(month=on.replace(day=1), amount_fen=amount, note=f"booked on {on}")]


def account_stranger_outflow(plot: Plot) -> list[Fault]:
    """Money of the account went to a company that has nothing to do with wages."""
    name = f"{plot.site.project.name[:2]}宏达建材有限公司"
    return _outflow(plot, "transfer_out", name, "59876543210012345", "材料货款")


def account_cash(plot: Plot) -> list[Fault]:
    """Cash was taken out of the account."""
    return _outflow(plot, "cash", "", "", "现金支取 备用金")


def account_frozen(plot: Plot) -> list[Fault]:
    """A court froze money of the account for another cause."""
    return _outflow(plot, "freeze", "", "", "司法冻结 买卖合同纠纷案")


def account_deducted(plot: Plot) -> list[Fault]:
    """A court took money out of the account for another cause."""
    return _outflow(
        plot, "deduction", "人民法院执行款专户", "53210987600011122", "法院扣划 借款合同纠纷案"
    )


def account_not_opened(plot: Plot) -> list[Fault]:
    """There is no special account; wages come from the contractor's other account."""
    site, project = plot.site, plot.site.project
    if not plot.free("account") or not plot.free("wage") or not plot.take("wage"):
        return []
    plot.take("account")
    project.account_number = project.account_opened_on = project.account_filed_on = None
    project.account_agreement_on, project.account_name, project.account_bank = None, "", ""
    for payment in site.payments:
        payment.channel = "other_account"
    for each in site.progress:
        each.labour_cost_fen, each.labour_paid_on = 0, None
    return [plot.fault()]


def account_shortage(plot: Plot) -> list[Fault]:
    """Balance and agreed transfer together will not meet the wages of the next pay day."""
    site, project = plot.site, plot.site.project
    wages = [wages_of(site, month) for month in site.months if wages_of(site, month)]
    if not wages or project.account_number is None or not plot.free("account"):
        return []
    # Wages that somebody else's fault leaves unpaid would fill the account again.
    if not plot.take("wage"):
        return []
    plot.take("account")
    usual = min(wages[-1], _implied(plot) or wages[-1])
    agreed = usual * plot.draw("agreed_percent") // 100 // 10_000 * 10_000
    left = usual * plot.draw("left_percent") // 100
    project.labour_cost_fen, project.labour_cost_share_ppm = agreed, None
    for each in site.progress:
        if each.kind == "progress":
            _scale(each, agreed)
    advance = next(each for each in site.progress if each.kind == "advance")
    site.opening_fen = 0 if site.opening_fen == 0 else 1
    gap = left - _last_balance(plot)
    if site.opening_fen:
        site.opening_fen += gap
    else:
        advance.labour_cost_fen += gap
        advance.amount_fen = max(advance.amount_fen, advance.labour_cost_fen * 2)
    return [plot.fault(amount_fen=usual - agreed - left)]


def _implied(plot: Plot) -> int:
    """What attendance in the running month has earned so far."""
    month = plot.site.running
    if month is None:
        return 0
    return sum(each.centi(month) * each.day_rate_fen // 100 for each in plot.site.workers)


def _last_balance(plot: Plot) -> int:
    return plot.site.opening_fen + sum(entry.amount_fen for entry in entries(plot.site))


def _scale(each: Progress, labour_fen: int) -> None:
    """Another labour cost; payment and output keep their proportions to it."""
    each.labour_cost_fen = labour_fen
    each.amount_fen = labour_fen * 100 // 32 // 100 * 100
    each.output_fen = each.amount_fen * 100 // 85 // 100 * 100


def _paid_rows(plot: Plot) -> list[Progress]:
    """Monthly payments of the window that nobody has touched, in a drawn order."""
    if plot.site.project.account_number is None or not plot.free("account"):
        return []
    rows = [
        each
        for each in plot.site.progress
        if each.kind == "progress"
        and each.month >= plot.site.months[0]
        and each.paid_on is not None
        and plot.free("progress", None, each.month)
    ]
    return plot.dice.shuffled(rows)


def _claim(plot: Plot, row: Progress) -> None:
    """The row and its neighbours: a gap between two credits belongs to one fault only."""
    plot.take("progress", None, row.month)
    plot.take("progress", None, next_month(row.month))
    plot.take("progress", None, (row.month - DAY).replace(day=1))


def labour_cost_late(plot: Plot) -> list[Fault]:
    """The developer paid the labour cost long after the agreed day."""
    for row in _paid_rows(plot):
        on = row.due_on + plot.draw("days") * DAY
        if on <= plot.site.as_of and _slack(plot, row.due_on - 5 * DAY) > row.labour_cost_fen:
            _claim(plot, row)
            row.paid_on = row.labour_paid_on = on
            return [plot.fault(month=next_month(row.month), amount_fen=row.labour_cost_fen)]
    return []


def labour_cost_short(plot: Plot) -> list[Fault]:
    """Less labour cost came in than the agreed monthly sum or share."""
    for row in _paid_rows(plot):
        missing = row.labour_cost_fen * plot.draw("missing_percent") // 100 // 10_000 * 10_000
        if missing and _slack(plot, row.due_on - 5 * DAY) > missing:
            _claim(plot, row)
            row.labour_cost_fen -= missing
            return [plot.fault(month=next_month(row.month), amount_fen=missing)]
    return []


def labour_cost_missing(plot: Plot) -> list[Fault]:
    """The month's labour cost never came in; a month that still runs may yet bring it."""
    ended = [row for row in _paid_rows(plot) if next_month(row.month) < month_of(plot.site.as_of)]
    for row in ended:
        if _slack(plot, row.due_on - 5 * DAY) > row.labour_cost_fen:
            _claim(plot, row)
            missing, row.labour_cost_fen, row.labour_paid_on = row.labour_cost_fen, 0, None
            return [plot.fault(month=next_month(row.month), amount_fen=missing)]
    return []


def wage_share_short(plot: Plot) -> list[Fault]:
    """The part of a progress payment that became labour cost is below the local share."""
    if plot.site.project.labour_cost_fen is None:
        return []
    for row in _paid_rows(plot):
        _claim(plot, row)
        row.amount_fen = row.labour_cost_fen * 100 // plot.draw("share_percent") // 100 * 100
        row.output_fen = row.amount_fen * 100 // 85 // 100 * 100
        return [plot.fault(month=row.month)]
    return []


def progress_share_short(plot: Plot) -> list[Fault]:
    """A government project paid less of the completed works than the local share."""
    if plot.site.project.funding != "government":
        return []
    for row in _paid_rows(plot):
        _claim(plot, row)
        row.output_fen = row.amount_fen * 100 // plot.draw("share_percent") // 100 * 100
        return [plot.fault(month=row.month, amount_fen=row.output_fen - row.amount_fen)]
    return []


PLANTERS: dict[str, Planter] = {
    planter.__name__: planter
    for planter in (
        account_not_opened, account_shortage, account_stranger_outflow, account_cash,
        account_frozen, account_deducted, labour_cost_late, labour_cost_short, labour_cost_missing,
        wage_share_short, progress_share_short,
    )
}  # fmt: skip
