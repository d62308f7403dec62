"""The arithmetic of a wage deposit: one formula for the rules' columns and for a single record.

Due = contract price × the place's rate × what the contractor's record changes, up to the place's
cap. A record of clean years lowers the deposit, arrears or a listing raise it (D65 art. 11, 12).
The formula runs over whatever knows `+ - * // >= < == & | ~`, `fill_null`, `isnull` and `ifelse`:
columns of ibis, or `kernel.known.Known`; `on` brings `cases` and `coalesce` of the same kind.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

__all__ = ["ARITHMETIC", "EXEMPTION", "RATE", "Due", "due", "exemption_holds"]

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
WHOLE = 1_000_000
YES, NO = True, False

Law = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Due:
    """What is due: `low_fen` at least in any case, `high_fen` at most; equal when all is known.

    `rate_ppm` and `change_ppm` are those of `low_fen`; `ground` says why it is changed: `listed`,
    `arrears`, `clean`, `open` (clean years not known) or `base`.
    """

    rate_ppm: Any
    change_ppm: Any
    ground: Any
    low_fen: Any
    high_fen: Any


def due(t: Any, law: Law, on: Any) -> Due:
    """The deposit due over a record `t` with price, clean years, arrears and listing.

    Without the place's rate, the floor for several projects is the least and the highest rate of
    the law the most. Clean years that are not known may have lowered it; arrears or a listing that
    are not known are not presumed. `law` gives yuan in fen and ratios in ppm.
    """
    rate, cap = law(RATE), law(CAP)
    listed, owed = t.is_listed.fill_null(NO), t.had_arrears.fill_null(NO)
    clean = t.clean_years >= law(YEARS_HALF)
    raised = on.cases((listed, law(LISTED) + WHOLE), (owed, law(AFTER_ARREARS) + WHOLE))
    lowered = WHOLE - law(REDUCTION)
    least = on.coalesce(raised, clean.fill_null(YES).ifelse(lowered, WHOLE))
    most = on.coalesce(raised, clean.fill_null(NO).ifelse(lowered, WHOLE))
    low_rate = on.coalesce(rate, law(FLOOR))
    high_rate = on.coalesce(rate, law(HIGHEST))

    def sum_of(share: Any, change: Any) -> Any:
        whole = t.contract_price_fen // 100 * share // 10_000 * change // WHOLE
        # An unknown price stays unknown under a cap; LEAST of SQL would answer with the cap.
        return (whole >= cap).ifelse(cap, whole)

    return Due(
        rate_ppm=low_rate,
        change_ppm=least - WHOLE,
        ground=on.cases(
            (listed, "listed"),
            (owed, "arrears"),
            (clean, "clean"),
            (t.clean_years.isnull(), "open"),
            else_="base",
        ),
        low_fen=sum_of(low_rate, least),
        high_fen=sum_of(high_rate, most),
    )


def exemption_holds(t: Any, law: Law) -> Any:
    """Whether an exemption holds: a small contract without arrears before, or years of a clean
    record with account and real-name management in place. Not known where its grounds are not.
    """
    unlisted = ~t.is_listed.fill_null(NO)
    small = (t.contract_price_fen < law(SMALL)) & ~t.had_arrears & unlisted
    in_place = t.account_opened_on.notnull() & t.registered_on.notnull()
    systems = (law(SYSTEMS) == 0) | in_place
    recorded = ~t.had_arrears.fill_null(NO) & unlisted
    return small | ((t.clean_years >= law(YEARS_EXEMPT)) & recorded & systems)
