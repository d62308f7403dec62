"""No wage special account in time.

The general contractor opens the account within a term after the works contract is signed. Without
it no labour cost can be kept apart and no bank can pay the workers. An account that was opened late
is shown too, in a milder colour. A statement without an opening day in the papers proves an account
but not its day.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

DAYS = "account.opening_days"

SPEC = Spec(
    id="ACC-01",
    title=N_("Wage special account not opened in time"),
    summary=N_(
        "The works contract was signed longer ago than the term, and the special account was opened late or not at all."
    ),
    remedy=N_(
        "Open the special account at a bank in the place of the works and sign the tri-party agreement."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT,
    family="acc",
    clauses=("CN-A53-6", "CN-724-26", "NX-06-1", "DX-3-01-3"),
    published=("ST-01", "YN-03"),
    parameters=(DAYS,),
    columns=("project.contract_signed_on", "project.account_opened_on", "account_entry.on"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built."""
    t = facts.project
    days = parameter(t, DAYS)
    running = ~t.state.isin(["completed", "settled"]).fill_null(False)
    until = ibis.coalesce(t.account_opened_on, t.as_of)
    gone = until.delta(t.contract_signed_on, unit="day")
    return Judged(
        over=t,
        applies=running,
        lacking={
            DAYS: days.isnull(),
            "project.contract_signed_on": t.contract_signed_on.isnull(),
            "project.account_opened_on": t.account_opened_on.isnull()
            & (t.entries > 0).fill_null(False),
        },
        hit=gone > days,
        evidence={
            "contract_signed_on": t.contract_signed_on,
            "account_opened_on": t.account_opened_on,
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers,
        since=t.contract_signed_on,
        severity=t.account_opened_on.isnull().ifelse("red", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["account_opened_on"] is None:
        return message(
            "Contract signed on {signed}; {days} days later there is no special account, {limit} are allowed.",
            signed=row["contract_signed_on"],
            days=row["gone_days"],
            limit=row["limit_days"],
        )
    return message(
        "Contract signed on {signed}, account opened on {opened}: {days} days, {limit} are allowed.",
        signed=row["contract_signed_on"],
        opened=row["account_opened_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
