"""One entry of an ISO 20022 account message, and the single payments that it may collect."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from lxml import etree

from huxin.formats.base import FindingCode
from huxin.formats.camt_codes import NO_AMOUNT, TOO_FINE, day_of
from huxin.formats.statement import kind_of

__all__ = ["Row", "details_of", "entry_of", "money_of", "text_at", "top"]

_AMOUNT = re.compile(r"\d{1,15}(?:\.\d{0,5})?$")
_STATES = {"BOOK": "booked", "PDNG": "pending", "INFO": "info", "FUTR": "pending"}
_NO_REFERENCE = {"NOTPROVIDED", "NONREF", ""}


@dataclass(slots=True)
class Row:
    """One row of a statement; fields as in `statement.FIELDS`."""

    amount_fen: int
    currency: str
    state: str
    booked_on: dt.date | None = None
    counterparty_name: str | None = None
    counterparty_account: str | None = None
    remark: str = ""
    reference: str | None = None
    kind: str = "other"
    reason: str | None = None
    bank_code: str = ""
    detail: int = 0
    balance_fen: int | None = None
    sheet: str = ""
    line: int = 0
    statement: str = ""
    account: str | None = None
    account_name: str | None = None
    stated: bool = True

    def take_party(self, other: Row) -> None:
        """Take what the only detail knows of the payment; the amount stays the entry's."""
        self.counterparty_name = other.counterparty_name
        self.counterparty_account = other.counterparty_account
        self.remark, self.reason, self.kind = other.remark, other.reason, other.kind
        self.reference = self.reference or other.reference


def top(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return element.tag.rpartition("}")[2]


def _all(element: etree._Element, path: str) -> list[etree._Element]:
    found = [element]
    for step in path.split("/"):
        found = [child for each in found for child in each if step in {"*", top(child)}]
    return found


def text_at(element: etree._Element, path: str) -> str | None:
    """The trimmed text of the first element at `path` (local names), None when there is none."""
    texts = ((each.text or "").strip() for each in _all(element, path))
    return next((text for text in texts if text), None)


def money_of(element: etree._Element) -> tuple[int, str] | FindingCode:
    """Signed hundredths and currency of an element with `Amt` and `CdtDbtInd`."""
    amounts, way = _all(element, "Amt"), text_at(element, "CdtDbtInd")
    if not amounts or way not in {"CRDT", "DBIT"}:
        return NO_AMOUNT
    found = _hundredths(amounts[0])
    if isinstance(found, FindingCode):
        return found
    return (found[0] if way == "CRDT" else -found[0], found[1])


def _hundredths(amount: etree._Element) -> tuple[int, str] | FindingCode:
    text, currency = (amount.text or "").strip(), amount.get("Ccy") or ""
    if not _AMOUNT.match(text) or not (currency.isascii() and currency.isalpha()):
        return NO_AMOUNT
    exact = Decimal(text) * 100
    if exact != exact.to_integral_value():
        return TOO_FINE
    return int(exact), currency.upper()


def entry_of(element: etree._Element, account: str | None) -> Row | FindingCode:
    """The entry `element` as one row, or the code under which it is refused."""
    money = money_of(element)
    if isinstance(money, FindingCode):
        return money
    state = text_at(element, "Sts/Cd") or text_at(element, "Sts") or "BOOK"
    dates = ("BookgDt/Dt", "BookgDt/DtTm", "ValDt/Dt", "ValDt/DtTm")
    row = Row(
        money[0],
        money[1],
        _STATES.get(state, "info"),
        booked_on=next((day for path in dates if (day := day_of(text_at(element, path)))), None),
        remark=text_at(element, "AddtlNtryInf") or "",
        reference=text_at(element, "AcctSvcrRef") or text_at(element, "NtryRef"),
        bank_code=_bank_code(element),
        account=account,
    )
    row.kind = kind_of(row.amount_fen, row.remark, bank_code=row.bank_code)
    return row


def _bank_code(element: etree._Element) -> str:
    parts = [
        text_at(element, f"BkTxCd/Domn/{path}") for path in ("Cd", "Fmly/Cd", "Fmly/SubFmlyCd")
    ]
    if all(parts):
        return "/".join(part for part in parts if part)
    return text_at(element, "BkTxCd/Prtry/Cd") or ""


def details_of(element: etree._Element, entry: Row) -> list[Row]:
    """The payments that `entry` collects, from 1; `stated` says whether one has an amount."""
    found = _all(element, "NtryDtls/TxDtls")
    return [_detail(each, entry, number) for number, each in enumerate(found, start=1)]


def _detail(element: etree._Element, entry: Row, number: int) -> Row:
    money = _detail_money(element, entry)
    alone = money is None
    name, account = _other_side(element, entry)
    texts = [each.text or "" for path in _REMARKS for each in _all(element, path)]
    if entry.remark:
        texts.append(entry.remark)
    reason = text_at(element, "RtrInf/Rsn/Cd") or text_at(element, "RtrInf/Rsn/Prtry")
    extra = text_at(element, "RtrInf/AddtlInf")
    row = replace(
        entry,
        amount_fen=entry.amount_fen if money is None else money[0],
        currency=entry.currency if money is None else money[1],
        counterparty_name=name,
        counterparty_account=account,
        remark=" / ".join(text.strip() for text in texts if text.strip()),
        reference=_reference(element) or entry.reference,
        reason=" / ".join(part for part in (reason, extra) if part) or None,
        bank_code=_bank_code(element) or entry.bank_code,
        detail=number,
        stated=not alone,
    )
    row.kind = kind_of(
        row.amount_fen,
        row.remark,
        bank_code=row.bank_code,
        purpose=text_at(element, "Purp/Cd") or "",
        returned=bool(_all(element, "RtrInf")),
    )
    return row


_REMARKS = (
    "RmtInf/Ustrd",
    "RmtInf/Strd/CdtrRefInf/Ref",
    "RmtInf/Strd/AddtlRmtInf",
    "RtrInf/AddtlInf",
    "AddtlTxInf",
)


def _detail_money(element: etree._Element, entry: Row) -> tuple[int, str] | None:
    """Signed amount of one detail: its own direction, else the entry's; None when not given."""
    for path in ("Amt", "AmtDtls/TxAmt/Amt"):
        for amount in _all(element, path)[:1]:
            found = _hundredths(amount)
            if isinstance(found, FindingCode):
                return None
            way = text_at(element, "CdtDbtInd")
            credit = way == "CRDT" if way in {"CRDT", "DBIT"} else entry.amount_fen >= 0
            return (found[0] if credit else -found[0], found[1])
    return None


def _reference(element: etree._Element) -> str | None:
    for path in ("Refs/AcctSvcrRef", "Refs/EndToEndId", "Refs/TxId", "Refs/InstrId"):
        text = text_at(element, path)
        if text and text not in _NO_REFERENCE:
            return text
    return None


def _other_side(element: etree._Element, entry: Row) -> tuple[str | None, str | None]:
    """Name and account of whoever stands on the other side of the payment.

    A returned payment names its parties as the first payment did, so the side whose account is
    the statement's own is never the other side.
    """
    sides = {
        role: (
            text_at(element, f"RltdPties/{role}/Nm")
            or text_at(element, f"RltdPties/{role}/Pty/Nm"),
            text_at(element, f"RltdPties/{role}Acct/Id/IBAN")
            or text_at(element, f"RltdPties/{role}Acct/Id/Othr/Id"),
        )
        for role in ("Dbtr", "Cdtr")
    }
    wanted, spare = ("Dbtr", "Cdtr") if entry.amount_fen >= 0 else ("Cdtr", "Dbtr")
    own = entry.account is not None and sides[wanted][1] == entry.account
    return sides[spare] if own else sides[wanted]
