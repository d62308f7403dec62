"""Share of workers paid by bank payroll.

Heads paid through the special account over heads that attended. The practice publishes the
figure without a cut-off, so the place has to set one. Where the bank paid nobody, see PAY-20.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_pay.bank_payroll_share"

SPEC = Spec(
    id="PAY-21",
    title=N_("Share paid by the bank too low"),
    summary=N_(
        "Of the attending workers, fewer than the share the place requires were paid through the special account."
    ),
    remedy=N_("Enrol the missing workers' cards and pay them through the special account."),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT_MONTH,
    family="pay",
    clauses=("CN-724-31",),
    published=("JS-06",),
    parameters=(SHARE,),
    columns=("attendance_month.days", "payment.channel", "project.pay_day"),
    liable="general_contractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project and month with bank payroll, after its pay day."""
    t = facts.project_month
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=(t.present_waged > 0)
        & (t.special_fen > 0)
        & ((t.due_on < t.as_of) | t.due_on.isnull()),
        lacking={"project.pay_day": t.due_on.isnull(), SHARE: share.isnull()},
        hit=t.present_special * 1_000_000 < share * t.present_waged,
        evidence={
            "present": t.present_waged,
            "by_bank": t.present_special,
            "share_ppm": t.present_special * 1_000_000 // t.present_waged.nullif(0),
            "limit_ppm": share,
        },
        people=t.present_waged - t.present_special,
        since=t.due_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {by_bank} of {present} attending workers paid by the bank ({share}); required is {limit}.",
        month=month_value(row["month"]),
        by_bank=row["by_bank"],
        present=row["present"],
        share=Ppm(row["share_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
