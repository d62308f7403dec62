"""Wage lines without the worker's signature.

Every worker signs his line before the sheet goes to the general contractor. A line without a
signature may never have been shown to the worker. Until the pay day the sheet may still go round.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="SHT-02",
    title=N_("Wage sheet without signatures"),
    summary=N_("Lines of the wage sheet are not signed by the worker."),
    remedy=N_(
        "Show the sheet to the workers named and let them sign or object; correct what they object to."
    ),
    severity=Severity.YELLOW,
    scope=Scope.SHEET,
    family="sht",
    clauses=("CN-724-31", "NX-03-8", "DX-3-02-4"),
    published=("ST-11",),
    columns=("wage_line.signed", "project.pay_day"),
    liable="subcontractor",
    window_months=2,
)


def judge(facts: Facts) -> Judged:
    """One verdict per wage sheet after its pay day."""
    t = facts.sheet
    return Judged(
        over=t,
        applies=(t.due_on < t.as_of) | t.due_on.isnull(),
        lacking={
            "project.pay_day": t.due_on.isnull(),
            "wage_line.signed": (t.unsigned == 0) & (t.signature_known < t.lines),
        },
        hit=t.unsigned > 0,
        evidence={"month": t.month, "lines": t.lines, "unsigned": t.unsigned},
        people=t.unsigned,
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {unsigned} of {lines} lines are not signed.",
        month=month_value(row["month"]),
        unsigned=row["unsigned"],
        lines=row["lines"],
    )
