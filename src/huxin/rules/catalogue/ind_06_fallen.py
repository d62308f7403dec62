"""Tax paid or power used fell sharply.

A firm that stops working stops using power and paying tax before it stops paying wages. Compares the
last figure of each with that of the month before. The law asks to watch such changes and gives no
number: a fall can be judged only when the place has set one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis.expr.types as ir

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._figures import is_last

FALL = "warning_ind.fall"
MILLION = 1_000_000

SPEC = Spec(
    id="IND-06",
    title=N_("Tax paid or power used fell"),
    summary=N_(
        "Tax paid or power used fell from the month before by the share that the place watches."
    ),
    remedy=N_(
        "Ask the firm whether works stand still, and look at the money for the next pay day."
    ),
    own_remedy=N_("Say whether works stand still, and settle the money for the next pay day."),
    severity=Severity.BLUE,
    scope=Scope.PROJECT_MONTH,
    family="ind",
    clauses=("CN-724-38", "NX-04-4", "YZ-3-3"),
    published=("ST-42", "HS-01"),
    parameters=(FALL,),
    columns=("indicator.value",),
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month of each figure, if the month before is known."""
    t = facts.project_month
    fall = parameter(t, FALL)

    def compared(kind: str) -> ir.BooleanValue:
        return (is_last(t, kind) & (t[f"before_{kind}"] > 0)).fill_null(False)

    def fell(kind: str) -> ir.BooleanValue:
        before = t[f"before_{kind}"]
        # Tax in fen times parts per million is more than 64 bits hold: the millions apart.
        rest = before % MILLION * fall + MILLION - 1
        watched = before // MILLION * fall + rest // MILLION
        return compared(kind) & (before - t[kind] > 0) & (before - t[kind] >= watched)

    return Judged(
        over=t,
        applies=compared("tax_paid") | compared("power_used"),
        lacking={FALL: fall.isnull()},
        hit=fell("tax_paid") | fell("power_used"),
        evidence={
            "tax_paid_fen": t.tax_paid,
            "tax_before_fen": t.before_tax_paid,
            "power_used": t.power_used,
            "power_before": t.before_power_used,
            "limit_ppm": fall,
        },
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: tax paid {tax}, the month before {tax_before}; power used {power}, the month before {power_before}; a fall by {limit} is watched.",
        month=month_value(row["month"]),
        tax=fen_value(row["tax_paid_fen"]),
        tax_before=fen_value(row["tax_before_fen"]),
        power=row["power_used"],
        power_before=row["power_before"],
        limit=Ppm(row["limit_ppm"]),
    )
