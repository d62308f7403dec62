"""What a rule is: a specification, one expression over a grain of the facts, an explanation.

A rule file holds, in this order: docstring (the page shown to users), `SPEC`, `judge(facts)`
and `explain(row)`. A rule opens no connection and names no engine.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import ibis.expr.types as ir

from huxin.kernel.texts import Message


class Outcome(enum.StrEnum):
    """How a rule ends for one subject; a broken rule raises, it is never an outcome."""

    HIT = "hit"
    CLEAR = "clear"
    NOT_APPLICABLE = "not_applicable"
    CANNOT_TELL = "cannot_tell"


class Severity(enum.StrEnum):
    """How urgent a hit is, in the colours of the practice."""

    RED = "red"
    ORANGE = "orange"
    YELLOW = "yellow"
    BLUE = "blue"


class Scope(enum.StrEnum):
    """What one finding is about; the value names its key columns in order."""

    WORKER_MONTH = "project_key worker_key month"
    WORKER = "project_key worker_key"
    PROJECT_MONTH = "project_key month"
    PROJECT = "project_key"
    SHEET = "project_key sheet_key"
    CARD = "project_key card_digest"
    ENTRY = "project_key entry_key"
    GUARANTEE = "project_key guarantee_no"
    MEASURE = "project_key measure_no"
    PROGRESS_PAYMENT = "project_key payment_no"
    PARTY = "project_key party_key"
    COMPLAINT = "project_key complaint_key"
    FEED = "place feed month"

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(self.value.split())


@dataclass(frozen=True, slots=True)
class Spec:
    """The citizen's card of a rule. Ids are never reused.

    `clauses` are cited; `fulfils` are those of the catalogue that this rule alone carries out in
    full, each of which a test must name. A rule that only watches a duty fulfils nothing.
    `own_remedy` is what the unit does that has to put it right, where `remedy` speaks to others.
    """

    id: str
    title: str
    summary: str
    remedy: str
    severity: Severity
    scope: Scope
    family: str
    clauses: tuple[str, ...]
    own_remedy: str = ""
    fulfils: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    parameters: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    liable: str = "employer"
    window_months: int | None = None
    since: str = "2026.11"


@dataclass(frozen=True, slots=True)
class Judged:
    """A rule's verdict as columns over one grain (one row per subject of the rule's scope).

    `applies` false gives not_applicable; then any true `lacking` gives cannot_tell with the name
    of the missing input; then `hit` decides. A null `applies` counts as false, a null `hit` as
    cannot_tell. `evidence` is what `explain` reads; it is computed for hits only.
    """

    over: ir.Table
    applies: ir.BooleanValue
    hit: ir.BooleanValue
    lacking: Mapping[str, ir.BooleanValue] = field(default_factory=dict)
    evidence: Mapping[str, ir.Value] = field(default_factory=dict)
    amount_fen: ir.Value | None = None
    people: ir.Value | None = None
    since: ir.Value | None = None
    severity: ir.Value | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule as the runner sees it."""

    spec: Spec
    page: str
    judge: Callable[[Any], Judged]
    explain: Callable[[Mapping[str, Any]], Message]


@dataclass(frozen=True, slots=True)
class Finding:
    """One hit. (rule, subject) is its key: a second run over the same facts gives the same one."""

    rule: str
    subject: tuple[Any, ...]
    severity: str
    amount_fen: int
    people: int
    since: dt.date | None
    evidence: Mapping[str, Any]


def explanation(rule: Rule, finding: Finding) -> Message:
    """The arithmetic of a finding in words; `explain` sees keys, amount, since and evidence."""
    keys = dict(zip(rule.spec.scope.keys, finding.subject, strict=True))
    return rule.explain(
        {**keys, "amount_fen": finding.amount_fen, "since": finding.since, **finding.evidence}
    )
