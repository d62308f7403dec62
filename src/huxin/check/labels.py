"""The figures of a finding with words for their names; the name's ending says the unit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from huxin.check.model import Input, Said, plain
from huxin.check.subjects import Subjects
from huxin.formats.project_sheet.project import PROJECT
from huxin.formats.project_sheet.spec import LISTS
from huxin.formats.roster import ROSTER
from huxin.formats.wage_sheet_spec import WAGE_SHEET
from huxin.kernel.texts import N_, Fen, Message, Month, Value, message

__all__ = ["LABELS", "PAPERS", "input_of", "inputs_of", "label_of"]

LABELS: Mapping[str, str] = {
    "attended_centi": N_("days attended"),
    "average_fen": N_("average"),
    "bounced_fen": N_("failed or returned"),
    "by_bank": N_("paid by bank"),
    "capital_fen": N_("registered capital"),
    "cash_fen": N_("in cash"),
    "ceiling_fen": N_("ceiling"),
    "compared": N_("lines compared"),
    "days_centi": N_("days"),
    "deducted_fen": N_("deducted"),
    "differ": N_("lines that differ"),
    "due_on": N_("due"),
    "earned_fen": N_("wages earned"),
    "fewest_centi": N_("fewest days"),
    "first_owed_month": N_("first month owed"),
    "growth_ppm": N_("growth"),
    "highest_fen": N_("highest"),
    "last_paid_on": N_("last payment"),
    "late_days": N_("days late"),
    "least_fen": N_("least amount"),
    "left_on": N_("left the site"),
    "limit_days": N_("days required"),
    "limit_fen": N_("limit"),
    "limit_ppm": N_("share required"),
    "lines": N_("lines"),
    "listed": N_("on the sheet"),
    "months": N_("months"),
    "months_owed": N_("months owed"),
    "most_centi": N_("most days"),
    "net_fen": N_("net wage"),
    "outside_fen": N_("paid from elsewhere"),
    "owed_fen": N_("owed"),
    "paid": N_("workers paid"),
    "paid_fen": N_("paid"),
    "payable_fen": N_("payable"),
    "posted_days": N_("days posted"),
    "present": N_("workers present"),
    "present_unpaid": N_("present and unpaid"),
    "previous_fen": N_("month before"),
    "price_fen": N_("contract price"),
    "rate_fen": N_("day rate"),
    "share_ppm": N_("share"),
    "sheet_centi": N_("days on the sheet"),
    "streak": N_("months in a row"),
    "times": N_("times the average"),
    "unknown_fen": N_("outcome unknown"),
    "unlisted": N_("on no sheet"),
    "unpaid_fen": N_("unpaid"),
    "unreviewed": N_("lines not reviewed"),
    "unsigned": N_("lines not signed"),
    "wanted_fen": N_("to be paid"),
    "whole": N_("lines that are whole multiples"),
    "workers_owed": N_("workers owed"),
    "amount_fen": N_("amount"),
    "balance_fen": N_("balance"),
    "stored_fen": N_("stored"),
    "stored_on": N_("stored on"),
    "required_fen": N_("required"),
    "used_fen": N_("used"),
    "used_on": N_("used on"),
    "permit_on": N_("construction permit"),
    "started_on": N_("works started"),
    "completed_on": N_("works completed"),
    "contract_signed_on": N_("works contract signed"),
    "account_opened_on": N_("special account opened"),
    "account_filed_on": N_("special account filed"),
    "account_closed_on": N_("special account closed"),
    "entered_on": N_("entered the site"),
    "registered_on": N_("registered by real name"),
    "signed_on": N_("signed"),
    "filed_on": N_("filed"),
    "from_on": N_("from"),
    "to_on": N_("to"),
    "deadline_on": N_("deadline"),
    "paid_on": N_("paid on"),
    "output_fen": N_("works completed"),
    "labour_cost_fen": N_("labour cost"),
    "holders": N_("people on the card"),
    "days": N_("days"),
    "month": N_("month"),
    "people": N_("people"),
    "received_on": N_("received"),
    "accepted_on": N_("accepted"),
    "resolved_on": N_("resolved"),
    "put_up_on": N_("put up"),
    "checked_on": N_("checked"),
    "payments": N_("payments"),
    "enrolled": N_("workers enrolled"),
    "minutes": N_("minutes"),
    "longest_day_minutes": N_("longest day in minutes"),
    "value": N_("value"),
    "alike": N_("equal payments"),
    "balance_on": N_("balance of"),
    "contract_to_on": N_("contract ends"),
    "cost_in_fen": N_("labour cost received"),
    "first_day": N_("first day"),
    "last_day": N_("last day"),
    "first_present_month": N_("first month present"),
    "last_present_month": N_("last month present"),
    "gone_days": N_("days gone by"),
    "implied_fen": N_("wages implied by attendance"),
    "in_kind_fen": N_("paid in kind"),
    "last_due_on": N_("last pay day"),
    "last_unpaid_due_on": N_("pay day of the last unpaid month"),
    "last_wage_on": N_("last wage payment"),
    "least_age": N_("least age"),
    "limit_centi": N_("most days possible"),
    "listed_fen": N_("on sheets and unpaid"),
    "months_present": N_("months present"),
    "notice_days": N_("days of notice"),
    "on": N_("day"),
    "on_roster": N_("on the roster"),
    "open_matters": N_("matters still open"),
    "rated": N_("lines with a day rate"),
    "terms_missing": N_("terms missing"),
    "to_come_fen": N_("transfers to come"),
    "transfers": N_("transfers to come, times"),
    "with_card": N_("with a card"),
}
HIDDEN = (
    "_bits",
    "kind",
    "payee",
    "_digest",
    "project_key",
    "worker_key",
    "sheet_key",
    "entry_key",
    "team_key",
)
PAPERS: Mapping[str, str] = {
    "attendance_day": N_("attendance record"),
    "attendance_month": N_("attendance record"),
    "wage_line": N_("wage sheet"),
    "payment": N_("payroll result"),
    "enrolment": N_("roster"),
    "labour_contract": N_("roster"),
    "worker": N_("roster"),
    "account_entry": N_("bank statement"),
    "project": N_("project sheet"),
    "party": N_("parties"),
    "progress_payment": N_("progress payments"),
    "deposit": N_("wage deposit"),
    "guarantee": N_("guarantees"),
    "signboard": N_("signboard"),
    "indicator": N_("indicators"),
    "complaint": N_("complaints and clues"),
    "feed_delivery": N_("feeds and reports"),
}
"""The paper of a site that fills a fact table."""


def label_of(name: str) -> Said:
    """What a figure is called."""
    if name in LABELS:
        return message(LABELS[name])
    return plain(name.replace("_", " "))


def input_of(missing: str) -> Message:
    """A missing input `table.column` as people find it: the paper and its heading."""
    table, _, name = missing.partition(".")
    paper = PAPERS.get(table)
    heading = _headings().get((table, name))
    if paper is None:
        return message("no file gives: {input}", input=missing)
    if heading is None:
        return message("{paper} is missing or incomplete", paper=message(paper))
    return message("{paper}: {heading} is not given", paper=message(paper), heading=heading)


@lru_cache(maxsize=1)
def _headings() -> Mapping[tuple[str, str], Message]:
    """Canonical heading by fact table and column, where a file format has the column."""
    specs = {"wage_line": WAGE_SHEET.fields, "enrolment": ROSTER.fields}
    specs |= {each.name: each.fields for each in (PROJECT, *LISTS)}
    return {
        (table, field.name): message("“{heading}”", heading=field.header)
        for table, fields in specs.items()
        for field in fields
        if field.header
    }


def inputs_of(evidence: Mapping[str, Any], subjects: Subjects) -> tuple[Input, ...]:
    """The figures in the order the rule gives them; bitmaps, digests and bare keys are left out."""
    found = []
    for name, value in evidence.items():
        if name.endswith(("party_key", "employer_key")):
            found.append(Input(name, label_of(name), subjects.company(value)))
        elif not name.endswith(HIDDEN) and not name.startswith("card_digest"):
            found.append(Input(name, label_of(name), _typed(name, value)))
    return tuple(found)


def _typed(name: str, value: Any) -> Value:
    """A value in the unit that its name ends with."""
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        is_month = name.endswith("month")
        return Month(value.year, value.month, 1) if is_month else value
    if isinstance(value, int):
        return _number(name, value)
    return str(value)


def _number(name: str, value: int) -> Value:
    if name.endswith("_fen"):
        return Fen(value)
    if name.endswith("_ppm"):
        return f"{_decimal(value, 10_000)}%"
    if name.endswith("_centi"):
        return _decimal(value, 100)
    return value


def _decimal(value: int, unit: int) -> str:
    """`value / unit` without a float and without trailing zeros."""
    sign, whole = ("-" if value < 0 else ""), abs(value)
    digits = f"{whole % unit:0{len(str(unit)) - 1}d}".rstrip("0")
    return f"{sign}{whole // unit:,}" + (f".{digits}" if digits else "")
