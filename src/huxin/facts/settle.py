"""Keeps the spine of a store up to date: month by month, from the facts of that month."""

from __future__ import annotations

from collections.abc import Iterable

import pyarrow as pa

from huxin.facts.spine import WORKER_MONTH, spine
from huxin.facts.store import Store

_BY_MONTH = ("attendance_month", "wage_line", "payment")
_WHOLE = ("enrolment", "labour_contract")


def settle(store: Store, months: Iterable[str] | None = None) -> list[str]:
    """Write the spine of `months` (YYYY-MM; default: all with facts); returns them sorted."""
    chosen = sorted(set(months) if months is not None else _months(store))
    whole: dict[str, pa.Table] = {name: store.read(name) for name in _WHOLE}
    for month in chosen:
        of_month = {name: store.read_month(name, month) for name in _BY_MONTH}
        store.write(WORKER_MONTH.name, spine({**whole, **of_month}))
    return chosen


def _months(store: Store) -> set[str]:
    return {month for name in _BY_MONTH for month in store.months(name)}
