"""What can be wrong with an ISO 20022 account message, and the spec of the format."""

from __future__ import annotations

import datetime as dt

from huxin.formats.base import FindingCode, Severity
from huxin.formats.spec import FormatSpec
from huxin.formats.statement import FIELDS
from huxin.kernel.texts import N_

ASK_AGAIN = N_("Ask the bank for the file again and replace it; do not mend it by hand.")

BROKEN = FindingCode(
    "CM-001",
    Severity.ERROR,
    N_(
        "The file {file} is no complete XML document: it breaks off or is damaged at line {at}. "
        "Nothing was taken from it."
    ),
    ASK_AGAIN,
)
HAS_DOCTYPE = FindingCode(
    "CM-002",
    Severity.ERROR,
    N_(
        "The file {file} declares a document type of its own (DOCTYPE), which bank messages never "
        "do and which can hide harmful content. Nothing was taken from it."
    ),
    N_("Do not open the file elsewhere. Ask the bank for the file by the agreed channel."),
)
NOT_VALID = FindingCode(
    "CM-003",
    Severity.WARNING,
    N_("Line {at} of the file: the element {element} does not follow the schema ({fault})."),
    N_("The data were kept where they could be. Tell the bank; compare the entry with its advice."),
)
MORE_NOT_VALID = FindingCode(
    "CM-004",
    Severity.WARNING,
    N_("{more} more places do not follow the schema."),
    N_("The data were kept where they could be. Tell the bank."),
)
NO_SCHEMA = FindingCode(
    "CM-005",
    Severity.WARNING,
    N_("The message version is not one whose schema is at hand; it was read without that check."),
    N_("Ask the bank for camt.053 version 2, 3, 4 or 8, or compare the totals by hand."),
)
NOT_CAMT = FindingCode(
    "CM-006",
    Severity.ERROR,
    N_("The file {file} is an XML document, but no account statement (camt.052, 053 or 054)."),
    N_("Ask the bank for the account statement as camt.053, or as CSV or Excel."),
)
TOO_LARGE = FindingCode(
    "CM-007",
    Severity.ERROR,
    N_("The file {file} is larger than {mebibytes} MiB. Nothing was taken from it."),
    N_("Ask the bank for one file per month."),
)
NO_STATEMENT = FindingCode(
    "CM-008",
    Severity.ERROR,
    N_("The file {file} holds no statement."),
    ASK_AGAIN,
)
NO_AMOUNT = FindingCode(
    "CM-009",
    Severity.ERROR,
    N_("Statement {sheet}, entry {line}: amount, currency or direction is missing or unreadable."),
    N_("Ask the bank for the entry's advice. All other entries were taken in."),
    refuses=True,
)
TOO_FINE = FindingCode(
    "CM-010",
    Severity.ERROR,
    N_("Statement {sheet}, entry {line}: the amount is finer than a hundredth of the currency."),
    N_("Ask the bank for the amount as it was booked. All other entries were taken in."),
    refuses=True,
)
CURRENCIES = FindingCode(
    "CM-011",
    Severity.WARNING,
    N_(
        "Statement {sheet} mixes currencies: {currencies}. All entries were kept; balances in "
        "different currencies were not compared."
    ),
    N_("A wage special account is kept in CNY only: ask the bank for one statement per currency."),
)
DETAILS_DIFFER = FindingCode(
    "CM-012",
    Severity.WARNING,
    N_(
        "Statement {sheet}, entry {line}: the details do not add up to the entry. The entry was "
        "taken as one row with its own amount."
    ),
    N_("Compare with the payroll result list of the batch, or ask the bank for the details."),
)
BALANCE_DIFFERS = FindingCode(
    "CM-013",
    Severity.WARNING,
    N_(
        "Statement {sheet}: opening balance and entries make {expected}, the closing balance says "
        "{stated}; the difference is {difference}."
    ),
    N_("Entries are missing or appear twice: ask the bank for the whole period in one file."),
)
COUNT_DIFFERS = FindingCode(
    "CM-014",
    Severity.WARNING,
    N_("Statement {sheet} says that it has {stated} entries; {found} were found."),
    ASK_AGAIN,
)
PENDING = FindingCode(
    "CM-015",
    Severity.NOTE,
    N_("Statement {sheet}: {entries} entries are not booked (pending or for information only)."),
    N_("They are kept but count as no money. The later statement shows whether they were booked."),
)
NO_DATE = FindingCode(
    "CM-016",
    Severity.WARNING,
    N_("Statement {sheet}: {entries} entries have no booking day and no value day."),
    N_("Ask the bank for the booking days: rules about time cannot judge these entries."),
)
KIND_UNKNOWN = FindingCode(
    "CM-017",
    Severity.NOTE,
    N_("Statement {sheet}: for {entries} entries neither bank code nor remark says what they are."),
    N_("Agree a remark with the bank, such as 人工费用 2025年3月 or 代发工资 2025年3月."),
)
SAME_REFERENCE = FindingCode(
    "CM-018",
    Severity.WARNING,
    N_("Statement {sheet}: {times} entries have the same reference and amount. All were kept."),
    N_("If the bank's file repeats an entry, ask for it again; if not, there is nothing to do."),
)
SAME_STATEMENT = FindingCode(
    "CM-019",
    Severity.WARNING,
    N_("{times} statements of the file have the same number. All were kept."),
    N_("If the file holds a statement twice, ask the bank for it again."),
)
NO_ACCOUNT = FindingCode(
    "CM-020",
    Severity.WARNING,
    N_("Statement {sheet} does not say which account it is about."),
    N_("Ask the bank for the statement with the account number."),
)

OUTSIDE_PERIOD = FindingCode(
    "CM-021",
    Severity.WARNING,
    N_("Statement {sheet}: {entries} entries lie outside the period that the statement names."),
    N_("All were kept with their own day. Ask the bank which of the two is right."),
)

_ELSEWHERE = {"debit_fen", "credit_fen", "direction"}

SPEC = FormatSpec(
    id="camt",
    title=N_("Account statement as ISO 20022 message (camt.053, camt.054, camt.052)"),
    kinds=("xml",),
    fields=tuple(each for each in FIELDS if each.name not in _ELSEWHERE),
    codes=(
        BROKEN,
        HAS_DOCTYPE,
        NOT_VALID,
        MORE_NOT_VALID,
        NO_SCHEMA,
        NOT_CAMT,
        TOO_LARGE,
        NO_STATEMENT,
        NO_AMOUNT,
        TOO_FINE,
        CURRENCIES,
        DETAILS_DIFFER,
        BALANCE_DIFFERS,
        COUNT_DIFFERS,
        PENDING,
        NO_DATE,
        KIND_UNKNOWN,
        SAME_REFERENCE,
        SAME_STATEMENT,
        NO_ACCOUNT,
        OUTSIDE_PERIOD,
    ),
    recognised=N_("XML whose namespace is camt.052, camt.053 or camt.054 of ISO 20022."),
    notes=(
        N_(
            "Checked against the schemas of camt.053.001.02, .03, .04, .08, camt.054.001.02, .04, "
            ".08 and camt.052.001.02, .04, .06, .08; other versions are read without that check."
        ),
        N_(
            "A finding's sheet is the place of the statement in the file, its line the place of "
            "the entry in the statement."
        ),
        N_("Amounts are hundredths of the entry's currency; CNY is meant everywhere else."),
    ),
)


def day_of(text: str | None) -> dt.date | None:
    """The day of an ISO date or date-time as written, without moving it to another zone."""
    try:
        return dt.date.fromisoformat(text[:10]) if text else None
    except ValueError:
        return None
