"""Arrears a month old and not reported by the employer.

Local rules oblige an employer who owes wages for a month to report cause, time, sum, heads and
plan. Whether a report came is known only where the authority's list of reports is in the file. A
report from before the oldest unpaid pay day is about other arrears.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

MONTHS = "warning_arr.report_after_months"

SPEC = Spec(
    id="ARR-11",
    title=N_("Arrears not reported by the employer"),
    summary=N_(
        "Wages are overdue for longer than the reporting term, and the employer has not reported."
    ),
    remedy=N_("Demand the report with cause, time, sum, heads and payment plan."),
    own_remedy=N_(
        "Report the arrears to the labour authority in writing: cause, time, sum, heads and"
        " payment plan."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="arr",
    clauses=("DX-3-06-2",),
    published=("RP-01",),
    parameters=(MONTHS,),
    columns=("wage_line.net_fen", "payment.amount_fen", "feed_delivery.delivered_on"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with arrears older than the reporting term."""
    t = facts.project
    months = parameter(t, MONTHS)
    gone = months_between(t.as_of, t.first_due_on)
    old = (gone > months) | ((gone == months) & (t.as_of.day() > t.first_due_on.day()))
    return Judged(
        over=t,
        applies=(t.owed_fen > 0) & (old | months.isnull()),
        lacking={
            MONTHS: months.isnull(),
            "feed_delivery.employer_arrears_report": t.arrears_reports.isnull(),
        },
        hit=(t.arrears_reported_on < t.first_due_on).fill_null(True),
        evidence={"owed_fen": t.owed_fen, "workers_owed": t.workers_owed},
        amount_fen=t.owed_fen,
        people=t.workers_owed,
        since=t.first_due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{workers} workers are owed {owed} since {due}; no report of the employer is on record.",
        workers=row["workers_owed"],
        owed=fen_value(row["owed_fen"]),
        due=row["since"],
    )
