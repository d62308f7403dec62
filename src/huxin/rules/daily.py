"""The daily run: the findings of today from yesterday's, identical to judging everything anew.

What may still change is judged again: hot months, rows of closed months with wages still owed,
and every subject whose row is cheap (workers, sheets, projects, papers). A month is closed when
its pay days passed in an earlier month, it is older than the longest window that rules on a
worker's month declare, and no fact of it changed since the month turned. For closed months the
sums that shared grains need and the findings of windowed rules are kept; they are made anew
when the month turns, a closed month's facts change, or the law, projects or papers do.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from huxin.facts.engine import DuckDBEngine
from huxin.facts.settle import settle_changed
from huxin.facts.spine import WORKER_MONTH
from huxin.facts.store import Store
from huxin.rules.base import Scope
from huxin.rules.closed import HOT
from huxin.rules.ledger import Changes, Ledger, Rows
from huxin.rules.plan import Plan
from huxin.rules.rulebook import Rulebook
from huxin.rules.runner import load_store

__all__ = ["Daily", "Rulebook"]

_SPINE = WORKER_MONTH.name
_OF_CONTEXT = ("project", "calendar")
State = dict[str, Any]


class Daily:
    """Daily runs over a store; its findings lie in the store's folder `findings`."""

    def __init__(self, store: Store, rulebook: Rulebook, *, threads: int | None = None) -> None:
        self._store, self._rules, self._threads = store, rulebook, threads
        self._folder = store.root / "findings"
        self._state = self._remembered()
        self._ledger = Ledger(self._folder, fresh=not self._state)

    def run(self, parameters: pa.Table, as_of: dt.date) -> Changes:
        """Settle what changed, judge what may have changed, write and return the changes."""
        seen = self._settled(parameters)
        with DuckDBEngine(threads=self._threads) as engine:
            load_store(engine, self._store, parameters, as_of=as_of, plan=self._rules.others)
            closed = self._closed_months(engine, as_of, seen)
            state = {**seen, "rules": self._rules.digest, "closed": closed,
                     "month": as_of.strftime("%Y-%m")}  # fmt: skip
            anew = self._basis(state) != self._basis(self._state)
            if anew:
                (self._folder / "state.json").unlink(missing_ok=True)
                self._close(engine, closed)
            rows = {**self._others(engine, closed), **self._windowed(engine, closed)}
        changes = self._ledger.begin(rows) if anew else self._ledger.turn(rows, as_of)
        self._state = state  # written last: a run that is cut short is made anew
        _write_json(self._folder / "state.json", state)
        return changes

    def rows(self, rule_id: str) -> pa.Table:
        """The findings of one rule: keys, amount, people, since, severity, evidence."""
        name, number, part = self._rules.columns[rule_id]
        kept = self._ledger.rows[name]
        mine = kept.filter(kept[f"hit{number}"])
        chosen = {each: mine[column] for each, column in part.columns[rule_id].items()}
        plans = (self._rules.windowed, self._rules.others)
        (rule,) = (plan.rules[rule_id] for plan in plans if rule_id in plan.rules)
        return pa.table(chosen).sort_by([(key, "ascending") for key in rule.spec.scope.keys])

    def _settled(self, parameters: pa.Table) -> State:
        """Settle the months whose facts changed; returns what the facts look like now."""
        law = hashlib.sha256(repr(parameters.to_pydict()).encode()).hexdigest()[:32]
        seen = settle_changed(self._store, self._state)
        context = {name: self._store.stamps(name) for name in _OF_CONTEXT}
        return {**seen, "law": law, "whole": {**seen["whole"], **context}}

    def _closed_months(self, engine: DuckDBEngine, as_of: dt.date, seen: State) -> list[str]:
        """Months that are old enough, and untouched since the month turned."""
        sql = (
            "SELECT month, max(age) AS age, max(due_on) AS due_on FROM month_context GROUP BY month"
        )
        first, worked = as_of.replace(day=1), {*self._store.months(_SPINE)}
        old = {
            month
            for row in engine.read(sql).to_pylist()
            if (month := row["month"].strftime("%Y-%m")) in worked
            and row["age"] > self._rules.window_months
            and (row["due_on"] is None or row["due_on"] < first)
        }
        if self._state.get("month") == first.strftime("%Y-%m"):
            old &= set(self._state["closed"])
            old -= set(seen["changed"])
        return sorted(old)

    @staticmethod
    def _basis(state: State) -> object:
        """What kept sums and frozen findings rest on."""
        if not state:
            return None
        facts = {month: state["months"].get(month) for month in state["closed"]}
        return [state[name] for name in ("law", "whole", "rules", "month")], facts

    def _close(self, engine: DuckDBEngine, closed: list[str]) -> None:
        """Evaluate once what is kept of closed months."""
        folder = self._folder / "closed"
        folder.mkdir(parents=True, exist_ok=True)
        self._attach(engine, _SPINE, self._files(closed))
        for name, sql in (*self._rules.divided.pieces, ("open", self._rules.open_sql)):
            _write(folder / f"{name}.parquet", engine.read(sql))
        self._attach(engine, "open_rows", [folder / "open.parquet"])
        for part in self._rules.windowed.parts:
            engine.keep(part.name, part.verdict_sql)
            keys = [part.columns[part.rules[0]][key] for key in Scope.WORKER_MONTH.keys]
            same = " AND ".join(
                f"o.{key} = h.{column}"
                for key, column in zip(Scope.WORKER_MONTH.keys, keys, strict=True)
            )
            # Our own queries and names; nothing of a file or a person is in them.
            closed_hits = f"SELECT * FROM ({part.hit_sql}) h "  # noqa: S608
            frozen = closed_hits + f"WHERE NOT EXISTS (FROM open_rows o WHERE {same})"
            _write(folder / f"frozen_{part.name}.parquet", engine.read(frozen))

    def _others(self, engine: DuckDBEngine, closed: list[str]) -> Rows:
        """Every rule that is judged in full, over sums of which the closed part is kept."""
        months = self._store.months(_SPINE)
        self._attach(engine, _SPINE, self._files(months))
        self._attach(engine, HOT, self._files(sorted({*months} - {*closed})))
        for name, _ in self._rules.divided.pieces:
            self._attach(engine, name, [self._folder / "closed" / f"{name}.parquet"])
        for name, sql in self._rules.divided.kept:
            engine.keep(name, sql)
        return dict(self._hits(engine, "others", self._rules.others))

    def _windowed(self, engine: DuckDBEngine, closed: list[str]) -> Rows:
        """Rules on a worker's month: hot months and open rows beside what is frozen."""
        hot = sorted({*self._store.months(_SPINE)} - {*closed})
        folder = self._folder / "closed"
        self._attach(engine, _SPINE, [*self._files(hot), folder / "open.parquet"])
        rows = {}
        for name, live in self._hits(engine, "windowed", self._rules.windowed):
            part = name.removeprefix("windowed_")
            frozen = pq.read_table(folder / f"frozen_{part}.parquet")
            rows[name] = pa.concat_tables([live, frozen.cast(live.schema)])
        return rows

    @staticmethod
    def _hits(engine: DuckDBEngine, kind: str, plan: Plan) -> Iterator[tuple[str, pa.Table]]:
        for part in plan.parts:
            engine.keep(part.name, part.verdict_sql)
            yield f"{kind}_{part.name}", engine.read(part.hit_sql)

    @staticmethod
    def _attach(engine: DuckDBEngine, name: str, files: list[Path]) -> None:
        if files:
            engine.attach(name, files)
        else:
            engine.load(name, WORKER_MONTH.empty())

    def _files(self, months: Iterable[str]) -> list[Path]:
        return [self._store.root / _SPINE / f"month={month}" / "part-0.parquet" for month in months]

    def _remembered(self) -> State:
        path = self._folder / "state.json"
        state: State = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        return state if state.get("rules") == self._rules.digest else {}


def _write(path: Path, table: pa.Table) -> None:
    fresh = path.with_suffix(".new")
    pq.write_table(table, fresh, compression="zstd")
    fresh.replace(path)


def _write_json(path: Path, state: State) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps(state, sort_keys=True), encoding="utf-8")
    fresh.replace(path)
