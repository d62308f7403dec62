"""Construction permits and approved start reports: issued through the gate, withdrawn."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import message
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Permit, Project
from huxin.registry.queries.gates import check_gate

__all__ = ["PermitForm", "approve_project", "issue_permit", "withdraw_permit"]

GATE, APPROVAL = "construction_permit", "approval"


@dataclass(frozen=True, slots=True)
class PermitForm:
    """A permit as it is to be issued; `grounds`: how what the registers cannot tell was settled."""

    kind: str
    number: str
    issued_on: dt.date
    issued_by: int
    grounds: str = ""


def issue_permit(project: int, form: PermitForm, *, actor: Actor, now: dt.datetime) -> Permit:
    """Issue a permit or approve a start report; raises GateError when the gate is not open."""
    if form.kind == Permit.Kind.APPROVAL:
        raise _bad_form()
    return _issue("registry.permit.issue", GATE, project, form, actor=actor, now=now)


def approve_project(
    project: int, *, number: str, issued_on: dt.date, issued_by: int, grounds: str = "",
    actor: Actor, now: dt.datetime,
) -> Permit:  # fmt: skip
    """Approve or file an investment project; raises GateError when the place's gate is shut."""
    form = PermitForm(Permit.Kind.APPROVAL, number, issued_on, issued_by, grounds)
    return _issue("registry.project.approve", APPROVAL, project, form, actor=actor, now=now)


def _issue(
    operation: str, gate: str, project: int, form: PermitForm, *, actor: Actor, now: dt.datetime
) -> Permit:
    today = now.astimezone(CHINA).date()
    with change(operation, actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        _check_form(form, today)
        check_gate(site, gate, on=form.issued_on, grounds=form.grounds)
        permit = doing.keep(Permit(
            project=site, kind=Permit.Kind(form.kind), number=form.number.strip(),
            issued_on=form.issued_on, issued_by_id=form.issued_by, grounds=form.grounds.strip(),
        ))  # fmt: skip
        doing.note(
            permit,
            after={"project": site.pk, "kind": permit.kind, "number": permit.number,
                   "issued_on": permit.issued_on, "grounds": permit.grounds},
        )  # fmt: skip
    return permit


def withdraw_permit(
    permit: int, *, on: dt.date, reason: str, actor: Actor, now: dt.datetime
) -> Permit:
    """Withdraw a permit with its reason; the row stays."""
    with change("registry.permit.withdraw", actor=actor, now=now) as doing:
        row = doing.reach(Permit, permit)
        if row.withdrawn_on is not None or not reason.strip() or on < row.issued_on:
            raise StepError(
                "permit.withdraw",
                message("This permit cannot be withdrawn so."),
                message("Give a reason and a day after its issue; a permit is withdrawn once."),
            )
        row.withdrawn_on, row.withdrawn_because = on, reason.strip()[:200]
        doing.keep(row)
        doing.note(row, after={"withdrawn_on": on, "reason": row.withdrawn_because})
    return row


def _check_form(form: PermitForm, today: dt.date) -> None:
    known = form.kind in Permit.Kind.values and form.number.strip() and form.issued_on <= today
    if not known or not Body.objects.filter(pk=form.issued_by).exists():
        raise _bad_form()
    if Permit.objects.filter(kind=form.kind, number=form.number.strip()).exists():
        raise FieldError(
            "permit.taken",
            message("A permit with the number {number} is on record.", number=form.number.strip()),
            message("Compare the number with the permit."),
        )


def _bad_form() -> FieldError:
    return FieldError(
        "permit.form",
        message("A permit needs its kind, number, issuer and a day that is not ahead."),
        message("Copy them from the permit."),
    )
