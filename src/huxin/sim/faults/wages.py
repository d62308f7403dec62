"""Faults about one worker's wages in one month, or in a run of months."""

from __future__ import annotations

import datetime as dt

from huxin.kernel.period import add_months
from huxin.sim.faults.plot import DAY, Fault, Planter, Plot
from huxin.sim.model import Day, Line, Payment, Sheet

__all__ = ["PLANTERS"]


def _first(plot: Plot, *, old: int = 1, least_fen: int = 100_000) -> tuple[Sheet, Line] | None:
    """A line for this fault, claimed."""
    for sheet, line in plot.lines(old=old, least_fen=least_fen):
        if plot.take("wage", line.worker.person.identity, sheet.month):
            return sheet, line
    return None


def attended_unpaid(plot: Plot) -> list[Fault]:
    """On site and on the sheet, and no money arrived."""
    found = _first(plot, old=2)
    if found is None:
        return []
    sheet, line = found
    plot.drop_payments(line.worker, sheet.month)
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def attended_unlisted(plot: Plot) -> list[Fault]:
    """On site, but left out of the wage sheet and not paid."""
    found = _first(plot, old=2)
    if found is None:
        return []
    sheet, line = found
    sheet.lines.remove(line)
    plot.drop_payments(line.worker, sheet.month)
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def short_paid(plot: Plot) -> list[Fault]:
    """Less arrived than the sheet says."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    payment = plot.only_payment(line.worker, sheet.month)
    missing = line.net_fen * plot.draw("missing_percent") // 100 // 10_000 * 10_000 or 10_000
    payment.amount_fen = line.net_fen - missing
    return [plot.fault(line.worker, sheet.month, missing)]


def late_paid(plot: Plot) -> list[Fault]:
    """All arrived, but days after the pay day."""
    for sheet, line in plot.lines():
        on = plot.limit(sheet.month) + plot.draw("days") * DAY
        if on <= plot.site.as_of and plot.take("wage", line.worker.person.identity, sheet.month):
            plot.only_payment(line.worker, sheet.month).paid_on = on
            return [plot.fault(line.worker, sheet.month, line.net_fen, note=f"paid on {on}")]
    return []


def paid_absent(plot: Plot) -> list[Fault]:
    """Listed and paid without a single day of attendance in the month."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    line.worker.clear(sheet.month)
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def returned_pay_not_repaid(plot: Plot) -> list[Fault]:
    """The bank sent the money back, and nobody paid it again."""
    found = _first(plot, old=2)
    if found is None:
        return []
    sheet, line = found
    payment = plot.only_payment(line.worker, sheet.month)
    payment.state, payment.reason, payment.returned_on = "returned", "账号户名不符", payment.paid_on
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def double_paid(plot: Plot) -> list[Fault]:
    """The same line was paid twice."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    first = plot.only_payment(line.worker, sheet.month)
    again = Payment(
        line.worker, sheet.month, first.paid_on, first.amount_fen, first.payee, first.card
    )
    plot.site.payments.append(again)
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def excess_wage(plot: Plot) -> list[Fault]:
    """A sum that nobody earns on a site in one month."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    line.bonus_fen += plot.draw("yuan") * 100
    plot.matched(line.worker, sheet.month)
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def below_minimum(plot: Plot) -> list[Fault]:
    """A full month's work for less than the local minimum wage."""
    for sheet, line in plot.lines():
        full = line.days_centi >= 100 * plot.numbers["least_days"]
        who = line.worker.person.identity
        if full and plot.take("wage", who, sheet.month):
            rate = plot.draw("rate_yuan") * 100
            line.day_rate_fen, line.base_fen = rate, rate * line.days_centi // 100
            line.overtime_fen = line.bonus_fen = line.advance_fen = line.tax_fen = 0
            plot.matched(line.worker, sheet.month)
            return [plot.fault(line.worker, sheet.month, line.net_fen)]
    return []


def high_deduction(plot: Plot) -> list[Fault]:
    """So much is taken off that little is left."""
    found = _first(plot, least_fen=200_000)
    if found is None:
        return []
    sheet, line = found
    line.advance_fen = line.payable_fen * plot.draw("percent") // 100 // 10_000 * 10_000
    plot.matched(line.worker, sheet.month)
    return [plot.fault(line.worker, sheet.month, line.deducted_fen)]


def in_kind(plot: Plot) -> list[Fault]:
    """Wages handed out in goods or vouchers."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    line.in_kind = True
    plot.only_payment(line.worker, sheet.month).channel = "in_kind"
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def cash_paid(plot: Plot) -> list[Fault]:
    """Wages handed out in cash beside the special account."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    plot.only_payment(line.worker, sheet.month).channel = "cash"
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def impossible_days(plot: Plot) -> list[Fault]:
    """The sheet counts more days than the month has."""
    found = _first(plot)
    if found is None:
        return []
    sheet, line = found
    length = (add_months(sheet.month, 1) - sheet.month).days
    line.days_centi = (length + plot.draw("days_over")) * 100
    line.base_fen = line.day_rate_fen * line.days_centi // 100
    plot.matched(line.worker, sheet.month)
    return [plot.fault(line.worker, sheet.month, line.net_fen)]


def impossible_hours(plot: Plot) -> list[Fault]:
    """Work days of a length that nobody can work."""
    for sheet, line in plot.lines():
        days = [day for day in line.worker.in_month(sheet.month) if day.centi == 100]
        who = line.worker.person.identity
        if len(days) >= 5 and plot.take("wage", who, sheet.month):
            for day in plot.dice.some(days, 3):
                day.noon = False
                day.in_at = dt.datetime.combine(day.on, dt.time(4, 12))
                day.out_at = dt.datetime.combine(day.on, dt.time(23, 41))
            return [plot.fault(line.worker, sheet.month)]
    return []


def no_rest_days(plot: Plot) -> list[Fault]:
    """Worked on every day of the month, Sundays and holidays too."""
    for sheet, line in plot.lines():
        days = line.worker.in_month(sheet.month)
        who = line.worker.person.identity
        long_enough = len(days) >= 12 and (days[-1].on - days[0].on).days >= 20
        if not long_enough or not plot.take("wage", who, sheet.month):
            continue
        on = days[0].on
        while on <= days[-1].on:
            begin = dt.datetime.combine(on, dt.time(6, plot.dice.between(20, 59)))
            end = begin + dt.timedelta(minutes=plot.dice.between(600, 690))
            line.worker.days[on] = Day(on, 100, begin, end, noon=True)
            on += DAY
        line.days_centi = line.worker.centi(sheet.month)
        line.base_fen = line.day_rate_fen * line.days_centi // 100
        plot.matched(line.worker, sheet.month)
        return [plot.fault(line.worker, sheet.month)]
    return []


def _unpaid_run(plot: Plot, months: int) -> list[Fault]:
    for sheet, line in plot.lines(old=months + 1):
        worker = line.worker
        run = [add_months(sheet.month, number) for number in range(months)]
        lines = [plot.site.line_of(worker, month) for month in run]
        fits = all(plot.free("wage", worker.person.identity, month) for month in run)
        if None in lines or not fits or worker.left_on is not None:
            continue
        for month in run:
            plot.take("wage", worker.person.identity, month)
            plot.drop_payments(worker, month)
        owed = sum(each.net_fen for each in lines if each is not None)
        return [plot.fault(worker, run[0], owed, note=f"{months} months")]
    return []


def arrears_two_months(plot: Plot) -> list[Fault]:
    """Two months in a row unpaid."""
    return _unpaid_run(plot, 2)


def arrears_three_months(plot: Plot) -> list[Fault]:
    """Three months in a row unpaid."""
    return _unpaid_run(plot, 3)


PLANTERS: dict[str, Planter] = {
    planter.__name__: planter
    for planter in (
        attended_unpaid, attended_unlisted, short_paid, late_paid, paid_absent,
        returned_pay_not_repaid, double_paid, excess_wage, below_minimum, high_deduction, in_kind,
        cash_paid, impossible_days, impossible_hours, no_rest_days, arrears_two_months,
        arrears_three_months,
    )
}  # fmt: skip
