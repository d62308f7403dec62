"""Everything the registers hold of one project, read once: a fixed number of queries."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from django.db.models import Model

from huxin.kernel.calendar import Deadline, WorkCalendar
from huxin.registry.law import Here
from huxin.registry.models import (
    CourtMeasure,
    Deposit,
    DepositOrder,
    Guarantee,
    Party,
    Permit,
    Project,
    Signboard,
    SitePost,
    SpecialAccount,
    Statement,
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
from huxin.registry.policy.statements import in_force
from huxin.registry.policy.works import WorksFinding, check_terms

__all__ = ["Dossier", "open_dossier", "open_dossiers"]

M = TypeVar("M", bound=Model)

KIND = Guarantee.Kind
BY_LETTER = frozenset({Deposit.Form.BANK_GUARANTEE, Deposit.Form.THIRD_PARTY})
TENDERING, BIDDING = "gate.tendering_ban_months", "gate.bidding_ban_months"


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
    measures: tuple[CourtMeasure, ...]
    deposit: Deposit | None
    orders: tuple[DepositOrder, ...]
    guarantees: tuple[Guarantee, ...]
    posts: tuple[SitePost, ...]
    signboard: Signboard | None
    stickers: tuple[Sticker, ...]
    statements: tuple[Statement, ...]

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
        found = [
            each
            for each in self.permits
            if each.withdrawn_on is None and each.kind != Permit.Kind.APPROVAL
        ]
        return min(found, key=lambda each: (each.issued_on, each.pk), default=None)

    @cached_property
    def approval(self) -> Permit | None:
        """The approval or filing of the investment project that holds, the newest of several."""
        found = [
            each
            for each in self.permits
            if each.withdrawn_on is None and each.kind == Permit.Kind.APPROVAL
        ]
        return found[-1] if found else None

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
        if row.form in BY_LETTER and letters:
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
    def deposit_by(self) -> Deadline | None:
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
            developer_stated=self._stated(developer, TENDERING),
            contractor_stated=self._stated(builder, BIDDING),
        )

    def _stated(self, party: Party | None, term: str) -> dict[str, Statement | None]:
        """By kind, what is stated of a party's firm, for as long as the place bars it."""
        rows = [each for each in self.statements if party and each.body_id == party.body_id]
        return {
            kind: in_force(rows, kind, here=self.here, on=self.on, term=term)
            for kind in Statement.Kind
        }


def open_dossier(project: Project, *, on: dt.date) -> Dossier:
    """Read all of a project; `project` was reached through the gate. Thirteen queries."""
    return open_dossiers([project], on=on)[project.pk]


def open_dossiers(projects: Sequence[Project], *, on: dt.date) -> dict[int, Dossier]:
    """Read all of several projects, by key; as many queries as for one."""
    keys = [each.pk for each in projects]
    parties = _by_project(Party, keys, "body", order="id")
    teams = _grouped(
        Team.objects.filter(party__project__in=keys).select_related("party").order_by("name"),
        lambda each: each.party.project_id,
    )
    permits = _by_project(Permit, keys, "issued_by", order="issued_on")
    contracts = _by_project(WorksContract, keys, "client__body", "contractor__body", order="id")
    accounts = _by_project(
        SpecialAccount, keys, "bank__place", "holder__body", "filed_with", order="id"
    )
    measures = _by_project(CourtMeasure, keys, order="on")
    deposits = _by_project(Deposit, keys, "bank", order="id")
    orders = _grouped(
        DepositOrder.objects.filter(deposit__project__in=keys)
        .select_related("deposit")
        .order_by("id"),
        lambda each: each.deposit.project_id,
    )
    letters = _by_project(Guarantee, keys, "issuer", order="from_on")
    posts = _by_project(SitePost, keys, "account", "party__body", order="id")
    boards = _by_project(Signboard, keys, order="id")
    firms = {each.body_id for rows in parties.values() for each in rows}
    stated = Statement.objects.filter(body__in=firms).select_related("stated_by").order_by("pk")
    statements = list(stated)
    stickers = _by_project(Sticker, keys, order="id")
    return {
        each.pk: Dossier(
            project=each,
            on=on,
            parties=parties.get(each.pk, ()),
            teams=teams.get(each.pk, ()),
            permits=permits.get(each.pk, ()),
            contracts=contracts.get(each.pk, ()),
            accounts=accounts.get(each.pk, ()),
            measures=measures.get(each.pk, ()),
            deposit=next(iter(deposits.get(each.pk, ())), None),
            orders=orders.get(each.pk, ()),
            guarantees=letters.get(each.pk, ()),
            posts=tuple(post for post in posts.get(each.pk, ()) if post.to_on is None),
            signboard=next(iter(boards.get(each.pk, ())), None),
            stickers=stickers.get(each.pk, ()),
            statements=tuple(
                row
                for row in statements
                if any(row.body_id == party.body_id for party in parties.get(each.pk, ()))
            ),
        )
        for each in projects
    }


def _by_project(
    model: type[M], keys: Sequence[int], *related: str, order: str
) -> dict[int, tuple[M, ...]]:
    """Rows of a table that hang on projects, by project; its own project is not read again."""
    rows = model._default_manager.filter(project__in=keys).order_by(order, "pk")
    found = rows.select_related(*related) if related else rows
    return _grouped(found, lambda each: each.__dict__["project_id"])


def _grouped(rows: Iterable[M], key: Callable[[M], int]) -> dict[int, tuple[M, ...]]:
    found: dict[int, list[M]] = {}
    for each in rows:
        found.setdefault(key(each), []).append(each)
    return {name: tuple(group) for name, group in found.items()}
