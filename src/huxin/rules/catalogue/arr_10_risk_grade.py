"""Risk grade of a site by heads and sum owed.

Grades a site with arrears: critical (red) by heads or sum, high (orange), else medium (yellow). The
grade orders the inspector's day; it adds no arrears to those that other rules tell.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

HEADS_RED = "warning_arr.critical_workers"
AMOUNT_RED = "warning_arr.critical_amount"
HEADS = "warning_arr.high_workers"
AMOUNT = "warning_arr.high_amount"

SPEC = Spec(
    id="ARR-10",
    title=N_("Risk grade by arrears"),
    summary=N_("The site has arrears; heads and sum put it into a risk grade."),
    remedy=N_("Inspect sites in the order of their grade."),
    own_remedy=N_(
        "Bring down what is owed: pay the oldest month first, and settle the money of the coming"
        " pay days."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="arr",
    clauses=("CN-724-39", "NX-04-5"),
    published=("VC-15",),
    parameters=(HEADS_RED, AMOUNT_RED, HEADS, AMOUNT),
    columns=("wage_line.net_fen", "payment.amount_fen", "project.pay_day"),
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with workers."""
    t = facts.project
    heads_red, amount_red = parameter(t, HEADS_RED), parameter(t, AMOUNT_RED)
    heads, amount = parameter(t, HEADS), parameter(t, AMOUNT)
    critical = (t.workers_owed >= heads_red) | (t.owed_fen >= amount_red)
    high = (t.workers_owed >= heads) | (t.owed_fen >= amount)
    return Judged(
        over=t,
        applies=t.workers > 0,
        lacking={
            HEADS_RED: heads_red.isnull(),
            AMOUNT_RED: amount_red.isnull(),
            HEADS: heads.isnull(),
            AMOUNT: amount.isnull(),
            "wage_line.net_fen": (t.workers_owed == 0) & (t.workers_unknown > 0),
        },
        hit=t.workers_owed > 0,
        evidence={"workers_owed": t.workers_owed, "owed_fen": t.owed_fen},
        people=t.workers_owed,
        since=t.first_due_on,
        severity=ibis.cases((critical, "red"), (high, "orange"), else_="yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{workers} workers are owed {owed}.",
        workers=row["workers_owed"],
        owed=fen_value(row["owed_fen"]),
    )
