"""Everything the registers hold of one project, read once: a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from huxin.kernel.calendar import WorkCalendar
from huxin.registry.law import Here
from huxin.registry.models import (
    Deposit,
    DepositOrder,
    Guarantee,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Sticker,
    Team,
    WorksContract,
)
from huxin.registry.policy.deposits import (
    CoverAnswer,
    DepositDue,
    Held,
    cover_of,
    due_by,
    due_of,
)
from huxin.registry.policy.gates import Standing
from huxin.registry.policy.works import WorksFinding, check_terms

__all__ = ["Dossier", "open_dossier"]

KIND = Guarantee.Kind


@dataclass
class Dossier:
    """One project with all that hangs on it, as it stands on `on`."""

    project: Project
    on: dt.date
    parties: tuple[Party, ...]
    teams: tuple[Team, ...]
    permits: tuple[Permit, ...]
    contracts: tuple[WorksContract, ...]
    accounts: tuple[SpecialAccount, ...]
    deposit: Deposit | None
    orders: tuple[DepositOrder, ...]
    guarantees: tuple[Guarantee, ...]
    posts: tuple[SitePost, ...]
    signboard: Signboard | None
    stickers: tuple[Sticker, ...]

    @cached_property
    def here(self) -> Here:
        return Here.of(self.project.place)

    @cached_property
    def calendar(self) -> WorkCalendar:
        return WorkCalendar.load()

    def party(self, role: str) -> Party | None:
        """The party in a role that has not left, the newest first."""
        found = [each for each in self.parties if each.role == role and each.left_on is None]
        return found[-1] if found else None

    @cached_property
    def main_contract(self) -> WorksContract | None:
        """The contract between developer and general contractor; the newest of several."""
        found = [each for each in self.contracts if each.client.role == Party.Role.DEVELOPER]
        return max(found, key=lambda each: (each.signed_on or dt.date.min, each.pk), default=None)

    @cached_property
    def permit(self) -> Permit | None:
        found = [each for each in self.permits if each.withdrawn_on is None]
        return min(found, key=lambda each: (each.issued_on, each.pk), default=None)

    @cached_property
    def account(self) -> SpecialAccount | None:
        found = [each for each in self.accounts if each.opened_on and each.closed_on is None]
        return found[0] if found else None

    def findings(self, contract: WorksContract) -> tuple[WorksFinding, ...]:
        """What is missing or unlawful in one of the contracts."""
        return check_terms(
            contract, here=self.here, on=contract.signed_on or self.on,
            funding=self.project.funding, is_general=contract.client.role == Party.Role.DEVELOPER,
        )  # fmt: skip

    def in_force(self, kind: str) -> tuple[Guarantee, ...]:
        """Letters of a kind that hold on the day."""
        return tuple(
            each
            for each in self.guarantees
            if each.kind == kind
            and each.from_on <= self.on
            and (each.to_on is None or self.on <= each.to_on)
            and each.ended_on is None
            and each.replaced_by_id is None
        )

    @cached_property
    def held(self) -> Held | None:
        """What is there of the deposit; a letter counts with its sum while it is in force."""
        row = self.deposit
        if row is None or row.returned_on is not None:
            return None
        used = sum(each.used_fen for each in self.orders if each.topped_up_on is None)
        letters = [each for each in self.guarantees if each.kind == KIND.WAGE_DEPOSIT]
        stored = row.stored_fen
        if row.form == Deposit.Form.BANK_GUARANTEE and letters:
            stored = sum(each.amount_fen for each in self.in_force(KIND.WAGE_DEPOSIT))
        return Held(row.form, stored, used)

    @cached_property
    def deposit_due(self) -> DepositDue:
        main = self.main_contract
        price = self.project.contract_price_fen or (main.price_fen if main else None)
        return due_of(
            price_fen=price, ground=self.deposit,
            account_opened_on=self.account.opened_on if self.account else None,
            registered_on=self.project.registered_on, here=self.here, on=self.on,
        )  # fmt: skip

    @cached_property
    def cover(self) -> CoverAnswer:
        return cover_of(self.held, self.deposit_due)

    @cached_property
    def deposit_by(self) -> object:
        main = self.main_contract
        return due_by(
            permit_on=self.permit.issued_on if self.permit else None,
            permit_waived=self.project.permit_waived,
            signed_on=main.signed_on if main else None,
            here=self.here, on=self.on, calendar=self.calendar,
        )  # fmt: skip

    @cached_property
    def standing(self) -> Standing:
        """What the gates look at."""
        developer = self.party(Party.Role.DEVELOPER)
        builder = self.party(Party.Role.GENERAL_CONTRACTOR)
        main = self.main_contract
        return Standing(
            funding=self.project.funding,
            funds_proven=self.project.funds_proven,
            deposit=self.cover,
            has_permit=self.permit is not None,
            account_open=self.account is not None,
            owner_guarantee=bool(self.in_force(KIND.OWNER_PAYMENT)),
            contract=None if main is None else self.findings(main),
            developer=developer is not None,
            developer_listed_on=developer.listed_on if developer else None,
            contractor=builder is not None,
            contractor_listed_on=builder.listed_on if builder else None,
            had_arrears=self.deposit.had_arrears if self.deposit else None,
        )


def open_dossier(project: Project, *, on: dt.date) -> Dossier:
    """Read all of a project; `project` was reached through the gate. Twelve queries."""
    parts = Party.objects.filter(project=project).select_related("body").order_by("id")
    deposit = Deposit.objects.filter(project=project).select_related("bank").first()
    return Dossier(
        project=project,
        on=on,
        parties=tuple(parts),
        teams=tuple(Team.objects.filter(party__project=project).order_by("name")),
        permits=tuple(
            Permit.objects.filter(project=project).select_related("issued_by").order_by("issued_on")
        ),
        contracts=tuple(
            WorksContract.objects.filter(project=project)
            .select_related("client__body", "contractor__body")
            .order_by("id")
        ),
        accounts=tuple(
            SpecialAccount.objects.filter(project=project)
            .select_related("bank", "holder__body", "filed_with")
            .order_by("id")
        ),
        deposit=deposit,
        orders=tuple(DepositOrder.objects.filter(deposit__project=project).order_by("id")),
        guarantees=tuple(
            Guarantee.objects.filter(project=project).select_related("issuer").order_by("from_on")
        ),
        posts=tuple(
            SitePost.objects.filter(project=project, to_on=None).select_related(
                "account", "party__body"
            )
        ),
        signboard=Signboard.objects.filter(project=project).first(),
        stickers=tuple(Sticker.objects.filter(project=project).order_by("id")),
    )
