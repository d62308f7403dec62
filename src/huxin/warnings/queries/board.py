"""Today's board: what is open, by colour; what runs out; what nobody has; what cannot be told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from huxin.access.actor import Actor
from huxin.access.gate import visible
from huxin.check.labels import input_of
from huxin.check.model import Said
from huxin.kernel.texts import message
from huxin.law import Lawbook
from huxin.rules.catalogue import RULES
from huxin.warnings.models import MonitorRun, Warning
from huxin.warnings.places import book
from huxin.warnings.policy import RANKS, WORKED_ON
from huxin.warnings.queries.rows import Row, first, lines, row, total

__all__ = ["VIEW", "Board", "Untold", "board"]

VIEW = "warnings.warning.view"
SHOWN = 10
SOON_DAYS = 7
"""A limit within the week, or past, runs out: it stands in the list that is looked at first."""


@dataclass(frozen=True, slots=True)
class Untold:
    """A rule that could not tell about some subjects, and for want of what."""

    rule: str
    title: Said
    times: int
    missing: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """The board of one actor. `fen` and `people`: at least so much is at stake (see `Stake`).

    `unasked` are the rules whose tables nobody fills yet; they say nothing, neither yes nor no.
    `running_out` holds limits up to `soon_on`.
    """

    open: int
    severities: Mapping[str, int]
    fen: int
    people: int
    projects: int
    overdue: int
    unassigned: int
    without_owner: int
    answered: int
    resting: int
    soon_on: dt.date
    running_out: tuple[Row, ...]
    oldest: tuple[Row, ...]
    judged_on: dt.date | None
    untold: tuple[Untold, ...]
    unasked: tuple[str, ...]


def board(*, actor: Actor, today: dt.date) -> Board:
    """The board. Five queries."""
    warnings = visible(Warning, VIEW, actor=actor).filter(cleared_on=None)
    counts = {
        "overdue": Q(due_on__lt=today, state__in=WORKED_ON),
        "unassigned": Q(account=None, state__in=WORKED_ON),
        "without_owner": Q(owner=None),
        "answered": Q(state=Warning.State.ANSWERED),
        "resting": Q(until_on__isnull=False),
    }
    found = total(warnings, **{name: Count("pk", filter=each) for name, each in counts.items()})
    working = warnings.filter(state__in=WORKED_ON)
    soon_on = today + dt.timedelta(days=SOON_DAYS)
    soon = first(working.filter(due_on__isnull=False).order_by("due_on", "rank", "id"), SHOWN)
    old = first(working.order_by("raised_on", "rank", "id"), SHOWN)
    shown = {each.pk: row(each, actor=actor) for each in lines([*soon, *old])}
    last = MonitorRun.objects.order_by("-id").first()
    return Board(
        open=sum(found[name] for name in RANKS),
        severities={name: found[name] for name in RANKS},
        fen=found["fen"],
        people=found["heads"],
        projects=found["projects"],
        soon_on=soon_on,
        running_out=tuple(
            shown[key] for key in soon if (shown[key].due_on or dt.date.max) <= soon_on
        ),
        oldest=tuple(shown[key] for key in old),
        judged_on=last.as_of if last else None,
        untold=_untold(last),
        unasked=tuple(sorted(last.unfed)) if last else (),
        **{name: found[name] for name in counts},
    )


def _untold(run: MonitorRun | None) -> tuple[Untold, ...]:
    """Rules that could not tell in a run, the most frequent first."""
    law = book()
    found = [
        Untold(
            rule,
            message(RULES[rule].spec.title),
            told["cannot_tell"],
            tuple(_missing(name, law) for name in sorted(told["lacking"])),
        )
        for rule, told in (run.rules if run else {}).items()
        if rule in RULES and told["cannot_tell"]
    ]
    return tuple(sorted(found, key=lambda each: (-each.times, each.rule)))


def _missing(name: str, law: Lawbook) -> Said:
    """A missing input: a value that no document or place sets, or a paper that nobody filed."""
    if name in law.names:
        return message("not set for this place: {what}", what=law.title(name).values["description"])
    return input_of(name)
