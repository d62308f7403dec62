"""One wage card for several workers.

The roster names the same card for several people. Whoever holds it holds the wages of all of them. Two
lines of one person whose number is mistyped look the same: where the identity numbers are not
sound, nothing is said. Cards of people who have all left the site are not judged.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

SPEC = Spec(
    id="CRD-01",
    title=N_("One wage card for several workers"),
    summary=N_("The same card stands on the roster for several people."),
    remedy=N_(
        "Let every worker name an account of his own and hold the card himself; stop paying to the shared card."
    ),
    severity=Severity.ORANGE,
    scope=Scope.CARD,
    family="crd",
    clauses=("CN-724-31", "CN-724-11", "CN-A53-19", "NX-03-6", "NX-03-9"),
    published=("ST-20",),
    columns=("enrolment.card_digest", "worker.identity_ok"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per card on the roster of a project."""
    t = facts.card
    return Judged(
        over=t,
        applies=t.holders_staying > 0,
        lacking={"worker.identity_ok": (t.holders > 1) & (t.sure_holders <= 1)},
        hit=t.holders > 1,
        evidence={"holders_here": t.holders_here, "holders": t.holders, "sites": t.sites},
        people=t.holders,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "The card stands for {holders} people on {sites} sites, {here} of them here.",
        holders=row["holders"],
        sites=row["sites"],
        here=row["holders_here"],
    )
