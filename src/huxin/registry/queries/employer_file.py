"""What an employer keeps without a project: wage account and deposit; what it lacks, by clause."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from huxin.access.actor import Actor
from huxin.access.gate import reach, visible
from huxin.access.models import Body
from huxin.kernel.identity import mask_card
from huxin.kernel.texts import Message, message
from huxin.registry.law import Here
from huxin.registry.models import EmployerAccount, EmployerDeposit
from huxin.registry.policy.accounts import EMPLOYER_LOCATION, PLACE_OF_EMPLOYER, lies_elsewhere

__all__ = ["EmployerFile", "Lack", "OwnAccount", "OwnDeposit", "employer_file"]

SEE = "access.body.view"
SECTORS = "deposit.employer_sectors"


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """One account; `number` is masked."""

    key: int
    name: str
    number: str
    bank: str
    branch: str
    opened_on: dt.date
    closed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class OwnDeposit:
    """One deposit; `stored_fen` in fen."""

    key: int
    form: str
    stored_fen: int
    bank: str
    stored_on: dt.date
    returned_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Lack:
    """One thing that the documents of the employer's place ask for and that is not there.

    `is_known` false: nobody can tell whether it is asked for.
    """

    id: str
    says: Message
    clauses: tuple[str, ...]
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class EmployerFile:
    """Accounts and deposits, the newest first, and what is missing."""

    accounts: tuple[OwnAccount, ...]
    deposits: tuple[OwnDeposit, ...]
    lacks: tuple[Lack, ...]


def employer_file(body: int, *, on: dt.date, actor: Actor) -> EmployerFile:
    """The file of one company; raises NotFound. Three queries."""
    row = reach(Body, body, SEE, actor=actor)
    accounts = list(
        visible(EmployerAccount, SEE, actor=actor).filter(body=row)
        .select_related("bank__place").order_by("-opened_on", "-pk").distinct()
    )  # fmt: skip
    deposits = list(
        visible(EmployerDeposit, SEE, actor=actor).filter(body=row)
        .select_related("bank").order_by("-stored_on", "-pk").distinct()
    )  # fmt: skip
    return EmployerFile(
        tuple(
            OwnAccount(each.pk, each.name, mask_card(each.number), each.bank.name, each.branch,
                       each.opened_on, each.closed_on)
            for each in accounts
        ),
        tuple(
            OwnDeposit(each.pk, each.form, each.stored_fen, each.bank.name, each.stored_on,
                       each.returned_on)
            for each in deposits
        ),
        tuple(_lacks(row, accounts, deposits, on)) if row.kind == Body.Kind.COMPANY else (),
    )  # fmt: skip


def _lacks(
    row: Body, accounts: list[EmployerAccount], deposits: list[EmployerDeposit], on: dt.date
) -> Iterator[Lack]:
    here = Here.of(row.place)
    asked = here.clauses(EMPLOYER_LOCATION, on)
    held = [each for each in accounts if each.closed_on is None]
    if here.value(EMPLOYER_LOCATION, on) is not None and not held:
        says = message("No wage account of the employer's own is on record.")
        yield Lack("account.none", says, asked)
    for each in held:
        where = (EMPLOYER_LOCATION, PLACE_OF_EMPLOYER)
        if lies_elsewhere(each.bank.place, row.place, here=here, on=on, asked=where):
            says = message("The account's bank {bank} does not lie in the employer's place.",
                           bank=each.bank.name)  # fmt: skip
            yield Lack("account.place", says, asked)
    trades = here.words(SECTORS, on)
    kept = any(each.returned_on is None for each in deposits)
    if trades and not row.sector:
        says = message("The trade is not on record, so nobody can tell whether a deposit is due.")
        yield Lack("deposit.trade", says, here.clauses(SECTORS, on), is_known=False)
    elif row.sector in trades and not kept:
        says = message("An enterprise of this trade stores a wage deposit; none is on record.")
        yield Lack("deposit.none", says, here.clauses(SECTORS, on))
