"""The arithmetic of a wage deposit, shared by the rules about it.

Due = contract price × the place's rate × what the contractor's record changes, up to the place's
cap. A record of clean years lowers the deposit, arrears or a listing raise it (D65 art. 11, 12).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import ibis
import ibis.expr.types as ir

from huxin.facts.grains import Facts, parameter

RATE = "deposit.rate"
HIGHEST = "deposit.rate_max"
FLOOR = "deposit.rate_floor"
CAP = "deposit.cap"
YEARS_HALF = "deposit.clean_years_half"
REDUCTION = "deposit.reduction"
AFTER_ARREARS = "deposit.increase_arrears"
LISTED = "deposit.increase_listed"
ARITHMETIC = (RATE, HIGHEST, FLOOR, CAP, YEARS_HALF, REDUCTION, AFTER_ARREARS, LISTED)
SMALL = "deposit.exempt_contract_price"
YEARS_EXEMPT = "deposit.clean_years_exempt"
SYSTEMS = "deposit.exempt_needs_systems"
EXEMPTION = (SMALL, YEARS_EXEMPT, SYSTEMS)
COLUMNS = (
    *(
        f"deposit.{name}"
        for name in ("stored_fen", "form", "clean_years", "had_arrears", "is_listed")
    ),
    *(f"project.{name}" for name in ("contract_price_fen", "account_opened_on", "registered_on")),
)
WHOLE = 1_000_000

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


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: `low_fen` at least in any case, `high_fen` at most; equal when all is known.

    `rate_ppm` and `change_ppm` are those of `low_fen`; `ground` says why it is changed.
    """

    rate_ppm: ir.Value
    change_ppm: ir.Value
    ground: ir.Value
    low_fen: ir.Value
    high_fen: ir.Value


def due(t: ir.Table) -> Due:
    """The deposit due over a grain with the columns of project and deposit.

    Without the place's rate, the floor for several projects is the least and the highest rate of
    the law the most. Clean years that are not known may have lowered it; arrears or a listing that
    are not known are not presumed.
    """
    rate, cap = parameter(t, RATE), parameter(t, CAP)
    listed, owed = t.is_listed.fill_null(False), t.had_arrears.fill_null(False)
    clean = t.clean_years >= parameter(t, YEARS_HALF)
    raised = ibis.cases(
        (listed, WHOLE + parameter(t, LISTED)), (owed, WHOLE + parameter(t, AFTER_ARREARS))
    )
    lowered = WHOLE - parameter(t, REDUCTION)
    least = ibis.coalesce(raised, clean.fill_null(True).ifelse(lowered, WHOLE))
    most = ibis.coalesce(raised, clean.fill_null(False).ifelse(lowered, WHOLE))
    low_rate = ibis.coalesce(rate, parameter(t, FLOOR))
    high_rate = ibis.coalesce(rate, parameter(t, HIGHEST))

    def sum_of(share: ir.Value, change: ir.Value) -> ir.Value:
        whole = t.contract_price_fen // 100 * share // 10_000 * change // WHOLE
        return cap.isnull().ifelse(whole, ibis.least(whole, cap))

    return Due(
        rate_ppm=low_rate,
        change_ppm=least - WHOLE,
        ground=ibis.cases(
            (listed, "listed"),
            (owed, "arrears"),
            (clean, "clean"),
            (t.clean_years.isnull(), "open"),
            else_="base",
        ),
        low_fen=sum_of(low_rate, least),
        high_fen=sum_of(high_rate, most),
    )


def exemption_holds(t: ir.Table) -> ir.BooleanValue:
    """Whether an exemption holds: a small contract without arrears before, or years of a clean
    record with account and real-name management in place. Null where its grounds are not known.
    """
    unlisted = ~t.is_listed.fill_null(False)
    small = (t.contract_price_fen < parameter(t, SMALL)) & ~t.had_arrears & unlisted
    in_place = t.account_opened_on.notnull() & t.registered_on.notnull()
    systems = (parameter(t, SYSTEMS) == 0) | in_place
    recorded = ~t.had_arrears.fill_null(False) & unlisted
    return small | ((t.clean_years >= parameter(t, YEARS_EXEMPT)) & recorded & systems)
