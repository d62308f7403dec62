"""Letters of guarantee and insurance: recorded, replaced, ended."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.models import Body
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Guarantee, Project

__all__ = ["GuaranteeForm", "end_guarantee", "record_guarantee"]


@dataclass(frozen=True, slots=True)
class GuaranteeForm:
    """One letter; `replaces` is the letter whose place it takes."""

    kind: str
    number: str
    issuer: int
    amount_fen: int
    from_on: dt.date
    to_on: dt.date | None = None
    replaces: int | None = None


def record_guarantee(
    project: int, form: GuaranteeForm, *, actor: Actor, now: dt.datetime
) -> Guarantee:
    """Record a letter; the letter that it replaces ends with it. A bank records its own only."""
    with change("registry.guarantee.record", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        issuer = Body.objects.filter(pk=form.issuer).first()
        order = form.to_on is None or form.to_on > form.from_on
        known = form.kind in Guarantee.Kind.values and form.number.strip()
        if issuer is None or not known or form.amount_fen <= 0 or not order:
            raise FieldError(
                "guarantee.form",
                message("A letter needs its kind, number, issuer, a sum above zero, and an end "
                        "after its beginning."),
                message("Copy them from the letter."),
            )  # fmt: skip
        banks = Body.objects.filter(pk__in=actor.bodies, kind=Body.Kind.BANK)
        if issuer not in banks and banks.exists():
            raise FieldError(
                "guarantee.issuer",
                message("A bank records the letters that it issued itself."),
                message("Name your own bank as the issuer, or leave the letter to the company."),
            )
        if Guarantee.objects.filter(issuer=issuer, number=form.number.strip()).exists():
            raise FieldError(
                "guarantee.taken",
                message("A letter of this issuer with this number is on record."),
                message("Compare the number with the letter."),
            )
        letter = doing.keep(Guarantee(
            project=site, kind=form.kind, number=form.number.strip(), issuer=issuer,
            amount_fen=form.amount_fen, from_on=form.from_on, to_on=form.to_on,
        ))  # fmt: skip
        doing.note(
            letter,
            after={"project": site.pk, "kind": letter.kind, "number": letter.number,
                   "amount_fen": letter.amount_fen, "to_on": letter.to_on,
                   "replaces": form.replaces},
        )  # fmt: skip
        if form.replaces is not None:
            _replace(doing, form.replaces, letter)
    return letter


def end_guarantee(guarantee: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> Guarantee:
    """The authority gives a letter back, or it was called in whole."""
    with change("registry.guarantee.end", actor=actor, now=now) as doing:
        row = doing.reach(Guarantee, guarantee)
        if row.ended_on is not None:
            raise _not_open()
        row.ended_on = on
        doing.keep(row)
        doing.note(row, after={"ended_on": on})
    return row


def _replace(doing: Change, key: int, letter: Guarantee) -> None:
    earlier = Guarantee.objects.filter(pk=key, project=letter.project, kind=letter.kind).first()
    if earlier is None or earlier.replaced_by_id is not None or earlier.pk == letter.pk:
        raise _not_open()
    earlier.replaced_by = letter
    doing.keep(earlier)


def _not_open() -> StepError:
    return StepError(
        "guarantee.closed",
        message("This letter is not in force, or not one of this project's kind."),
        message("Choose the letter that is in force."),
    )
