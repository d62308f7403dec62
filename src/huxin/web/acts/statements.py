"""What an authority states of a firm, on the page of the firm: made, taken back."""

from __future__ import annotations

from typing import Any

from huxin.access.models import Body
from huxin.kernel.texts import N_
from huxin.registry.actions.statements import StatementForm, make_statement, withdraw_statement
from huxin.registry.models import Statement
from huxin.registry.policy.statements import KINDS
from huxin.web.act import Act
from huxin.web.acts.of_project import firm_crumbs, own_body, who
from huxin.web.ask import ActForm, BodyName, Choice, Day, Long
from huxin.web.page import Request

__all__ = ["ACTS"]

HOLDS = {"yes": N_("yes, it is so"), "no": N_("no, it is not so")}


class Stated(ActForm):
    """What was established about a firm."""

    kind = Choice(N_("About"), KINDS)
    holds = Choice(N_("Is it so?"), HOLDS)
    on = Day(N_("Established on"), today=True)
    stated_by = BodyName(N_("Stated by"), kind="department")
    grounds = Long(N_("On what grounds"))

    def start(self) -> dict[str, Any]:
        """The reader's own department."""
        return {"stated_by": own_body(self.request, "department")}


class TakenBack(ActForm):
    """From when it no longer counts, and why."""

    on = Day(N_("Day"), today=True)
    reason = Long(N_("Reason"), 200)


def _state(row: Body, said: dict[str, Any], by: Request) -> object:
    form = StatementForm(said["kind"], said["holds"] == "yes", said["on"], said["grounds"])
    return make_statement(row.pk, form, stated_by=said["stated_by"], **who(by))


ACTS = (
    Act(
        "statement-make", "registry.statement.make", "units/<int:key>/statements/new", Body,
        Stated, _state, N_("The statement is on record."), firm_crumbs,
        N_("Record a statement on this unit"),
        N_("Gates and registers follow what is stated here."),
    ),
    Act(
        "statement-withdraw", "registry.statement.withdraw", "statements/<int:key>/withdraw",
        Statement, TakenBack,
        lambda row, said, by: withdraw_statement(row.pk, **said, **who(by)),
        N_("The statement is taken back."), firm_crumbs,
        N_("Take the statement back"), is_grave=True,
    ),
)  # fmt: skip
