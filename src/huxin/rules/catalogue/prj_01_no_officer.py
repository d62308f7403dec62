"""No labour-wage officer.

The contractor posts a labour-wage officer to the project, who registers people, checks attendance and
wage sheets, and is the workers' first address.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

SPEC = Spec(
    id="PRJ-01",
    title=N_("No labour-wage officer on the project"),
    summary=N_("The project papers say that no labour-wage officer is posted."),
    remedy=N_("Post a labour-wage officer and put name and phone on the signboard."),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("CN-724-28", "NX-02-9", "DX-2-03-3"),
    published=("ST-13",),
    columns=("project.has_labour_wage_officer",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built."""
    t = facts.project
    return Judged(
        over=t,
        applies=is_running(t),
        lacking={"project.has_labour_wage_officer": t.has_labour_wage_officer.isnull()},
        hit=~t.has_labour_wage_officer,
        evidence={"started_on": t.started_on},
        people=t.workers,
        since=ibis.coalesce(t.started_on, t.contract_signed_on),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "No labour-wage officer is posted; the works started on {started}.",
        started=row["started_on"],
    )
