"""Wage special accounts: opened, agreed on, filed, asked to be closed, closed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.clock import CHINA
from huxin.kernel.identity import mask_card
from huxin.kernel.texts import message
from huxin.registry.actions.numbers import free_digest, sound_number
from huxin.registry.errors.projects import FieldError, StepError
from huxin.registry.law import Here
from huxin.registry.models import Party, Project, SpecialAccount
from huxin.registry.policy.accounts import (
    PER_PROJECT,
    check_closing,
    check_closing_request,
    expected_name,
    notice_end,
    still_to_file,
)

__all__ = [
    "AccountForm",
    "agree",
    "ask_closing",
    "close_account",
    "file_account",
    "name_bank",
    "open_account",
    "review_opening",
]

CENTRAL_BANK = "central_bank"


@dataclass(frozen=True, slots=True)
class AccountForm:
    """A special account as the bank opened it; `holder` is a party, `bank` a body."""

    holder: int
    bank: int
    name: str
    number: str
    opened_on: dt.date
    branch: str = ""


def open_account(
    project: int, form: AccountForm, *, actor: Actor, now: dt.datetime
) -> SpecialAccount:
    """Record an account that was opened; a wrong name is taken in and shown as a fault.

    Where an agreement names the bank that is to open it, it is that bank's account.
    """
    number = sound_number(form.number)
    with change("registry.account.open", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        holder = site.parties.filter(pk=form.holder).first()
        bank = Body.objects.filter(pk=form.bank, kind=Body.Kind.BANK).first()
        ahead = form.opened_on > now.astimezone(CHINA).date()
        if holder is None or bank is None or not form.name.strip() or ahead:
            raise FieldError(
                "account.form",
                message("An account needs its holder on the project, its bank, its name and a day "
                        "that is not ahead."),
                message("Copy them from the bank's opening notice."),
            )  # fmt: skip
        code = free_digest(number)
        named = _named(site, holder)
        if named is not None and named.bank_id != bank.pk:
            raise FieldError(
                "account.named",
                message("The tri-party agreement names {bank}.", bank=named.bank.name),
                message("Name the other bank first, if the agreement was changed."),
            )
        _check_one(site, holder, form.opened_on)
        account = named or SpecialAccount(project=site, holder=holder, bank=bank)
        account.branch, account.name = form.branch.strip(), form.name.strip()
        account.number, account.number_digest = number.number, code
        account.opened_on = form.opened_on
        doing.keep(account)
        doing.note(
            account,
            after={"project": site.pk, "bank": bank.pk, "name": account.name,
                   "number": mask_card(number.number), "opened_on": form.opened_on},
        )  # fmt: skip
    return account


def name_bank(
    project: int, *, holder: int, bank: int, on: dt.date, items: list[str], actor: Actor,
    now: dt.datetime,
) -> SpecialAccount:  # fmt: skip
    """Record a tri-party agreement with the bank that is to open the account (A53 art. 6).

    From then on the bank has its part in the project. Naming another one replaces it, as long as
    nothing is opened. Raises NotFound, FieldError.
    """
    with change("registry.account.agree", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        party = site.parties.filter(pk=holder, left_on=None).first()
        keeper = Body.objects.filter(pk=bank, kind=Body.Kind.BANK).first()
        if party is None or keeper is None or on > now.astimezone(CHINA).date():
            raise FieldError(
                "account.bank",
                message("An agreement needs its holder on the project, its bank and a day that is "
                        "not ahead."),
                message("Copy them from the agreement."),
            )  # fmt: skip
        _check_one(site, party, on)
        named = expected_name(party.body.name, site.name, here=Here.of(site.place), on=on) or ""
        row = _named(site, party) or SpecialAccount(project=site, holder=party, name=named)
        before = {"bank": row.bank_id}
        row.bank, row.agreement_on, row.agreement_items = keeper, on, sorted(set(items))
        doing.keep(row)
        doing.note(row, before=before, after={"project": site.pk, "bank": keeper.pk,
                                              "agreement_on": on})  # fmt: skip
    return row


def agree(
    account: int, *, on: dt.date, items: list[str], actor: Actor, now: dt.datetime
) -> SpecialAccount:
    """Record the tri-party agreement and what it holds (the law's words for its items)."""
    with change("registry.account.agree", actor=actor, now=now) as doing:
        row = _open_row(doing.reach(SpecialAccount, account))
        row.agreement_on, row.agreement_items = on, sorted(set(items))
        doing.keep(row)
        doing.note(row, after={"agreement_on": on, "items": row.agreement_items})
    return row


def file_account(
    account: int, *, on: dt.date, filed_with: int, actor: Actor, now: dt.datetime
) -> SpecialAccount:
    """An authority takes the filing; raises StepError while there is no agreement.

    It counts as filed once every authority that the place names has taken it (NX-06-4).
    """
    with change("registry.account.file", actor=actor, now=now) as doing:
        row = _opened_row(doing.reach(SpecialAccount, account))
        body = Body.objects.filter(pk=filed_with, kind=Body.Kind.DEPARTMENT).first()
        if row.agreement_on is None or body is None or (row.opened_on and on < row.opened_on):
            raise StepError(
                "account.filing",
                message("The account cannot be filed so."),
                message("File it with a department, after opening, with the tri-party agreement."),
            )
        here = Here.of(row.project.place)
        row.filings = {**row.filings, body.role: on.isoformat()}
        row.filed_with = body
        if not still_to_file(row.filings, row.project.sector, here=here, on=on):
            row.filed_on = on
        doing.keep(row)
        doing.note(row, after={"filed_on": row.filed_on, "filed_with": body.pk, "taken_on": on})
    return row


def review_opening(
    account: int, *, by: int, found: str = "", on: dt.date, actor: Actor, now: dt.datetime
) -> SpecialAccount:
    """The central bank's review of the opening papers (DX-1-19-1); `found`: what is wrong."""
    with change("registry.account.review", actor=actor, now=now) as doing:
        row = _open_row(doing.reach(SpecialAccount, account))
        body = Body.objects.filter(pk=by, role=CENTRAL_BANK).first()
        ahead = on > now.astimezone(CHINA).date()
        if body is None or ahead or (row.opened_on is not None and on < row.opened_on):
            raise StepError(
                "account.review",
                message("The review cannot be recorded so."),
                message("It is the central bank's, on a day after opening that is not ahead."),
            )
        row.reviewed_on, row.reviewed_by, row.review = on, body, found.strip()[:300]
        doing.keep(row)
        doing.note(row, after={"reviewed_on": on, "by": body.pk, "found": row.review})
    return row


def ask_closing(
    account: int,
    *,
    commitment_on: dt.date | None,
    reason: str = "",
    actor: Actor,
    now: dt.datetime,
) -> SpecialAccount:
    """Ask for an account to be closed: its public notice runs from today, for the law's term."""
    today = now.astimezone(CHINA).date()
    with change("registry.account.ask_closing", actor=actor, now=now) as doing:
        row = _opened_row(doing.reach(SpecialAccount, account))
        here = Here.of(row.project.place)
        check_closing_request(
            row.project, reason=reason, commitment_on=commitment_on, here=here, on=today
        )
        ends = notice_end(today, here=here, calendar=WorkCalendar.load())
        row.closing_asked_on = row.notice_from_on = today
        row.notice_to_on, row.commitment_on = ends.on, commitment_on
        row.grounds = reason.strip()[:300]
        doing.keep(row)
        doing.note(
            row, after={"closing_asked_on": today, "notice_to_on": ends.on, "reason": row.grounds}
        )
    return row


def close_account(
    account: int, *, on: dt.date, grounds: str = "", actor: Actor, now: dt.datetime
) -> SpecialAccount:
    """Let an account be closed; raises StepError, GateError. `grounds`: why no wages are owed."""
    with change("registry.account.close", actor=actor, now=now) as doing:
        row = _open_row(doing.reach(SpecialAccount, account))
        if on > now.astimezone(CHINA).date():
            raise StepError(
                "account.ahead",
                message("{on} lies ahead.", on=on),
                message("Enter the day once it has come."),
            )
        check_closing(row.notice_to_on, on=on, grounds=grounds, here=Here.of(row.project.place))
        row.closed_on, row.grounds = on, grounds.strip()[:300]
        doing.keep(row)
        doing.note(row, after={"closed_on": on, "grounds": row.grounds})
    return row


def _check_one(project: Project, holder: Party, on: dt.date) -> None:
    """Raise FieldError when the contractor has as many open accounts here as the law gives it."""
    here = Here.of(project.place)
    most = here.term(PER_PROJECT, on)
    there = project.accounts.filter(holder=holder, closed_on=None).exclude(opened_on=None).count()
    if most is not None and there >= most:
        raise FieldError(
            "account.second",
            message("{holder} has a special account for this project already.",
                    holder=holder.body.name),
            message("Use that account, or have it closed before another one is recorded."),
            rule=here.rule(PER_PROJECT, on),
        )  # fmt: skip


def _named(project: Project, holder: Party) -> SpecialAccount | None:
    """The account that an agreement names a bank for and that is not opened yet."""
    waiting = project.accounts.filter(holder=holder, opened_on=None, closed_on=None)
    return waiting.select_related("bank").order_by("pk").last()


def _opened_row(row: SpecialAccount) -> SpecialAccount:
    if row.opened_on is None:
        raise StepError(
            "account.unopened",
            message("The bank has not opened this account yet."),
            message("Record the opening with its number and day first."),
        )
    return _open_row(row)


def _open_row(row: SpecialAccount) -> SpecialAccount:
    if row.closed_on is not None:
        raise StepError(
            "account.closed",
            message("This account was closed on {on}.", on=row.closed_on),
            message("Record the account that took its place."),
        )
    return row
