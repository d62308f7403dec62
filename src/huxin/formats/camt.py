"""ISO 20022 account messages: camt.053 statements, camt.054 notifications, camt.052 reports.

The document is parsed with entities, network and huge trees off, and checked against its schema:
what the schema objects to is a finding, and the data are kept where they can be. One entry is one
row, counted by its place in its statement; an entry that collects several payments becomes one row
for each of them when their amounts add up to the entry, and stays one row when they do not.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import resources
from typing import cast

import pyarrow as pa
from lxml import etree

from huxin.formats import camt_codes as codes
from huxin.formats.base import Count, FindingCode, RowFinding, in_order
from huxin.formats.camt_entry import Row, details_of, entry_of, money_of, text_at, top
from huxin.formats.spec import FieldSpec, table_of
from huxin.formats.statement import BALANCE_FIELDS, FIELDS, StatementReading
from huxin.kernel.texts import Fen, Value

__all__ = ["looks_like_camt", "read_camt"]

CAMT_BYTES = 64 * 1024 * 1024
SCHEMA_FINDINGS = 50
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
STATEMENT_TAGS = ("Stmt", "Rpt", "Ntfctn")


@dataclass(slots=True)
class _Balance:
    statement: str
    account: str | None
    type: str
    currency: str
    amount_fen: int
    on: object


@dataclass(slots=True)
class _Read:
    """What has been read so far, over all statements of the document."""

    file: str
    entries: int = 0
    accepted: int = 0
    findings: list[RowFinding] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    details: list[Row] = field(default_factory=list)
    balances: list[_Balance] = field(default_factory=list)

    def note(self, kind: FindingCode, *, sheet: str = "", line: int = 0, **values: Value) -> None:
        self.findings.append(
            RowFinding(
                kind, self.file, sheet, line, refused=kind.refuses and line > 0, values=values
            )
        )


def looks_like_camt(data: bytes) -> bool:
    """Whether the first 4 kB name a camt.052, camt.053 or camt.054 namespace."""
    head = data[:4096].replace(b"\x00", b"")
    return any(f"{NAMESPACE}camt.05{n}.".encode() in head for n in "234")


def read_camt(data: bytes, *, file: str) -> StatementReading:
    """Read the document `data`; `file` names it in findings. Never raises on bad content."""
    read = _Read(file)
    root = _parse(data, read)
    if root is not None:
        _validate(root, read)
        statements = _statements(root)
        read.entries = _entries_in(root)
        names = Counter(text_at(each, "Id") or "" for each in statements)
        for _, times in sorted(names.items()):
            if times > 1:
                read.note(codes.SAME_STATEMENT, times=times)
        for place, statement in enumerate(statements, start=1):
            _read_statement(statement, str(place), read)
        if not statements:
            read.note(codes.NO_STATEMENT)
    return StatementReading(
        format="bank_statement",
        file=file,
        count=Count(read.entries, read.accepted, read.entries - read.accepted),
        findings=in_order(read.findings),
        rows=_table(read.rows),
        one_row_each=False,
        details=_table(read.details),
        balances=_balance_table(read.balances),
    )


def _entries_in(root: etree._Element) -> int:
    """Entries of the whole document, counted apart from reading them."""
    return sum(1 for _ in root.iter("{*}Ntry"))


def _statements(root: etree._Element) -> list[etree._Element]:
    """The statements in order: those so named, and whatever else holds entries."""
    named = [each for message in root for each in message if top(each) in STATEMENT_TAGS]
    holders = [parent for each in root.iter("{*}Ntry") if (parent := each.getparent()) is not None]
    wanted = {id(each): each for each in (*named, *holders)}
    return [each for each in root.iter() if id(each) in wanted]


def _parse(data: bytes, read: _Read) -> etree._Element | None:
    if len(data) > CAMT_BYTES:
        read.note(codes.TOO_LARGE, mebibytes=CAMT_BYTES // 1024 // 1024)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        dtd_validation=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        read.note(codes.BROKEN, at=error.lineno or 0)
        return None
    if root.getroottree().docinfo.internalDTD is not None:
        read.note(codes.HAS_DOCTYPE)
        return None
    if not _message(root).startswith(("camt.052.", "camt.053.", "camt.054.")):
        read.note(codes.NOT_CAMT)
        return None
    return root


def _message(root: etree._Element) -> str:
    """The message and version that the root's namespace names, such as `camt.053.001.08`."""
    return (etree.QName(root).namespace or "").removeprefix(NAMESPACE)


@lru_cache(maxsize=4)
def _schema(message: str) -> etree.XMLSchema | None:
    source = resources.files("huxin.formats") / "data" / "iso20022" / f"{message}.xsd"
    return etree.XMLSchema(etree.fromstring(source.read_bytes())) if source.is_file() else None


def _validate(root: etree._Element, read: _Read) -> None:
    message = _message(root)
    plain = all(part.isalnum() for part in message.split("."))
    schema = _schema(message) if plain else None
    if schema is None:
        read.note(codes.NO_SCHEMA)
        return
    if schema.validate(root):
        return
    faults = list(cast("Iterable[etree._LogEntry]", schema.error_log))
    for fault in faults[:SCHEMA_FINDINGS]:
        # The schema's own message quotes the value, which may be a name or an account: left out.
        element = (fault.path or "").rsplit("/", 1)[-1].rsplit(":", 1)[-1].split("[")[0]
        read.note(codes.NOT_VALID, at=fault.line, element=element, fault=fault.type_name)
    if len(faults) > SCHEMA_FINDINGS:
        read.note(codes.MORE_NOT_VALID, more=len(faults) - SCHEMA_FINDINGS)


def _read_statement(statement: etree._Element, sheet: str, read: _Read) -> None:
    name = text_at(statement, "Id") or ""
    account = text_at(statement, "Acct/Id/IBAN") or text_at(statement, "Acct/Id/Othr/Id")
    balances = _balances(statement, name, account)
    read.balances += balances
    own = text_at(statement, "Acct/Ccy")
    if account is None:
        read.note(codes.NO_ACCOUNT, sheet=sheet)
    rows: list[Row] = []
    for line, element in enumerate((e for e in statement if top(e) == "Ntry"), start=1):
        entry = entry_of(element, account)
        if isinstance(entry, FindingCode):
            read.note(entry, sheet=sheet, line=line)
            continue
        read.accepted += 1
        entry.sheet, entry.line, entry.statement, entry.account = sheet, line, name, account
        entry.account_name = text_at(statement, "Acct/Nm") or text_at(statement, "Acct/Ownr/Nm")
        rows += _split(element, entry, read)
    _check_entries(rows, _span(statement), sheet, read)
    _check_currencies(rows, balances, own, sheet=sheet, read=read)
    _check_balances(rows, balances, sheet, read)
    _check_summary(statement, sheet, read)
    read.rows += rows


def _split(element: etree._Element, entry: Row, read: _Read) -> list[Row]:
    """The details of `entry` where they add up to it, else the entry itself."""
    details = details_of(element, entry)
    read.details += details
    if not details:
        return [entry]
    stated = [each for each in details if each.stated]
    same = all(each.currency == entry.currency for each in stated)
    whole = len(stated) == len(details) and same
    if whole and sum(each.amount_fen for each in details) == entry.amount_fen:
        return details
    if stated and (len(stated) == len(details) or not same):
        read.note(codes.DETAILS_DIFFER, sheet=entry.sheet, line=entry.line)
    if len(details) == 1:
        entry.take_party(details[0])
    return [entry]


def _span(statement: etree._Element) -> tuple[dt.date | None, dt.date | None]:
    """First and last day that the statement says it covers."""
    first, last = (
        codes.day_of(
            text_at(statement, f"FrToDt/{end}DtTm") or text_at(statement, f"FrToDt/{end}Dt")
        )
        for end in ("Fr", "To")
    )
    return first, last


def _within(day: dt.date, span: tuple[dt.date | None, dt.date | None]) -> bool:
    first, last = span
    return (first is None or day >= first) and (last is None or day <= last)


def _check_entries(
    rows: list[Row], span: tuple[dt.date | None, dt.date | None], sheet: str, read: _Read
) -> None:
    pending = sum(each.state != "booked" for each in rows)
    if pending:
        read.note(codes.PENDING, sheet=sheet, entries=pending)
    outside = sum(each.booked_on is not None and not _within(each.booked_on, span) for each in rows)
    if outside:
        read.note(codes.OUTSIDE_PERIOD, sheet=sheet, entries=outside)
    undated = sum(each.booked_on is None for each in rows)
    if undated:
        read.note(codes.NO_DATE, sheet=sheet, entries=undated)
    other = sum(each.kind == "other" for each in rows)
    if other:
        read.note(codes.KIND_UNKNOWN, sheet=sheet, entries=other)
    seen = Counter((each.reference, each.amount_fen) for each in rows if each.reference)
    for (_, _), times in sorted(seen.items()):
        if times > 1:
            read.note(codes.SAME_REFERENCE, sheet=sheet, times=times)


def _check_currencies(
    rows: list[Row], balances: list[_Balance], own: str | None, *, sheet: str, read: _Read
) -> None:
    found = {each.currency for each in rows} | {each.currency for each in balances}
    found |= {own} if own else set()
    if len(found) > 1:
        read.note(codes.CURRENCIES, sheet=sheet, currencies=tuple(sorted(found)))


def _balances(statement: etree._Element, name: str, account: str | None) -> list[_Balance]:
    found = []
    for each in statement:
        if top(each) != "Bal":
            continue
        money = money_of(each)
        if isinstance(money, FindingCode):
            continue
        kind = text_at(each, "Tp/CdOrPrtry/Cd") or text_at(each, "Tp/CdOrPrtry/Prtry") or ""
        on = codes.day_of(text_at(each, "Dt/Dt") or text_at(each, "Dt/DtTm"))
        found.append(_Balance(name, account, kind, money[1], money[0], on))
    return found


def _check_balances(rows: list[Row], balances: list[_Balance], sheet: str, read: _Read) -> None:
    """Opening balance and booked entries make the closing one; then each entry gets its own."""
    opening = next((b for kind in ("OPBD", "PRCD") for b in balances if b.type == kind), None)
    closing = next((b for b in balances if b.type == "CLBD"), None)
    if opening is None or closing is None:
        return
    booked = [each for each in rows if each.state == "booked"]
    if {opening.currency, closing.currency} | {e.currency for e in booked} != {opening.currency}:
        return
    reached = opening.amount_fen + sum(each.amount_fen for each in booked)
    if reached != closing.amount_fen:
        read.note(
            codes.BALANCE_DIFFERS,
            sheet=sheet,
            expected=Fen(reached),
            stated=Fen(closing.amount_fen),
            difference=Fen(closing.amount_fen - reached),
        )
        return
    running = opening.amount_fen
    for each in booked:
        running += each.amount_fen
        each.balance_fen = running


def _check_summary(statement: etree._Element, sheet: str, read: _Read) -> None:
    stated = text_at(statement, "TxsSummry/TtlNtries/NbOfNtries")
    found = sum(top(each) == "Ntry" for each in statement)
    if stated is not None and stated.isdecimal() and int(stated) != found:
        read.note(codes.COUNT_DIFFERS, sheet=sheet, stated=int(stated), found=found)


def _table(rows: list[Row]) -> pa.Table:
    names = ["sheet", "line", *(each.name for each in FIELDS)]
    columns = {
        name: pa.array([getattr(row, name) for row in rows])
        for name in names
        if name in Row.__slots__
    }
    return table_of(FIELDS, {n: c for n, c in columns.items() if c.type != pa.null()}, len(rows))


def _balance_table(balances: list[_Balance]) -> pa.Table:
    fields: tuple[FieldSpec, ...] = BALANCE_FIELDS
    columns = {
        each.name: pa.array([getattr(balance, each.name) for balance in balances])
        for each in fields
    }
    return table_of(
        fields, {n: c for n, c in columns.items() if c.type != pa.null()}, len(balances)
    )
