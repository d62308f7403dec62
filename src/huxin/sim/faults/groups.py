"""Faults about a whole sheet, a month of a site, or several workers at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from huxin.kernel.period import add_months, month_of
from huxin.sim.faults.plot import DAY, Fault, Planter, Plot
from huxin.sim.model import Contract, Line, Payment, Sheet, Worker
from huxin.sim.writers.sheets import written_sheets

__all__ = ["PLANTERS"]

_ROUND_DAYS = (20, 22, 24, 25, 26)


def _sheet(plot: Plot, *, least_lines: int = 5) -> list[Sheet]:
    """A written sheet (perhaps of several teams) nobody has touched, claimed."""
    for group in plot.dice.shuffled(written_sheets(plot.site)):
        month = group[0].month
        people = [line.worker.person.identity for sheet in group for line in sheet.lines]
        is_paid = plot.limit(month) < plot.site.as_of
        fits = all(plot.free("wage", who, month) for who in people)
        if is_paid and fits and len(people) >= least_lines:
            for who in people:
                plot.take("wage", who, month)
            return group
    return []


def upside_down_sheet(plot: Plot) -> list[Fault]:
    """The sums came first: round amounts, days worked back from them, few different totals."""
    group = _sheet(plot, least_lines=8)
    for line in (line for sheet in group for line in sheet.lines):
        days = plot.dice.pick(_ROUND_DAYS)
        rate = plot.dice.pick((25_000, 30_000))
        line.days_centi, line.day_rate_fen, line.base_fen = days * 100, rate, days * rate
        line.overtime_fen = line.bonus_fen = line.advance_fen = line.tax_fen = line.social_fen = 0
        plot.matched(line.worker, group[0].month)
    return _sheet_fault(plot, group)


def unsigned_sheet(plot: Plot) -> list[Fault]:
    """Nobody has signed the sheet."""
    group = _sheet(plot)
    for line in (line for sheet in group for line in sheet.lines):
        line.signed = False
    return _sheet_fault(plot, group)


def unposted_sheet(plot: Plot) -> list[Fault]:
    """The sheet was not posted on site, or was taken down after a day or two."""
    group = _sheet(plot)
    days = plot.draw("days") if group else 0
    for sheet in group:
        begin = sheet.posted_from or sheet.drawn_up_on
        sheet.posted_from, sheet.posted_to = begin, begin + days * DAY
    return _sheet_fault(plot, group)


def unreviewed_sheet(plot: Plot) -> list[Fault]:
    """The general contractor has not reviewed the sheet."""
    group = _sheet(plot)
    for sheet in group:
        sheet.reviewed = False
    return _sheet_fault(plot, group)


def _sheet_fault(plot: Plot, group: Sequence[Sheet]) -> list[Fault]:
    if not group:
        return []
    workers = [line.worker for sheet in group for line in sheet.lines]
    teams = "、".join(sheet.team for sheet in group)
    return [plot.fault(month=group[0].month, note=teams, others=workers)]


def _whole_month(plot: Plot, *, old: int) -> tuple[dt.date, list[tuple[Sheet, Line]]]:
    """A month of the site in which nobody's wages were touched, claimed whole, with its lines."""
    months = [month for month in plot.site.months if month <= add_months(plot.site.as_of, -old)]
    for month in plot.dice.shuffled(months):
        lines = [
            (sheet, line) for sheet in plot.site.sheets if sheet.month == month
            for line in sheet.lines if line.worker.post != "project_manager"
        ]  # fmt: skip
        if lines and plot.limit(month) < plot.site.as_of and plot.take("wage", None, month):
            return month, plot.dice.shuffled(lines)
    return plot.site.months[0], []


def group_arrears(plot: Plot) -> list[Fault]:
    """Many workers unpaid for the same month."""
    if len(plot.site.workers) < 2 * plot.numbers["people_min"]:
        return []
    month, lines = _whole_month(plot, old=2)
    chosen = lines[: plot.draw("people")]
    for _, line in chosen:
        plot.drop_payments(line.worker, month)
    owed = sum(line.net_fen for _, line in chosen)
    workers = [line.worker for _, line in chosen]
    return [plot.fault(month=month, amount_fen=owed, others=workers)] if chosen else []


def paid_fewer_than_attended(plot: Plot) -> list[Fault]:
    """A good part of those who were on site are neither listed nor paid."""
    month, lines = _whole_month(plot, old=2)
    chosen = lines[: len(lines) * plot.draw("percent") // 100 + 1] if lines else []
    for sheet, line in chosen:
        sheet.lines.remove(line)
        plot.drop_payments(line.worker, month)
    owed = sum(line.net_fen for _, line in chosen)
    workers = [line.worker for _, line in chosen]
    return [plot.fault(month=month, amount_fen=owed, others=workers)] if chosen else []


def attendance_gap(plot: Plot) -> list[Fault]:
    """A large part of those registered did not come at all in a month."""
    month, lines = _whole_month(plot, old=1)
    chosen = lines[: len(lines) * plot.draw("percent") // 100] if lines else []
    for sheet, line in chosen:
        line.worker.clear(month)
        sheet.lines.remove(line)
        plot.drop_payments(line.worker, month)
    workers = [line.worker for _, line in chosen]
    return [plot.fault(month=month, others=workers)] if chosen else []


def single_punches(plot: Plot) -> list[Fault]:
    """Most days of a worker's month have one punch only."""
    if plot.site.style.attendance not in {"clock", "day_list"}:
        return []
    for sheet, line in plot.lines():
        days = line.worker.in_month(sheet.month)
        if len(days) >= 8 and plot.take("wage", line.worker.person.identity, sheet.month):
            for day in plot.dice.some(days, len(days) * plot.draw("percent") // 100):
                day.single = True
            return [plot.fault(line.worker, sheet.month)]
    return []


def key_post_absent(plot: Plot) -> list[Fault]:
    """The project manager is hardly ever on site in a month."""
    boss = next((each for each in plot.site.workers if each.post == "project_manager"), None)
    if boss is None:
        return []
    who = boss.person.identity
    whole = [month for month in plot.site.months if boss.entered_on <= month]
    for month in plot.dice.shuffled(whole):
        line = plot.site.line_of(boss, month)
        days = boss.in_month(month)
        if line is None or len(days) < 10 or not plot.take("wage", who, month):
            continue
        for day in days[plot.draw("days") :]:
            del boss.days[day.on]
        line.days_centi = boss.centi(month)
        line.base_fen = line.day_rate_fen * line.days_centi // 100
        line.bonus_fen = line.tax_fen = line.social_fen = line.advance_fen = 0
        plot.matched(boss, month)
        return [plot.fault(boss, month)]
    return []


def two_sites_same_day(plot: Plot) -> list[Fault]:
    """The same worker stands on the attendance of two sites on the same days."""
    others = [each for each in plot.county.sites if each is not plot.site]
    for sheet, line in plot.lines():
        for other in plot.dice.shuffled(others):
            theirs = next((each for each in other.sheets if each.month == sheet.month), None)
            enrolled = {each.person.identity for each in other.workers}
            both = plot.at(other)
            who = line.worker.person.identity
            fits = theirs is not None and who not in enrolled and both.free("wage", who)
            if not fits or theirs is None or both.limit(sheet.month) >= other.as_of:
                continue
            if other.project.started_on > sheet.month:
                continue
            if not plot.take("wage", line.worker.person.identity, sheet.month):
                break
            return _doubled(plot, both, line, theirs)
    return []


def _same_paper(host: Worker, on: dt.date) -> Contract | None:
    """A contract like the host's, signed on the first day."""
    return Contract(on, on, None, on + 2 * DAY) if host.contract is not None else None


def _doubled(plot: Plot, both: Plot, line: Line, theirs: Sheet) -> list[Fault]:
    """Enrols the worker on the other site for some of the same days, with pay for them."""
    month, worker = theirs.month, line.worker
    whole = [day for day in worker.in_month(month) if day.centi == 100]
    days = plot.dice.some(whole, plot.draw("days"))
    host = theirs.lines[0].worker
    first, last = days[0].on, days[-1].on
    twin = Worker(
        worker.person, max(each.user_no for each in both.site.workers) + 1, host.party, host.team,
        "worker", host.trade, host.trade_code, is_leader=False, entered_on=first, left_on=last,
        registered_on=first, contract=_same_paper(host, first), day_rate_fen=host.day_rate_fen,
        settled_on=last, confirmed_on=last,
    )  # fmt: skip
    twin.days = {day.on: replace(day) for day in days}
    both.site.workers.append(twin)
    centi = twin.centi(month)
    base = twin.day_rate_fen * centi // 100
    extra = plot.dice.between(31, 97) * 100
    theirs.lines.append(Line(twin, centi, twin.day_rate_fen, base, extra, 0))
    on = next(each.paid_on for each in both.site.payments if each.month == month)
    pay = Payment(twin, month, on, base + extra, twin.person.name, twin.person.card)
    both.site.payments.append(pay)
    both.take("wage", twin.person.identity)
    note = both.site.folder
    return [plot.fault(worker, month, note=note), both.fault(twin, month, note=plot.site.folder)]


def under_age(plot: Plot) -> list[Fault]:
    """A worker who was fifteen on entry."""
    for worker in plot.dice.shuffled(plot.site.workers):
        alone = sum(
            worker.person.identity == each.person.identity
            for site in plot.county.sites
            for each in site.workers
        )
        who = worker.person.identity
        if worker.post != "worker" or alone > 1 or not plot.free("wage", who):
            continue
        young = (add_months(worker.entered_on, -190), add_months(worker.entered_on, -182))
        fresh = plot.county.people.person(born=young)
        mine = [each for each in plot.site.payments if each.worker is worker]
        worker.person = fresh
        for payment in mine:
            payment.payee, payment.card = fresh.name, fresh.card
        plot.take("wage", fresh.identity)
        return [plot.fault(worker)]
    return []


def leaver_unsettled(plot: Plot) -> list[Fault]:
    """He left without his last wages: no settlement, no confirmation, no payment."""
    for sheet, line in plot.lines(old=2, least_fen=1):
        worker = line.worker
        is_last = worker.left_on is not None and month_of(worker.left_on) == sheet.month
        if is_last and plot.take("wage", worker.person.identity, sheet.month):
            plot.drop_payments(worker, sheet.month)
            worker.settled_on = worker.confirmed_on = None
            return [plot.fault(worker, amount_fen=line.net_fen)]
    return []


PLANTERS: dict[str, Planter] = {
    planter.__name__: planter
    for planter in (
        group_arrears, attendance_gap, paid_fewer_than_attended, upside_down_sheet, unsigned_sheet,
        unposted_sheet, unreviewed_sheet, single_punches, key_post_absent, two_sites_same_day,
        under_age, leaver_unsettled,
    )
}  # fmt: skip
