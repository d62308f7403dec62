"""What a run found against what stands open: raise, update, clear, wake. All or nothing.

The number of statements does not grow with the number of warnings, but for the trail, which
enters each warning that was raised or cleared.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from huxin.access.actor import system
from huxin.access.change import Change, change
from huxin.warnings.bulk import insert, update
from huxin.warnings.found import Found
from huxin.warnings.models import MonitorRun, Warning, WarningStep
from huxin.warnings.policy import RANKS, State, resting

__all__ = ["Ownership", "Seen", "reconcile"]

RUN = "warnings.monitor.run"
COMPARED = ("severity", "amount_fen", "people", "since", "evidence")
MATERIAL = ("severity", "amount_fen", "people")
KEPT = ("id", "key", "rule", "state", "account_id", "until_on", "untold_on", *COMPARED)
AGAIN = (
    "rule_set", "place_id", "project_id", "body_id", "severity", "rank", "amount_fen", "people",
    "since", "evidence", "state", "owner_id", "route", "raised_on", "due_on", "due_by", "run_id",
    "cleared_by_facts",
)  # fmt: skip
"""What a warning that comes back takes from the new finding; its history stays."""

Row = dict[str, Any]
Ownership = Callable[[Found], Mapping[str, Any]]
"""Owner, route and limit of a new warning, as columns."""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a run saw: its findings by key, the rules it asked, and which subjects of a rule could
    not be told (asked with the keys that are gone)."""

    findings: Mapping[str, Found]
    rules: Collection[str]
    untold: Callable[[str, Collection[str]], Collection[str]]


@dataclass(slots=True)
class _Plan:
    """What is to be written."""

    raised: list[Found] = field(default_factory=list)
    updated: list[tuple[Row, Found]] = field(default_factory=list)
    cleared: list[Row] = field(default_factory=list)
    untold: list[Row] = field(default_factory=list)
    woken: list[Row] = field(default_factory=list)
    unchanged: int = 0


def reconcile(seen: Seen, run: MonitorRun, *, ownership: Ownership, now: dt.datetime) -> None:
    """Bring warnings in line with a run, in one change, and keep the run with its counts."""
    with change(RUN, actor=system("monitor"), now=now) as doing:
        known = _known()
        plan = _planned(seen, known, run.as_of)
        run.findings, run.raised = len(seen.findings), len(plan.raised)
        run.updated, run.unchanged = len(plan.updated), plan.unchanged
        run.cleared, run.untold = len(plan.cleared), len(plan.untold)
        run.save(force_insert=True)
        steps = [
            *_raise(plan, run, ownership, doing),
            *_update(plan, run),
            *_clear(plan, run, doing),
            *_set_aside(plan, run),
            *_wake(plan),
        ]
        insert(WarningStep, [{**_STEP, **step, "at": now} for step in steps])
        doing.note(run, after={**_counts(run), "steps": _digest(steps)})


_STEP: Row = {"account_id": None, "body_id": None, "facts": {}, "text": ""}


def _known() -> dict[str, Row]:
    """Every open warning by its key, locked."""
    rows = Warning.objects.filter(cleared_on=None).select_for_update().order_by()
    return {row["key"]: dict(row) for row in rows.values(*KEPT)}


def _planned(seen: Seen, known: Mapping[str, Row], today: dt.date) -> _Plan:
    plan = _Plan()
    for key, finding in seen.findings.items():
        row = known.get(key)
        if row is None:
            plan.raised.append(finding)
        elif row["untold_on"] is not None or _differs(row, finding):
            plan.updated.append((row, finding))
        else:
            plan.unchanged += 1
    gone: dict[str, list[str]] = defaultdict(list)
    for key, row in known.items():
        if row["rule"] in seen.rules and key not in seen.findings:
            gone[row["rule"]].append(key)
    for rule, keys in sorted(gone.items()):
        untold = seen.untold(rule, keys)
        for key in keys:
            if key not in untold:
                plan.cleared.append(known[key])
            elif known[key]["untold_on"] is None:
                plan.untold.append(known[key])
    ended = {row["id"] for row in plan.cleared}
    plan.woken = [
        row
        for row in known.values()
        if row["until_on"] is not None and row["until_on"] <= today and row["id"] not in ended
    ]
    return plan


def _differs(row: Row, finding: Found, names: Iterable[str] = COMPARED) -> bool:
    return any(row[name] != finding.values[name] for name in names)


def _raise(plan: _Plan, run: MonitorRun, ownership: Ownership, doing: Change) -> Iterable[Row]:
    """New warnings, and those that come back under the key they had."""
    rows = [
        {
            "key": each.key,
            **each.values,
            **ownership(each),
            "rank": RANKS[each.values["severity"]],
            "rule_set": run.rule_set,
            "state": State.RAISED.value,
            "raised_on": run.as_of,
            "cleared_by_facts": False,
            "times_raised": 1,
            "run_id": run.pk,
        }
        for each in plan.raised
    ]
    emptied = ("account_id", "until_on", "untold_on", "cleared_on")
    table = Warning._meta.db_table
    insert(
        Warning, rows, same="key",
        instead=(
            *(f'"{name}" = excluded."{name}"' for name in AGAIN),
            *(f'"{name}" = NULL' for name in emptied),
            f'"times_raised" = "{table}"."times_raised" + 1',
        ),
    )  # fmt: skip
    names = ("id", "key", "times_raised", *MATERIAL)
    raised = Warning.objects.filter(run=run).order_by("id").values(*names) if rows else ()
    for row in raised:
        facts = {name: row[name] for name in MATERIAL}
        told = {"key": row["key"], "state": State.RAISED.value, **facts}
        doing.note(_name(row["id"]), action="warnings.warning.raise", after=told)
        before = State.CLEARED.value if row["times_raised"] > 1 else ""
        yield {"warning_id": row["id"], "move": "raise", "before": before,
               "after": State.RAISED.value, "facts": facts}  # fmt: skip


def _update(plan: _Plan, run: MonitorRun) -> Iterable[Row]:
    """Changed figures; a step is kept where money, people or severity changed."""
    rows = []
    for row, finding in plan.updated:
        values = {name: finding.values[name] for name in COMPARED}
        rank = RANKS[values["severity"]]
        rows.append(
            {"id": row["id"], **values, "rank": rank, "rule_set": run.rule_set, "untold_on": None}
        )
    update(Warning, rows)
    for row, finding in plan.updated:
        if row["untold_on"] is not None or _differs(row, finding, MATERIAL):
            facts = {name: [row[name], finding.values[name]] for name in MATERIAL}
            yield _stay(row, "update") | {"facts": facts}


def _clear(plan: _Plan, run: MonitorRun, doing: Change) -> Iterable[Row]:
    """The facts no longer show it: the warning clears by itself, whatever people had made of it."""
    update(
        Warning,
        [
            {"id": row["id"], "state": State.CLEARED.value, "cleared_on": run.as_of,
             "cleared_by_facts": True, "until_on": None, "untold_on": None}
            for row in plan.cleared
        ],
    )  # fmt: skip
    for row in plan.cleared:
        doing.note(
            _name(row["id"]), action="warnings.warning.clear", before={"state": row["state"]},
            after={"state": State.CLEARED.value, "cleared_on": run.as_of},
        )  # fmt: skip
        yield _stay(row, "clear") | {"after": State.CLEARED.value}


def _set_aside(plan: _Plan, run: MonitorRun) -> Iterable[Row]:
    """An input is missing now: neither yes nor no, so the warning stays, and says so."""
    update(Warning, [{"id": row["id"], "untold_on": run.as_of} for row in plan.untold])
    return [_stay(row, "untold") for row in plan.untold]


def _wake(plan: _Plan) -> Iterable[Row]:
    rows = [
        {"id": row["id"], "state": str(resting(row["account_id"])), "until_on": None}
        for row in plan.woken
    ]
    update(Warning, rows)
    return [
        _stay(row, "wake") | {"after": after["state"]}
        for row, after in zip(plan.woken, rows, strict=True)
    ]


def _stay(row: Row, move: str) -> Row:
    return {"warning_id": row["id"], "move": move, "before": row["state"], "after": row["state"]}


def _name(key: int) -> str:
    return f"{Warning._meta.label_lower}:{key}"


def _counts(run: MonitorRun) -> Row:
    names = ("findings", "raised", "updated", "unchanged", "cleared", "untold")
    return {name: getattr(run, name) for name in names}


def _digest(steps: Iterable[Row]) -> str:
    whole = json.dumps(list(steps), sort_keys=True)
    return hashlib.sha256(whole.encode()).hexdigest()
