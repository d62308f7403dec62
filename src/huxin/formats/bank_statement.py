"""Statements of an account as banks print them: xlsx, xls or csv with the headings of many banks.

Money in is positive. Where each line gives a balance, the balances are the proof of the amounts:
a gap in their chain is named, and when they prove that money in stands under 借方 (a company's own
books instead of the bank's), the two columns are taken so.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import pyarrow as pa

from huxin.formats.base import (
    Count,
    FindingCode,
    HeaderReading,
    Left,
    RowFinding,
    Severity,
    in_order,
)
from huxin.formats.columns import Cells
from huxin.formats.headers import Layout, find_header, header_findings, no_header
from huxin.formats.labels import labelled
from huxin.formats.listing import Listing, read_listing
from huxin.formats.number_cells import parse_cards
from huxin.formats.spec import FormatSpec, table_of
from huxin.formats.statement import BALANCE_FIELDS, FIELDS, StatementReading, kind_of
from huxin.formats.wordlist import words
from huxin.formats.workbook import Book, Grid
from huxin.kernel.texts import N_, Fen

__all__ = ["SPEC", "read_bank_statement"]

NO_AMOUNT = FindingCode(
    "BS-001",
    Severity.ERROR,
    N_("Line {line} was refused: it has no amount."),
    N_("Ask the bank for the entry's amount, or delete the line if it is none of the account's."),
    refuses=True,
)
BOTH_SIDES = FindingCode(
    "BS-002",
    Severity.WARNING,
    N_("Line {line} has money in and money out; the difference was taken."),
    N_("Ask the bank for two entries, or correct the line."),
)
NO_DIRECTION = FindingCode(
    "BS-003",
    Severity.ERROR,
    N_("Line {line} was refused: its direction is neither 借 (out) nor 贷 (in)."),
    N_("Write 借 or 贷 (or 支出, 收入) in the line."),
    refuses=True,
)
CHAIN_BROKEN = FindingCode(
    "BS-004",
    Severity.WARNING,
    N_("Line {line}: the balance does not follow from the line before; {difference} are missing."),
    N_("Entries are missing, stand twice or were changed: ask the bank for the whole period."),
)
MORE_BREAKS = FindingCode(
    "BS-005",
    Severity.WARNING,
    N_("The balances of {file} {sheet} break in {more} further places."),
    N_("Ask the bank for the whole period in one file."),
)
EXCHANGED = FindingCode(
    "BS-006",
    Severity.WARNING,
    N_("In {file} {sheet} money in stands under 借方, as the balances prove; it was taken so."),
    N_("Hand in the bank's own statement; this seems to be an export of the company's books."),
)
UNSIGNED = FindingCode(
    "BS-007",
    Severity.WARNING,
    N_("{file} {sheet} has one column of amounts, all positive, and none of directions: all were "
       "taken as money in."),
    N_("Ask the bank for a statement with 借方/贷方 columns or a direction column."),
)  # fmt: skip
NO_ACCOUNT = FindingCode(
    "BS-008",
    Severity.WARNING,
    N_("{file} {sheet} does not say which account it is about."),
    N_("Write 账号：… as text in a line above the header."),
)
KIND_UNKNOWN = FindingCode(
    "BS-009",
    Severity.NOTE,
    N_("{file} {sheet}: for {entries} of the entries the remark does not say what they are."),
    N_("Agree a remark with the bank, such as 人工费用 2025年3月 or 代发工资 2025年3月."),
)
SAME_REFERENCE = FindingCode(
    "BS-010",
    Severity.WARNING,
    N_("Line {line} has the same reference, day and amount as line {other}. Both were kept."),
    N_("If the line stands twice by mistake, ask the bank for the statement again."),
)

_WRITTEN = tuple(each for each in FIELDS if not each.derived)

SPEC = FormatSpec(
    id="bank_statement",
    title=N_("Statement of the wage special account (专户流水)"),
    kinds=("xlsx", "xls", "csv", "txt"),
    fields=FIELDS,
    codes=(
        NO_AMOUNT,
        BOTH_SIDES,
        NO_DIRECTION,
        CHAIN_BROKEN,
        MORE_BREAKS,
        EXCHANGED,
        UNSIGNED,
        NO_ACCOUNT,
        KIND_UNKNOWN,
        SAME_REFERENCE,
    ),
    needs=(("booked_on",), ("debit_fen", "credit_fen", "amount_fen")),
    telling=("debit_fen", "credit_fen", "balance_fen", "counterparty_account", "direction"),
    titles=words("流水 对账单 交易明细 账户明细 明细账 收支明细 银行回单 账单"),
    foreign=words("身份证号 证件号码 应发工资 实发工资 处理状态 失败原因 工资月份 期次 工种"),
    recognised=N_(
        "A day and an amount (one column, or money out and money in) among the headings."
    ),
    notes=(
        N_("The account's number and name stand in lines above the header or in columns."),
        N_("借方 is money out, 贷方 money in, as banks print it."),
    ),
)
BREAKS_NAMED = 20
_OUT = frozenset(words("借 借方 支出 支 付 付款 出 转出 D DR DEBIT 往账 减少"))
_IN = frozenset(words("贷 贷方 收入 收 收款 入 转入 进 C CR CREDIT 来账 增加"))
_CURRENCIES = {"人民币": "CNY", "RMB": "CNY", "人民币元": "CNY", "01": "CNY", "": "CNY"}


@dataclass(slots=True)
class _Sheet:
    """One sheet on its way to rows."""

    file: str
    listing: Listing
    findings: list[RowFinding]
    refused: set[int]

    def note(self, kind: FindingCode, at: int, **values: int | str | Fen) -> None:
        """A finding about the row at place `at`."""
        refuses = kind.refuses
        line = self.listing.layout.grid.line(self.listing.rows[at])
        sheet = self.listing.layout.grid.sheet
        self.findings.append(
            RowFinding(kind, self.file, sheet, line, refused=refuses, values=values)
        )
        if refuses:
            self.refused.add(at)

    def say(self, kind: FindingCode, **values: int | str) -> None:
        """A finding about the sheet."""
        sheet = self.listing.layout.grid.sheet
        self.findings.append(RowFinding(kind, self.file, sheet, values=values))


def read_bank_statement(book: Book) -> StatementReading:
    """Read every sheet of `book` as a statement of an account."""
    count, findings = Count(), list(book.findings)
    tables: list[pa.Table] = []
    headers: list[HeaderReading] = []
    for grid in book.grids:
        layout = find_header(grid, SPEC)
        if layout is None:
            findings.append(no_header(grid, SPEC, book.file))
            count += _unread(grid)
            continue
        headers.append(layout.reading)
        findings += header_findings(layout, book.file)
        more, table, found = _read_sheet(layout, book.file)
        count += more
        tables.append(table)
        findings += found
    empty = table_of(FIELDS, {}, 0)
    return StatementReading(
        format=SPEC.id,
        file=book.file,
        count=count,
        findings=in_order(findings),
        rows=pa.concat_tables([empty, *tables]),
        headers=tuple(headers),
        details=empty,
        balances=table_of(BALANCE_FIELDS, {}, 0),
    )


def _unread(grid: Grid) -> Count:
    """All lines of a sheet without a header: counted, none read."""
    blank = sum(not any(str(cell).strip() for cell in row) for row in grid.rows)
    left = ((Left.BLANK, blank), (Left.NOT_RECOGNISED, grid.height - blank))
    return Count(grid.height, 0, 0, tuple(each for each in left if each[1]))


def _read_sheet(layout: Layout, file: str) -> tuple[Count, pa.Table, list[RowFinding]]:
    listing = read_listing(layout, file=file, must=("booked_on",))
    sheet = _Sheet(file, listing, listing.findings, set())
    amounts = _amounts(sheet)
    balances = listing.values("balance_fen")
    amounts = _proven(sheet, amounts, balances)
    _repeats(sheet, amounts)
    kept = [at for at in range(len(listing.rows)) if at not in sheet.refused]
    table = _table(sheet, amounts, kept)
    count = listing.count
    count = Count(count.lines, len(kept), count.rejected + len(sheet.refused), count.left)
    return count, table, sheet.findings


def _amounts(sheet: _Sheet) -> list[int]:
    """The signed amount of each row; a row without one is refused (and stands as 0)."""
    columns = [sheet.listing.values(name) for name in ("debit_fen", "credit_fen", "amount_fen")]
    ways = sheet.listing.values("direction")
    remarks = sheet.listing.values("remark")
    has_way = "direction" in sheet.listing.columns
    found: list[int] = []
    for at, (out, into, amount) in enumerate(zip(*columns, strict=True)):
        value: int | None = None
        if out or into:
            value = _whole(into) - _whole(out)
            if out and into:
                sheet.note(BOTH_SIDES, at)
        elif isinstance(amount, int):
            value = _directed(sheet, at, amount, ways[at]) if has_way else amount
        elif out == 0 or into == 0:
            value = 0
        if value is None and at not in sheet.refused:
            if kind_of(0, str(remarks[at] or "")) == "opening":
                value = 0
            else:
                sheet.note(NO_AMOUNT, at)
        found.append(value or 0)
    single = "amount_fen" in sheet.listing.columns and not has_way
    if single and len(found) > 1 and all(each >= 0 for each in found) and not _sided(sheet):
        sheet.say(UNSIGNED)
    return found


def _sided(sheet: _Sheet) -> bool:
    return bool({"debit_fen", "credit_fen"} & set(sheet.listing.columns))


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def _directed(sheet: _Sheet, at: int, amount: int, way: object) -> int | None:
    text = str(way or "").strip().upper()
    if text in _IN:
        return amount
    if text in _OUT:
        return -amount
    if amount < 0 and not text:
        return amount
    sheet.note(NO_DIRECTION, at)
    return None


def _proven(sheet: _Sheet, amounts: list[int], balances: list[object]) -> list[int]:
    """`amounts` as the chain of balances proves them; breaks of the chain are named."""
    known = [at for at, each in enumerate(balances) if isinstance(each, int)]
    known = [at for at in known if at not in sheet.refused]
    pairs = list(pairwise(known))
    if not pairs:
        return amounts
    chains = {
        (sign, downward): [
            at for at in pairs if not _follows(amounts, balances, at, sign, downward=downward)
        ]
        for sign in (1, -1)
        for downward in (True, False)
    }
    (sign, downward), broken = min(
        chains.items(), key=lambda each: (len(each[1]), each[0] != (1, True), each[0][0] != 1)
    )
    as_written = min(len(chains[1, True]), len(chains[1, False]))
    if sign == -1 and len(pairs) > 1 and not broken and as_written:
        sheet.say(EXCHANGED)
        amounts = [-each for each in amounts]
    else:
        downward = len(chains[1, True]) <= len(chains[1, False])
        broken = chains[1, downward]
    for before, after in broken[:BREAKS_NAMED]:
        first, last = (before, after) if downward else (after, before)
        gap = _whole(balances[last]) - _whole(balances[first]) - amounts[last]
        sheet.note(CHAIN_BROKEN, after, difference=Fen(gap))
    if len(broken) > BREAKS_NAMED:
        sheet.say(MORE_BREAKS, more=len(broken) - BREAKS_NAMED)
    return amounts


def _follows(
    amounts: list[int], balances: list[object], pair: tuple[int, int], sign: int, *, downward: bool
) -> bool:
    """Whether two balances that stand one above the other follow from the amounts between."""
    first, last = pair
    moved = sum(amounts[at] for at in range(first + 1, last + 1))
    if not downward:
        moved = -sum(amounts[at] for at in range(first, last))
    return _whole(balances[first]) + sign * moved == _whole(balances[last])


def _repeats(sheet: _Sheet, amounts: list[int]) -> None:
    references = sheet.listing.values("reference")
    days = sheet.listing.values("booked_on")
    seen: dict[tuple[object, object, int], int] = {}
    for at, (reference, day) in enumerate(zip(references, days, strict=True)):
        if reference is None or at in sheet.refused:
            continue
        key = (reference, day, amounts[at])
        if key in seen:
            other = sheet.listing.layout.grid.line(sheet.listing.rows[seen[key]])
            sheet.note(SAME_REFERENCE, at, other=other)
        else:
            seen[key] = at


def _table(sheet: _Sheet, amounts: list[int], kept: list[int]) -> pa.Table:
    listing, grid = sheet.listing, sheet.listing.layout.grid
    above = labelled(grid, range(max(sheet.listing.layout.first, 0)), SPEC)
    take = pa.array(kept, pa.int64())
    columns = {name: values.take(take) for name, values in listing.columns.items()}
    parts = [listing.values(name) for name in ("remark", "purpose", "note")]
    remarks = [
        " / ".join(str(t) for t in dict.fromkeys(row) if t) for row in zip(*parts, strict=True)
    ]
    remarks = [remarks[at] for at in kept]
    signed = [amounts[at] for at in kept]
    kinds = [kind_of(amount, remark) for amount, remark in zip(signed, remarks, strict=True)]
    other = kinds.count("other")
    if other:
        sheet.say(KIND_UNKNOWN, entries=other)
    size = len(kept)
    columns |= {
        "sheet": pa.array([grid.sheet] * size, pa.string()),
        "line": pa.array([grid.line(listing.rows[at]) for at in kept], pa.int64()),
        "amount_fen": pa.array(signed, pa.int64()),
        "remark": pa.array(remarks, pa.string()),
        "kind": pa.array(kinds, pa.string()),
        "state": pa.array(["booked"] * size, pa.string()),
        "detail": pa.array([0] * size, pa.int64()),
        "account": _account(sheet, columns, above, size),
        "currency": _currency(columns, above, size),
    }
    if "account_name" not in columns and "account_name" in above:
        columns["account_name"] = pa.array([above["account_name"][0]] * size, pa.string())
    return table_of(FIELDS, columns, size)


def _account(
    sheet: _Sheet, columns: dict[str, pa.Array], above: dict[str, tuple[str, int, int]], size: int
) -> pa.Array:
    stated: str | None = None
    if "account" in above:
        stated = parse_cards(Cells([above["account"][0]])).values[0].as_py()
    if "account" in columns and columns["account"].null_count < size:
        return columns["account"].fill_null(stated) if stated else columns["account"]
    if stated is None:
        sheet.say(NO_ACCOUNT)
    return pa.array([stated] * size, pa.string())


def _currency(
    columns: dict[str, pa.Array], above: dict[str, tuple[str, int, int]], size: int
) -> pa.Array:
    given = columns["currency"].to_pylist() if "currency" in columns else [None] * size
    whole = above["currency"][0] if "currency" in above else ""
    texts = [str(each or whole).strip().upper() for each in given]
    return pa.array([_CURRENCIES.get(each, each) for each in texts], pa.string())
