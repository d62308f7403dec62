"""Government project paid too little of its output.

In some places the progress payments of government projects may not be below a share of the works
completed (80% in one of the documents). Elsewhere no such share is set, and the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "progress.payment_share_of_output"

SPEC = Spec(
    id="PRG-05",
    title=N_("Progress payment of a government project below its output"),
    summary=N_(
        "A progress payment of a government project is below the share of completed works that the place requires."
    ),
    remedy=N_("Have the developer apply for the difference and pay it, labour cost first."),
    own_remedy=N_("The developer applies for the difference and pays it, labour cost first."),
    severity=Severity.YELLOW,
    scope=Scope.PROGRESS_PAYMENT,
    family="prg",
    clauses=("BD-11-2", "CN-724-29"),
    parameters=(SHARE,),
    columns=("progress_payment.amount_fen", "progress_payment.output_fen", "project.funding"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per progress payment of a government project, where the place has a share."""
    t = facts.progress_payment
    share = parameter(t, SHARE)
    needed = t.output_fen // 100 * share // 10_000
    return Judged(
        over=t,
        applies=share.notnull()
        & (t.kind == "progress")
        & t.paid_on.notnull()
        & ((t.funding == "government") | t.funding.isnull()),
        lacking={
            "project.funding": t.funding.isnull(),
            "progress_payment.output_fen": t.output_fen.isnull(),
            "progress_payment.amount_fen": t.amount_fen.isnull(),
        },
        hit=t.amount_fen < needed,
        evidence={
            "paid_fen": t.amount_fen,
            "output_fen": t.output_fen,
            "required_ppm": share,
            "needed_fen": needed,
            "paid_on": t.paid_on,
        },
        since=t.paid_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Works of {output}; {share} of it is {needed}; {paid} was paid on {on}.",
        output=fen_value(row["output_fen"]),
        share=Ppm(row["required_ppm"]),
        needed=fen_value(row["needed_fen"]),
        paid=fen_value(row["paid_fen"]),
        on=row["paid_on"],
    )
