"""What people do about a warning. The monitor's own writes stand in `reconcile.py`.

Every action reads: access → lock → check → write → trail; the history keeps who, when and the
words, which are protected text.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from huxin.access.actor import Actor
from huxin.access.change import Change, change
from huxin.access.errors import NotFound
from huxin.access.gate import check
from huxin.access.models import Body, Grant
from huxin.kernel.clock import CHINA
from huxin.warnings import monitor, policy
from huxin.warnings.errors import NotHere
from huxin.warnings.models import Warning, WarningStep
from huxin.warnings.queries.answerable import OF_AUTHORITY

__all__ = [
    "answer", "assign", "close", "confirm", "explain", "hand_over", "reopen", "resume",
    "run_monitor", "snooze", "verify",
]  # fmt: skip


@dataclass(slots=True)
class _Step:
    """One move under way: the warning, locked, and what is kept of it."""

    doing: Change
    warning: Warning
    text: str = ""
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def today(self) -> dt.date:
        return self.doing.now.astimezone(CHINA).date()

    def take(self, move: str, *changed: str) -> None:
        """Make the move, keep it in the history and in the trail."""
        warning = self.warning
        before, warning.state = warning.state, policy.checked(warning, move)
        warning.save(update_fields=["state", *changed])
        actor = self.doing.actor
        WarningStep.objects.create(
            warning=warning, move=move, before=before, after=warning.state, at=self.doing.now,
            account_id=actor.account, body_id=min(actor.bodies, default=None), facts=self.facts,
            text=self.text,
        )  # fmt: skip
        after = {"move": move, "state": warning.state, "text": self.text, **self.facts}
        self.doing.note(warning, before={"state": before}, after=after)


@contextmanager
def _on(key: Any, verb: str, *, actor: Actor, now: dt.datetime) -> Iterator[_Step]:
    with change(f"warnings.warning.{verb}", actor=actor, now=now) as doing:
        yield _Step(doing, doing.reach(Warning, key))


def run_monitor(
    *, actor: Actor, now: dt.datetime, rules: Collection[str] | None = None
) -> monitor.Ran:
    """Run the monitor now; raises Refused, or MonitorBusy while another run is under way."""
    check(monitor.RUN, actor=actor)
    return monitor.run(now, rules)


def assign(key: Any, *, account: Any, actor: Actor, now: dt.datetime) -> Warning:
    """Give a warning to an officer of the body that deals with it, or take it oneself."""
    with _on(key, "assign", actor=actor, now=now) as step:
        warning = step.warning
        officer = _officer(account, warning, now)
        if warning.owner_id is None or warning.owner_id not in officer[1]:
            warning.owner_id = min(officer[1])
        warning.account_id = officer[0]
        step.facts = {"account": officer[0], "owner": warning.owner_id}
        step.take("assign", "account", "owner")
        return warning


def answer(key: Any, *, text: str, actor: Actor, now: dt.datetime) -> Warning:
    """The company says what it did about it; raises NotFound for what it need not answer."""
    with _on(key, "answer", actor=actor, now=now) as step:
        if step.warning.rule in OF_AUTHORITY:
            raise NotFound
        step.text = policy.reason(text)
        step.take("answer")
        return step.warning


def verify(key: Any, *, accepted: bool, text: str = "", actor: Actor, now: dt.datetime) -> Warning:
    """Accept the company's answer, or reject it with a reason; either way the facts decide."""
    with _on(key, "verify", actor=actor, now=now) as step:
        step.text = text.strip() if accepted else policy.reason(text)
        warning = step.warning
        if warning.account_id is None and actor.account is not None:
            warning.account_id = actor.account
        step.take("accept" if accepted else "reject", "account")
        return warning


def snooze(key: Any, *, until: dt.date, text: str, actor: Actor, now: dt.datetime) -> Warning:
    """Put a warning off until a day; on it the monitor brings it back."""
    return _rest(key, "snooze", until=until, text=text, actor=actor, now=now)


def explain(key: Any, *, until: dt.date, text: str, actor: Actor, now: dt.datetime) -> Warning:
    """Mark a warning as lawfully explained, until the day on which that is looked at again."""
    return _rest(key, "explain", until=until, text=text, actor=actor, now=now)


def _rest(
    key: Any, verb: str, *, until: dt.date, text: str, actor: Actor, now: dt.datetime
) -> Warning:
    with _on(key, verb, actor=actor, now=now) as step:
        step.text = policy.reason(text)
        step.warning.until_on = policy.ends_on(until, step.today)
        step.facts = {"until": until.isoformat()}
        step.take(verb, "until_on")
        return step.warning


def resume(key: Any, *, actor: Actor, now: dt.datetime) -> Warning:
    """Take up before its day what was put off or explained."""
    with _on(key, "resume", actor=actor, now=now) as step:
        step.warning.until_on = None
        step.take("resume", "until_on")
        return step.warning


def hand_over(key: Any, *, body: Any, text: str, actor: Actor, now: dt.datetime) -> Warning:
    """Hand a warning to another department of the place or of a level above."""
    with _on(key, "hand_over", actor=actor, now=now) as step:
        step.text = policy.reason(text)
        warning = step.warning
        receiver = _department(body, warning)
        step.facts = {"from": warning.owner_id, "to": receiver}
        warning.owner_id, warning.account_id, warning.route = receiver, None, ""
        step.take("hand_over", "owner", "account", "route")
        return warning


def close(key: Any, *, text: str, actor: Actor, now: dt.datetime) -> Warning:
    """Propose to close a warning of which the facts tell nothing any more, with the ground."""
    with _on(key, "close", actor=actor, now=now) as step:
        policy.may_close(step.warning)
        step.text = policy.reason(text)
        step.take("close")
        return step.warning


def confirm(key: Any, *, agreed: bool, text: str = "", actor: Actor, now: dt.datetime) -> Warning:
    """A second person confirms the closing, or refuses it with a reason."""
    with _on(key, "confirm", actor=actor, now=now) as step:
        warning = step.warning
        policy.checked(warning, "confirm")
        policy.second_person(_proposer(warning), actor.account)
        if not agreed:
            step.text = policy.reason(text)
            step.take("refuse")
            return warning
        step.text = text.strip()
        warning.cleared_on, warning.cleared_by_facts = step.today, False
        step.take("confirm", "cleared_on", "cleared_by_facts")
        return warning


def reopen(key: Any, *, text: str, actor: Actor, now: dt.datetime) -> Warning:
    """Open again what people had closed."""
    with _on(key, "reopen", actor=actor, now=now) as step:
        policy.checked(step.warning, "reopen")
        policy.may_reopen(step.warning)
        step.text = policy.reason(text)
        step.warning.cleared_on, step.warning.account_id = None, None
        step.take("reopen", "cleared_on", "account")
        return step.warning


def _proposer(warning: Warning) -> int | None:
    """Who proposed the closing."""
    last = warning.steps.filter(move="close").order_by("-id").values_list("account_id", flat=True)
    return last.first()


def _officer(account: Any, warning: Warning, now: dt.datetime) -> tuple[int, list[int]]:
    """An account with a grant of a department competent for the place, and its departments."""
    held = Grant.objects.filter(
        account_id=account if isinstance(account, int) else -1, account__is_active=True,
        ended_at=None, from_at__lte=now, body__kind=Body.Kind.DEPARTMENT,
    ).exclude(to_at__lte=now)  # fmt: skip
    path = warning.place.path
    rows = held.values_list("account_id", "body_id", "place__path")
    found = [(who, body) for who, body, at in rows if path.startswith(at) and body is not None]
    if not found:
        raise NotHere
    return found[0][0], sorted({body for _, body in found})


def _department(body: Any, warning: Warning) -> int:
    key = body if isinstance(body, int) else -1
    found = Body.objects.filter(pk=key, merged_into=None).select_related("place").first()
    if (
        found is None
        or found.kind != Body.Kind.DEPARTMENT
        or not warning.place.path.startswith(found.place.path)
    ):
        raise NotHere
    return found.pk
