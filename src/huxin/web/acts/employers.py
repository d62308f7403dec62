"""An employer's own wage account and deposit, on the page of the unit."""

from __future__ import annotations

from typing import Any, ClassVar

from huxin.access.models import Body
from huxin.kernel.texts import N_
from huxin.registry.actions.employers import (
    OwnAccountForm,
    OwnDepositForm,
    close_own_account,
    record_own_account,
    record_own_deposit,
    return_own_deposit,
)
from huxin.registry.models import EmployerAccount, EmployerDeposit
from huxin.web.act import Act
from huxin.web.acts.of_project import firm_crumbs, who
from huxin.web.ask import ActForm, BodyName, Choice, Day, Words, Yuan
from huxin.web.page import Request
from huxin.web.words import DEPOSITS

__all__ = ["ACTS"]


class Opened(ActForm):
    """An account as the bank's opening notice has it."""

    at: ClassVar = {"account.taken": "number", "account.card": "number"}
    bank = BodyName(N_("Bank"), kind="bank")
    branch = Words(N_("Branch"), required=False)
    name = Words(N_("Account name"), 160)
    number = Words(N_("Account number"), 40)
    opened_on = Day(N_("Opened on"), today=True)


class Stored(ActForm):
    """A deposit as the bank's receipt or the letter has it."""

    form = Choice(N_("In which form"), DEPOSITS)
    stored_fen = Yuan(N_("Sum (yuan)"))
    stored_on = Day(N_("Stored on"), today=True)
    bank = BodyName(N_("Bank or insurer"))


class Ended(ActForm):
    """Only a day."""

    on = Day(N_("Day"), today=True)


def _account(row: Body, said: dict[str, Any], by: Request) -> object:
    return record_own_account(row.pk, OwnAccountForm(**said), **who(by))


def _deposit(row: Body, said: dict[str, Any], by: Request) -> object:
    return record_own_deposit(row.pk, OwnDepositForm(**said), **who(by))


ACTS = (
    Act(
        "own-account", "registry.employer_account.record", "units/<int:key>/account", Body,
        Opened, _account, N_("The account is on record."), firm_crumbs,
        N_("Record the employer's own wage account"),
        N_("For wages of people who work on no project; accounts of projects stand with them."),
    ),
    Act(
        "own-account-close", "registry.employer_account.close", "own-accounts/<int:key>/close",
        EmployerAccount, Ended, lambda row, said, by: close_own_account(row.pk, **said, **who(by)),
        N_("The account is closed."), firm_crumbs, N_("Close the account"), is_grave=True,
    ),
    Act(
        "own-deposit", "registry.employer_deposit.record", "units/<int:key>/deposit", Body,
        Stored, _deposit, N_("The deposit is on record."), firm_crumbs,
        N_("Record the employer's own wage deposit"),
        N_("Of mines and like enterprises; deposits of projects stand with them."),
    ),
    Act(
        "own-deposit-return", "registry.employer_deposit.return", "own-deposits/<int:key>/return",
        EmployerDeposit, Ended, lambda row, said, by: return_own_deposit(row.pk, **said, **who(by)),
        N_("The return is on record."), firm_crumbs, N_("Return the deposit"), is_grave=True,
    ),
)  # fmt: skip
