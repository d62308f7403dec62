"""The bank has not paid on the notice.

After the authority's notice to pay, the bank pays the workers out of the deposit or the letter within
a term of working days. Workers wait for this money: follow it up by phone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import dated

DAYS = "deposit.bank_payment_working_days"

SPEC = Spec(
    id="DEP-04",
    title=N_("Bank has not paid on the notice to pay"),
    summary=N_(
        "The authority's notice to pay went to the bank, and the term passed without payment."
    ),
    remedy=N_(
        "Call the bank today, and report it to the financial regulator when it still does not pay."
    ),
    own_remedy=N_(
        "The bank pays the sum of the notice to the workers named in it today, and files the"
        " receipt."
    ),
    severity=Severity.RED,
    scope=Scope.PROJECT,
    family="dep",
    clauses=("CN-D65-19",),
    published=("ST-29",),
    parameters=(DAYS,),
    columns=("deposit.notice_on", "deposit.bank_paid_on"),
    liable="bank",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project whose deposit was called."""
    t = dated(facts)
    days = parameter(t, DAYS)
    gone = t.bank_paid_on.isnull().ifelse(t.as_of_no, t.bank_paid_on_no) - t.notice_on_no
    return Judged(
        over=t,
        applies=t.notice_on.notnull(),
        lacking={DAYS: days.isnull(), "deposit.notice_on": t.notice_on_no.isnull()},
        hit=gone > days,
        evidence={
            "notice_on": t.notice_on,
            "bank_paid_on": t.bank_paid_on,
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers_owed,
        since=t.notice_on,
        severity=t.bank_paid_on.isnull().ifelse("red", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Notice of {notice}; the bank paid: {paid}; {days} working days, {limit} are allowed.",
        notice=row["notice_on"],
        paid=row["bank_paid_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
