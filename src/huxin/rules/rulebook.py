"""A rule set made ready for daily runs: which rules may be frozen, and which sums are kept."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import ibis
import ibis.expr.operations as ops

from huxin.facts.engine import DuckDBEngine
from huxin.facts.grains import Facts
from huxin.facts.spine import WORKER_MONTH
from huxin.rules.base import Rule, Scope
from huxin.rules.closed import Divided, divide
from huxin.rules.plan import Part, Plan, compile_plan

_DIALECT = DuckDBEngine.dialect


@dataclass(frozen=True)
class Rulebook:
    """A rule set divided for daily runs; making one takes seconds, so it is made once.

    `windowed` holds the rules that judge each worker's month by itself and declare a window.
    """

    windowed: Plan
    others: Plan

    @classmethod
    def of(cls, rules: Iterable[Rule]) -> Rulebook:
        """The rules given, parted by whether closed months may be frozen."""
        chosen = list(rules)
        names = {name for rule in chosen for name in rule.spec.parameters}
        windowed = [rule for rule in chosen if _is_windowed(rule, names)]
        others = [rule for rule in chosen if rule not in windowed]
        return cls(*(_wide(compile_plan(each, _DIALECT), names) for each in (windowed, others)))

    @cached_property
    def divided(self) -> Divided:
        """The shared grains of the other rules with their closed pieces."""
        return divide(self.others.rules.values(), self.others.parameters, _DIALECT)

    @cached_property
    def open_sql(self) -> str:
        """Rows of the spine whose wages are not fully paid."""
        months = Facts(self.others.parameters).worker_month
        owed = months.filter(months.owed_fen > 0).select(*WORKER_MONTH.arrow.names)
        return str(ibis.to_sql(owed, dialect=_DIALECT))

    @cached_property
    def window_months(self) -> int:
        """The longest window that a frozen finding's rule declares."""
        rules = self.windowed.rules.values()
        return max((rule.spec.window_months or 0 for rule in rules), default=0)

    @cached_property
    def digest(self) -> str:
        """Digest of every query: what was kept under another one is not read."""
        whole = hashlib.sha256(self.open_sql.encode())
        for plan in (self.windowed, self.others):
            for part in plan.parts:
                whole.update((part.verdict_sql + part.hit_sql).encode())
        for _, sql in (*self.divided.pieces, *self.divided.kept):
            whole.update(sql.encode())
        return whole.hexdigest()[:32]

    @cached_property
    def columns(self) -> Mapping[str, tuple[str, int, Part]]:
        """For each rule the name its part is kept under, its number there, and the part."""
        return {
            rule: (f"{kind}_{part.name}", number, part)
            for kind, plan in (("windowed", self.windowed), ("others", self.others))
            for part in plan.parts
            for number, rule in enumerate(part.rules)
        }


def _is_windowed(rule: Rule, names: Iterable[str]) -> bool:
    """Whether the rule judges each worker's month by itself and says when it is done with it."""
    if rule.spec.scope is not Scope.WORKER_MONTH or rule.spec.window_months is None:
        return False
    facts = Facts(names)
    judged = rule.judge(facts)
    values = (judged.applies, judged.hit, *judged.lacking.values(), *judged.evidence.values())
    across = any(value.op().find(ops.WindowFunction) for value in values)
    return judged.over.equals(facts.worker_month) and not across


def _wide(plan: Plan, names: Iterable[str]) -> Plan:
    """The plan asking for the parameters of the whole rule set, so that one context serves all."""
    return replace(plan, parameters=tuple(sorted(names)))
