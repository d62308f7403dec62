"""How long the labour ledger 用工管理台账 of a project has to be kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dateutil.relativedelta import relativedelta

from huxin.access.actor import Actor
from huxin.access.gate import reach
from huxin.registry.law import Here
from huxin.registry.models import Project

__all__ = ["Retention", "ledger_retention", "retention_of"]

SEE = "registry.roster.count"
TERMS = (
    "records.labour_ledger_retention_years", "handbook.retention_years", "wage.retention_years",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retention:
    """`until` is the last day; None: the works are not completed and settled, so the term has not
    begun. `years` None: a document leaves its term to the place, which has not set it.
    """

    years: int | None
    until: dt.date | None
    rule: str


def ledger_retention(project: int, *, on: dt.date, actor: Actor) -> Retention:
    """The longest term of the documents in force, counted from completion and full settlement.

    A place's shorter term never shortens the national one (CN-724-28, DX-2-03-5).
    """
    return retention_of(reach(Project, project, SEE, actor=actor), on=on)


def retention_of(site: Project, *, on: dt.date, settled: dt.date | None = None) -> Retention:
    """The same of a project with its place; `settled` is when the last worker left with his pay,
    which may be after the project's own day of settlement.
    """
    here = Here.of(site.place)
    terms = {name: years for name in TERMS if isinstance(years := here.value(name, on), int)}
    longest = max(terms, key=lambda name: terms[name], default="")
    years = None if any(here.leaves_open(name, on) for name in TERMS) else terms.get(longest)
    done = [site.completed_on, site.settled_on]
    ended = max((each for each in (*done, settled) if each is not None), default=None)
    begun = ended if None not in done else None
    return Retention(
        years=years,
        until=begun + relativedelta(years=years) if begun and years is not None else None,
        rule=here.rule(longest, on) if longest else "",
    )
