"""Another card on the sheet than on the roster.

The wage sheet names a card that is not the worker's on the roster. It may be new, or put in by whoever
drew up the sheet: the payroll file is made from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CRD-04",
    title=N_("Another card on the sheet than on the roster"),
    summary=N_("The wage sheet names a card that differs from the worker's card on the roster."),
    remedy=N_(
        "Ask the worker which card is his, and correct roster or sheet before the money is sent."
    ),
    severity=Severity.YELLOW,
    scope=Scope.WORKER_MONTH,
    family="crd",
    clauses=("CN-724-31", "CN-A53-17"),
    columns=("wage_line.card_digest", "enrolment.card_digest"),
    liable="subcontractor",
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker, project and month whose wage line names a card."""
    t = facts.worker_month
    return Judged(
        over=t,
        applies=(t.lines > 0) & t.sheet_card.notnull() & t.enrolled,
        lacking={"enrolment.card_digest": t.card_digest.isnull()},
        hit=t.sheet_card != t.card_digest,
        evidence={"net_fen": t.net_fen},
        amount_fen=t.net_fen,
        people=ibis.literal(1),
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: the line of {net} names another card than the roster.",
        month=month_value(row["month"]),
        net=fen_value(row["net_fen"]),
    )
