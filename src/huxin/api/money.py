"""Systems on what secures the wages of a project: special accounts, the deposit, letters."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest
from ninja import Path, Router

from huxin.access.gate import reach
from huxin.api.auth import asked
from huxin.api.operation import BIG, act, answers, done, operation
from huxin.api.schemas.money import (
    AccountIn,
    AccountOut,
    AgreementIn,
    ClosedIn,
    ClosingIn,
    DemandIn,
    DepositIn,
    DepositOut,
    FilingIn,
    GuaranteeIn,
    GuaranteeOut,
    OnIn,
    OrderIn,
    OrderOut,
    ReturnIn,
    ReviewIn,
    SecurityOut,
)
from huxin.kernel.clock import SystemClock
from huxin.kernel.identity import mask_card
from huxin.registry.actions import accounts, deposits, guarantees
from huxin.registry.models import Deposit, DepositOrder, Guarantee, Project, SpecialAccount

__all__ = ["router"]

router = Router(tags=["money"])
Key = Annotated[int, Path(ge=1, le=BIG)]
ACCOUNTS, DEPOSITS = "/special-accounts/{account}", "/deposits/{deposit}"


@router.get(
    "/projects/{project}/security", response=answers(SecurityOut), summary="What secures the wages"
)
@operation("registry.project.view")
def security(request: HttpRequest, project: Key) -> SecurityOut:
    """Special accounts, the deposit with its uses, and letters of guarantee of a project."""
    site = reach(Project, project, "registry.project.view", actor=asked(request))
    deposit = Deposit.objects.filter(project=site).first()
    return SecurityOut(
        accounts=[_account(each) for each in site.accounts.order_by("pk")],
        deposit=_deposit(deposit) if deposit else None,
        guarantees=[_letter(each) for each in site.guarantees.order_by("pk")],
    )


@router.post(
    "/projects/{project}/special-accounts", response=done(AccountOut),
    summary="Report a special account that was opened",
)  # fmt: skip
@act("registry.account.open")
def open_account(request: HttpRequest, project: Key, body: AccountIn) -> AccountOut:
    """By a party of the project, or a bank that keeps an account of it. A number is on record
    once."""
    form = accounts.AccountForm(**body.model_dump())
    return _account(accounts.open_account(
        project, form, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(f"{ACCOUNTS}/agreement", response=done(AccountOut), summary="The tri-party agreement")
@act("registry.account.agree")
def agree(request: HttpRequest, account: Key, body: AgreementIn) -> AccountOut:
    """Signed on a day, with the items that it holds."""
    return _account(accounts.agree(
        account, on=body.on, items=body.items, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(f"{ACCOUNTS}/filing", response=done(AccountOut), summary="Take the filing")
@act("registry.account.file")
def file_account(request: HttpRequest, account: Key, body: FilingIn) -> AccountOut:
    """A department takes the filing; filed once every authority of the place has."""
    return _account(accounts.file_account(
        account, on=body.on, filed_with=body.filed_with, actor=asked(request),
        now=SystemClock().now(),
    ))  # fmt: skip


@router.post(f"{ACCOUNTS}/review", response=done(AccountOut), summary="Review opening papers")
@act("registry.account.review")
def review_opening(request: HttpRequest, account: Key, body: ReviewIn) -> AccountOut:
    """By the central bank, and what it found wrong."""
    return _account(accounts.review_opening(
        account, by=body.by, found=body.found, on=body.on, actor=asked(request),
        now=SystemClock().now(),
    ))  # fmt: skip


@router.post(f"{ACCOUNTS}/closing-request", response=done(AccountOut), summary="Ask for closing")
@act("registry.account.ask_closing")
def ask_closing(request: HttpRequest, account: Key, body: ClosingIn) -> AccountOut:
    """The public notice runs from today, for the term of the place."""
    return _account(accounts.ask_closing(
        account, commitment_on=body.commitment_on, reason=body.reason, actor=asked(request),
        now=SystemClock().now(),
    ))  # fmt: skip


@router.post(f"{ACCOUNTS}/closing", response=done(AccountOut), summary="Let it be closed")
@act("registry.account.close")
def close_account(request: HttpRequest, account: Key, body: ClosedIn) -> AccountOut:
    """By the authority, once the public notice is over."""
    return _account(accounts.close_account(
        account, on=body.on, grounds=body.grounds, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(
    "/projects/{project}/deposit", response=done(DepositOut), summary="Record the wage deposit"
)
@act("registry.deposit.record")
def record_deposit(request: HttpRequest, project: Key, body: DepositIn) -> DepositOut:
    """As it was stored, or a change of it. A project has one."""
    form = deposits.DepositForm(**body.model_dump())
    return _deposit(deposits.record_deposit(
        project, form, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(
    "/projects/{project}/deposit/demand", response=done(DepositOut),
    summary="Order a missing deposit to be stored",
)  # fmt: skip
@act("registry.deposit.demand")
def demand_deposit(request: HttpRequest, project: Key, body: DemandIn) -> DepositOut:
    """While the works run without it."""
    return _deposit(deposits.demand_deposit(
        project, number=body.number, until_on=body.until_on, by=body.by, actor=asked(request),
        now=SystemClock().now(),
    ))  # fmt: skip


@router.post(f"{DEPOSITS}/orders", response=done(OrderOut), summary="Order wages to be paid")
@act("registry.deposit.order")
def order_payment(request: HttpRequest, deposit: Key, body: OrderIn) -> OrderOut:
    """The authority's notice to the bank, under its own number."""
    return _order(deposits.order_payment(
        deposit, number=body.number, used_fen=body.used_fen, on=body.on, actor=asked(request),
        now=SystemClock().now(),
    ))  # fmt: skip


@router.post("/deposit-orders/{order}/paid", response=done(OrderOut), summary="The bank has paid")
@act("registry.deposit.pay")
def record_paid(request: HttpRequest, order: Key, body: OnIn) -> OrderOut:
    """The bank paid the workers on the authority's notice."""
    return _order(deposits.record_paid(
        order, on=body.on, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post("/deposit-orders/{order}/full", response=done(OrderOut), summary="Made full again")
@act("registry.deposit.pay")
def record_full(request: HttpRequest, order: Key, body: OnIn) -> OrderOut:
    """The contractor made the deposit full again after this use."""
    return _order(deposits.record_top_up(
        order, on=body.on, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(f"{DEPOSITS}/return-request", response=done(DepositOut), summary="Ask for its return")
@act("registry.deposit.ask_return")
def ask_return(request: HttpRequest, deposit: Key, body: OnIn) -> DepositOut:
    """Once the works are completed and what was used is full again."""
    return _deposit(deposits.ask_return(
        deposit, on=body.on, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(f"{DEPOSITS}/return", response=done(DepositOut), summary="Give it back")
@act("registry.deposit.return")
def return_deposit(request: HttpRequest, deposit: Key, body: ReturnIn) -> DepositOut:
    """The authority confirms the return, and how it was established that nothing is owed."""
    return _deposit(deposits.return_deposit(
        deposit, on=body.on, grounds=body.grounds, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post(
    "/projects/{project}/guarantees", response=done(GuaranteeOut), summary="Record a letter"
)
@act("registry.guarantee.record")
def record_guarantee(request: HttpRequest, project: Key, body: GuaranteeIn) -> GuaranteeOut:
    """A letter of guarantee or insurance; one that it replaces ends with it."""
    form = guarantees.GuaranteeForm(**body.model_dump())
    return _letter(guarantees.record_guarantee(
        project, form, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


@router.post("/guarantees/{guarantee}/end", response=done(GuaranteeOut), summary="A letter ends")
@act("registry.guarantee.end")
def end_guarantee(request: HttpRequest, guarantee: Key, body: OnIn) -> GuaranteeOut:
    """The authority gives it back, or it was called in whole."""
    return _letter(guarantees.end_guarantee(
        guarantee, on=body.on, actor=asked(request), now=SystemClock().now()
    ))  # fmt: skip


def _account(row: SpecialAccount) -> AccountOut:
    days = ("opened_on", "agreement_on", "filed_on", "closing_asked_on", "notice_to_on",
            "closed_on")  # fmt: skip
    return AccountOut(
        id=row.pk, project=row.project_id, bank=row.bank_id, name=row.name,
        number=mask_card(row.number), **{name: getattr(row, name) for name in days},
    )  # fmt: skip


def _deposit(row: Deposit) -> DepositOut:
    return DepositOut(
        id=row.pk, project=row.project_id, payer=row.payer_id, form=row.form,
        stored_fen=row.stored_fen, stored_on=row.stored_on, bank=row.bank_id,
        return_applied_on=row.return_applied_on, returned_on=row.returned_on,
        orders=[_order(each) for each in row.orders.order_by("pk")],
    )  # fmt: skip


def _order(row: DepositOrder) -> OrderOut:
    return OrderOut(
        id=row.pk, deposit=row.deposit_id, number=row.number, used_fen=row.used_fen,
        notice_on=row.notice_on, bank_paid_on=row.bank_paid_on, topped_up_on=row.topped_up_on,
    )  # fmt: skip


def _letter(row: Guarantee) -> GuaranteeOut:
    return GuaranteeOut(
        id=row.pk, project=row.project_id, kind=row.kind, number=row.number, issuer=row.issuer_id,
        amount_fen=row.amount_fen, from_on=row.from_on, to_on=row.to_on,
        replaced_by=row.replaced_by_id, ended_on=row.ended_on,
    )  # fmt: skip
