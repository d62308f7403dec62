"""The bank's payroll answers 代发结果 in three layouts: one file per pay run."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from huxin.formats.wordlist import words
from huxin.sim.model import Payment, Site
from huxin.sim.writers.book import Cell, Grid, money, short_date, write_csv, write_xlsx

__all__ = ["write_payroll"]

_STATES = {"paid": "成功", "failed": "失败", "returned": "退回", "unknown": "处理中"}
_CHANNELS = {
    "special_account": "专户代发", "other_account": "其他账户", "cash": "现金", "in_kind": "实物",
}  # fmt: skip


def write_payroll(site: Site, folder: Path) -> None:
    """Writes one file per month worked with every line of its pay runs."""
    ordered = sorted(site.payments, key=_month)
    for month, group in groupby(ordered, key=_month):
        _WRITERS[site.style.payroll](site, folder / "代发", month, list(group))


def _month(payment: Payment) -> dt.date:
    return payment.month


def _batch(site: Site, payment: Payment) -> str:
    return f"DF{payment.paid_on:%Y%m%d}{site.number:04d}"


def _person(payment: Payment) -> str:
    return payment.worker.person.identity


def _receipt(site: Site, folder: Path, month: dt.date, lines: Sequence[Payment]) -> None:
    """A workbook with the bank's title, batch and totals above the list."""
    heads = words(
        """序号 户名 证件号码 收款账号 金额 工资月份 交易日期 处理状态
        失败原因 批次号 发放渠道"""
    )
    total = sum(each.amount_fen for each in lines)
    rows: list[list[Cell]] = [
        ["代发业务回单"],
        [f"付款户名：{site.project.account_name}", None, None, f"笔数：{len(lines)}", None,
         f"总金额：{money(total)}"],
        list(heads),
    ]  # fmt: skip
    rows += [
        [number, each.payee, _person(each), each.card, money(each.amount_fen), f"{month:%Y-%m}",
         short_date(each.paid_on), _STATES[each.state], each.reason, _batch(site, each),
         _CHANNELS[each.channel]]
        for number, each in enumerate(lines, start=1)
    ]  # fmt: skip
    grid = Grid("代发结果", [*rows], merges=[(0, 0, 0, len(heads) - 1)], widths={2: 21, 3: 22})
    write_xlsx(folder / f"{month.year}年{month.month}月代发回单.xlsx", [grid])


def _plain(site: Site, folder: Path, month: dt.date, lines: Sequence[Payment]) -> None:
    heads = words(
        """批次号 序号 姓名 身份证号 银行卡号 金额 工资月份 发放日期 状态
        失败原因 发放渠道"""
    )
    rows = [_plain_row(site, number, each) for number, each in enumerate(lines, start=1)]
    write_xlsx(folder / f"代发结果{month:%Y%m}.xlsx", [Grid("结果", [heads, *rows])])


def _plain_row(site: Site, number: int, each: Payment) -> list[Cell]:
    return [
        _batch(site, each), number, each.payee, _person(each), each.card, money(each.amount_fen),
        f"{each.month.year}年{each.month.month}月", short_date(each.paid_on), _STATES[each.state],
        each.reason, _CHANNELS[each.channel],
    ]  # fmt: skip


def _csv(site: Site, folder: Path, month: dt.date, lines: Sequence[Payment]) -> None:
    heads = words(
        """批次号 明细序号 户名 身份证号 账号 交易金额 工资所属月份 交易日期
        交易状态 备注 渠道"""
    )
    rows = [_plain_row(site, number, each) for number, each in enumerate(lines, start=1)]
    write_csv(folder / f"代发明细_{month:%Y%m}.csv", [heads, *rows], encoding="gb18030")


_WRITERS = {"receipt": _receipt, "xlsx": _plain, "csv": _csv}
