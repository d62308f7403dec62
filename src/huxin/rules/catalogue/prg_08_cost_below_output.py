"""Labour cost below the place's share of the output.

Some places set the labour cost of a period as a share of the works completed, by kind of works. The
published figures stand for works that our facts do not tell apart, so set the share for your place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_prg.labour_share_of_output"

SPEC = Spec(
    id="PRG-08",
    title=N_("Labour cost below the share of completed works"),
    summary=N_(
        "The labour cost of a period is below the place's share of the works completed in it."
    ),
    remedy=N_("Demand the missing labour cost; it may never be below the wages really due."),
    own_remedy=N_(
        "The developer pays the missing labour cost; it may never be below the wages really due."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROGRESS_PAYMENT,
    family="prg",
    clauses=("CN-LOC-CQ20", "CN-A53-5"),
    published=("CQ-01",),
    parameters=(SHARE,),
    columns=("progress_payment.labour_cost_fen", "progress_payment.output_fen"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per progress payment that was made for completed works."""
    t = facts.progress_payment
    share = parameter(t, SHARE)
    needed = t.output_fen // 100 * share // 10_000
    no_account = t.account_opened_on.isnull() & (t.labour_cost_fen == 0)
    return Judged(
        over=t,
        applies=(t.kind == "progress")
        & t.paid_on.notnull()
        & (t.output_fen.fill_null(1) > 0)
        & ~no_account.fill_null(False),
        lacking={
            SHARE: share.isnull(),
            "progress_payment.output_fen": t.output_fen.isnull(),
            "progress_payment.labour_cost_fen": t.labour_cost_fen.isnull(),
        },
        hit=t.labour_cost_fen < needed,
        evidence={
            "labour_cost_fen": t.labour_cost_fen,
            "output_fen": t.output_fen,
            "required_ppm": share,
            "needed_fen": needed,
        },
        since=t.paid_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Works of {output}; {share} of it is {needed}; labour cost was {labour}.",
        output=fen_value(row["output_fen"]),
        share=Ppm(row["required_ppm"]),
        needed=fen_value(row["needed_fen"]),
        labour=fen_value(row["labour_cost_fen"]),
    )
