"""Measures of courts on special accounts and deposits: recorded, lifted."""

from __future__ import annotations

from typing import Any, ClassVar

from huxin.kernel.texts import N_
from huxin.registry.actions.measures import MeasureForm, lift_measure, record_measure
from huxin.registry.models import CourtMeasure, Deposit, SpecialAccount
from huxin.registry.policy.measures import KINDS
from huxin.web.act import Act
from huxin.web.acts.of_project import OfProject, crumbs, who
from huxin.web.ask import Choice, Day, Words, YesNo, Yuan
from huxin.web.page import Request

__all__ = ["ACTS"]

RECORD = "registry.measure.record"
LEAD = N_("Copy it from the ruling or from the notice of assistance. Labour inspection is warned.")


class Measured(OfProject):
    """What the court did."""

    at: ClassVar = {"measure.form": "on"}
    kind = Choice(N_("What was done with the money"), KINDS)
    court = Words(N_("Court"), 120)
    number = Words(N_("Case number"), 60)
    on = Day(N_("Day of the measure"), today=True)
    amount_fen = Yuan(N_("Sum (yuan)"))
    serves_wages = YesNo(N_("Is it for the wages of this very project?"))

    def start(self) -> dict[str, Any]:
        """The reader's own court."""
        return {"court": self.own_body("court")}


class Lifted(OfProject):
    """The release."""

    at: ClassVar = {"measure.lift": "on"}
    on = Day(N_("Lifted on"), today=True)
    because = Words(N_("Ruling that lifted it"), 200)


def _record(row: SpecialAccount | Deposit, said: dict[str, Any], by: Request) -> object:
    return record_measure(row, MeasureForm(**said), **who(by))


ACTS = (
    Act(
        "account-measure", RECORD, "accounts/<int:key>/measures/new", SpecialAccount, Measured,
        _record, N_("The court's measure is on record."), crumbs,
        N_("Record a court's measure on the account"), LEAD,
    ),
    Act(
        "deposit-measure", RECORD, "deposits/<int:key>/measures/new", Deposit, Measured,
        _record, N_("The court's measure is on record."), crumbs,
        N_("Record a court's measure on the deposit"), LEAD,
    ),
    Act(
        "measure-lift", "registry.measure.lift", "measures/<int:key>/lift", CourtMeasure, Lifted,
        lambda row, said, by: lift_measure(row.pk, **said, **who(by)),
        N_("The release is on record."), crumbs, N_("Record that it was lifted"),
    ),
)  # fmt: skip
