"""Projects, parties, workers, papers and the account of the fast path."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa

from huxin.facts.schema import CALENDAR, INDICATOR, PARAMETER, SIGNBOARD_ITEMS
from huxin.kernel.period import add_months
from huxin.law import Lawbook
from huxin.law.units import is_tabular
from huxin.sim.facts.columns import Bools, Ints, day_number, days, flags, ints, labels, table
from huxin.sim.facts.plan import FAR, TEAM, Plan

__all__ = ["calendar_table", "money_tables", "parameter_table", "static_tables"]

_ROLES = ("developer", "general_contractor", "labour_subcontractor")
_POSTS = ("worker", "team_leader", "project_manager", "labour_wage_officer")
_TRADES = ("010", "020", "030", "040", "050", "000", "130", "230")
_PER_PROJECT = 20_000
_PER_WORKER = 1_000


def _none(count: int) -> Bools:
    return np.zeros(count, dtype=np.bool_)


def static_tables(plan: Plan, monthly_fen: Ints) -> dict[str, pa.Table]:
    """All tables that do not go by month; `monthly_fen` is each project's usual wages."""
    price = monthly_fen * 72
    return {
        "project": _project(plan, price, monthly_fen),
        "party": _party(plan),
        "worker": table(
            "worker",
            {
                "worker_key": ints(np.arange(1, plan.workers + 1, dtype=np.int32)),
                "identity_ok": flags(~_none(plan.workers)),
            },
            plan.workers,
        ),
        "enrolment": _enrolment(plan),
        "labour_contract": _contracts(plan),
        "deposit": _deposit(plan, price),
        "guarantee": _guarantee(plan, price),
        "signboard": _signboard(plan),
        "indicator": _indicator(plan),
    }


def _mark(plan: Plan, kind: str, rows: int, per_million: int) -> Bools:
    return plan.marks.count(kind, plan.marks.draw(kind, rows, per_million))


def _keys(plan: Plan) -> pa.Array:
    return ints(np.arange(1, plan.projects + 1, dtype=np.int32))


def _project(plan: Plan, price: Ints, monthly: Ints) -> pa.Table:
    count = plan.projects
    yes, rng = ~_none(count), plan.rng("project")
    end = plan.as_of + rng.integers(120, 400, count, dtype=np.int32)
    late = _mark(plan, "account_opened_late", count, _PER_PROJECT)
    opened = plan.signed + np.where(late, 35, 10)
    columns: dict[str, pa.Array] = {
        "project_key": _keys(plan),
        "place": ints(np.full(count, int(plan.wish.place), dtype=np.int32)),
        "sector": labels(
            rng.integers(0, 4, count), ("building", "municipal", "transport", "water")
        ),
        "funding": labels(rng.integers(0, 3, count), ("government", "state_owned", "private")),
        "state": labels(np.zeros(count, dtype=np.int32), ("building",)),
        "contract_price_fen": ints(price),
        "contract_signed_on": days(plan.signed),
        "permit_on": days(plan.permit),
        "permit_waived": flags(_none(count)),
        "started_on": days(plan.started),
        "planned_end_on": days(end),
        "funds_proven": flags(~_mark(plan, "funds_unproven", count, _PER_PROJECT)),
        "registered_on": days(plan.permit + 1),
        "attendance_device_on": days(plan.permit + 5),
        "has_labour_wage_officer": flags(
            ~_mark(plan, "no_labour_wage_officer", count, _PER_PROJECT)
        ),
        "has_rights_centre": flags(yes),
        "account_opened_on": days(opened),
        "account_filed_on": days(opened + 8, _mark(plan, "account_unfiled", count, _PER_PROJECT)),
        "account_agreement_on": days(opened, _mark(plan, "agreement_missing", count, _PER_PROJECT)),
        "account_name_matches": flags(~_mark(plan, "account_name_wrong", count, _PER_PROJECT)),
        "pay_day": ints(plan.pay_day),
        "pay_month_offset": ints(np.ones(count, dtype=np.int32)),
        "labour_cost_day": ints(np.full(count, 10, dtype=np.int32)),
        "labour_cost_fen": ints(monthly * 13 // 10),
        "labour_cost_cycle_months": ints(np.ones(count, dtype=np.int32)),
        "has_wage_priority_term": flags(yes),
        "contractor_financed": flags(_mark(plan, "contractor_financed", count, _PER_PROJECT)),
    }
    missing = _mark(plan, "missing_terms", count, _PER_PROJECT)
    for name in ("has_measuring_term", "has_settlement_term", "has_labour_cost_term"):
        columns[name] = flags(~missing)
    return table("project", columns, count)


def _party(plan: Plan) -> pa.Table:
    """Developer, general contractor and two labour subcontractors per project."""
    count = plan.projects * 4
    project = np.repeat(np.arange(plan.projects, dtype=np.int32), 4)
    place = np.tile(np.arange(4, dtype=np.int32), plan.projects)
    key = (project + 1) * 10 + place
    parent = (project + 1) * 10 + np.where(place > 1, 1, 0).astype(np.int32)
    unlicensed = _mark(plan, "unlicensed_subcontractor", count, _PER_PROJECT // 4) & (place > 1)
    plan.marks.counts["unlicensed_subcontractor"] = int(unlicensed.sum())
    return table(
        "party",
        {
            "project_key": ints(project + 1),
            "party_key": ints(key),
            "role": labels(np.minimum(place, 2), _ROLES),
            "parent_party_key": ints(parent, place == 0),
            "is_person": flags(_none(count)),
            "is_licensed": flags(~unlicensed),
            "joined_on": days(plan.signed[project] + place * 3),
            "registered_capital_fen": ints(np.full(count, 1_000_000_000, dtype=np.int64)),
        },
        count,
    )


def _enrolment(plan: Plan) -> pa.Table:
    count = plan.workers
    post = np.select(
        [plan.place_in == 0, plan.place_in == 1, plan.place_in % TEAM == 2], [2, 3, 1], 0
    )  # fmt: skip
    gone = plan.left < FAR
    open_leaver = plan.marks.draw("leaver_unsettled", count, 40_000) & gone
    open_leaver &= plan.left < plan.as_of - 35
    plan.marks.count("leaver_unsettled", open_leaver)
    unknown = ~gone | open_leaver
    settled = plan.left + 2
    return table(
        "enrolment",
        {
            "project_key": ints(plan.project_of + 1),
            "worker_key": ints(np.arange(1, count + 1, dtype=np.int32)),
            "party_key": ints(plan.party_of),
            "team_key": ints(plan.team_of.astype(np.int32)),
            "post": labels(post, _POSTS),
            "trade": labels(plan.place_in // TEAM % len(_TRADES), _TRADES),
            "entered_on": days(plan.entered),
            "left_on": days(plan.left, ~gone),
            "registered_on": days(plan.entered, _mark(plan, "not_registered", count, _PER_WORKER)),
            "under_age": flags(_mark(plan, "under_age", count, _PER_WORKER // 10)),
            "day_rate_fen": ints(plan.rate),
            "card_digest": ints(plan.card),
            "phone_digest": ints(plan.card ^ np.int64(0x5DEECE66D)),
            "settled_on": days(settled, unknown),
            "confirmed_on": days(settled, unknown),
        },
        count,
    )


def _contracts(plan: Plan) -> pa.Table:
    keep = ~_mark(plan, "no_contract", plan.workers, _PER_WORKER)
    worker = np.flatnonzero(keep).astype(np.int32)
    count = len(worker)
    signed = plan.entered[worker] - 1
    return table(
        "labour_contract",
        {
            "project_key": ints(plan.project_of[worker] + 1),
            "worker_key": ints(worker + 1),
            "signed_on": days(signed),
            "from_on": days(signed),
            "filed_on": days(signed + 3, _mark(plan, "contract_unfiled", count, _PER_WORKER)),
            "terms_missing": ints(np.zeros(count, dtype=np.int32)),
        },
        count,
    )


def _deposit(plan: Plan, price: Ints) -> pa.Table:
    keep = np.flatnonzero(~_mark(plan, "deposit_missing", plan.projects, _PER_PROJECT))
    short = _mark(plan, "deposit_short", len(keep), _PER_PROJECT)
    stored = price[keep] // 50 + 1
    count = len(keep)
    return table(
        "deposit",
        {
            "project_key": ints((keep + 1).astype(np.int32)),
            "form": labels(keep % 2, ("cash", "bank_guarantee")),
            "stored_fen": ints(np.where(short, stored // 3, stored)),
            "stored_on": days(plan.permit[keep] + 6),
            "clean_years": ints(np.zeros(count, dtype=np.int32)),
            "had_arrears": flags(_none(count)),
            "is_listed": flags(_none(count)),
        },
        count,
    )


def _guarantee(plan: Plan, price: Ints) -> pa.Table:
    keep = np.flatnonzero(~_mark(plan, "no_owner_guarantee", plan.projects, _PER_PROJECT))
    count = len(keep)
    ending = _mark(plan, "guarantee_expiring", count, _PER_PROJECT)
    return table(
        "guarantee",
        {
            "project_key": ints((keep + 1).astype(np.int32)),
            "guarantee_no": ints(np.ones(count, dtype=np.int32)),
            "kind": labels(np.zeros(count, dtype=np.int32), ("owner_payment",)),
            "amount_fen": ints(price[keep] // 10),
            "from_on": days(plan.signed[keep]),
            "to_on": days(plan.as_of + np.where(ending, 15, 600)),
        },
        count,
    )


def _signboard(plan: Plan) -> pa.Table:
    keep = np.flatnonzero(~_mark(plan, "signboard_missing", plan.projects, _PER_PROJECT))
    count = len(keep)
    partial = _mark(plan, "signboard_incomplete", count, _PER_PROJECT)
    whole = (1 << len(SIGNBOARD_ITEMS)) - 1
    return table(
        "signboard",
        {
            "project_key": ints((keep + 1).astype(np.int32)),
            "put_up_on": days(plan.started[keep] - 2),
            "photo_on": days(plan.started[keep] - 1),
            "checked_on": days(np.full(count, plan.as_of - 10)),
            "items_bits": ints(np.where(partial, whole & ~0b10010, whole).astype(np.int32)),
        },
        count,
    )


def _indicator(plan: Plan) -> pa.Table:
    """Fees owed, progress, opinion leads: one figure per project, kind and month."""
    kinds = ("water_fee_owed", "power_fee_owed", "progress_planned_ppm", "progress_actual_ppm",
             "opinion_leads", "disputes")  # fmt: skip
    owed = _mark(plan, "indicator_owed", plan.projects, _PER_PROJECT)
    leads = _mark(plan, "opinion_leads", plan.projects, _PER_PROJECT)
    behind = _mark(plan, "progress_delay", plan.projects, _PER_PROJECT)
    parts = []
    for number, month in enumerate(plan.months):
        last = number == len(plan.months) - 1
        planned = np.full(plan.projects, 400_000 + 30_000 * number, dtype=np.int64)
        zero = np.zeros(plan.projects, dtype=np.int64)
        values = (
            zero,
            np.where(owed & (number >= len(plan.months) - 3), 2_000_000 * (number + 1), 0),
            planned,
            np.where(behind & last, planned - 300_000, planned),
            np.where(leads & last, 7, 0),
            zero,
        )
        for code, value in enumerate(values):
            parts.append(_figures(plan, month, (code, kinds), value))
    return pa.concat_tables(parts) if parts else INDICATOR.empty()


def _figures(
    plan: Plan, month: dt.date, kind: tuple[int, tuple[str, ...]], value: Ints
) -> pa.Table:
    count = plan.projects
    return table(
        "indicator",
        {
            "project_key": _keys(plan),
            "kind": labels(np.full(count, kind[0], dtype=np.int32), kind[1]),
            "month": days(np.full(count, day_number(month))),
            "value": ints(value),
        },
        count,
    )


def money_tables(plan: Plan, wages: dict[dt.date, Ints]) -> dict[str, pa.Table]:
    """Progress payments and account entries from each project's wages per month, paid or due."""
    usual = _usual(wages)
    labour = usual * 13 // 10
    progress, entries = [], []
    balance = usual * 2
    key = 1
    before = {add_months(plan.months[0], -1): usual}
    for number, (month, paid) in enumerate({**before, **wages}.items(), start=1):
        due = add_months(month, 1).replace(day=10)
        if day_number(due) > plan.as_of:
            break
        late = _month_mark(plan, "labour_cost_late", month) * 8
        short = _month_mark(plan, "labour_cost_short", month)
        cost = np.where(short, labour * 8 // 10, labour)
        on = day_number(due) - 2 + late
        progress.append(_progress(plan, number, month, (labour * 3, cost), on))
        credit, debit = balance + cost, balance + cost - paid
        entries.append(_entries(plan, key, on, cost, credit, 0))
        entries.append(_entries(plan, key + plan.projects, on + 5, -paid, debit, 1))
        balance, key = debit, key + 2 * plan.projects
    return {
        "progress_payment": pa.concat_tables(progress),
        "account_entry": pa.concat_tables(entries),
    }


def _usual(wages: dict[dt.date, Ints]) -> Ints:
    most: Ints = np.maximum(np.max(np.stack(list(wages.values())), axis=0), 1_000_000)
    return most


def _month_mark(plan: Plan, kind: str, month: dt.date) -> Bools:
    mask = plan.marks.draw(kind, plan.projects, 3_000, month.toordinal())
    return plan.marks.count(kind, mask)


def _progress(
    plan: Plan, number: int, month: dt.date, amounts: tuple[Ints, Ints], on: Ints
) -> pa.Table:
    count = plan.projects
    amount, cost = amounts
    due = day_number(add_months(month, 1).replace(day=10))
    return table(
        "progress_payment",
        {
            "project_key": _keys(plan),
            "payment_no": ints(np.full(count, number, dtype=np.int32)),
            "month": days(np.full(count, day_number(month))),
            "kind": labels(np.zeros(count, dtype=np.int32), ("progress",)),
            "output_fen": ints(amount * 100 // 85),
            "due_on": days(np.full(count, due)),
            "paid_on": days(on),
            "amount_fen": ints(amount),
            "labour_cost_fen": ints(cost),
        },
        count,
    )


def _entries(plan: Plan, key: int, on: Ints, amount: Ints, balance: Ints, code: int) -> pa.Table:
    count = plan.projects
    same = np.full(count, code, dtype=np.int32)
    return table(
        "account_entry",
        {
            "entry_key": ints(np.arange(key, key + count, dtype=np.int32)),
            "project_key": _keys(plan),
            "on": days(on),
            "amount_fen": ints(amount),
            "balance_fen": ints(balance),
            "kind": labels(same, ("labour_cost", "wage")),
            "payee": labels(same, ("developer", "worker")),
        },
        count,
    )


def calendar_table(plan: Plan) -> pa.Table:
    """Working days from two years before the window to one year after the last day."""
    begin = add_months(plan.months[0], -24)
    rows = plan.calendar.table(begin, add_months(plan.wish.as_of, 12))
    return pa.Table.from_pylist(rows, schema=CALENDAR.arrow)


def parameter_table(plan: Plan, book: Lawbook) -> pa.Table:
    """Every value that a table can hold, for the county's place."""
    names = [name for name, unit in book.names.items() if is_tabular(unit)]
    begin = add_months(plan.months[0], -24)
    rows = book.parameter_rows([plan.wish.place], names, begin, None)
    columns = {
        "place": [int(place) for place, *_ in rows],
        "name": [name for _, name, *_ in rows],
        "from_on": [row[2] for row in rows],
        "to_on": [row[3] for row in rows],
        "value": [row[4] for row in rows],
    }
    plain = pa.table(columns, schema=pa.schema(
        [(each.name, pa.string() if each.name == "name" else each.type) for each in PARAMETER.arrow]
    ))  # fmt: skip
    return plain.cast(PARAMETER.arrow)
