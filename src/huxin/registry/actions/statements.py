"""Statements of authorities about firms: made, taken back."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Statement

__all__ = ["StatementForm", "make_statement", "withdraw_statement"]


@dataclass(frozen=True, slots=True)
class StatementForm:
    """What is stated: a kind of `Statement.Kind`, whether it holds, the day, on what grounds."""

    kind: str
    holds: bool
    on: dt.date
    grounds: str


def make_statement(
    body: int, form: StatementForm, *, stated_by: int, actor: Actor, now: dt.datetime
) -> Statement:
    """State something of a firm; raises NotFound, FieldError."""
    with change("registry.statement.make", actor=actor, now=now) as doing:
        firm = doing.reach(Body, body)
        by = Body.objects.filter(pk=stated_by, kind=Body.Kind.DEPARTMENT).first()
        ahead = form.on > now.astimezone(CHINA).date()
        told = form.kind in Statement.Kind.values and bool(form.grounds.strip())
        if by is None or ahead or not told:
            raise FieldError(
                "statement.form",
                message("A statement needs its kind, its day, its grounds and the department that "
                        "makes it."),
                message("Write down what was looked at, by whom and when."),
            )  # fmt: skip
        row = doing.keep(Statement(
            body=firm, kind=Statement.Kind(form.kind), holds=form.holds, stated_on=form.on,
            grounds=form.grounds.strip()[:300], stated_by=by,
        ))  # fmt: skip
        doing.note(
            row,
            after={"body": firm.pk, "kind": row.kind, "holds": row.holds,
                   "stated_on": row.stated_on, "grounds": row.grounds, "stated_by": by.pk},
        )  # fmt: skip
    return row


def withdraw_statement(
    statement: int, *, on: dt.date, reason: str, actor: Actor, now: dt.datetime
) -> Statement:
    """Take a statement back from a day on, with the reason; the row stays."""
    with change("registry.statement.withdraw", actor=actor, now=now) as doing:
        row = doing.reach(Statement, statement)
        if row.ended_on is not None or on < row.stated_on or not reason.strip():
            raise StepError(
                "statement.withdraw",
                message("This statement cannot be taken back so."),
                message("Give a reason and a day not before the statement; it is taken back once."),
            )
        row.ended_on = on
        doing.keep(row)
        doing.note(row, after={"ended_on": on, "reason": reason.strip()[:200]})
    return row
