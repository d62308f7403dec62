"""Divides the shared grains by month, so that closed months are summed once and then kept.

An aggregate over the spine is the aggregate of its closed months beside that of its hot ones:
rows as they are when `month` is among its keys, added up otherwise. What cannot be divided
(a count of distinct values, say) is read over all months, so the answer never changes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import ibis
import ibis.expr.operations as ops
import ibis.expr.types as ir

from huxin.facts.expressions import total
from huxin.facts.grains import Facts
from huxin.facts.spine import WORKER_MONTH
from huxin.rules.base import Rule

HOT = "worker_month_hot"
_SUMS = (ops.Sum, ops.CountStar, ops.Count)


@dataclass(frozen=True, slots=True)
class Divided:
    """Kept grains of a rule set, and the pieces of closed months that they read.

    A piece is evaluated while `worker_month` holds the closed months alone; a grain while it holds
    all months and `HOT` those that are not closed.
    """

    pieces: tuple[tuple[str, str], ...]
    kept: tuple[tuple[str, str], ...]


def divide(rules: Iterable[Rule], parameters: Iterable[str], dialect: str) -> Divided:
    """The kept grains of `rules`, divided; their names and rows are those of the undivided plan."""
    facts = Facts(parameters)
    for rule in rules:
        rule.judge(facts)
    pieces: dict[str, ir.Table] = {}
    kept = []
    for name, grain in facts.kept:
        whole = grain.op().replace(_Divider(name, pieces))
        kept.append((name, _sql(whole.to_expr(), dialect)))
    return Divided(
        tuple((name, _sql(piece, dialect)) for name, piece in pieces.items()), tuple(kept)
    )


class _Divider:
    """Replaces every aggregate over the spine that can be divided; collects its closed piece."""

    def __init__(self, grain: str, pieces: dict[str, ir.Table]) -> None:
        self._grain, self._pieces = grain, pieces

    def __call__(self, node: ops.Node, changed: Mapping[str, Any] | None) -> ops.Node:
        if isinstance(node, ops.Aggregate) and _reads_spine_alone(node):
            combined = self._combined(node)
            if combined is not None:
                return combined.op()
        return node.copy(**changed) if changed else node

    def _combined(self, node: ops.Aggregate) -> ir.Table | None:
        whole = node.to_expr()
        added = {} if "month" in node.groups else _added(node)
        if added is None:
            return None
        name = f"closed_{self._grain}_{len(self._pieces)}"
        self._pieces[name] = whole
        hot = node.replace(_to_hot).to_expr()
        both = ibis.union(ibis.table(whole.schema(), name=name), hot)
        if "month" in node.groups:
            return both
        sums = {metric: _add(both[metric], how) for metric, how in added.items()}
        return both.group_by(list(node.groups)).aggregate(**sums).cast(dict(whole.schema().items()))


def _reads_spine_alone(node: ops.Aggregate) -> bool:
    """Whether the aggregate is over rows of the spine beside their month's context."""
    tables = {table.name for table in node.find(ops.UnboundTable)}
    nested = [each for each in node.find((ops.Aggregate, ops.WindowFunction)) if each is not node]
    return (
        tables <= {WORKER_MONTH.name, "month_context"}
        and WORKER_MONTH.name in tables
        and not nested
    )


def _added(node: ops.Aggregate) -> dict[str, type[ops.Node]] | None:
    """How each metric of closed and hot months is added up; None when one cannot be."""
    found: dict[str, type[ops.Node]] = {}
    for name, metric in node.metrics.items():
        bare = metric
        while isinstance(bare, ops.Cast):
            bare = bare.arg
        if not isinstance(bare, (*_SUMS, ops.Min, ops.Max)):
            return None
        found[name] = type(bare)
    return found


def _add(column: ir.Value, how: type[ops.Node]) -> ir.Value:
    if how is ops.Min:
        return column.min()
    return column.max() if how is ops.Max else total(column)


def _to_hot(node: ops.Node, changed: Mapping[str, Any] | None) -> ops.Node:
    if isinstance(node, ops.UnboundTable) and node.name == WORKER_MONTH.name:
        return ibis.table(node.schema, name=HOT).op()
    return node.copy(**changed) if changed else node


def _sql(expression: ir.Table, dialect: str) -> str:
    return str(ibis.to_sql(expression, dialect=dialect))
