"""Wages for somebody who is not on the roster.

A wage line or a payment names a worker who stands on no roster of the site and has no attendance
there. This is how wages of invented people are drawn. Who attended without being on the roster is
left to ENR-01. Without any roster on file nothing can be said.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, money
from huxin.kernel.texts import N_, Message, fen_value, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="ENR-04",
    title=N_("Wages for somebody not on the roster"),
    summary=N_("Wages were listed or paid for a person without enrolment and without attendance."),
    remedy=N_(
        "Have the labour-wage officer show who this is and what was worked; take the line off the sheet or enrol the worker."
    ),
    severity=Severity.ORANGE,
    scope=Scope.WORKER,
    family="enr",
    clauses=("CN-724-28", "CN-724-31", "CN-A53-17", "NX-02-2", "DX-2-03-4"),
    columns=("enrolment.worker_key", "wage_line.net_fen", "payment.amount_fen"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per worker and project with wages and without attendance."""
    t = facts.worker
    listed, paid = money(t.net_fen), money(t.paid_fen)
    return Judged(
        over=t,
        applies=((listed > 0) | (paid > 0)) & (money(t.months_present) == 0),
        lacking={"enrolment.worker_key": t.on_roster.fill_null(0) == 0},
        hit=~t.enrolled,
        evidence={"net_fen": listed, "paid_fen": paid},
        people=ibis.literal(1),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{net} on wage sheets and {paid} paid, but the person stands on no roster and never attended.",
        net=fen_value(row["net_fen"]),
        paid=fen_value(row["paid_fen"]),
    )
