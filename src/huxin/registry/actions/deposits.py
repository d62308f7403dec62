"""Wage deposits: stored, rated by record, ordered to pay, made full again, returned."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from django.db.models import Sum

from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.models import Body
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import fen_value, message
from huxin.registry.errors.projects import FieldError, GateError, StepError
from huxin.registry.law import Here
from huxin.registry.models import Deposit, DepositOrder, Party, Project
from huxin.registry.policy.deposits import Cover
from huxin.registry.queries.dossier import open_dossier

__all__ = [
    "DepositForm", "GroundForm", "ask_return", "demand_deposit", "order_payment", "record_deposit",
    "record_paid", "record_top_up", "return_deposit", "state_ground",
]  # fmt: skip

GIVEN = frozenset(Deposit.Form) - {Deposit.Form.EXEMPT, Deposit.Form.NONE}
DEMAND = "deposit.order_days"
ORDER, RETURN = "deposit.bank_payment_working_days", "deposit.return_notice_days"


@dataclass(frozen=True, slots=True)
class DepositForm:
    """How a deposit is given, by whom; DX-3-03-10 lets other forms of `GIVEN` stand for cash."""

    form: str
    payer: int
    stored_fen: int
    stored_on: dt.date
    bank: int | None = None


@dataclass(frozen=True, slots=True)
class GroundForm:
    """What the authority states of the contractor's record; None: not looked at."""

    clean_years: int | None = None
    had_arrears: bool | None = None
    is_listed: bool | None = None
    exempt: bool = False


def record_deposit(project: int, form: DepositForm, *, actor: Actor, now: dt.datetime) -> Deposit:
    """Record a deposit, or a change of it; an exemption is stated by the authority only."""
    with change("registry.deposit.record", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        payer = site.parties.filter(pk=form.payer).first()
        bank = Body.objects.filter(pk=form.bank).first() if form.bank else None
        ahead = form.stored_on > now.astimezone(CHINA).date()
        if payer is None or form.form not in GIVEN or form.stored_fen <= 0 or ahead:
            raise FieldError(
                "deposit.form",
                message("A deposit needs its payer on the project, its form, a sum above zero and "
                        "a day that is not ahead."),
                message("Copy them from the bank's receipt or the letter."),
            )  # fmt: skip
        row = _row(site, payer)
        before = {name: getattr(row, name) for name in ("form", "stored_fen", "stored_on")}
        row.form, row.payer, row.bank = Deposit.Form(form.form), payer, bank
        row.stored_fen, row.stored_on = form.stored_fen, form.stored_on
        doing.keep(row)
        doing.note(row, before=before, after={"project": site.pk, **asdict(form)})
    return row


def state_ground(project: int, form: GroundForm, *, actor: Actor, now: dt.datetime) -> Deposit:
    """The authority states the record that the rate follows; an exemption only where it holds."""
    with change("registry.deposit.rate", actor=actor, now=now) as doing:
        site = doing.reach(Project, project)
        payer = site.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
        if payer is None:
            raise StepError(
                "deposit.nobody",
                message("The project has no general contractor on record."),
                message("Add it to the chain of parties first."),
            )
        row = _row(site, payer)
        row.clean_years, row.had_arrears = form.clean_years, form.had_arrears
        row.is_listed = form.is_listed
        doing.keep(row)
        if form.exempt:
            due = open_dossier(site, on=now.astimezone(CHINA).date()).deposit_due
            if due.is_exempt is not True:
                raise StepError(
                    "deposit.not_exempt",
                    message("The grounds for an exemption are not there: {lacking}.",
                            lacking=due.lacking or message("price and record do not allow it")),
                    message("Store the deposit, or complete the record that would exempt it."),
                    rule=", ".join(due.clauses),
                )  # fmt: skip
            row.form, row.stored_fen, row.stored_on = Deposit.Form.EXEMPT, 0, None
            doing.keep(row)
        doing.note(row, after={"project": site.pk, **asdict(form)})
    return row


def demand_deposit(
    project: int, *, number: str, until_on: dt.date | None = None, by: int, actor: Actor,
    now: dt.datetime,
) -> Deposit:  # fmt: skip
    """Order a missing deposit to be stored by a day (NX-05-2); None: within the place's term.

    Raises StepError where the works do not run or nothing is missing, FieldError without a limit.
    """
    with change("registry.deposit.demand", actor=actor, now=now) as doing:
        site, today = doing.reach(Project, project), now.astimezone(CHINA).date()
        payer = site.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
        runs = site.state in {Project.State.BUILDING, Project.State.PAUSED}
        here, cover = Here.of(site.place), open_dossier(site, on=today).cover
        if not runs or payer is None or cover.cover in {Cover.FULL, Cover.EXEMPT}:
            raise StepError(
                "deposit.demand",
                message("There is nothing to order: {why}", why=cover.says),
                message("An order is for works that run without their deposit."),
                rule=here.rule(DEMAND, today),
            )
        days = here.term(DEMAND, today)
        if until_on is None and days is not None:
            until_on = WorkCalendar.load().add_days(today, days).on
        office = Body.objects.filter(pk=by, kind=Body.Kind.DEPARTMENT).first()
        if until_on is None or until_on < today or not number.strip() or office is None:
            raise FieldError(
                "deposit.demand_form",
                message("The order needs its number, the department that gives it and a day that "
                        "is still to come."),
                message("Write the day into the order where the place sets no term."),
                rule=here.rule(DEMAND, today),
            )  # fmt: skip
        row = _row(site, payer)
        row.demand_number, row.demanded_on = number.strip()[:60], today
        row.demand_until_on, row.demanded_by = until_on, office
        doing.keep(row)
        doing.note(
            row, after={"project": site.pk, "number": row.demand_number, "until_on": until_on,
                        "by": office.pk},
        )  # fmt: skip
    return row


def order_payment(
    deposit: int, *, number: str, used_fen: int, on: dt.date, actor: Actor, now: dt.datetime
) -> DepositOrder:
    """The authority's notice to the bank to pay wages out of the deposit (D65 art. 19)."""
    with change("registry.deposit.order", actor=actor, now=now) as doing:
        row = doing.reach(Deposit, deposit)
        used = row.orders.filter(topped_up_on=None).aggregate(sum=Sum("used_fen"))["sum"] or 0
        left = row.stored_fen - used
        here = Here.of(row.project.place)
        if row.returned_on is not None or not 0 < used_fen <= left:
            raise StepError(
                "deposit.left",
                message("The deposit holds {left}; {used} cannot be paid out of it.",
                        left=fen_value(left), used=fen_value(used_fen)),
                message("Order no more than is there; the rest is owed by the contractor."),
                rule=here.rule(ORDER, on),
            )  # fmt: skip
        if not number.strip() or DepositOrder.objects.filter(number=number.strip()).exists():
            raise FieldError(
                "deposit.number",
                message("The notice needs a number of its own."),
                message("Give the number under which it was issued."),
            )
        order = doing.keep(
            DepositOrder(deposit=row, used_fen=used_fen, notice_on=on, number=number.strip())
        )
        doing.note(
            order, after={"deposit": row.pk, "used_fen": used_fen, "notice_on": on,
                          "number": order.number},
        )  # fmt: skip
    return order


def record_paid(order: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> DepositOrder:
    """The bank paid the workers on the notice."""
    with change("registry.deposit.pay", actor=actor, now=now) as doing:
        row = doing.reach(DepositOrder, order)
        if row.bank_paid_on is not None or on < row.notice_on:
            raise _wrong_day()
        row.bank_paid_on = row.used_on = on
        doing.keep(row)
        doing.note(row, after={"bank_paid_on": on})
    return row


def record_top_up(order: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> DepositOrder:
    """The contractor made the deposit full again after this use."""
    with change("registry.deposit.pay", actor=actor, now=now) as doing:
        row = doing.reach(DepositOrder, order)
        if row.topped_up_on is not None or row.used_on is None or on < row.used_on:
            raise _wrong_day()
        row.topped_up_on = on
        doing.keep(row)
        doing.note(row, after={"topped_up_on": on})
    return row


def ask_return(deposit: int, *, on: dt.date, actor: Actor, now: dt.datetime) -> Deposit:
    """The contractor applies for the return, once the works are done (D65 art. 22)."""
    with change("registry.deposit.ask_return", actor=actor, now=now) as doing:
        row = doing.reach(Deposit, deposit)
        done = row.project.state in {Project.State.COMPLETED, Project.State.SETTLED}
        if not done or row.returned_on is not None or row.orders.filter(topped_up_on=None).exists():
            raise StepError(
                "deposit.return_early",
                message("The deposit cannot be asked back yet."),
                message("The works must be completed, and what was used made full again."),
                rule=Here.of(row.project.place).rule(RETURN, on),
            )
        row.return_applied_on = on
        doing.keep(row)
        doing.note(row, after={"return_applied_on": on})
    return row


def return_deposit(
    deposit: int, *, on: dt.date, grounds: str, actor: Actor, now: dt.datetime
) -> Deposit:
    """The authority confirms the return; `grounds`: how it was established that nothing is owed."""
    with change("registry.deposit.return", actor=actor, now=now) as doing:
        row = doing.reach(Deposit, deposit)
        if row.return_applied_on is None or row.returned_on is not None:
            raise StepError(
                "deposit.return_unasked",
                message("No application for the return is open."),
                message("Record the application first."),
            )
        if not grounds.strip():
            point = message("whether there is: {block}", block=message("wages owed"))
            raise GateError.unclear([point], Here.of(row.project.place).rule(RETURN, on))
        row.returned_on = on
        doing.keep(row)
        doing.note(row, after={"returned_on": on, "grounds": grounds.strip()})
    return row


def _row(project: Project, payer: Party) -> Deposit:
    """The deposit of a project; a fresh one holds nothing."""
    found = Deposit.objects.filter(project=project).first()
    return found or Deposit(project=project, payer=payer, form=Deposit.Form.NONE)


def _wrong_day() -> StepError:
    return StepError(
        "deposit.day",
        message("This step is recorded already, or its day comes before the step it follows."),
        message("Compare the days: notice, payment, making full again."),
    )
