"""Wage deposit not made full again.

After money of the deposit paid wages, the contractor makes it full again, or gives a new letter of the
same sum, within a term of working days.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import dated

DAYS = "deposit.top_up_working_days"

SPEC = Spec(
    id="DEP-03",
    title=N_("Wage deposit not made full again after use"),
    summary=N_("The deposit was used, and the term to make it full again has passed."),
    remedy=N_("Make the deposit full again, or hand in a new letter of the same scope and sum."),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="dep",
    clauses=("CN-D65-20", "CN-D65-25"),
    published=("ST-28",),
    parameters=(DAYS,),
    columns=("deposit.used_on", "deposit.used_fen", "deposit.topped_up_on"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project whose deposit was used."""
    t = dated(facts)
    days = parameter(t, DAYS)
    gone = t.topped_up_on.isnull().ifelse(t.as_of_no, t.topped_up_on_no) - t.used_on_no
    return Judged(
        over=t,
        applies=((t.used_fen > 0) | t.used_on.notnull()).fill_null(False) & t.returned_on.isnull(),
        lacking={DAYS: days.isnull(), "deposit.used_on": t.used_on_no.isnull()},
        hit=gone > days,
        evidence={
            "used_on": t.used_on,
            "used_fen": t.used_fen,
            "topped_up_on": t.topped_up_on,
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers,
        since=t.used_on,
        severity=t.topped_up_on.isnull().ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{used} was used on {on}; made full again: {again}; {days} working days, {limit} are allowed.",
        used=fen_value(row["used_fen"]),
        on=row["used_on"],
        again=row["topped_up_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
