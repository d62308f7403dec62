"""The wage special account: opened, agreed on, filed, asked to be closed, closed."""

from __future__ import annotations

from typing import Any, ClassVar

from huxin.kernel.texts import N_
from huxin.registry.actions.accounts import (
    AccountForm,
    agree,
    ask_closing,
    close_account,
    file_account,
    name_bank,
    open_account,
    review_opening,
)
from huxin.registry.law import Here
from huxin.registry.models import Party, Project, SpecialAccount
from huxin.registry.policy.accounts import agreement_items, expected_name
from huxin.web.act import Act
from huxin.web.acts.of_project import OfProject, crumbs, who
from huxin.web.ask import BodyName, Day, Long, Pick, Ticks, Words
from huxin.web.page import Request
from huxin.web.words import AGREEMENT, word

__all__ = ["ACTS"]


class Opening(OfProject):
    """An account as the bank's opening notice has it."""

    at: ClassVar = {"account.taken": "number", "account.card": "number", "account.named": "bank"}
    holder = Pick(N_("Account holder"))
    bank = BodyName(N_("Bank"), kind="bank")
    branch = Words(N_("Branch"), required=False)
    name = Words(N_("Account name"), 160)
    number = Words(N_("Account number"), 40)
    opened_on = Day(N_("Opened on"), today=True)

    def start(self) -> dict[str, Any]:
        """The name that the law asks for, where it asks for one; a banker's own bank."""
        site: Project = self.row
        builder = site.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
        bank = self.own_body("bank")
        if builder is None:
            return {"bank": bank}
        here = Here.of(site.place)
        name = expected_name(builder.body.name, site.name, here=here, on=self.today)
        return {"holder": builder.pk, "name": name or "", "bank": bank}

    def offer_holder(self) -> list[tuple[Any, str]]:
        """Whoever takes part."""
        return self.parties()


class Naming(OfProject):
    """A tri-party agreement whose bank is still to open the account."""

    at: ClassVar = {"account.bank": "bank"}
    holder = Pick(N_("Account holder"))
    bank = BodyName(N_("Bank"), kind="bank")
    on = Day(N_("Signed on"), today=True)
    items = Ticks(N_("What it says"))

    def start(self) -> dict[str, Any]:
        """The general contractor."""
        builder = self.row.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
        return {"holder": builder and builder.pk}

    def offer_holder(self) -> list[tuple[Any, str]]:
        """Whoever takes part."""
        return self.parties()

    def offer_items(self) -> list[tuple[Any, str]]:
        """What the law asks for."""
        return asked_items(self, self.row)


def asked_items(form: OfProject, site: Project) -> list[tuple[Any, str]]:
    """The items that an agreement must have where the project lies."""
    listed = agreement_items(Here.of(site.place), form.today)
    return [(each, form.say(word(AGREEMENT, each))) for each in listed]


class Agreement(OfProject):
    """The tri-party agreement and what it holds."""

    on = Day(N_("Signed on"), today=True)
    items = Ticks(N_("What it says"))

    def start(self) -> dict[str, Any]:
        """What is on record."""
        row: SpecialAccount = self.row
        held = {"items": row.agreement_items}
        return held if row.agreement_on is None else {**held, "on": row.agreement_on}

    def offer_items(self) -> list[tuple[Any, str]]:
        """What the law asks for."""
        return asked_items(self, self.row.project)


class Filing(OfProject):
    """The filing of an account with a department."""

    on = Day(N_("Filed on"), today=True)
    filed_with = BodyName(N_("Filed with"), kind="department")

    def start(self) -> dict[str, Any]:
        """The reader's own department."""
        return {"filed_with": self.own_body("department")}


class Review(OfProject):
    """The central bank's review of the opening papers."""

    on = Day(N_("Papers reviewed on"), today=True)
    found = Long(N_("Found in the review"), required=False)


def _review(row: SpecialAccount, said: dict[str, Any], by: Request) -> object:
    return review_opening(row.pk, by=min(by.actor.bodies, default=0), **said, **who(by))


class Closing(OfProject):
    """Why an account may be closed."""

    commitment_on = Day(
        N_("Commitment of the contractor that no wages are owed, signed on"), required=False
    )
    reason = Long(N_("Why are no more wages to be paid from it?"), required=False)


class Closed(OfProject):
    """The closing of an account."""

    on = Day(N_("Day"), today=True)
    grounds = Long(N_("How was it established that no wages are owed?"), required=False)


ACTS = (
    Act(
        "account-open", "registry.account.open", "projects/<int:key>/accounts/new", Project,
        Opening, lambda row, said, by: open_account(row.pk, AccountForm(**said), **who(by)),
        N_("The account is on record."), crumbs, N_("Record the special account"),
        N_("Copy it from the bank's opening notice."),
    ),
    Act(
        "account-name-bank", "registry.account.agree", "projects/<int:key>/accounts/bank", Project,
        Naming, lambda row, said, by: name_bank(row.pk, **said, **who(by)),
        N_("The bank is named; it can record the account itself now."), crumbs,
        N_("Name the bank that is to open it"),
        N_("By the tri-party agreement. The bank sees the project from then on."),
    ),
    Act(
        "account-agree", "registry.account.agree", "accounts/<int:key>/agree", SpecialAccount,
        Agreement, lambda row, said, by: agree(row.pk, **said, **who(by)),
        N_("The agreement is on record."), crumbs, N_("Record the tri-party agreement"),
    ),
    Act(
        "account-file", "registry.account.file", "accounts/<int:key>/file", SpecialAccount,
        Filing, lambda row, said, by: file_account(row.pk, **said, **who(by)),
        N_("The account is filed."), crumbs, N_("File the account"),
    ),
    Act(
        "account-review", "registry.account.review", "accounts/<int:key>/review", SpecialAccount,
        Review, _review, N_("The review is on record."), crumbs, N_("Record the review of papers"),
    ),
    Act(
        "account-ask-closing", "registry.account.ask_closing", "accounts/<int:key>/ask-closing",
        SpecialAccount, Closing, lambda row, said, by: ask_closing(row.pk, **said, **who(by)),
        N_("The public notice of the closing runs from today."), crumbs,
        N_("Ask to close the account"),
    ),
    Act(
        "account-close", "registry.account.close", "accounts/<int:key>/close", SpecialAccount,
        Closed, lambda row, said, by: close_account(row.pk, **said, **who(by)),
        N_("The special account is closed."), crumbs, N_("Close the account"), is_grave=True,
    ),
)  # fmt: skip
