"""Progress payment overdue.

Project money that does not come on its day is where arrears begin. Shown are payments that are due
and not made, and payments that were made after their day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="PRG-06",
    title=N_("Progress payment late or not made"),
    summary=N_("A progress payment was due and is not paid, or was paid after its day."),
    remedy=N_("Press the developer to pay the project money, and watch the next pay day."),
    own_remedy=N_(
        "The developer pays the progress payment that is due, labour cost first, so that the next"
        " pay day is kept."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROGRESS_PAYMENT,
    family="prg",
    clauses=("YZ-3-9", "CN-724-29", "NX-T14-R2"),
    columns=("progress_payment.due_on", "progress_payment.paid_on"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per progress payment that is due."""
    t = facts.progress_payment
    until = ibis.coalesce(t.paid_on, t.as_of)
    late = until.delta(t.due_on, unit="day")
    return Judged(
        over=t,
        applies=(t.due_on < t.as_of) | (t.due_on.isnull() & t.paid_on.notnull()),
        lacking={"progress_payment.due_on": t.due_on.isnull()},
        hit=late > 0,
        evidence={
            "due_on": t.due_on,
            "paid_on": t.paid_on,
            "late_days": late,
            "output_fen": t.output_fen,
        },
        since=t.due_on,
        severity=t.paid_on.isnull().ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["paid_on"] is None:
        return message(
            "Due on {due} for works of {output}, not paid {days} days later.",
            due=row["due_on"],
            output=fen_value(row["output_fen"]),
            days=row["late_days"],
        )
    return message(
        "Due on {due}, paid on {paid}, {days} days late.",
        due=row["due_on"],
        paid=row["paid_on"],
        days=row["late_days"],
    )
