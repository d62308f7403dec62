"""The monitor: the platform's own facts, the rules of the check, the warnings that follow.

By schedule, on demand and in a back-test the same rules judge the same store. A run over facts,
law and rules that did not change since the last one of the day does nothing.
"""

from __future__ import annotations

import datetime as dt
import fcntl
import hashlib
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
from django.conf import settings

from huxin.check.cards import chosen_rules, rule_set
from huxin.facts.context import PAY_MONTH_OFFSET
from huxin.facts.engine import DuckDBEngine
from huxin.facts.store import Store
from huxin.kernel.calendar import WorkCalendar
from huxin.kernel.clock import CHINA
from huxin.law import Lawbook
from huxin.rules.base import Outcome, Rule
from huxin.rules.plan import Plan
from huxin.rules.runner import Result, compile_plan, load_store
from huxin.rules.runner import run as judge
from huxin.warnings import facts
from huxin.warnings.errors import MonitorBusy
from huxin.warnings.found import About, Found, found, key_of
from huxin.warnings.models import MonitorRun
from huxin.warnings.places import Place, book, parameters, places_of
from huxin.warnings.reconcile import Seen, reconcile
from huxin.warnings.routes import Case, Limits, Routes

__all__ = [
    "RUN", "THREADS", "Laws", "Ran", "alone", "asked", "law_of", "run", "store", "untold_of",
]  # fmt: skip

RUN = "warnings.monitor.run"
THREADS = 2
MARK_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Ran:
    """What a run did. `judged` is false when nothing had changed since the run named."""

    run: int
    as_of: dt.date
    judged: bool
    findings: int
    raised: int = 0
    updated: int = 0
    unchanged: int = 0
    cleared: int = 0
    untold: int = 0


@dataclass(frozen=True, slots=True)
class Laws:
    """The law of all places with projects, as the rules and the routes ask it."""

    book: Lawbook
    places: Mapping[str, Place]
    parameters: pa.Table

    @property
    def mark(self) -> str:
        """Changes whenever a value in any of the places does."""
        whole = repr([sorted(self.places.items()), self.parameters.to_pydict()])
        return hashlib.sha256(whole.encode()).hexdigest()[:MARK_LENGTH]


def store() -> Store:
    """The fact store of this installation."""
    return Store(settings.INSTALLATION.facts)


def asked(rules: Collection[str] | None = None) -> tuple[dict[str, Rule], dict[str, list[str]]]:
    """The rules that can be asked, and those that cannot with the tables that nobody fills yet.

    Raises InputError for an id that no rule has.
    """
    chosen = chosen_rules(tuple(rules or ()))
    unfed = {name: list(missing) for name, rule in chosen.items() if (missing := facts.lacks(rule))}
    return {name: rule for name, rule in chosen.items() if name not in unfed}, unfed


def run(now: dt.datetime, rules: Collection[str] | None = None) -> Ran:
    """Export, judge, reconcile; warnings of rules that were not asked are left as they are.

    Raises MonitorBusy while another run is under way, InputError for a rule that does not exist.
    """
    today = now.astimezone(CHINA).date()
    chosen, unfed = asked(rules)
    kept = store()
    with alone(kept):
        exported = facts.export(kept, today)
        plan = compile_plan(chosen.values(), DuckDBEngine.dialect)
        law = law_of(plan)
        fresh = MonitorRun(
            started_at=now, as_of=today, facts=exported.mark, law=law.mark,
            rule_set=rule_set(chosen), unfed=unfed,
        )  # fmt: skip
        last = MonitorRun.objects.order_by("-id").first()
        if last is not None and _same(last, fresh):
            return Ran(last.pk, today, judged=False, findings=last.findings,
                       unchanged=last.findings)  # fmt: skip
        with DuckDBEngine(threads=THREADS) as engine:
            load_store(engine, kept, law.parameters, as_of=today, plan=plan)
            result = judge(plan, engine)
            fresh.rules = _told(result)
            _reconcile(result, engine, law, fresh, now)
    return _ran(fresh)


def _reconcile(
    result: Result, engine: DuckDBEngine, law: Laws, fresh: MonitorRun, now: dt.datetime
) -> None:
    rules = result.plan.rules
    about = About(store(), law.places)
    findings = {each.key: each for each in found(result.findings, rules, about)}
    routes, limits = Routes(law.book), Limits(law.book, fresh.as_of, WorkCalendar.load())

    def ownership(each: Found) -> Mapping[str, Any]:
        place = law.places[each.values["place_id"]]
        family = each.values["family"]
        owner, route = routes.owner(place, Case(each.values["rule"], family, each.sector))
        term = limits.of(place, family)
        return {"owner_id": owner, "route": route, "due_on": term.on, "due_by": term.parameter}

    def untold(rule: str, keys: Collection[str]) -> Collection[str]:
        return set(keys) & {key_of(rule, row) for row in untold_of(result.plan, engine, rule)}

    reconcile(Seen(findings, rules.keys(), untold), fresh, ownership=ownership, now=now)


def law_of(plan: Plan) -> Laws:
    """The law of all places with projects, with the parameters that a plan asks for."""
    law, places = book(), places_of()
    return Laws(law, places, parameters(law, places.values(), {*plan.parameters, PAY_MONTH_OFFSET}))


def untold_of(plan: Plan, engine: DuckDBEngine, rule: str) -> list[dict[str, Any]]:
    """The subjects that a rule applies to and cannot tell about, after a run over `engine`."""
    (part,) = (each for each in plan.parts if rule in each.rules)
    number = part.rules.index(rule)
    keys = plan.rules[rule].spec.scope.keys
    # Our own names of columns and tables; nothing of a register is in them.
    sql = (
        f'SELECT {", ".join(keys)} FROM "{part.name}" '  # noqa: S608
        f"WHERE a{number} AND (t{number} IS NOT TRUE OR v{number} IS NULL)"
    )
    found: list[dict[str, Any]] = engine.read(sql).to_pylist()
    return found


def _told(result: Result) -> dict[str, Any]:
    """Outcomes and missing inputs of each rule, for the run's record."""
    return {
        rule: {
            **{outcome.value: result.counts[rule][outcome] for outcome in Outcome},
            "lacking": {name: n for name, n in result.lacking[rule].items() if n},
        }
        for rule in result.plan.rules
    }


def _same(last: MonitorRun, fresh: MonitorRun) -> bool:
    names = ("as_of", "facts", "law", "rule_set", "unfed")
    return all(getattr(last, name) == getattr(fresh, name) for name in names)


def _ran(run: MonitorRun) -> Ran:
    names = ("findings", "raised", "updated", "unchanged", "cleared", "untold")
    counts = {name: getattr(run, name) for name in names}
    return Ran(run.pk, run.as_of, judged=True, **counts)


@contextmanager
def alone(kept: Store) -> Iterator[None]:
    """One writer at a time over one store; the lock goes with the process that held it."""
    kept.root.mkdir(parents=True, exist_ok=True)
    with (kept.root / "monitor.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise MonitorBusy from None
        yield
