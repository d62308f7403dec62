"""First labour cost too small.

A contract template has the developer pay a share of the contract price into the special account before
the works start, as a cushion for the first wages. It is a template, not a law: the colour is mild. The
statement has to reach back before the start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SHARE = "warning_prg.first_labour_cost_share"

SPEC = Spec(
    id="PRG-07",
    title=N_("First labour cost before the start too small"),
    summary=N_(
        "Before the works started less labour cost came in than the template's share of the contract price."
    ),
    remedy=N_("Agree with the developer on a first labour cost that covers the first pay day."),
    own_remedy=N_(
        "The developer and the general contractor agree on a first labour cost that covers the"
        " first pay day, and the developer transfers it."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="prg",
    clauses=("CN-LOC-GD",),
    published=("GD-01",),
    parameters=(SHARE,),
    columns=(
        "account_entry.amount_fen",
        "account_entry.on",
        "project.contract_price_fen",
        "project.started_on",
    ),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that has started and has an account."""
    t = facts.project
    share = parameter(t, SHARE)
    needed = t.contract_price_fen // 100 * share // 10_000
    return Judged(
        over=t,
        applies=(t.entries > 0) & ((t.started_on <= t.as_of) | t.started_on.isnull()),
        lacking={
            SHARE: share.isnull(),
            "project.started_on": t.started_on.isnull(),
            "project.contract_price_fen": t.contract_price_fen.isnull(),
            "account_entry.on": t.statement_from_on > t.started_on,
        },
        hit=t.early_cost_fen < needed,
        evidence={
            "early_cost_fen": t.early_cost_fen,
            "price_fen": t.contract_price_fen,
            "required_ppm": share,
            "needed_fen": needed,
            "started_on": t.started_on,
        },
        since=t.started_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{came} had come in when the works started on {started}; {share} of the price {price} is {needed}.",
        came=fen_value(row["early_cost_fen"]),
        started=row["started_on"],
        share=Ppm(row["required_ppm"]),
        price=fen_value(row["price_fen"]),
        needed=fen_value(row["needed_fen"]),
    )
