"""Works without proof of funds.

Without funds for the works there is no start and no permit. The papers of this project say that the
proof is missing, and the works have begun.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

SPEC = Spec(
    id="PRJ-03",
    title=N_("Works without proof of funds"),
    summary=N_(
        "The works began although the papers show no proof that the construction money is there."
    ),
    remedy=N_("Demand the proof of funds from the developer; without it the works stop."),
    own_remedy=N_("The developer files the proof of funds; without it the works stop."),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("CN-724-23", "CN-724-61", "YZ-5-16", "DX-3-04-10"),
    published=("ST-39",),
    columns=("project.funds_proven", "project.started_on", "attendance_month.month"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project whose works have begun."""
    t = facts.project
    begun = ibis.coalesce(t.started_on, t.first_present_month)
    return Judged(
        over=t,
        applies=is_running(t) & (begun <= t.as_of),
        lacking={"project.funds_proven": t.funds_proven.isnull()},
        hit=~t.funds_proven,
        evidence={"begun_on": begun, "price_fen": t.contract_price_fen},
        people=t.workers,
        since=begun,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Works over {price} since {begun}; the money is not proven.",
        price=fen_value(row["price_fen"]),
        begun=row["begun_on"],
    )
