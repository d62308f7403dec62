"""Deductions above the share that the place allows.

Compares what a line deducts, advances included, with its payable wage. National rules limit only
what is kept back for damage, and a sheet does not say what a deduction was for; so the share is
the place's to set, and the first question is for the worker's receipts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_sht.deduction_share"

SPEC = Spec(
    id="SHT-08",
    title=N_("Deductions too high"),
    summary=N_("What was deducted from the month's wages exceeds the share allowed."),
    remedy=N_("Show the worker's receipts for advances, and pay back what exceeds the share."),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="sht",
    clauses=("CN-724-12", "CN-JC423-26"),
    parameters=(SHARE,),
    columns=("wage_line.deducted_fen", "wage_line.payable_fen"),
    liable="subcontractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month with a wage line."""
    t = facts.worker_month
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=t.lines > 0,
        lacking={
            SHARE: share.isnull(),
            "wage_line.deducted_fen": t.deducted_fen.isnull(),
            "wage_line.payable_fen": t.payable_fen.isnull(),
        },
        hit=t.deducted_fen * 1_000_000 > share * t.payable_fen,
        evidence={"deducted_fen": t.deducted_fen, "payable_fen": t.payable_fen, "limit_ppm": share},
        amount_fen=t.deducted_fen - t.payable_fen * share // 1_000_000,
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {deducted} deducted from {payable}; at most {limit} is allowed.",
        month=month_value(row["month"]),
        deducted=fen_value(row["deducted_fen"]),
        payable=fen_value(row["payable_fen"]),
        limit=Ppm(row["limit_ppm"]),
    )
