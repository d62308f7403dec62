"""The project's own papers: names, dates, account, guarantees, deposit, signboard, indicators."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from huxin.facts.schema import SIGNBOARD_ITEMS
from huxin.kernel.period import add_months, month_of, months_between
from huxin.sim.dice import Dice
from huxin.sim.model import (
    Complaint,
    Deposit,
    Guarantee,
    Indicator,
    Party,
    Project,
    Signboard,
    Site,
    Style,
)
from huxin.sim.people import BANKS, People

__all__ = ["DEPOSIT_RATE_PPM", "Frame", "account_name", "draw_project", "draw_style", "papers"]

DAY = dt.timedelta(days=1)
DEPOSIT_RATE_PPM = 20_000
_OWNER_GUARANTEE_PPM = 100_000
_WORKS: Mapping[str, tuple[str, ...]] = {
    "building": (
        "滨河小区", "锦绣花园", "安置房", "人民医院门诊楼", "第三中学教学楼", "文化活动中心",
        "标准厂房",
    ),
    "municipal": ("北环路改造工程", "污水处理厂", "供热管网工程", "城区雨污分流工程"),
    "transport": ("县道改建工程", "客运枢纽站", "滹沱河大桥"),
    "water": ("河道治理工程", "灌区改造工程", "供水工程"),
}  # fmt: skip
_PARTS = ("一期", "二期", "三期", "一标段", "二标段", "三标段", "东区", "西区")


@dataclass(frozen=True, slots=True)
class Frame:
    """What is asked of one site: where, which months, the last day known."""

    seed: int
    number: int
    place: str
    town: str
    months: tuple[dt.date, ...]
    as_of: dt.date

    @property
    def first_on(self) -> dt.date:
        return self.months[0]

    @property
    def running(self) -> dt.date | None:
        """The month after the window, if `as_of` lies in it: attendance so far, no wages yet."""
        month = add_months(self.months[-1], 1)
        return month if month <= self.as_of else None


_STYLES: Mapping[str, Mapping[str, int]] = {
    "sheet": {"team_sheets": 4, "one_list": 3, "two_rows": 3, "year_book": 2, "csv_gbk": 2,
              "csv_bom": 1},
    "roster": {"xlsx": 5, "csv_gbk": 1, "csv_bom": 1},
    "attendance": {"grid_marks": 4, "grid_numbers": 2, "clock": 4, "day_list": 2},
    "bank": {"csv_a": 2, "csv_b": 2, "csv_c": 2, "xlsx": 3, "camt": 1},
    "payroll": {"xlsx": 2, "csv": 2, "receipt": 2},
    "project": {"xlsx": 4, "yaml": 1},
    "statement_lines": {"each": 3, "batch": 1},
    "unit": {"yuan": 19, "wan": 1},
}  # fmt: skip


def draw_style(frame: Frame) -> Style:
    """How the site keeps its papers; ways are dealt in turn, so that a county has all of them."""
    return Style(**{name: _dealt(frame, name, weights) for name, weights in _STYLES.items()})


def _dealt(frame: Frame, name: str, weights: Mapping[str, int]) -> str:
    deck = [way for way, weight in weights.items() for _ in range(weight)]
    return Dice(frame.seed, "deck", name).shuffled(deck)[(frame.number - 1) % len(deck)]


def account_name(contractor: Party, project_name: str) -> str:
    """The account's name as the rules ask for it (national.md, section 2, art. 6)."""
    return f"{contractor.name}{project_name}农民工工资专用账户"


def draw_project(dice: Dice, people: People, frame: Frame) -> Project:
    """The project with all dates in lawful order; money is filled in once wages are known."""
    sector = dice.weighted({"building": 6, "municipal": 2, "transport": 1, "water": 1})
    funding = dice.weighted({"government": 4, "state_owned": 3, "private": 3})
    name = f"{frame.town}{dice.pick(_WORKS[sector])}{dice.pick(_PARTS)}"
    started = _start(dice, frame)
    signed = started - dice.between(42, 60) * DAY
    permit = started - dice.between(22, 28) * DAY
    opened = signed + dice.between(5, 14) * DAY
    by_amount = dice.chance(400)
    length = months_between(started, frame.as_of) + dice.between(4, 12)
    pay_day = dice.pick((15, 18, 20, 25))
    return Project(
        name=name, code=f"{frame.place}{signed:%y%m%d}{frame.number:04d}", place=frame.place,
        sector=sector, funding=funding, state="building", contract_price_fen=0,
        contract_signed_on=signed, permit_on=permit, permit_waived=False, started_on=started,
        planned_end_on=add_months(started, length) + 14 * DAY, completed_on=None, funds_proven=True,
        registered_on=permit + dice.between(0, 2) * DAY,
        attendance_device_on=permit + dice.between(3, 8) * DAY,
        has_labour_wage_officer=True, has_rights_centre=True,
        account_number=people.card(dice.pick(BANKS)),
        account_bank=f"{dice.pick(BANKS).name}{frame.town}支行",
        account_opened_on=opened, account_filed_on=opened + dice.between(3, 20) * DAY,
        account_agreement_on=opened - dice.between(0, 2) * DAY, account_name="",
        pay_day=pay_day, pay_month_offset=1, labour_cost_day=dice.pick((6, 8, 10)),
        labour_cost_fen=0 if by_amount else None,
        labour_cost_share_ppm=None if by_amount else dice.between(300_000, 340_000, 5_000),
    )  # fmt: skip


def _start(dice: Dice, frame: Frame) -> dt.date:
    """Half of the sites began in the window's first days, half some months before."""
    if dice.chance(500):
        return frame.first_on + dice.between(0, 4) * DAY
    return add_months(frame.first_on, -dice.between(1, 8)) + dice.between(0, 20) * DAY


def papers(dice: Dice, site: Site) -> None:
    """Deposit, guarantees, signboard, indicators and now and then a complaint that was settled."""
    project = site.project
    price, permit = project.contract_price_fen, project.permit_on or project.contract_signed_on
    stored_on = permit + dice.between(2, 10) * DAY
    due = _round_up(price * DEPOSIT_RATE_PPM // 1_000_000, 100_000)
    by_letter = dice.chance(450)
    site.deposit = Deposit("bank_guarantee" if by_letter else "cash", due, stored_on)
    end = project.planned_end_on + dice.between(90, 200) * DAY
    owner = _round_up(price * _OWNER_GUARANTEE_PPM // 1_000_000, 100_000)
    site.guarantees = [Guarantee(1, "owner_payment", owner, project.contract_signed_on, end)]
    if by_letter:
        site.guarantees.append(Guarantee(2, "wage_deposit", due, stored_on, end))
    put_up = project.started_on - dice.between(1, 5) * DAY
    checked = max(put_up, site.as_of - dice.between(1, 20) * DAY)
    site.signboard = Signboard(put_up, put_up + DAY, checked, list(SIGNBOARD_ITEMS))
    site.indicators = _indicators(dice, site)
    if dice.chance(100):
        site.complaints.append(_settled_complaint(dice, site))


def _round_up(fen: int, step: int) -> int:
    return -(-fen // step) * step


def _indicators(dice: Dice, site: Site) -> list[Indicator]:
    """Fees paid up, progress near the plan, no leads and no disputes."""
    rows: list[Indicator] = []
    project = site.project
    whole = (project.planned_end_on - project.started_on).days
    for month in site.months:
        end = min(add_months(month, 1), site.as_of)
        planned = max(0, (end - project.started_on).days) * 1_000_000 // whole
        rows += [
            Indicator("progress_planned_ppm", month, planned),
            Indicator("progress_actual_ppm", month, planned * dice.between(985, 1015) // 1000),
        ]
        rows += [
            Indicator(kind, month, 0)
            for kind in ("water_fee_owed", "power_fee_owed", "tax_owed", "social_insurance_owed",
                         "opinion_leads", "disputes", "petitions")
        ]  # fmt: skip
    return rows


def _settled_complaint(dice: Dice, site: Site) -> Complaint:
    received = max(month_of(site.as_of) - dice.between(30, 60) * DAY, site.project.started_on)
    accepted = received + dice.between(0, 2) * DAY
    return Complaint(
        "complaint", received, 1, dice.between(800, 4_000, 50) * 100, accepted,
        resolved_on=accepted + dice.between(3, 12) * DAY,
    )  # fmt: skip
