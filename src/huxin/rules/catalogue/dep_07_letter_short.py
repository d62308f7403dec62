"""Deposit letter below the deposit due.

The letters of a project together are at least the deposit that price, rate and record require. The
arithmetic is that of the deposit itself; where the place's rate is not set, only what lies below every
lawful rate is a hit.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, Ppm, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import ARITHMETIC, RATE, due, is_running

SPEC = Spec(
    id="DEP-07",
    title=N_("Deposit letter below the deposit due"),
    summary=N_("The letters for the wage deposit cover less than the deposit that is due."),
    remedy=N_(
        "Have the letter raised to the deposit due, payable on demand and with the authority as beneficiary."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="dep",
    clauses=("CN-D65-15", "CN-D65-11", "CN-D65-12"),
    published=("ST-27",),
    parameters=ARITHMETIC,
    columns=(
        "guarantee.amount_fen",
        "guarantee.kind",
        "deposit.form",
        "deposit.clean_years",
        "deposit.had_arrears",
        "deposit.is_listed",
        "project.contract_price_fen",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project whose deposit is given by letters."""
    t = facts.project
    owed = due(t)
    rate = parameter(t, RATE)
    between = (t.deposit_letter_fen >= owed.low_fen) & (t.deposit_letter_fen < owed.high_fen)
    return Judged(
        over=t,
        applies=(t.form == "bank_guarantee") & (t.deposit_letters > 0) & is_running(t),
        lacking={
            "project.contract_price_fen": t.contract_price_fen.isnull(),
            "guarantee.amount_fen": t.deposit_letter_fen == 0,
            RATE: rate.isnull() & between.fill_null(True),
            "deposit.clean_years": rate.notnull() & between.fill_null(False),
        },
        hit=t.deposit_letter_fen < owed.low_fen,
        evidence={
            "letters_fen": t.deposit_letter_fen,
            "due_fen": owed.low_fen,
            "price_fen": t.contract_price_fen,
            "rate_ppm": owed.rate_ppm,
            "change_ppm": owed.change_ppm,
        },
        people=t.workers,
        since=ibis.coalesce(t.stored_on, t.permit_on, t.contract_signed_on),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Letters over {letters}; due at least {due}: {price} at {rate}, changed by {change}.",
        letters=fen_value(row["letters_fen"]),
        due=fen_value(row["due_fen"]),
        price=fen_value(row["price_fen"]),
        rate=Ppm(row["rate_ppm"]),
        change=Ppm(row["change_ppm"]),
    )
