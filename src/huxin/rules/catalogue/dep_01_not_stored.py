"""Wage deposit not stored in time.

The deposit is stored within a term of working days after the construction permit, or after signing
where no permit is needed. One stored late is shown in a milder colour. A small contract may be
exempt: then the exemption belongs into the papers. Whether nothing was stored can only be told where
the lists of the project sheet are in the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import dated, is_running

DAYS = "deposit.storing_working_days"
SMALL = "deposit.exempt_contract_price"

SPEC = Spec(
    id="DEP-01",
    title=N_("Wage deposit not stored in time"),
    summary=N_(
        "The term after the permit has passed, and the wage deposit was stored late or not at all."
    ),
    remedy=N_(
        "Store the deposit, or hand in a guarantee letter, and file the agreement with the authority."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT,
    family="dep",
    clauses=("CN-D65-8", "CN-724-32", "NX-05-1", "DX-3-03-3", "YZ-2-2", "LD-2-2-39"),
    published=("ST-24", "NT-01"),
    parameters=(DAYS, SMALL),
    columns=(
        "deposit.stored_on",
        "deposit.form",
        "project.permit_on",
        "project.permit_waived",
        "project.contract_signed_on",
        "project.contract_price_fen",
    ),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built and not exempt."""
    t = dated(facts)
    days, small = parameter(t, DAYS), parameter(t, SMALL)
    waived = t.permit_waived.fill_null(False)
    start_on = waived.ifelse(t.contract_signed_on, t.permit_on)
    start_no = waived.ifelse(t.contract_signed_on_no, t.permit_on_no)
    form = t.form.fill_null("")
    nothing = t.stored_on.isnull() | (form == "none")
    gone = nothing.ifelse(t.as_of_no, t.stored_on_no) - start_no
    listed = t.has_deposit.fill_null(False) | t.parties.notnull()
    return Judged(
        over=t,
        applies=is_running(t) & (form != "exempt") & t.returned_on.isnull(),
        lacking={
            DAYS: days.isnull(),
            "project.permit_on": start_no.isnull(),
            "deposit.form": nothing & (~listed | (t.contract_price_fen < small).fill_null(False)),
            "deposit.stored_on": (form != "none")
            & t.stored_on.isnull()
            & (t.stored_fen > 0).fill_null(False),
        },
        hit=gone > days,
        evidence={
            "start_on": start_on,
            "stored_on": nothing.ifelse(ibis.null("date"), t.stored_on),
            "gone_days": gone,
            "limit_days": days,
        },
        people=t.workers,
        since=start_on,
        severity=nothing.ifelse("orange", "yellow"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["stored_on"] is None:
        return message(
            "The term runs from {start}; {days} working days later nothing is stored, {limit} are allowed.",
            start=row["start_on"],
            days=row["gone_days"],
            limit=row["limit_days"],
        )
    return message(
        "The term runs from {start}; stored on {stored}, after {days} working days, {limit} are allowed.",
        start=row["start_on"],
        stored=row["stored_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
