"""What an authority stated of a firm: which statement counts on a day, and for how long."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from dateutil.relativedelta import relativedelta

from huxin.kernel.texts import N_, Message, message
from huxin.registry.law import Here
from huxin.registry.models import Statement

__all__ = ["KINDS", "PRIORITY", "ends", "in_force", "said_of"]

KINDS: Mapping[str, str] = {
    "arrears": N_("wage arrears"),
    "project_money": N_("unpaid project money"),
    "abnormal": N_("abnormal operation"),
}
PRIORITY = "employer.priority_listing_months"
"""How long a firm with past arrears stays on the list of those watched first."""


def ends(row: Statement, *, here: Here, term: str = PRIORITY) -> dt.date | None:
    """The day from which a statement counts no more; None: until it is taken back."""
    months = here.term(term, row.stated_on)
    lapses = None if months is None else row.stated_on + relativedelta(months=months)
    return min((each for each in (row.ended_on, lapses) if each is not None), default=None)


def in_force(
    rows: Iterable[Statement], kind: str, *, here: Here, on: dt.date, term: str = PRIORITY
) -> Statement | None:
    """The newest statement of a kind that counts on the day."""
    found = [
        each
        for each in rows
        if each.kind == kind
        and each.stated_on <= on
        and ((end := ends(each, here=here, term=term)) is None or on < end)
    ]
    return max(found, key=lambda each: (each.stated_on, each.pk), default=None)


def said_of(row: Statement) -> Message:
    """The statement in words, with who made it."""
    text = N_("{by} stated on {on}: {kind}") if row.holds else N_("{by} stated on {on}: no {kind}")
    kind = message(KINDS[row.kind])
    return Message(text, {"by": row.stated_by.name, "on": row.stated_on, "kind": kind})
