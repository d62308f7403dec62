"""Listed firm takes a new project.

A firm on the list of dishonest employers is kept out of new projects while it is listed. A party that
joined before it was listed, or after the listing's term, is clear. An early removal is only known when
the papers no longer name the listing.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts, months_between, parameter
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec

YEARS = "blacklist.years"

SPEC = Spec(
    id="PRJ-08",
    title=N_("Listed firm takes a new project"),
    summary=N_("A party joined the project while it stood on the list of dishonest employers."),
    remedy=N_(
        "Tell the sector regulator; the contract with the listed firm should not have been made."
    ),
    own_remedy=N_(
        "Tell the sector regulator in writing how the contract with the listed firm came about,"
        " and deal with it as the regulator decides."
    ),
    severity=Severity.ORANGE,
    scope=Scope.PARTY,
    family="prj",
    clauses=("CN-724-48", "CN-B45-11"),
    published=("ST-38",),
    parameters=(YEARS,),
    columns=("party.listed_on", "party.joined_on"),
    liable="developer",
)


def judge(facts: Facts) -> Judged:
    """One verdict per party that was ever listed."""
    t = facts.party
    years = parameter(t, YEARS)
    gone = months_between(t.joined_on, t.listed_on)
    within = (gone < years * 12) | ((gone == years * 12) & (t.joined_on.day() < t.listed_on.day()))
    return Judged(
        over=t,
        applies=t.listed_on.notnull(),
        lacking={YEARS: years.isnull(), "party.joined_on": t.joined_on.isnull()},
        hit=(t.joined_on >= t.listed_on) & within,
        evidence={"listed_on": t.listed_on, "joined_on": t.joined_on, "limit_years": years},
        since=t.joined_on,
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    return message(
        "Listed on {listed} for {years} years, joined on {joined}.",
        listed=row["listed_on"],
        years=row["limit_years"],
        joined=row["joined_on"],
    )
