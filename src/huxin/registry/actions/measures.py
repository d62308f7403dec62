"""Measures of courts on money kept for wages: recorded by the court or the bank served, lifted."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import CourtMeasure, Deposit, SpecialAccount

__all__ = ["MeasureForm", "lift_measure", "record_measure"]


@dataclass(frozen=True, slots=True)
class MeasureForm:
    """A measure as the court's ruling or notice of assistance has it; `amount_fen` in fen.

    `serves_wages`: whether it is for this project's wages; None: nobody said.
    """

    kind: str
    court: str
    number: str
    on: dt.date
    amount_fen: int
    serves_wages: bool | None = None


def record_measure(
    of: SpecialAccount | Deposit, form: MeasureForm, *, actor: Actor, now: dt.datetime
) -> CourtMeasure:
    """Record that a court sealed, froze or took money of an account or deposit (YZ-5-9).

    Raises NotFound, FieldError.
    """
    with change("registry.measure.record", actor=actor, now=now) as doing:
        held = doing.reach(type(of), of.pk)
        told = form.kind in CourtMeasure.Kind.values and form.court.strip() and form.number.strip()
        if not told or form.amount_fen <= 0 or form.on > now.astimezone(CHINA).date():
            raise FieldError(
                "measure.form",
                message("A court's measure needs its kind, court, case number, sum and a day that "
                        "is not ahead."),
                message("Copy them from the ruling or from the notice of assistance."),
            )  # fmt: skip
        row = doing.keep(CourtMeasure(
            project=held.project, kind=CourtMeasure.Kind(form.kind), court=form.court.strip()[:120],
            account=held if isinstance(held, SpecialAccount) else None,
            deposit=held if isinstance(held, Deposit) else None,
            number=form.number.strip()[:60], on=form.on, amount_fen=form.amount_fen,
            serves_wages=form.serves_wages,
        ))  # fmt: skip
        doing.note(
            row,
            after={"project": row.project_id, "account": row.account_id, "deposit": row.deposit_id,
                   "kind": row.kind, "court": row.court, "number": row.number, "on": row.on,
                   "amount_fen": row.amount_fen, "serves_wages": row.serves_wages},
        )  # fmt: skip
    return row


def lift_measure(
    measure: int, *, on: dt.date, because: str, actor: Actor, now: dt.datetime
) -> CourtMeasure:
    """The money is free again, or came back: from then on the measure is no longer flagged."""
    with change("registry.measure.lift", actor=actor, now=now) as doing:
        row = doing.reach(CourtMeasure, measure)
        ahead = on > now.astimezone(CHINA).date()
        if row.lifted_on is not None or on < row.on or ahead or not because.strip():
            raise StepError(
                "measure.lift",
                message("This measure cannot be recorded as lifted so."),
                message("Give the ruling that lifted it, and a day from the measure to today; it "
                        "is lifted once."),
            )  # fmt: skip
        row.lifted_on, row.lifted_because = on, because.strip()[:200]
        doing.keep(row)
        doing.note(row, before={"lifted_on": None},
                   after={"lifted_on": on, "because": row.lifted_because})  # fmt: skip
    return row
