"""One phone for many cards.

Several wage cards of the roster stand beside one phone number. Whoever has the phone gets the codes
of all of them. Couples share phones; how many cards are many is for the place to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

CARDS = "warning_crd.cards_per_phone"

SPEC = Spec(
    id="CRD-05",
    title=N_("One phone for many wage cards"),
    summary=N_(
        "More wage cards of the roster stand beside one phone number than the place allows."
    ),
    remedy=N_("Check that every worker holds his own card and code, and enter his own phone."),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="crd",
    clauses=("CN-724-31", "CN-A53-19"),
    published=("ST-20",),
    parameters=(CARDS,),
    columns=("enrolment.card_digest", "enrolment.phone_digest"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project with a roster."""
    t = facts.project
    limit = parameter(t, CARDS)
    several = t.cards_per_phone > 1
    return Judged(
        over=t,
        applies=t.on_roster > 0,
        lacking={
            CARDS: several & limit.isnull(),
            "enrolment.phone_digest": t.with_phone == 0,
            "enrolment.card_digest": t.with_card == 0,
        },
        hit=several & (t.cards_per_phone > limit),
        evidence={"cards": t.cards_per_phone, "limit": limit},
        people=t.cards_per_phone,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Up to {cards} wage cards stand beside one phone number; at most {limit} are allowed.",
        cards=row["cards"],
        limit=row["limit"],
    )
