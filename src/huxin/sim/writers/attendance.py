"""Attendance as month grid, as day list and as the dump of a clock."""

from __future__ import annotations

import calendar
import datetime as dt
from pathlib import Path

from huxin.sim.dice import Dice
from huxin.sim.model import Day, Site, Worker
from huxin.sim.writers.book import Cell, Grid, short_date, write_csv, write_xlsx

__all__ = ["write_attendance"]

_NOON = (dt.time(11, 35), dt.time(12, 35))


def write_attendance(dice: Dice, site: Site, folder: Path) -> None:
    """Writes the attendance of every month in the site's own way."""
    if site.style.attendance == "clock":
        _clock(dice, site, folder / "考勤机导出")
    elif site.style.attendance == "day_list":
        _day_lists(site, folder / "考勤")
    else:
        _grids(dice, site, folder / "考勤表")


def _months(site: Site) -> list[dt.date]:
    return sorted({on.replace(day=1) for worker in site.workers for on in worker.days})


def _grids(dice: Dice, site: Site, folder: Path) -> None:
    """One workbook a month, one sheet per team, days as columns."""
    for month in _months(site):
        teams = dict.fromkeys(worker.team for worker in site.workers if worker.in_month(month))
        grids = [_grid(dice.fork(month, team), site, month, team) for team in teams]
        write_xlsx(folder / f"{month.year}年{month.month}月考勤表.xlsx", grids)


def _grid(dice: Dice, site: Site, month: dt.date, team: str) -> Grid:
    length = calendar.monthrange(month.year, month.month)[1]
    title = f"{site.project.name}{month.year}年{month.month}月考勤表"
    heads: list[Cell] = ["序号", "姓名", "身份证号", "班组", *range(1, length + 1), "合计"]
    grid = Grid(team, [[title], [f"班组：{team}"], heads])
    grid.merges.append((0, 0, 0, len(heads) - 1))
    crew = [each for each in site.workers if each.team == team and each.in_month(month)]
    for number, worker in enumerate(crew, start=1):
        marks = [_mark(dice, site, worker, month.replace(day=day)) for day in range(1, length + 1)]
        whole = worker.centi(month)
        total = f"{whole // 100}" if whole % 100 == 0 else f"{whole // 100}.{whole % 100 // 10}"
        person = worker.person
        grid.rows.append([number, person.name, person.identity, team, *marks, total])
    grid.rows.append(["考勤员：", None, None, "班组长：", None, None, None, None, "项目负责人："])
    return grid


def _mark(dice: Dice, site: Site, worker: Worker, on: dt.date) -> str:
    day = worker.days.get(on)
    ticks = site.style.attendance == "grid_marks"
    if day is not None:
        if day.minutes > 16 * 60:
            return str(day.minutes // 60)
        if day.centi == 50:
            return "0.5"
        return "√" if ticks else "1"
    is_there = worker.entered_on <= on and (worker.left_on is None or on <= worker.left_on)
    if not is_there or on > site.as_of:
        return ""
    return dice.weighted({"": 6, "休": 5, "假": 1}) if ticks else ""


def _day_lists(site: Site, folder: Path) -> None:
    """One csv a month: one line per worker and day, with times and hours."""
    heads: list[Cell] = ["姓名", "身份证号", "日期", "上班时间", "下班时间", "工时"]
    for month in _months(site):
        rows: list[list[Cell]] = [heads]
        for worker in site.workers:
            rows += [_day_row(worker, day) for day in worker.in_month(month)]
        name = f"考勤明细_{month:%Y%m}.csv"
        encoding = "gb18030" if site.number % 2 else "utf-8-sig"
        write_csv(folder / name, rows, encoding=encoding)


def _day_row(worker: Worker, day: Day) -> list[Cell]:
    person = worker.person
    tenths = (day.minutes + 3) // 6
    begin, end = f"{day.in_at:%H:%M}", f"{day.out_at:%H:%M}"
    if day.single:
        return [person.name, person.identity, short_date(day.on), begin, "", ""]
    hours = f"{tenths // 10}.{tenths % 10}"
    return [person.name, person.identity, short_date(day.on), begin, end, hours]


def _clock(dice: Dice, site: Site, folder: Path) -> None:
    """Dumps of one or two ZKTeco clocks, all punches in order of time, and who the users are."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[tuple[dt.datetime, int, int]] = []
    for worker in site.workers:
        own = dice.fork("punches", worker.user_no)
        for on in sorted(worker.days):
            lines += [(at, worker.user_no, state) for at, state in _punches(own, worker.days[on])]
    text = "".join(
        f"{user:>9}\t{at.isoformat(' ')}\t1\t{state}\t0\t0\r\n" for at, user, state in sorted(lines)
    )
    (folder / "1_attlog.dat").write_bytes(text.encode("ascii"))
    rows: list[list[Cell]] = [["用户号", "姓名", "身份证号"]]
    rows += [[each.user_no, each.person.name, each.person.identity] for each in site.workers]
    write_csv(folder / "users.csv", rows, encoding="utf-8-sig")


def _punches(dice: Dice, day: Day) -> list[tuple[dt.datetime, int]]:
    """In and out, at noon too where the break is clocked; some press twice."""
    if day.single:
        return [(day.in_at, 0)]
    punches = [(day.in_at, 0)]
    if day.noon:
        noon = [dt.datetime.combine(day.on, at) for at in _NOON]
        wait = dt.timedelta(minutes=dice.between(0, 9), seconds=dice.between(0, 59))
        punches += [(noon[0] + wait, 1), (noon[1] + wait, 0)]
    punches.append((day.out_at, 1))
    if dice.chance(15):
        at, state = punches[-1]
        punches.append((at + dt.timedelta(seconds=dice.between(3, 40)), state))
    return punches
