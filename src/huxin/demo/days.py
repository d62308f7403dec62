"""What offices and companies of a county did so far, each by its own account.

Seats, a QR sticker, a statement about a firm and a court's measure before the monitor first runs;
warnings assigned, answered, verified, put off and put right after it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from huxin.access.actions.seats import SeatForm, fill_seat
from huxin.access.actor import Actor, of_account
from huxin.access.models import Account, Body, Region
from huxin.registry.actions.measures import MeasureForm, record_measure
from huxin.registry.actions.site import PostForm, fill_post, make_stickers
from huxin.registry.actions.statements import StatementForm, make_statement
from huxin.registry.models import Party, Project, SpecialAccount
from huxin.warnings import actions, models

__all__ = ["County", "deal", "furnish"]

SEATS = (
    ("office_head", "hrss", "局长"),
    ("office_member", "labour_inspection", "大队长"),
    ("member", "housing_department", "局长"),
    ("member", "transport_department", "局长"),
    ("member", "water_department", "局长"),
    ("member", "trade_union", "副主席"),
    ("liaison", "housing_department", "建筑业管理股股长"),
)
FROZEN_FEN = 5_000_000
STATED_BEFORE = dt.timedelta(days=40)
REST = dt.timedelta(days=10)


@dataclass(frozen=True, slots=True)
class County:
    """A county with its departments by role and its projects; logins begin with `prefix`.

    The companies of the first project have accounts.
    """

    prefix: str
    place: Region
    bodies: Mapping[str, Body]
    projects: Sequence[Project]
    now: dt.datetime

    @property
    def today(self) -> dt.date:
        return self.now.date()

    def account(self, name: str) -> Account:
        """An account of the county by what follows the prefix."""
        return Account.objects.get(login=f"{self.prefix}-{name}")

    def actor(self, name: str) -> Actor:
        """Whoever holds the account, signed in with both factors."""
        return of_account(self.account(name), now=self.now, second_factor=True)


def furnish(county: County) -> None:
    """Seats of the leading group, a sticker, a firm that is watched, an account that is frozen."""
    now, site = county.now, county.projects[0]
    for kind, role, title in SEATS:
        form = SeatForm(county.place.code, kind, county.bodies[role].pk, title)
        fill_seat(form, actor=county.actor("office"), now=now)
    make_stickers(site.pk, ["工地大门"], actor=county.actor("officer"), now=now)
    inspector = county.actor("inspector")
    firm = county.projects[-1].parties.filter(role=Party.Role.GENERAL_CONTRACTOR)[0].body_id
    stated = StatementForm("arrears", holds=True, on=county.today - STATED_BEFORE,
                           grounds="核查工资支付台账，上一项目有工资未按时发放")  # fmt: skip
    by = county.bodies["labour_inspection"].pk
    make_statement(firm, stated, stated_by=by, actor=inspector, now=now)
    frozen = SpecialAccount.objects.filter(project=county.projects[-1]).first()
    if frozen is not None:
        ruling = MeasureForm(
            "freeze", f"{county.place.name}人民法院",
            f"（{county.today.year}）{county.place.code[2:]}执12号", county.today, FROZEN_FEN,
            serves_wages=False,
        )  # fmt: skip
        record_measure(frozen, ruling, actor=inspector, now=now)


def deal(county: County) -> None:
    """The first project's warnings on their way; the next run clears what was put right."""
    now, site = county.now, county.projects[0]
    inspector, contractor = county.actor("inspector"), county.actor("contractor")
    open_ones = {each.rule: each.pk for each in models.Warning.objects.filter(project=site)}
    for rule in ("PRJ-01", "SGN-01", "ACC-02"):
        if rule in open_ones:
            key, officer = open_ones[rule], county.account("inspector").pk
            actions.assign(key, account=officer, actor=inspector, now=now)
    for rule, text in (("PRJ-01", "已明确劳资专管员，今日上报任命文件。"),
                       ("SGN-01", "告示牌正在重新制作，三日内更换。")):  # fmt: skip
        if rule in open_ones:
            actions.answer(open_ones[rule], text=text, actor=contractor, now=now)
    if "PRJ-01" in open_ones:
        actions.verify(open_ones["PRJ-01"], accepted=True, text="任命文件已核对",
                       actor=inspector, now=now)  # fmt: skip
    if "ACC-02" in open_ones:
        actions.snooze(open_ones["ACC-02"], until=county.today + REST,
                       text="银行系统升级，备案材料延后报送", actor=inspector, now=now)  # fmt: skip
    post = PostForm("labour_wage_officer", holder="李晓敏", phone="0000-0000000",
                    room="项目部一楼")  # fmt: skip
    fill_post(site.pk, post, actor=contractor, now=now)
