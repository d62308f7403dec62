"""Statements of the special account as five banks give them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from huxin.formats.wordlist import words
from huxin.sim.model import Entry, Site
from huxin.sim.money import entries, statement_from
from huxin.sim.writers.book import Cell, Grid, money, short_date, write_csv, write_xlsx

__all__ = ["write_statement"]


@dataclass(frozen=True, slots=True)
class _Booked:
    """An entry with its balance and the bank's own number."""

    entry: Entry
    balance_fen: int
    reference: str


def write_statement(site: Site, folder: Path) -> None:
    """Writes the statement; a site without an account, or without entries, has none."""
    booked = _booked(site)
    if booked:
        _WRITERS[site.style.bank](site, folder / "专户流水", booked)


def _booked(site: Site) -> list[_Booked]:
    balance, rows = site.opening_fen, []
    for number, entry in enumerate(entries(site), start=1):
        balance += entry.amount_fen
        rows.append(_Booked(entry, balance, f"{entry.on:%Y%m%d}{site.number:03d}{number:05d}"))
    return rows


def _debit(entry: Entry) -> Cell:
    return money(-entry.amount_fen) if entry.amount_fen < 0 else None


def _credit(entry: Entry) -> Cell:
    return money(entry.amount_fen) if entry.amount_fen >= 0 else None


def _csv_a(site: Site, folder: Path, booked: Sequence[_Booked]) -> None:
    """Account and name above the header, debit and credit columns, GBK."""
    head: list[list[Cell]] = [
        [f"账号：{site.project.account_number}"],
        [f"户名：{site.project.account_name}"],
        ["交易日期", "摘要", "借方发生额", "贷方发生额", "余额", "对方户名", "对方账号", "凭证号"],
    ]
    rows = [
        [short_date(each.entry.on), each.entry.remark, _debit(each.entry), _credit(each.entry),
         money(each.balance_fen), each.entry.name, each.entry.account, each.reference]
        for each in booked
    ]  # fmt: skip
    write_csv(folder / "对账单.csv", [*head, *rows], encoding="gb18030")


def _csv_b(site: Site, folder: Path, booked: Sequence[_Booked]) -> None:
    """One amount column with 借 or 贷 beside it, UTF-8 with BOM."""
    heads = words(
        """账号 户名 交易日期 交易金额 借贷标志 余额 对方户名 对方账号 摘要
        交易流水号"""
    )
    rows: list[list[Cell]] = [
        [site.project.account_number, site.project.account_name, f"{each.entry.on:%Y%m%d}",
         money(abs(each.entry.amount_fen)), "借" if each.entry.amount_fen < 0 else "贷",
         money(each.balance_fen), each.entry.name, each.entry.account, each.entry.remark,
         each.reference]
        for each in booked
    ]  # fmt: skip
    write_csv(folder / "专户交易明细.csv", [heads, *rows], encoding="utf-8-sig")


def _csv_c(site: Site, folder: Path, booked: Sequence[_Booked]) -> None:
    """One signed amount column, slashes in dates, UTF-8."""
    heads = words(
        """记账日期 发生额 账户余额 对方名称 对方账户 用途 交易流水 账户
        账户名称"""
    )
    rows: list[list[Cell]] = [
        [f"{each.entry.on.year}/{each.entry.on.month}/{each.entry.on.day}",
         money(each.entry.amount_fen), money(each.balance_fen), each.entry.name,
         each.entry.account, each.entry.remark, each.reference, site.project.account_number,
         site.project.account_name]
        for each in booked
    ]  # fmt: skip
    write_csv(folder / "工资专户流水.csv", [heads, *rows], encoding="utf-8")


def _xlsx(site: Site, folder: Path, booked: Sequence[_Booked]) -> None:
    """A workbook with a title, income and outgo columns and a total below."""
    heads = words(
        """序号 交易日期 摘要 收入金额 支出金额 余额 对方户名 对方账号
        流水号"""
    )
    grid = Grid("交易明细", [
        ["账户交易明细"],
        [f"账号：{site.project.account_number}", None, None, f"户名：{site.project.account_name}"],
        list(heads),
    ], merges=[(0, 0, 0, len(heads) - 1)], widths={7: 22})  # fmt: skip
    grid.rows += [
        [number, each.entry.on, each.entry.remark, _credit(each.entry), _debit(each.entry),
         money(each.balance_fen), each.entry.name, each.entry.account, each.reference]
        for number, each in enumerate(booked, start=1)
    ]  # fmt: skip
    write_xlsx(folder / "农民工工资专户流水.xlsx", [grid])


_NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"


def _camt(site: Site, folder: Path, booked: Sequence[_Booked]) -> None:
    """A camt.053 of version 2, one statement for the whole time."""
    made = dt.datetime.combine(site.as_of, dt.time(8)).isoformat()
    number = f"STM{site.number:04d}{site.as_of:%Y%m%d}"
    begin, end = statement_from(site), booked[-1]
    text = "".join([
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Document xmlns="{_NAMESPACE}"><BkToCstmrStmt>\n',
        f"<GrpHdr><MsgId>{number}</MsgId><CreDtTm>{made}</CreDtTm></GrpHdr>\n",
        f"<Stmt><Id>{number}</Id><CreDtTm>{made}</CreDtTm>\n",
        f"<Acct><Id><Othr><Id>{site.project.account_number}</Id></Othr></Id><Ccy>CNY</Ccy>",
        f"<Nm>{escape(site.project.account_name)[:70]}</Nm></Acct>\n",
        _balance("OPBD", site.opening_fen, begin),
        _balance("CLBD", end.balance_fen, end.entry.on),
        *_entries_xml(booked),
        "</Stmt></BkToCstmrStmt></Document>\n",
    ])  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"camt053_{site.as_of:%Y%m%d}.xml").write_bytes(text.encode("utf-8"))


def _amount(fen: int) -> str:
    return f'<Amt Ccy="CNY">{abs(fen) // 100}.{abs(fen) % 100:02d}</Amt>'


def _sign(fen: int) -> str:
    return f"<CdtDbtInd>{'CRDT' if fen >= 0 else 'DBIT'}</CdtDbtInd>"


def _balance(code: str, fen: int, on: dt.date) -> str:
    kind = f"<Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp>"
    return f"<Bal>{kind}{_amount(fen)}{_sign(fen)}<Dt><Dt>{on}</Dt></Dt></Bal>\n"


def _entries_xml(booked: Iterable[_Booked]) -> Iterable[str]:
    for each in booked:
        entry = each.entry
        out = entry.amount_fen < 0
        side = "Cdtr" if out else "Dbtr"
        name = f"<{side}><Nm>{escape(entry.name)[:70]}</Nm></{side}>" if entry.name else ""
        account = (
            f"<{side}Acct><Id><Othr><Id>{entry.account}</Id></Othr></Id></{side}Acct>"
            if entry.account else ""
        )  # fmt: skip
        parties = f"<RltdPties>{name}{account}</RltdPties>" if name or account else ""
        yield (
            f"<Ntry>{_amount(entry.amount_fen)}{_sign(entry.amount_fen)}<Sts>BOOK</Sts>"
            f"<BookgDt><Dt>{entry.on}</Dt></BookgDt><ValDt><Dt>{entry.on}</Dt></ValDt>"
            f"<AcctSvcrRef>{each.reference}</AcctSvcrRef>"
            f"<BkTxCd><Prtry><Cd>NTRF</Cd></Prtry></BkTxCd>"
            f"<NtryDtls><TxDtls>{parties}<RmtInf><Ustrd>{escape(entry.remark)}</Ustrd></RmtInf>"
            f"</TxDtls></NtryDtls></Ntry>\n"
        )


_WRITERS = {"csv_a": _csv_a, "csv_b": _csv_b, "csv_c": _csv_c, "xlsx": _xlsx, "camt": _camt}
