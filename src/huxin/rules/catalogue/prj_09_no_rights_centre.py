"""No office for workers' matters on site.

Three of the documents ask for an office or centre on site where workers can ask and complain: a labour
office, a coordination centre, a rights centre. Elsewhere no such duty is set, and the rule does not
apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import ibis

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

REQUIRED = "site_office.required"

SPEC = Spec(
    id="PRJ-09",
    title=N_("No rights centre or labour office on site"),
    summary=N_(
        "The papers say that the site has no office for workers' matters, and the place asks for one."
    ),
    remedy=N_("Set up the office, name who sits there, and put it on the signboard."),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="prj",
    clauses=("NX-02-8", "DX-2-04-1", "BD-02-3"),
    parameters=(REQUIRED,),
    columns=("project.has_rights_centre",),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that is being built, where the place asks for an office."""
    t = facts.project
    required = parameter(t, REQUIRED)
    return Judged(
        over=t,
        applies=is_running(t) & (required == 1),
        lacking={"project.has_rights_centre": t.has_rights_centre.isnull()},
        hit=~t.has_rights_centre,
        evidence={"started_on": t.started_on},
        people=t.workers,
        since=ibis.coalesce(t.started_on, t.contract_signed_on),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "No office for workers' matters; the works started on {started}.", started=row["started_on"]
    )
