"""Wage sheets from the days worked, and payments from the sheets."""

from __future__ import annotations

import datetime as dt

from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.period import next_month
from huxin.sim.dice import Dice
from huxin.sim.model import Line, Payment, Sheet, Site, Worker

__all__ = ["draw_line", "draw_sheets", "pay", "pay_limit"]

DAY = dt.timedelta(days=1)
_TAXED_FROM_FEN = 700_000
_INSURED_FROM_FEN = 600_000
_RETURN_REASONS = ("账号户名不符", "账户状态异常", "卡已挂失")


def pay_limit(site: Site, calendar: WorkCalendar, month: dt.date) -> dt.date:
    """The last day on which wages of `month` are in time: the pay day, before a rest day."""
    due = next_month(month) if site.project.pay_month_offset else month
    return calendar.before_rest_day(due.replace(day=site.project.pay_day)).on


def draw_sheets(dice: Dice, site: Site) -> None:
    """One sheet per team and month for everybody who worked in it, if it is out by `as_of`."""
    for month in site.months:
        begin = next_month(month)
        drawn = begin + dice.between(0, 2) * DAY
        if drawn + 9 * DAY > site.as_of:
            continue
        for team in dict.fromkeys(worker.team for worker in site.workers):
            crew = [each for each in site.workers if each.team == team and each.in_month(month)]
            if not crew:
                continue
            lines = [draw_line(dice, worker, month, number) for number, worker in enumerate(crew)]
            site.sheets.append(
                Sheet(month, crew[0].party, team, drawn, drawn + DAY, drawn + 8 * DAY,
                      reviewed=True, lines=lines)
            )  # fmt: skip


def draw_line(dice: Dice, worker: Worker, month: dt.date, number: int) -> Line:
    """A natural line: days times rate, overtime on most lines, sometimes an advance."""
    days = worker.centi(month)
    base = worker.day_rate_fen * days // 100
    has_overtime = number % 3 != 2 or dice.chance(500)
    overtime = _overtime(dice, worker, days) if has_overtime else 0
    heat = dice.between(6, 12) * (days // 100) * 100 if month.month in {6, 7, 8} else 0
    payable = base + overtime + heat
    advance = dice.between(2, 9) * 10_000 if dice.chance(220) else 0
    insured = worker.trade_code == "900" and payable > _INSURED_FROM_FEN
    return Line(
        worker, days, worker.day_rate_fen, base, overtime, heat,
        tax_fen=max(0, payable - _TAXED_FROM_FEN) * 3 // 10_000 * 100,
        social_fen=dice.between(38_000, 46_000, 100) if insured else 0,
        advance_fen=min(advance, payable * 12 // 1_000_000 * 10_000),
    )  # fmt: skip


def _overtime(dice: Dice, worker: Worker, days_centi: int) -> int:
    """Pay for 1 to 34 hours at one and a half times the hourly rate, in whole yuan."""
    hours_tenths = dice.between(10, max(10, min(340, days_centi // 8)), 5)
    return worker.day_rate_fen * 3 * hours_tenths // (8 * 2 * 10) // 100 * 100


def pay(dice: Dice, site: Site, calendar: WorkCalendar) -> None:
    """Pays every line in time; a few come back from the bank and are paid again in time."""
    for month in site.months:
        sheets = [sheet for sheet in site.sheets if sheet.month == month]
        if not sheets:
            continue
        limit = pay_limit(site, calendar, month)
        on = calendar.before_rest_day(limit - 2 * DAY).on
        if on > site.as_of:
            continue
        for line in (line for sheet in sheets for line in sheet.lines):
            person = line.worker.person
            if dice.chance(3) and limit <= site.as_of:
                site.payments.append(
                    Payment(line.worker, month, on, line.net_fen, person.name, person.card,
                            state="returned", reason=dice.pick(_RETURN_REASONS), returned_on=on)
                )  # fmt: skip
                site.payments.append(
                    Payment(line.worker, month, limit, line.net_fen, person.name, person.card)
                )
            else:
                site.payments.append(
                    Payment(line.worker, month, on, line.net_fen, person.name, person.card)
                )
