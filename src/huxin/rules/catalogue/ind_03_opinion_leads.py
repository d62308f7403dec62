"""Opinion leads about the site.

Counts posts and reports of the last counted month that say something about wages on the site. A post is a lead about
an employer: who wrote it is not kept. How many make a major matter is for the place to say; no
lead is in order whatever it says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message, month_value
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._figures import is_last

LEADS = "warning_ind.opinion_leads"

SPEC = Spec(
    id="IND-03",
    title=N_("Opinion leads about the site"),
    summary=N_(
        "As many leads from media and the net as the place calls major name the site in the month."
    ),
    remedy=N_(
        "Go to the site, check the wages of the last months, and answer with what was paid and when the rest will be."
    ),
    own_remedy=N_(
        "Go through the wages of the last months on this site, pay what is missing, and tell the"
        " workers and the authority what was paid and when the rest will be."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PROJECT_MONTH,
    family="ind",
    clauses=("YZ-3-12", "DX-3-07-5", "BD-15-1"),
    parameters=(LEADS,),
    columns=("indicator.value",),
    window_months=1,
)


def judge(facts: Facts) -> Judged:
    """One verdict per project: on the last month whose leads were counted."""
    t = facts.project_month
    limit = parameter(t, LEADS)
    some = t.opinion_leads > 0
    return Judged(
        over=t,
        applies=is_last(t, "opinion_leads"),
        lacking={LEADS: some & limit.isnull()},
        hit=some & (t.opinion_leads >= limit),
        evidence={"leads": t.opinion_leads, "limit": limit},
        since=t.month,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "{month}: {leads} leads name the site; from {limit} on they count as major.",
        month=month_value(row["month"]),
        leads=row["leads"],
        limit=row["limit"],
    )
