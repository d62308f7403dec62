"""Wage deposit too small, or an exemption that does not hold.

Contract price times the place's rate, lowered after clean years, raised after arrears or a listing, up
to the place's cap. Where the place's rate is not set, only what lies below every lawful rate is a hit.
Clean years that are not known count in the contractor's favour. A deposit given by letters is judged by
the rule about letters. An exemption holds for a small contract without arrears before it, or after
enough clean years with account and real-name management in place.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue import _deposit as deposit

GROUNDS = {
    "base": N_("no reduction"),
    "clean": N_("lowered after clean years"),
    "open": N_("lowered as if the years before were clean"),
    "arrears": N_("raised after arrears"),
    "listed": N_("raised after a listing"),
}

SPEC = Spec(
    id="DEP-02",
    title=N_("Wage deposit below the rate"),
    summary=N_(
        "The deposit is smaller than price, rate and record require, or the exemption from it does not hold."
    ),
    remedy=N_(
        "Store the difference, or correct the record of clean years on which the deposit stands."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="dep",
    clauses=(
        "CN-D65-11",
        "CN-D65-12",
        "DX-3-03-6",
        "DX-3-03-7",
        "DX-3-03-8",
        "DX-3-03-11",
        "NX-08-3",
    ),
    published=("ST-25",),
    parameters=(*deposit.ARITHMETIC, *deposit.EXEMPTION),
    columns=deposit.COLUMNS,
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with a deposit or an exemption."""
    t = facts.project
    form = t.form.fill_null("")
    exempt = form == "exempt"
    told_by_letters = (form == "bank_guarantee") & (t.deposit_letters > 0).fill_null(False)
    owed = deposit.due(t)
    rate = parameter(t, deposit.RATE)
    between = (t.stored_fen >= owed.low_fen) & (t.stored_fen < owed.high_fen)
    holds = deposit.exemption_holds(t)
    return Judged(
        over=t,
        applies=t.has_deposit
        & deposit.is_running(t)
        & (exempt | ((form != "none") & ~told_by_letters))
        & t.returned_on.isnull(),
        lacking={
            "project.contract_price_fen": t.contract_price_fen.isnull(),
            "deposit.stored_fen": ~exempt & t.stored_fen.isnull(),
            deposit.RATE: ~exempt & rate.isnull() & between.fill_null(True),
            "deposit.clean_years": exempt.ifelse(
                holds.cast("int32").isnull(), rate.notnull() & between.fill_null(False)
            ),
        },
        hit=exempt.ifelse(~holds, t.stored_fen < owed.low_fen),
        evidence={
            "form": form,
            "price_fen": t.contract_price_fen,
            "stored_fen": t.stored_fen,
            "due_fen": owed.low_fen,
            "rate_ppm": owed.rate_ppm,
            "change_ppm": owed.change_ppm,
            "ground": owed.ground,
            "clean_years": t.clean_years,
            "small_fen": parameter(t, deposit.SMALL),
            "years": parameter(t, deposit.YEARS_EXEMPT),
        },
        people=t.workers,
        since=ibis.coalesce(t.stored_on, t.permit_on, t.contract_signed_on),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["form"] == "exempt":
        return message(
            "Exempt at a price of {price} and {clean} clean years; exempt are contracts below {small} without arrears, or {years} clean years with account and real-name management.",
            price=fen_value(row["price_fen"]),
            clean=row["clean_years"],
            small=fen_value(row["small_fen"]),
            years=row["years"],
        )
    return message(
        "Stored {stored}; due at least {due}: {price} at {rate}, changed by {change} ({ground}).",
        stored=fen_value(row["stored_fen"]),
        due=fen_value(row["due_fen"]),
        price=fen_value(row["price_fen"]),
        rate=Ppm(row["rate_ppm"]),
        change=Ppm(row["change_ppm"]),
        ground=Message(GROUNDS[row["ground"]]),
    )
