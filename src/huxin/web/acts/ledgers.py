"""The end of keeping, from the list of ledgers: proposed, confirmed by another, withdrawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from huxin.kernel.texts import N_
from huxin.registry.models import Project
from huxin.warnings.endings import confirm, propose, withdraw
from huxin.warnings.models import Ending
from huxin.web.act import Act, Crumb
from huxin.web.acts.of_project import Nothing, OfProject, crumbs, who
from huxin.web.ask import Long
from huxin.web.page import Request, speaker_of

__all__ = ["ACTS"]

WHAT_GOES = N_(
    "Erased for good are all records of people of this project: roster, contracts, attendance, "
    "diaries, files handed in, and workers who are on no other project. The project, its units, "
    "accounts and deposits stay."
)


class Reasoned(OfProject):
    """Why they are erased."""

    reason = Long(N_("Reason"), 200)


def _crumbs(row: Any, request: Request) -> Sequence[Crumb]:
    """The way to the project and on to the list of ledgers, where acts lead back to."""
    return [
        *crumbs(row, request),
        (speaker_of(request).t("Ledgers kept long enough"), reverse("projects:ledgers")),
    ]


ACTS = (
    Act(
        "ledgers-propose", "warnings.ending.propose", "projects/<int:key>/ledgers/propose", Project,
        Reasoned, lambda row, said, by: propose(row.pk, **said, **who(by)),
        N_("The proposal waits for a second person."), _crumbs, N_("Propose the erasure"),
        WHAT_GOES,
    ),
    Act(
        "ledgers-confirm", "warnings.ending.confirm", "projects/ledgers/<int:key>/confirm", Ending,
        Nothing, lambda row, said, by: confirm(row.pk, **said, **who(by)),
        N_("The ledgers are erased."), _crumbs, N_("Confirm the erasure"), WHAT_GOES, is_grave=True,
    ),
    Act(
        "ledgers-withdraw", "warnings.ending.withdraw", "projects/ledgers/<int:key>/withdraw",
        Ending, Nothing, lambda row, said, by: withdraw(row.pk, **said, **who(by)),
        N_("The proposal is withdrawn."), _crumbs, N_("Withdraw the proposal"),
    ),
)  # fmt: skip
