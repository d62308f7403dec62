"""Group arrears on one site.

As many workers as the practice calls a group are owed wages on one site, and the oldest pay day is
some days past. Groups go to the street or to the authority together: pay before they have to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

WORKERS = "warning_arr.group_workers"
DAYS = "warning_arr.group_days"

SPEC = Spec(
    id="ARR-03",
    title=N_("Group arrears"),
    summary=N_("Wages of a group of workers on one site are due and not paid."),
    remedy=N_(
        "Call developer and general contractor together today, draw on account, deposit and emergency fund, and report to the authority."
    ),
    own_remedy=N_(
        "Settle the money with the developer today, pay from the special account first, and report"
        " the sums owed and the day of payment to the authority."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT,
    family="arr",
    clauses=("CN-724-29", "NX-11-6"),
    published=("AQ-01", "VC-11"),
    parameters=(WORKERS, DAYS),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with workers."""
    t = facts.project
    workers, days = parameter(t, WORKERS), parameter(t, DAYS)
    late_days = t.as_of.delta(t.first_due_on, unit="day")
    return Judged(
        over=t,
        applies=t.workers > 0,
        lacking={
            WORKERS: workers.isnull(),
            DAYS: days.isnull(),
            "wage_line.net_fen": (t.workers_owed < workers)
            & (t.workers_owed + t.workers_unknown >= workers),
        },
        hit=(t.workers_owed >= workers) & (late_days >= days).fill_null(False),
        evidence={"workers_owed": t.workers_owed, "owed_fen": t.owed_fen, "late_days": late_days},
        amount_fen=t.owed_fen,
        people=t.workers_owed,
        since=t.first_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{workers} workers are owed {owed} in all; the oldest wages are {days} days past the pay day.",
        workers=row["workers_owed"],
        owed=fen_value(row["owed_fen"]),
        days=row["late_days"],
    )
