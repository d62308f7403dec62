"""The fact tables: everything a rule may look at, and nothing about who a person is.

This file is the contract. Keys are int32 numbers given at loading; equality of cards, phones and
payees travels as a keyed 64-bit digest; money is int64 fen, shares are int64 ppm (parts per
million), months are first-of-month dates. A null means "not known", never zero or no: a rule that
needs it answers `cannot_tell`. Names, identity, card and phone numbers stay outside.
"""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa

from huxin.facts.columns import BITS, COUNT, DAY, DIGEST, FEN, FLAG, KEY, LABEL, MONTH, PPM, Column, FactTable

SITE = Column("project_key", KEY, "the project")
WORKER = Column("worker_key", KEY, "the worker")
PARTY = Column("party_key", KEY, "the company or person that takes part in the project")

PROJECT = FactTable(
    "project",
    "a construction project 工程项目",
    ("project_key",),
    (
        SITE,
        Column("place", KEY, "division code (GB/T 2260) of the place of works"),
        Column("sector", LABEL, "sector", ("building", "municipal", "transport", "water", "railway", "mine", "ore_dressing", "tourism", "other")),
        Column("funding", LABEL, "who invests", ("government", "state_owned", "private")),
        Column("state", LABEL, "state", ("building", "paused", "completed", "settled")),
        Column("contract_price_fen", FEN, "contract price"),
        Column("contract_signed_on", DAY, "works contract signed"),
        Column("permit_on", DAY, "construction permit issued"),
        Column("permit_waived", FLAG, "no construction permit is needed"),
        Column("started_on", DAY, "works started"),
        Column("planned_end_on", DAY, "completion by contract"),
        Column("completed_on", DAY, "works completed"),
        Column("funds_proven", FLAG, "proof that the construction money is there"),
        Column("registered_on", DAY, "entered on the real-name platform"),
        Column("attendance_device_on", DAY, "attendance device in use since"),
        Column("has_labour_wage_officer", FLAG, "a labour-wage officer 劳资专管员 is posted"),
        Column("has_rights_centre", FLAG, "a site rights centre or labour office exists"),
        Column("account_opened_on", DAY, "wage special account opened"),
        Column("account_filed_on", DAY, "wage special account filed with the authority"),
        Column("account_agreement_on", DAY, "tri-party agreement on the account signed"),
        Column("account_name_matches", FLAG, "account name = contractor + project + 农民工工资专用账户"),
        Column("account_closed_on", DAY, "wage special account closed"),
        Column("account_notice_days", COUNT, "days of public notice before closing"),
        Column("pay_day", COUNT, "agreed day of the month on which wages are paid"),
        Column("pay_month_offset", COUNT, "0: paid in the month worked; 1: in the next"),
        Column("labour_cost_day", COUNT, "agreed day of the month on which the developer pays labour cost"),
        Column("labour_cost_fen", FEN, "agreed monthly labour cost"),
        Column("labour_cost_share_ppm", PPM, "agreed share of progress payments that is labour cost"),
        Column("labour_cost_cycle_months", COUNT, "agreed cycle of labour-cost payments"),
        Column("has_measuring_term", FLAG, "works contract fixes the measuring cycle"),
        Column("has_settlement_term", FLAG, "works contract fixes the settlement method"),
        Column("has_labour_cost_term", FLAG, "works contract fixes date and amount or share of labour cost"),
        Column("has_wage_priority_term", FLAG, "works contract has the wage-priority clause"),
        Column("contractor_financed", FLAG, "the contractor has to finance the works 垫资"),
    ),
)

PARTY_TABLE = FactTable(
    "party",
    "one party's part in one project",
    ("project_key", "party_key", "role"),
    (
        SITE,
        PARTY,
        Column("role", LABEL, "role in the chain", ("developer", "general_contractor", "subcontractor", "labour_subcontractor", "supervisor")),
        Column("parent_party_key", KEY, "who contracted to it"),
        Column("is_person", FLAG, "a natural person, not a company"),
        Column("is_licensed", FLAG, "holds the qualification for its part"),
        Column("listed_on", DAY, "on the list of dishonest employers since"),
        Column("joined_on", DAY, "contract of its part signed"),
        Column("registered_capital_fen", FEN, "registered capital"),
    ),
)

WORKER_TABLE = FactTable(
    "worker",
    "a worker, whichever sites he works on",
    ("worker_key",),
    (WORKER, Column("identity_ok", FLAG, "identity number is well formed and its check digit holds")),
)

ENROLMENT = FactTable(
    "enrolment",
    "one worker's enrolment on one project (real-name roster 花名册)",
    ("project_key", "worker_key"),
    (
        SITE,
        WORKER,
        PARTY,
        Column("team_key", KEY, "team 班组"),
        Column("post", LABEL, "post", ("worker", "team_leader", "project_manager", "chief_supervisor", "labour_wage_officer", "manager")),
        Column("trade", LABEL, "trade code of the national platform (010 …)"),
        Column("entered_on", DAY, "entered the site"),
        Column("left_on", DAY, "left the site"),
        Column("registered_on", DAY, "registered by real name"),
        Column("under_age", FLAG, "under 16 on entry"),
        Column("day_rate_fen", FEN, "agreed pay per day"),
        Column("card_digest", DIGEST, "wage card"),
        Column("phone_digest", DIGEST, "phone"),
        Column("settled_on", DAY, "leaver's wages settled on a settlement sheet"),
        Column("confirmed_on", DAY, "leaver confirmed the settlement"),
    ),
)

LABOUR_CONTRACT = FactTable(
    "labour_contract",
    "one labour contract",
    ("project_key", "worker_key", "from_on"),
    (
        SITE,
        WORKER,
        Column("signed_on", DAY, "signed"),
        Column("from_on", DAY, "runs from"),
        Column("to_on", DAY, "runs to; null: until the task is done"),
        Column("filed_on", DAY, "filed"),
        Column("terms_missing", COUNT, "mandatory terms that it lacks"),
    ),
)

ATTENDANCE_DAY = FactTable(
    "attendance_day",
    "one worker on one project on one work day",
    ("project_key", "worker_key", "on"),
    (
        SITE,
        WORKER,
        Column("on", DAY, "work day (a night shift counts on the day it began)"),
        Column("minutes", COUNT, "minutes worked; null when only one punch is known"),
        Column("punches", COUNT, "punches of that day; null where no single times are known"),
        Column("source", LABEL, "where it comes from", ("clock", "grid", "list")),
    ),
    by_month="on",
)

ATTENDANCE_MONTH = FactTable(
    "attendance_month",
    "one worker on one project in one month",
    ("project_key", "worker_key", "month"),
    (
        SITE,
        WORKER,
        Column("month", MONTH, "month"),
        Column("days_bits", BITS, "bit d-1 is set when the worker was there on day d"),
        Column("days", COUNT, "days with attendance"),
        Column("days_centi", COUNT, "days worked in hundredths (a half day is 50)"),
        Column("minutes", COUNT, "minutes worked; null when no clock measured them"),
        Column("longest_day_minutes", COUNT, "longest day"),
        Column("single_punch_days", COUNT, "days with one punch only"),
    ),
    by_month="month",
)

WAGE_LINE = FactTable(
    "wage_line",
    "one line of a wage sheet",
    ("sheet_key", "line"),
    (
        SITE,
        WORKER,
        PARTY,
        Column("month", MONTH, "month worked"),
        Column("sheet_key", KEY, "wage sheet 工资表"),
        Column("line", COUNT, "line on the sheet"),
        Column("days_centi", COUNT, "days on the sheet in hundredths"),
        Column("day_rate_fen", FEN, "pay per day on the sheet"),
        Column("overtime_fen", FEN, "overtime pay"),
        Column("payable_fen", FEN, "payable before deductions 应发"),
        Column("deducted_fen", FEN, "deductions and advances"),
        Column("net_fen", FEN, "to be paid 实发"),
        Column("signed", FLAG, "signed by the worker"),
        Column("reviewed", FLAG, "reviewed by the general contractor"),
        Column("posted_days", COUNT, "days the sheet was posted on site"),
        Column("drawn_up_on", DAY, "sheet drawn up"),
        Column("in_kind", FLAG, "paid in goods or securities"),
        Column("card_digest", DIGEST, "card named on the line"),
    ),
    by_month="month",
)

PAYMENT = FactTable(
    "payment",
    "one wage payment that a bank reported or a receipt proves",
    ("payment_key",),
    (
        Column("payment_key", KEY, "the payment"),
        SITE,
        Column("worker_key", KEY, "the worker it was for; null: nobody on the roster"),
        Column("month", MONTH, "month worked that it pays for"),
        Column("paid_on", DAY, "day of the bank's answer"),
        Column("amount_fen", FEN, "amount"),
        Column("state", LABEL, "what the bank answered", ("paid", "failed", "returned", "unknown")),
        Column("channel", LABEL, "paid from or in", ("special_account", "other_account", "cash", "in_kind")),
        Column("card_digest", DIGEST, "card that was credited"),
        Column("payee_matches", FLAG, "the payee's name is the worker's"),
    ),
    by_month="month",
)

ACCOUNT_ENTRY = FactTable(
    "account_entry",
    "one entry of a wage special account's statement",
    ("entry_key",),
    (
        Column("entry_key", KEY, "the entry"),
        SITE,
        Column("on", DAY, "booking day"),
        Column("amount_fen", FEN, "signed: credits positive"),
        Column("balance_fen", FEN, "balance after the entry, where the statement gives it"),
        Column("kind", LABEL, "what it is", ("labour_cost", "wage", "wage_return", "interest", "fee", "transfer_in", "transfer_out", "cash", "freeze", "unfreeze", "deduction", "opening", "other")),
        Column("payee", LABEL, "who stands on the other side", ("worker", "stranger", "company", "developer", "contractor", "bank", "unknown")),
        Column("payee_digest", DIGEST, "account on the other side"),
    ),
    by_month="on",
)

PROGRESS_PAYMENT = FactTable(
    "progress_payment",
    "one progress payment 工程进度款, due or made",
    ("project_key", "payment_no"),
    (
        SITE,
        Column("payment_no", COUNT, "running number in the project"),
        Column("month", MONTH, "period of works"),
        Column("kind", LABEL, "kind", ("advance", "progress", "final")),
        Column("output_fen", FEN, "value of the works completed in the period"),
        Column("due_on", DAY, "due"),
        Column("paid_on", DAY, "paid; null: not paid"),
        Column("amount_fen", FEN, "amount paid"),
        Column("labour_cost_fen", FEN, "of it moved to the special account"),
    ),
)

DEPOSIT = FactTable(
    "deposit",
    "the wage deposit 工资保证金 of one project",
    ("project_key",),
    (
        SITE,
        Column("form", LABEL, "form", ("cash", "bank_guarantee", "insurance", "guarantee_fund", "third_party", "exempt", "none")),
        Column("stored_fen", FEN, "amount stored or guaranteed"),
        Column("stored_on", DAY, "day stored"),
        Column("clean_years", COUNT, "years without arrears before, as the authority states them"),
        Column("had_arrears", FLAG, "the contractor had arrears in the two years before"),
        Column("is_listed", FLAG, "the contractor is on the list of dishonest employers"),
        Column("used_fen", FEN, "drawn to pay wages"),
        Column("used_on", DAY, "day drawn"),
        Column("notice_on", DAY, "notice to pay sent to the bank"),
        Column("bank_paid_on", DAY, "bank paid after the notice"),
        Column("topped_up_on", DAY, "made full again"),
        Column("return_applied_on", DAY, "return applied for"),
        Column("returned_on", DAY, "returned"),
    ),
)

GUARANTEE = FactTable(
    "guarantee",
    "one guarantee or letter",
    ("project_key", "guarantee_no"),
    (
        SITE,
        Column("guarantee_no", COUNT, "running number in the project"),
        Column("kind", LABEL, "what it secures", ("owner_payment", "wage_deposit")),
        Column("amount_fen", FEN, "amount"),
        Column("from_on", DAY, "runs from"),
        Column("to_on", DAY, "runs to"),
    ),
)

COURT_MEASURE = FactTable(
    "court_measure",
    "one measure of a court on money kept for wages",
    ("project_key", "measure_no"),
    (
        SITE,
        Column("measure_no", COUNT, "running number"),
        Column("held", LABEL, "what money it hit", ("special_account", "wage_deposit")),
        Column("kind", LABEL, "what was done", ("seal", "freeze", "deduct")),
        Column("on", DAY, "day of the measure"),
        Column("amount_fen", FEN, "amount"),
        Column("serves_wages", FLAG, "it is for this project's wages; null: not known"),
        Column("lifted_on", DAY, "released or paid back; null: it stands"),
    ),
)

SIGNBOARD_ITEMS = (
    "developer", "general_contractor", "subcontractors", "regulator", "labour_wage_officer",
    "minimum_wage", "pay_day", "regulator_phone", "inspection_phone", "arbitration", "legal_aid", "service_line",
)
SIGNBOARD = FactTable(
    "signboard",
    "the signboard 维权告示牌 of one project",
    ("project_key",),
    (
        SITE,
        Column("put_up_on", DAY, "put up"),
        Column("photo_on", DAY, "photo filed"),
        Column("checked_on", DAY, "last checked"),
        Column("items_bits", BITS, "bit i is set when the i-th of " + ", ".join(SIGNBOARD_ITEMS) + " stands on it"),
    ),
)

INDICATOR = FactTable(
    "indicator",
    "one figure about a project or employer in one month",
    ("project_key", "kind", "month"),
    (
        SITE,
        Column("kind", LABEL, "what is measured", (
            "water_fee_owed", "power_fee_owed", "gas_fee_owed", "rent_owed", "property_fee_owed", "tax_owed",
            "tax_paid", "loan_overdue", "social_insurance_owed", "cash_flow", "power_used",
            "progress_planned_ppm", "progress_actual_ppm", "opinion_leads", "disputes", "petitions",
        )),
        Column("month", MONTH, "month"),
        Column("value", pa.int64(), "fen, count or ppm, as the kind says"),
    ),
)

FEED_DELIVERY = FactTable(
    "feed_delivery",
    "one delivery of a feed or report that a document requires",
    ("place", "feed", "month"),
    (
        Column("place", KEY, "division code"),
        Column("project_key", KEY, "the project it is about, if any"),
        Column("feed", LABEL, "feed or report"),
        Column("month", MONTH, "period it reports on"),
        Column("due_on", DAY, "due; null: no day is set"),
        Column("delivered_on", DAY, "delivered; null: not delivered"),
    ),
)

COMPLAINT = FactTable(
    "complaint",
    "one complaint, clue or demand about an employer; who made it is not kept",
    ("complaint_key",),
    (
        Column("complaint_key", KEY, "the matter"),
        SITE,
        Column("kind", LABEL, "kind", ("complaint", "clue", "group_demand", "arbitration")),
        Column("received_on", DAY, "received"),
        Column("people", COUNT, "how many workers it concerns"),
        Column("amount_fen", FEN, "wages claimed"),
        Column("accepted_on", DAY, "accepted"),
        Column("filed_on", DAY, "filed as a case"),
        Column("reported_on", DAY, "reported by developer and general contractor"),
        Column("order_on", DAY, "ordered to pay"),
        Column("order_limit_on", DAY, "limit of the order"),
        Column("resolved_on", DAY, "resolved"),
    ),
)

PARAMETER = FactTable(
    "parameter",
    "one parameter's value in one place over one span of time",
    ("place", "name", "from_on"),
    (
        Column("place", KEY, "division code"),
        Column("name", LABEL, "parameter of the law packs"),
        Column("from_on", DAY, "valid from"),
        Column("to_on", DAY, "valid until the day before; null: still valid"),
        Column("value", pa.int64(), "fen, ppm, days, months or a count, as the parameter's unit says; null: not set"),
    ),
)

CALENDAR = FactTable(
    "calendar",
    "one day of the working-day calendar",
    ("on",),
    (
        Column("on", DAY, "the day"),
        Column("is_working", FLAG, "a working day"),
        Column("working_day_no", COUNT, "running number of the last working day up to and with this day"),
        Column("last_working_on", DAY, "this day, or the working day before it"),
        Column("is_provisional", FLAG, "the State Council's notice for the year is not out"),
    ),
)

TABLES: Mapping[str, FactTable] = {
    table.name: table
    for table in (
        PROJECT, PARTY_TABLE, WORKER_TABLE, ENROLMENT, LABOUR_CONTRACT, ATTENDANCE_DAY, ATTENDANCE_MONTH,
        WAGE_LINE, PAYMENT, ACCOUNT_ENTRY, PROGRESS_PAYMENT, DEPOSIT, GUARANTEE, COURT_MEASURE, SIGNBOARD, INDICATOR,
        FEED_DELIVERY, COMPLAINT, PARAMETER, CALENDAR,
    )
}
