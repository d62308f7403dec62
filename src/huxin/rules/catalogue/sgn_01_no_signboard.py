"""No signboard on site.

A signboard names the parties, the pay day and the ways to complain; without it workers do not know
whom to ask. A board without a photo on file is shown in a milder colour. Whether there is none can
only be told where the lists of the project sheet are in the folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huxin.facts.grains import Facts
from huxin.kernel.texts import N_, Message, message
from huxin.rules.base import Judged, Scope, Severity, Spec
from huxin.rules.catalogue._deposit import is_running

SPEC = Spec(
    id="SGN-01",
    title=N_("No signboard, or no photo of it"),
    summary=N_("The site has started, and no signboard, or no photo of it, is on record."),
    remedy=N_("Put up the signboard at a prominent place and file a photo of it."),
    severity=Severity.YELLOW,
    scope=Scope.PROJECT,
    family="sgn",
    clauses=("CN-724-34", "NX-07-1", "DX-2-04-2", "DX-2-04-7"),
    published=("ST-14", "YC-01"),
    columns=("signboard.put_up_on", "signboard.photo_on", "project.started_on"),
    liable="general_contractor",
)


def judge(facts: Facts) -> Judged:
    """One verdict per project that has started."""
    t = facts.project
    known = t.has_signboard.fill_null(False) | t.parties.notnull()
    return Judged(
        over=t,
        applies=is_running(t) & ((t.started_on <= t.as_of) | t.started_on.isnull()),
        lacking={"signboard.put_up_on": ~known},
        hit=t.put_up_on.isnull() | t.photo_on.isnull(),
        evidence={"started_on": t.started_on, "put_up_on": t.put_up_on},
        people=t.workers,
        since=t.started_on,
        severity=t.put_up_on.isnull().ifelse("yellow", "blue"),
    )


def explain(row: Mapping[str, Any]) -> Message:
    """The arithmetic of one hit."""
    if row["put_up_on"] is None:
        return message(
            "Started on {started}; no signboard is on record.", started=row["started_on"]
        )
    return message("Put up on {put_up}; no photo is on file.", put_up=row["put_up_on"])
