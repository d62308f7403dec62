"""One warning with articles, figures, who is liable, what to do next, and its history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.access.gate import visible
from huxin.access.models import Account
from huxin.access.permissions import table
from huxin.kernel.texts import Message, message
from huxin.warnings import monitor
from huxin.warnings.explain import Explained, explained
from huxin.warnings.models import MonitorRun, Warning, WarningStep
from huxin.warnings.places import book
from huxin.warnings.policy import MOVES
from huxin.warnings.queries.answerable import OF_AUTHORITY
from huxin.warnings.queries.board import VIEW
from huxin.warnings.queries.rows import SEEN_WITH, Row, deals_with, row
from huxin.warnings.words import MOVES as MOVE_WORDS
from huxin.warnings.words import STATES

__all__ = ["One", "StepLine", "one"]

Allowed: TypeAlias = "frozenset[tuple[str, frozenset[str]]]"
VERBS: Mapping[str, str] = {
    "assign": "assign", "answer": "answer", "accept": "verify", "reject": "verify",
    "hand_over": "hand_over", "snooze": "snooze", "explain": "explain", "resume": "resume",
    "close": "close", "confirm": "confirm", "refuse": "confirm", "reopen": "reopen",
}  # fmt: skip
"""The operation that makes each move of people."""


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of the history. `who` empty: the platform itself."""

    move: Message
    before: Message | None
    after: Message
    at: dt.datetime
    who: str
    unit: str
    text: str
    facts: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class One:
    """One warning. `moves` are those that the viewer may make now."""

    row: Row
    explained: Explained
    history: tuple[StepLine, ...]
    moves: tuple[str, ...]
    times_raised: int
    route: str
    judged_on: dt.date


def one(key: Any, *, actor: Actor) -> One:
    """One warning; raises NotFound alike for what is absent and out of reach.

    At most fourteen queries, whatever the history is.
    """
    rows = visible(Warning, VIEW, actor=actor).select_related(*SEEN_WITH)
    try:
        warning = rows.get(pk=key)
    except (Warning.DoesNotExist, ValueError, OverflowError, TypeError):
        raise NotFound from None
    judged_on = MonitorRun.objects.order_by("-id").values_list("as_of", flat=True)[0]
    return One(
        row=row(warning, actor=actor),
        explained=explained(warning, book(), monitor.store(), as_of=judged_on),
        history=tuple(_history(warning, actor)),
        moves=tuple(_moves(warning, actor)),
        times_raised=warning.times_raised,
        route=warning.route,
        judged_on=judged_on,
    )


def _history(warning: Warning, actor: Actor) -> Iterator[StepLine]:
    """The steps; a company sees which unit acted, and by name only its own people."""
    is_government = deals_with(actor)
    steps = WarningStep.objects.filter(warning=warning).select_related("account", "body")
    for each in steps.order_by("at", "id"):
        yield StepLine(
            move=message(MOVE_WORDS[each.move]),
            before=message(STATES[each.before]) if each.before else None,
            after=message(STATES[each.after]),
            at=each.at,
            who=_who(each.account) if is_government or each.body_id in actor.bodies else "",
            unit=each.body.name if each.body else "",
            text=each.text,
            facts=each.facts,
        )


def _who(account: Account | None) -> str:
    return "" if account is None else account.name or account.login


def _moves(warning: Warning, actor: Actor) -> Iterator[str]:
    """Moves that go with the state, by operations that reach the warning."""
    fitting = [name for name in VERBS if warning.state in MOVES[name].before]
    if warning.untold_on is None:
        fitting = [name for name in fitting if name != "close"]
    if warning.cleared_by_facts:
        fitting = [name for name in fitting if name != "reopen"]
    if warning.rule in OF_AUTHORITY:
        fitting = [name for name in fitting if name != "answer"]
    reached: dict[Allowed, bool] = {}  # operations that allow the same are asked once
    for name in fitting:
        operation = f"warnings.warning.{VERBS[name]}"
        allowed = frozenset(table().operation(operation).allow.items())
        if allowed not in reached:
            mine = visible(Warning, operation, actor=actor)
            reached[allowed] = mine.filter(pk=warning.pk).exists()
        if reached[allowed]:
            yield name
