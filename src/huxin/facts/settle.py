"""Keeps the spine of a store up to date: month by month, from the facts of that month."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

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
        # Also where nothing is left of a month: what stood there before must not.
        store.write_month(WORKER_MONTH.name, month, spine({**whole, **of_month}))
    return chosen


def settle_changed(store: Store, before: Mapping[str, Any]) -> dict[str, Any]:
    """Settle the months whose facts are not those of `before`, the answer of the last time.

    Returns what the facts look like now, ready for JSON: `whole` (stamps of tables not kept by
    month), `months` (stamps by month) and the months that `changed`.
    """
    whole = {name: store.stamps(name) for name in _WHOLE}
    months: dict[str, list[str]] = {}
    for name in _BY_MONTH:
        for month, stamp in zip(store.months(name), store.stamps(name), strict=True):
            months.setdefault(month, []).append(f"{name} {stamp}")
    known = before.get("months", {})
    if any(whole[name] != before.get("whole", {}).get(name) for name in _WHOLE):
        known = {}
    changed = [month for month in months if months[month] != known.get(month)]
    if changed:
        settle(store, changed)
    return {"whole": whole, "months": months, "changed": changed}


def _months(store: Store) -> set[str]:
    return {month for name in _BY_MONTH for month in store.months(name)}
