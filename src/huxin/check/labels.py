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
    "as_of": N_("as of"),
    "power_before": N_("power used the month before"),
    "power_used": N_("power used"),
    "tax_before_fen": N_("tax paid the month before"),
    "tax_paid_fen": N_("tax paid"),
    "device_on": N_("attendance device in use"),
    "has_labour_cost": N_("labour-cost term"),
    "has_measuring": N_("measuring term"),
    "has_priority": N_("wage-priority term"),
    "has_settlement": N_("settlement term"),
    "is_person": N_("natural person"),
    "joined_on": N_("contract of its part signed"),
    "limit_years": N_("years on the list"),
    "listed_on": N_("on the list since"),
    "role": N_("role"),
    "accepted_on": N_("accepted"),
    "account_closed_on": N_("special account closed"),
    "account_filed_on": N_("special account filed"),
    "account_opened_on": N_("special account opened"),
    "actual_ppm": N_("actual"),
    "agreed_fen": N_("agreed"),
    "alike": N_("equal payments"),
    "amount_fen": N_("amount"),
    "amount_in_letter_fen": N_("amount of the letter"),
    "applied_on": N_("applied for"),
    "attended_centi": N_("days attended"),
    "average_fen": N_("average"),
    "balance_fen": N_("balance"),
    "balance_on": N_("balance of"),
    "bank_paid_on": N_("paid by the bank"),
    "begun_on": N_("begun"),
    "both_days": N_("days on both sites"),
    "bounced_fen": N_("failed or returned"),
    "by_bank": N_("paid by bank"),
    "capital_fen": N_("registered capital"),
    "cards": N_("cards"),
    "cash_fen": N_("in cash"),
    "cash_flow_fen": N_("cash flow"),
    "ceiling_fen": N_("ceiling"),
    "change_ppm": N_("change"),
    "checked_on": N_("checked"),
    "claimed_fen": N_("claimed"),
    "clean_years": N_("years without arrears"),
    "compared": N_("lines compared"),
    "complaint_people": N_("people in complaints"),
    "complaints": N_("complaints"),
    "completed_on": N_("works completed"),
    "contract_signed_on": N_("works contract signed"),
    "contract_to_on": N_("contract ends"),
    "cost_due_on": N_("labour cost due"),
    "cost_in_fen": N_("labour cost received"),
    "day": N_("day of the month"),
    "days": N_("days"),
    "days_centi": N_("days"),
    "deadline_on": N_("deadline"),
    "deducted_fen": N_("deducted"),
    "delivered_on": N_("delivered"),
    "differ": N_("lines that differ"),
    "disputes": N_("disputes"),
    "due_fen": N_("amount due"),
    "due_on": N_("due"),
    "dues_fen": N_("dues owed"),
    "early_cost_fen": N_("labour cost before start"),
    "earned_fen": N_("wages earned"),
    "enrolled": N_("workers enrolled"),
    "entered_on": N_("entered the site"),
    "extended_days": N_("extended by days"),
    "fees_fen": N_("fees owed"),
    "fewest_centi": N_("fewest days"),
    "filed_on": N_("filed"),
    "first_day": N_("first day"),
    "first_owed_month": N_("first month owed"),
    "first_present_month": N_("first month present"),
    "from_on": N_("from"),
    "gas_fee_owed": N_("gas fee owed"),
    "gone_days": N_("days gone by"),
    "gone_months": N_("months gone by"),
    "group_people": N_("people of a group"),
    "growth_ppm": N_("growth"),
    "guaranteed_fen": N_("guaranteed"),
    "highest_fen": N_("highest"),
    "holders": N_("people on the card"),
    "holders_here": N_("holders on this site"),
    "implied_fen": N_("wages implied by attendance"),
    "in_kind_fen": N_("paid in kind"),
    "in_time_fen": N_("received in time"),
    "labour_cost_fen": N_("labour cost"),
    "last_day": N_("last day"),
    "last_due_on": N_("last pay day"),
    "last_month": N_("last month"),
    "last_paid_on": N_("last payment"),
    "last_present_month": N_("last month present"),
    "last_unpaid_due_on": N_("pay day of the last unpaid month"),
    "last_wage_on": N_("last wage payment"),
    "late_days": N_("days late"),
    "leads": N_("leads"),
    "least_age": N_("least age"),
    "least_fen": N_("least amount"),
    "left_on": N_("left the site"),
    "letters_fen": N_("letters of guarantee"),
    "limit": N_("threshold"),
    "limit_centi": N_("most days possible"),
    "limit_days": N_("days required"),
    "limit_fen": N_("limit"),
    "limit_hours": N_("hours allowed"),
    "limit_months": N_("months allowed"),
    "limit_ppm": N_("share required"),
    "lines": N_("lines"),
    "listed": N_("on the sheet"),
    "listed_fen": N_("on sheets and unpaid"),
    "loan_overdue": N_("loans overdue"),
    "longest_day_minutes": N_("longest day in minutes"),
    "longest_hours": N_("longest day in hours"),
    "longest_minutes": N_("longest day in minutes"),
    "minutes": N_("minutes"),
    "misnamed": N_("payments to another name"),
    "missing_fen": N_("missing"),
    "missing_months": N_("months missing"),
    "month": N_("month"),
    "months": N_("months"),
    "months_owed": N_("months owed"),
    "months_present": N_("months present"),
    "most_centi": N_("most days"),
    "needed_fen": N_("needed"),
    "net_fen": N_("net wage"),
    "notice_days": N_("days of notice"),
    "notice_on": N_("notice"),
    "on": N_("day"),
    "on_roster": N_("on the roster"),
    "open_matters": N_("matters still open"),
    "order_limit_on": N_("limit of the order"),
    "order_on": N_("order"),
    "output_fen": N_("value of works completed"),
    "outside_fen": N_("paid from elsewhere"),
    "owed_fen": N_("owed"),
    "paid": N_("workers paid"),
    "paid_fen": N_("paid"),
    "paid_on": N_("paid on"),
    "payable_fen": N_("payable"),
    "payments": N_("payments"),
    "people": N_("people"),
    "permit_on": N_("construction permit"),
    "petitions": N_("petitions"),
    "planned_end_on": N_("completion by contract"),
    "planned_ppm": N_("planned"),
    "posted_days": N_("days posted"),
    "power_fee_owed": N_("power fee owed"),
    "present": N_("workers present"),
    "present_unpaid": N_("present and unpaid"),
    "previous_fen": N_("month before"),
    "price_fen": N_("contract price"),
    "property_fee_owed": N_("property fee owed"),
    "put_up_on": N_("put up"),
    "rate_fen": N_("day rate"),
    "rate_ppm": N_("rate"),
    "rated": N_("lines with a day rate"),
    "received_on": N_("received"),
    "registered_on": N_("registered by real name"),
    "rent_owed": N_("rent owed"),
    "required_fen": N_("required"),
    "required_ppm": N_("share required"),
    "resolved_on": N_("resolved"),
    "returned_on": N_("returned"),
    "run_days": N_("days in a row"),
    "share_ppm": N_("share"),
    "sheet_centi": N_("days on the sheet"),
    "signed_on": N_("signed"),
    "single_days": N_("days with one punch"),
    "site_days": N_("days of works"),
    "sites": N_("sites"),
    "small_fen": N_("small-contract limit"),
    "social_insurance_owed": N_("social insurance owed"),
    "start_on": N_("counted from"),
    "started_on": N_("works started"),
    "stored_fen": N_("stored"),
    "stored_on": N_("stored on"),
    "streak": N_("months in a row"),
    "tax_owed": N_("tax owed"),
    "terms_missing": N_("terms missing"),
    "times": N_("times the average"),
    "to_come_fen": N_("transfers to come"),
    "to_on": N_("to"),
    "topped_up_on": N_("topped up"),
    "transfers": N_("transfers to come, times"),
    "unknown_fen": N_("outcome unknown"),
    "unlisted": N_("on no sheet"),
    "unpaid_fen": N_("unpaid"),
    "unreviewed": N_("lines not reviewed"),
    "unsigned": N_("lines not signed"),
    "used_fen": N_("used"),
    "used_on": N_("used on"),
    "value": N_("value"),
    "wanted_fen": N_("to be paid"),
    "water_fee_owed": N_("water fee owed"),
    "whole": N_("lines that are whole multiples"),
    "with_card": N_("with a card"),
    "workers": N_("workers"),
    "workers_owed": N_("workers owed"),
    "years": N_("years"),
}
HIDDEN = (
    "_bits",
    "kind",
    "form",
    "ground",
    "held",
    "post",
    "role",
    "payee",
    "_digest",
    "project_key",
    "worker_key",
    "sheet_key",
    "entry_key",
    "team_key",
)
OWED_FIGURES = (
    "water_fee_owed", "power_fee_owed", "gas_fee_owed", "rent_owed", "property_fee_owed",
    "tax_owed", "social_insurance_owed", "loan_overdue",
)  # fmt: skip
"""Indicators that are money, named as the project sheet names them."""

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
    "court_measure": N_("measures of courts"),
    "signboard": N_("signboard"),
    "indicator": N_("indicators"),
    "complaint": N_("complaints and clues"),
    "feed_delivery": N_("feeds and reports"),
}
"""The paper of a site that fills a fact table."""


CONTRACT_COLUMNS = {
    "signed_on": "contract_signed_on",
    "from_on": "contract_from",
    "to_on": "contract_to",
    "filed_on": "contract_filed_on",
    "terms_missing": "contract_terms_missing",
}
"""Columns of the fact table `labour_contract` as the roster names them."""


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


def column_of(name: str) -> Message:
    """An input `table.column` as people find it: the paper, and its heading where it has one."""
    table, _, column = name.partition(".")
    paper, heading = message(PAPERS.get(table, table)), _headings().get((table, column))
    if heading is None:
        return paper
    return message("{paper} {heading}", paper=paper, heading=heading)


@lru_cache(maxsize=1)
def _headings() -> Mapping[tuple[str, str], Message]:
    """Canonical heading by fact table and column, where a file format has the column."""
    specs = {"wage_line": WAGE_SHEET.fields, "enrolment": ROSTER.fields}
    specs |= {each.name: each.fields for each in (PROJECT, *LISTS)}
    found = {
        (table, field.name): message("“{heading}”", heading=field.header)
        for table, fields in specs.items()
        for field in fields
        if field.header
    }
    return found | {
        ("labour_contract", column): found["enrolment", written]
        for column, written in CONTRACT_COLUMNS.items()
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
    if name.endswith("_fen") or name in OWED_FIGURES:
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
