"""Which month's figure counts: the last one that was told. What came before is overtaken by it."""

from __future__ import annotations

import datetime as dt

import ibis
import ibis.expr.types as ir

__all__ = ["is_last"]

LONG_AGO = ibis.literal(dt.date(1900, 1, 1))


def is_last(t: ir.Table, *kinds: str) -> ir.BooleanValue:
    """Whether the month is the last of which any of these figures was told about the project."""
    months = [ibis.coalesce(t[f"last_month_{kind}"], LONG_AGO) for kind in kinds]
    return t.month == (ibis.greatest(*months) if len(months) > 1 else months[0])
