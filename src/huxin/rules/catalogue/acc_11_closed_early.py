"""Special account closed too early.

Before the account may be closed, a notice that no wages are owed hangs for a term, and no case,
arbitration or arrears may be open. Matters that were opened after the closing count too: they show
that it came too early.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "account.closing_notice_days"

SPEC = Spec(
    id="ACC-11",
    title=N_("Special account closed too early"),
    summary=N_(
        "The special account was closed without the full notice, or while wages are owed or matters are open."
    ),
    remedy=N_(
        "Have the account opened again or the open sum secured, and settle wages and open matters first."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-724-27", "CN-A53-9", "CN-A53-10"),
    published=("ST-23",),
    parameters=(DAYS,),
    columns=(
        "project.account_closed_on",
        "project.account_notice_days",
        "complaint.resolved_on",
        "wage_line.net_fen",
        "payment.amount_fen",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project whose account was closed."""
    t = facts.project
    days = parameter(t, DAYS)
    owing = (t.owed_fen > 0).fill_null(False)
    matters = (t.open_matters > 0).fill_null(False)
    blocked = owing | matters
    return Judged(
        over=t,
        applies=t.account_closed_on.notnull(),
        lacking={
            DAYS: ~blocked & days.isnull(),
            "project.account_notice_days": ~blocked & t.account_notice_days.isnull(),
        },
        hit=blocked | (t.account_notice_days < days),
        evidence={
            "account_closed_on": t.account_closed_on,
            "notice_days": t.account_notice_days,
            "limit_days": days,
            "open_matters": t.open_matters.fill_null(0),
        },
        amount_fen=t.owed_fen,
        people=t.workers_owed,
        since=t.account_closed_on,
        severity=owing.ifelse("red", "orange"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Closed on {closed} after {notice} days of notice, {limit} are required; {owed} is owed, {matters} matters are open.",
        closed=row["account_closed_on"],
        notice=row["notice_days"],
        limit=row["limit_days"],
        owed=fen_value(row["amount_fen"]),
        matters=row["open_matters"],
    )
