"""The outbox: effects are written with their cause and sent after it, at least once, same key.

A message is claimed by moving its due time ahead: a sender that dies holds nothing, the message
falls due again. Whoever receives must know a key that he has seen.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.db.models import QuerySet

from huxin.kernel.cipher import Cipher
from huxin.trail.actions.jobs import said
from huxin.trail.leaf import canonical
from huxin.trail.models import Outgoing

__all__ = ["Delivery", "Sender", "deliver", "send_later"]

Sender: TypeAlias = Callable[[str, Mapping[str, Any]], None]
"""Sends one message, given its key and content; returns when it is accepted, raises otherwise."""
BATCH_MAX = 200
ATTEMPTS_MAX = 8
WAIT_FIRST = dt.timedelta(minutes=2)
WAIT_MAX = dt.timedelta(hours=6)
UNKNOWN = "outcome unknown"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of the messages of one run; `waiting` have no sender for their topic."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0
    waiting: int = 0


def send_later(
    topic: str, key: str, content: Mapping[str, Any], *, now: dt.datetime, cipher: Cipher
) -> None:
    """Put an effect into the outbox; the same key twice is one effect."""
    Outgoing.objects.get_or_create(
        key=key,
        defaults={
            "topic": topic,
            "sealed": cipher.seal(canonical(content).encode(), bound_to=key.encode()),
            "written_at": now,
            "due_at": now,
        },
    )


def deliver(
    *, now: dt.datetime, senders: Mapping[str, Sender], cipher: Cipher, only: str = ""
) -> Delivery:
    """Send what is due, oldest first, at most one batch; call again until nothing is sent.

    `only` is the key of the one message that somebody waits for, such as a code.
    A failed message waits twice as long each time. After the last attempt it is given up and stays
    visible with its failure; so does one whose last attempt never said how it ended.
    """
    due = _due(now).filter(key=only) if only else _due(now)
    counts = {"sent": 0, "failed": 0, "given_up": 0, "waiting": 0}
    counts["waiting"] = due.exclude(topic__in=senders).count()
    for each in due.filter(topic__in=senders).order_by("due_at", "pk")[:BATCH_MAX]:
        if each.attempts >= ATTEMPTS_MAX:
            gone = _mine(each).update(given_up_at=now, failure=each.failure or UNKNOWN)
            counts["given_up"] += gone
        elif _claimed(each, now):
            counts[_sent(each, now, senders[each.topic], cipher)] += 1
    return Delivery(**counts)


def _due(now: dt.datetime) -> QuerySet[Outgoing]:
    return Outgoing.objects.filter(sent_at=None, given_up_at=None, due_at__lte=now)


def _mine(each: Outgoing) -> QuerySet[Outgoing]:
    """The message as it was read: empty when somebody else has taken it since."""
    return Outgoing.objects.filter(
        pk=each.pk, attempts=each.attempts, due_at=each.due_at, sent_at=None, given_up_at=None
    )


def _claimed(each: Outgoing, now: dt.datetime) -> bool:
    wait = min(WAIT_FIRST * 2**each.attempts, WAIT_MAX)
    won = _mine(each).update(attempts=each.attempts + 1, due_at=now + wait, failure="")
    each.attempts, each.due_at = each.attempts + 1, now + wait
    return won == 1


def _sent(each: Outgoing, now: dt.datetime, sender: Sender, cipher: Cipher) -> str:
    """Send a claimed message: "sent", "failed" or "given_up"."""
    try:
        plain = cipher.open(bytes(each.sealed), bound_to=each.key.encode())
        sender(each.key, json.loads(plain))
    except Exception as error:  # noqa: BLE001 -- one bad message must not stop the others
        last = each.attempts >= ATTEMPTS_MAX
        _mine(each).update(failure=said(error), given_up_at=now if last else None)
        return "given_up" if last else "failed"
    # What was sent need not be kept: there are numbers of phones in it.
    Outgoing.objects.filter(pk=each.pk, sent_at=None).update(sent_at=now, failure="", sealed=b"")
    return "sent"
