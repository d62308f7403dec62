"""The wage deposit and letters of guarantee: given, rated, used, made full again, returned."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from huxin.kernel.texts import N_
from huxin.registry.actions.deposits import (
    DepositForm,
    GroundForm,
    ask_return,
    demand_deposit,
    order_payment,
    record_deposit,
    record_paid,
    record_top_up,
    return_deposit,
    state_ground,
)
from huxin.registry.actions.guarantees import GuaranteeForm, end_guarantee, record_guarantee
from huxin.registry.models import Deposit, DepositOrder, Guarantee, Party, Project
from huxin.web.act import Act
from huxin.web.acts.of_project import OfProject, OnDay, crumbs, who
from huxin.web.ask import BodyName, Choice, Day, Long, Pick, Whole, Words, YesNo, Yuan
from huxin.web.words import DEPOSITS, LETTERS

__all__ = ["ACTS"]

YEARS_MAX = 30


class Given(OfProject):
    """A deposit as the bank's receipt or the letter has it."""

    form = Choice(N_("In which form"), DEPOSITS)
    payer = Pick(N_("Given by"))
    stored_fen = Yuan(N_("Sum (yuan)"))
    stored_on = Day(N_("Stored on"), today=True)
    bank = BodyName(N_("Bank or insurer"), required=False)

    def offer_payer(self) -> list[tuple[Any, str]]:
        """Whoever builds."""
        return self.parties(*(role for role in Party.Role.values if role != Party.Role.SUPERVISOR))

    def start(self) -> dict[str, Any]:
        """What is on record; else the general contractor."""
        row = Deposit.objects.filter(project=self.row).select_related("bank").first()
        builder = self.row.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
        if row is None or row.form not in DEPOSITS:
            return {"payer": builder and builder.pk, "bank": self.own_body("bank")}
        return {
            "form": row.form, "payer": row.payer_id, "stored_fen": row.stored_fen,
            "stored_on": row.stored_on, "bank": row.bank.name if row.bank else "",
        }  # fmt: skip


class Ground(OfProject):
    """What the contractor's record is, so far as it moves the rate."""

    clean_years = Whole(N_("Full years without wage arrears"), 0, YEARS_MAX, required=False)
    had_arrears = YesNo(N_("Had wage arrears"))
    is_listed = YesNo(N_("Is on the list of dishonest employers"))
    exempt = forms.BooleanField(label=N_("Exempt from the deposit"), required=False)

    def start(self) -> dict[str, Any]:
        """What is on record."""
        row = Deposit.objects.filter(project=self.row).first()
        names = ("clean_years", "had_arrears", "is_listed")
        return {} if row is None else {name: getattr(row, name) for name in names}


class Demand(OfProject):
    """An order to store a missing deposit."""

    number = Words(N_("Number of the order"), 60)
    until_on = Day(
        N_("Store it until"), required=False, help_text=N_("Empty: within the place's term.")
    )
    by = BodyName(N_("Ordered by"), kind="department")

    def start(self) -> dict[str, Any]:
        """The reader's own department."""
        return {"by": self.own_body("department")}


class Notice(OfProject):
    """A notice to the bank to pay wages out of the deposit."""

    at: ClassVar = {"deposit.number": "number", "deposit.left": "used_fen"}
    number = Words(N_("Number of the notice"), 60)
    used_fen = Yuan(N_("Sum (yuan)"))
    on = Day(N_("Day of the notice"), today=True)


class Returned(OnDay):
    """The return of a deposit."""

    grounds = Long(N_("How was it established that no wages are owed?"), required=False)


class Letter(OfProject):
    """A letter of guarantee or an insurance."""

    at: ClassVar = {"guarantee.taken": "number"}
    kind = Choice(N_("Kind"), LETTERS)
    number = Words(N_("Number of the letter"), 60)
    issuer = BodyName(N_("Issued by"))
    amount_fen = Yuan(N_("Sum (yuan)"))
    from_on = Day(N_("Valid from"), today=True)
    to_on = Day(N_("Valid until"), required=False)
    replaces = Pick(N_("Replaces"), required=False)

    def offer_replaces(self) -> list[tuple[Any, str]]:
        """Letters that are not replaced."""
        held = self.row.guarantees.filter(replaced_by=None, ended_on=None)
        rows = [(each.pk, f"{self.say(LETTERS[each.kind])} {each.number}") for each in held]
        return [("", self.say(N_("none of them"))), *rows]


ACTS = (
    Act(
        "deposit-record", "registry.deposit.record", "projects/<int:key>/deposit", Project,
        Given, lambda row, said, by: record_deposit(row.pk, DepositForm(**said), **who(by)),
        N_("The deposit is on record."), crumbs, N_("Record the deposit"),
        N_("Copy it from the bank's receipt, from the letter or from the policy."),
    ),
    Act(
        "deposit-rate", "registry.deposit.rate", "projects/<int:key>/deposit/record", Project,
        Ground, lambda row, said, by: state_ground(row.pk, GroundForm(**said), **who(by)),
        N_("The record is stated; the sum due follows it."), crumbs,
        N_("Record the contractor's wage history"),
    ),
    Act(
        "deposit-demand", "registry.deposit.demand", "projects/<int:key>/deposit/demand", Project,
        Demand, lambda row, said, by: demand_deposit(row.pk, **said, **who(by)),
        N_("The order is on record."), crumbs, N_("Order it to be stored"),
    ),
    Act(
        "deposit-order", "registry.deposit.order", "deposits/<int:key>/order", Deposit,
        Notice, lambda row, said, by: order_payment(row.pk, **said, **who(by)),
        N_("The notice to the bank is on record."), crumbs, N_("Order a payment"),
    ),
    Act(
        "deposit-paid", "registry.deposit.pay", "deposit-orders/<int:key>/paid", DepositOrder,
        OnDay, lambda row, said, by: record_paid(row.pk, **said, **who(by)),
        N_("The payment is on record."), crumbs, N_("Record the bank's payment"),
    ),
    Act(
        "deposit-full", "registry.deposit.pay", "deposit-orders/<int:key>/full", DepositOrder,
        OnDay, lambda row, said, by: record_top_up(row.pk, **said, **who(by)),
        N_("The deposit is full again."), crumbs, N_("Record that it is full again"),
    ),
    Act(
        "deposit-ask-return", "registry.deposit.ask_return", "deposits/<int:key>/ask-return",
        Deposit, OnDay, lambda row, said, by: ask_return(row.pk, **said, **who(by)),
        N_("The application is on record."), crumbs, N_("Ask for the deposit back"),
    ),
    Act(
        "deposit-return", "registry.deposit.return", "deposits/<int:key>/return", Deposit,
        Returned, lambda row, said, by: return_deposit(row.pk, **said, **who(by)),
        N_("The return is on record."), crumbs, N_("Return the deposit"), is_grave=True,
    ),
    Act(
        "guarantee-record", "registry.guarantee.record", "projects/<int:key>/guarantees/new",
        Project, Letter,
        lambda row, said, by: record_guarantee(row.pk, GuaranteeForm(**said), **who(by)),
        N_("The letter is on record."), crumbs, N_("Record a letter of guarantee"),
    ),
    Act(
        "guarantee-end", "registry.guarantee.end", "guarantees/<int:key>/end", Guarantee,
        OnDay, lambda row, said, by: end_guarantee(row.pk, **said, **who(by)),
        N_("The letter has ended."), crumbs, N_("End the letter"), is_grave=True,
    ),
)  # fmt: skip
