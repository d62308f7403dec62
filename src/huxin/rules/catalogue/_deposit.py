"""The arithmetic of a wage deposit over the columns of the facts; the formula is the law's."""

from __future__ import annotations

from functools import cache, partial

import ibis
import ibis.expr.types as ir

from huxin.facts.grains import Facts, parameter
from huxin.law import deposit as formula
from huxin.law.deposit import ARITHMETIC, EXEMPTION, RATE, SMALL, YEARS_EXEMPT, Due

__all__ = [
    "ARITHMETIC", "COLUMNS", "EXEMPTION", "RATE", "SMALL", "YEARS_EXEMPT", "Due", "dated", "due",
    "exemption_holds", "is_running",
]  # fmt: skip

COLUMNS = (
    *(
        f"deposit.{name}"
        for name in ("stored_fen", "form", "clean_years", "had_arrears", "is_listed")
    ),
    *(f"project.{name}" for name in ("contract_price_fen", "account_opened_on", "registered_on")),
)

_DATES = (
    "permit_on", "contract_signed_on", "stored_on", "used_on", "topped_up_on", "notice_on",
    "bank_paid_on", "return_applied_on", "returned_on",
)  # fmt: skip


@cache
def dated(facts: Facts) -> ir.Table:
    """The grain `project` with the working-day numbers of the deposit's days.

    The same table for every rule that asks, so that a plan judges them in one query.
    """
    return facts.working_day_numbers(facts.project, *_DATES)


def is_running(t: ir.Table) -> ir.BooleanValue:
    """Not completed; an unknown state counts as running."""
    return ~t.state.isin(["completed", "settled"]).fill_null(False)


def due(t: ir.Table) -> Due:
    """The deposit due over a grain with the columns of project and deposit."""
    return formula.due(t, partial(parameter, t), ibis)


def exemption_holds(t: ir.Table) -> ir.BooleanValue:
    """Whether an exemption holds over a grain; null where its grounds are not known."""
    return formula.exemption_holds(t, partial(parameter, t))
