"""The wage special account: opened, agreed on, filed, asked to be closed, closed."""

from __future__ import annotations

from typing import Any, ClassVar

from huxin.kernel.texts import N_
from huxin.registry.actions.accounts import AccountForm, open_account
from huxin.registry.law import Here
from huxin.registry.models import Party, Project
from huxin.registry.policy.accounts import expected_name
from huxin.web.act import Act
from huxin.web.acts.of_project import OfProject, crumbs, who
from huxin.web.ask import BodyName, Day, Pick, Words
from huxin.web.page import Request

__all__ = ["ACTS"]


class Opening(OfProject):
    """An account as the bank's opening notice has it."""

    at: ClassVar = {"account.taken": "number", "account.card": "number"}
    holder = Pick(N_("Holder"))
    bank = BodyName(N_("Bank"), kind="bank")
    branch = Words(N_("Branch"), required=False)
    name = Words(N_("Account name"), 160)
    number = Words(N_("Account number"), 40)
    opened_on = Day(N_("Opened on"), today=True)

    def start(self) -> dict[str, Any]:
        """The name that the law asks for, where it asks for one."""
        site: Project = self.row
        builder = site.parties.filter(role=Party.Role.GENERAL_CONTRACTOR, left_on=None).last()
        if builder is None:
            return {}
        here = Here.of(site.place)
        name = expected_name(builder.body.name, site.name, here=here, on=self.today)
        return {"holder": builder.pk, "name": name or ""}

    def offer_holder(self) -> list[tuple[Any, str]]:
        return self.parties()


def _open(row: Project, said: dict[str, Any], request: Request) -> object:
    return open_account(row.pk, AccountForm(**said), **who(request))


ACTS = (
    Act(
        "account-open", "registry.account.open", "projects/<int:key>/accounts/new", Project,
        Opening, _open, N_("The account is on record."), crumbs,
        lead=N_("Copy it from the bank's opening notice."),
    ),
)  # fmt: skip
