"""Return of the deposit late.

The authority checks an application for the return and certifies it within terms of working days. This
rule watches the authority's own clock. While wages are owed on the site the deposit stays where it is,
and the rule does not apply.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import dated

REVIEW = "deposit.return_review_working_days"
CERTIFICATE = "deposit.return_certificate_working_days"

SPEC = Spec(
    id="DEP-05",
    title=N_("Return of the wage deposit late"),
    summary=N_("The return was applied for, and the terms for check and certificate have passed."),
    remedy=N_(
        "Decide on the application today, and tell the contractor the reason where it is refused."
    ),
    own_remedy=N_(
        "The authority decides on the application; hand in at once the papers that it still asks"
        " for."
    ),
    severity=Severity.BLUE,
    scope=Scope.PROJECT,
    family="dep",
    clauses=("CN-D65-22",),
    published=("ST-30",),
    parameters=(REVIEW, CERTIFICATE),
    columns=("deposit.return_applied_on", "deposit.returned_on"),
    liable="authority",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with an application for return and no wages owed."""
    t = dated(facts)
    days = parameter(t, REVIEW) + parameter(t, CERTIFICATE)
    gone = t.returned_on.isnull().ifelse(t.as_of_no, t.returned_on_no) - t.return_applied_on_no
    return Judged(
        over=t,
        applies=t.return_applied_on.notnull() & ~(t.owed_fen > 0).fill_null(False),
        lacking={
            REVIEW: parameter(t, REVIEW).isnull(),
            CERTIFICATE: parameter(t, CERTIFICATE).isnull(),
            "deposit.return_applied_on": t.return_applied_on_no.isnull(),
        },
        hit=gone > days,
        evidence={
            "applied_on": t.return_applied_on,
            "returned_on": t.returned_on,
            "gone_days": gone,
            "limit_days": days,
        },
        since=t.return_applied_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Applied for on {applied}; returned: {returned}; {days} working days, {limit} are allowed.",
        applied=row["applied_on"],
        returned=row["returned_on"],
        days=row["gone_days"],
        limit=row["limit_days"],
    )
