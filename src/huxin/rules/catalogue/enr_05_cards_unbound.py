"""Wage cards missing on the roster.

Counts how many people on the roster have a wage card entered. Without a card of his own a worker
is paid in cash or through somebody else. A roster without any card has no such column.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_enr.card_share"

SPEC = Spec(
    id="ENR-05",
    title=N_("Too few wage cards on the roster"),
    summary=N_("The share of people on the roster with a wage card is below the published share."),
    remedy=N_(
        "Let the workers without a card name an account of their own, of any bank, and enter it on the roster before the next pay day."
    ),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="enr",
    clauses=("CN-A53-20", "NX-03-6", "DX-3-02-1"),
    published=("YN-02",),
    parameters=(SHARE,),
    columns=("enrolment.card_digest",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with a roster."""
    t = facts.project
    share = parameter(t, SHARE)
    return Judged(
        over=t,
        applies=t.on_roster > 0,
        lacking={SHARE: share.isnull(), "enrolment.card_digest": t.with_card == 0},
        hit=t.with_card * 1_000_000 < share * t.on_roster,
        evidence={
            "on_roster": t.on_roster,
            "with_card": t.with_card,
            "share_ppm": t.with_card * 1_000_000 // t.on_roster.nullif(0),
            "limit_ppm": share,
        },
        people=t.on_roster - t.with_card,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{with_card} of {on_roster} people on the roster have a wage card, {share}; the least share is {limit}.",
        with_card=row["with_card"],
        on_roster=row["on_roster"],
        share=Ppm(row["share_ppm"]),
        limit=Ppm(row["limit_ppm"]),
    )
