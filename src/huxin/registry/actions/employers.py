"""An employer's own wage account and deposit, for no project: recorded, closed, returned."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_card
from huxin.kernel.texts import message
from huxin.registry.actions.numbers import free_digest, sound_number
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.models import Deposit, EmployerAccount, EmployerDeposit

__all__ = [
    "OwnAccountForm", "OwnDepositForm", "close_own_account", "record_own_account",
    "record_own_deposit", "return_own_deposit",
]  # fmt: skip

NOTHING = frozenset({Deposit.Form.EXEMPT, Deposit.Form.NONE})


@dataclass(frozen=True, slots=True)
class OwnAccountForm:
    """The account as the bank's opening notice has it; `bank` is a body."""

    bank: int
    name: str
    number: str
    opened_on: dt.date
    branch: str = ""


@dataclass(frozen=True, slots=True)
class OwnDepositForm:
    """The deposit as the bank's receipt or the letter has it; `bank` keeps or issues it."""

    bank: int
    form: str
    stored_fen: int
    stored_on: dt.date


def record_own_account(
    body: int, form: OwnAccountForm, *, actor: Actor, now: dt.datetime
) -> EmployerAccount:
    """Record an employer's wage account (DX-3-01-1); raises NotFound, FieldError."""
    number = sound_number(form.number)
    with change("registry.employer_account.record", actor=actor, now=now) as doing:
        firm = doing.reach(Body, body)
        bank = Body.objects.filter(pk=form.bank, kind=Body.Kind.BANK).first()
        ahead = form.opened_on > now.astimezone(CHINA).date()
        if firm.kind != Body.Kind.COMPANY or bank is None or not form.name.strip() or ahead:
            raise FieldError(
                "account.form",
                message("An employer's account needs a company, its bank, its name and a day that "
                        "is not ahead."),
                message("Copy them from the bank's opening notice."),
            )  # fmt: skip
        code = free_digest(number)
        row = doing.keep(EmployerAccount(
            body=firm, bank=bank, branch=form.branch.strip(), name=form.name.strip(),
            number=number.number, number_digest=code, opened_on=form.opened_on,
        ))  # fmt: skip
        doing.note(
            row,
            after={"body": firm.pk, "bank": bank.pk, "name": row.name,
                   "number": mask_card(row.number), "opened_on": row.opened_on},
        )  # fmt: skip
    return row


def close_own_account(
    account: int, *, on: dt.date, actor: Actor, now: dt.datetime
) -> EmployerAccount:
    """The account was closed on a day; raises StepError."""
    with change("registry.employer_account.close", actor=actor, now=now) as doing:
        row = doing.reach(EmployerAccount, account)
        _once(row.closed_on, row.opened_on, on, now)
        row.closed_on = on
        doing.keep(row)
        doing.note(row, before={"closed_on": None}, after={"closed_on": on})
    return row


def record_own_deposit(
    body: int, form: OwnDepositForm, *, actor: Actor, now: dt.datetime
) -> EmployerDeposit:
    """Record an employer's deposit (DX-3-03-2), one at a time; raises NotFound, FieldError."""
    with change("registry.employer_deposit.record", actor=actor, now=now) as doing:
        firm = doing.reach(Body, body)
        bank = Body.objects.filter(pk=form.bank).first()
        known = form.form in Deposit.Form.values and form.form not in NOTHING
        ahead = form.stored_on > now.astimezone(CHINA).date()
        told = firm.kind == Body.Kind.COMPANY and bank is not None and form.stored_fen > 0
        if bank is None or not (known and told) or ahead:
            raise FieldError(
                "deposit.form",
                message("An employer's deposit needs a company, its form, its sum, its bank or "
                        "insurer, and a day that is not ahead."),
                message("Copy them from the bank's receipt, from the letter or from the policy."),
            )  # fmt: skip
        if EmployerDeposit.objects.filter(body=firm, returned_on=None).exists():
            raise FieldError(
                "deposit.held",
                message("A deposit of this employer is on record."),
                message("Record its return before another one takes its place."),
            )
        row = doing.keep(EmployerDeposit(
            body=firm, bank=bank, form=form.form, stored_fen=form.stored_fen,
            stored_on=form.stored_on,
        ))  # fmt: skip
        doing.note(
            row,
            after={"body": firm.pk, "bank": bank.pk, "form": row.form,
                   "stored_fen": row.stored_fen, "stored_on": row.stored_on},
        )  # fmt: skip
    return row


def return_own_deposit(
    deposit: int, *, on: dt.date, actor: Actor, now: dt.datetime
) -> EmployerDeposit:
    """The deposit went back to the employer on a day; raises StepError."""
    with change("registry.employer_deposit.return", actor=actor, now=now) as doing:
        row = doing.reach(EmployerDeposit, deposit)
        _once(row.returned_on, row.stored_on, on, now)
        row.returned_on = on
        doing.keep(row)
        doing.note(row, before={"returned_on": None}, after={"returned_on": on})
    return row


def _once(ended_on: dt.date | None, began_on: dt.date, on: dt.date, now: dt.datetime) -> None:
    if ended_on is not None or not began_on <= on <= now.astimezone(CHINA).date():
        raise StepError(
            "employer.ended",
            message("This has ended already, or the day is before its beginning or ahead."),
            message("Compare the day with the bank's paper."),
        )
