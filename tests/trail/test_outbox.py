"""The outbox sends at least once with one key, gives up visibly, and dies well; jobs leave rows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.fields import cipher
from huxin.kernel.clock import FixedClock
from huxin.trail import queries
from huxin.trail.actions import Delivery, deliver, run_job
from huxin.trail.actions.outbox import ATTEMPTS_MAX, WAIT_FIRST, WAIT_MAX
from huxin.trail.models import JobRun, Outgoing
from tests.support.world import NOW, World

PHONE = "the number of a phone"


@dataclass
class Gateway:
    """A receiver that can be down, or die after it has accepted."""

    accepted: list[tuple[str, Mapping[str, Any]]] = field(default_factory=list)
    failing: BaseException | None = None
    dies_after: bool = False

    def __call__(self, key: str, content: Mapping[str, Any]) -> None:
        if self.failing is not None and not self.dies_after:
            raise self.failing
        self.accepted.append((key, content))
        if self.failing is not None:
            raise self.failing


def send(*keys: str, topic: str = "sms") -> None:
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        for key in keys:
            doing.send(topic, key, {"to": PHONE, "text": f"text of {key}"})
        doing.note("test.thing:1")


def run(gateway: Gateway, *, after: dt.timedelta = dt.timedelta()) -> Delivery:
    return deliver(now=NOW + after, senders={"sms": gateway}, cipher=cipher())


def test_what_is_due_is_sent_once(world: World) -> None:
    gateway = Gateway()
    send("a", "b", "a")
    send("c", topic="bank")
    assert run(gateway) == Delivery(sent=2, waiting=1)
    assert gateway.accepted == [
        (key, {"to": PHONE, "text": f"text of {key}"}) for key in ("a", "b")
    ]
    assert run(gateway, after=WAIT_MAX) == Delivery(waiting=1)


def test_a_failure_waits_longer_each_time_and_is_given_up(world: World) -> None:
    gateway = Gateway(failing=ValueError(PHONE))
    send("a")
    waits, now = [], dt.timedelta()
    for _ in range(ATTEMPTS_MAX - 1):
        assert run(gateway, after=now) == Delivery(failed=1)
        due = Outgoing.objects.get().due_at - NOW
        waits.append(due - now)
        assert run(gateway, after=due - dt.timedelta(seconds=1)) == Delivery()
        now = due
    assert waits[:3] == [WAIT_FIRST, WAIT_FIRST * 2, WAIT_FIRST * 4]
    assert max(waits) <= WAIT_MAX
    assert run(gateway, after=now) == Delivery(given_up=1)
    (message,) = queries.given_up()
    assert message.attempts == ATTEMPTS_MAX
    assert message.failure.startswith("ValueError")
    assert PHONE not in message.failure
    gateway.failing = None
    assert run(gateway, after=WAIT_MAX * 99) == Delivery()
    assert gateway.accepted == []


def test_one_bad_message_does_not_stop_the_others(world: World) -> None:
    send("a", "b")
    Outgoing.objects.filter(key="a").update(sealed=b"spoilt")
    gateway = Gateway()
    assert run(gateway) == Delivery(sent=1, failed=1)
    assert [key for key, _ in gateway.accepted] == ["b"]


def test_a_sender_that_dies_loses_nothing_and_repeats_its_key(world: World) -> None:
    gateway = Gateway(failing=KeyboardInterrupt(), dies_after=True)
    send("a")
    with pytest.raises(KeyboardInterrupt):
        run(gateway)
    gateway.failing = None
    assert run(gateway) == Delivery()  # it is still claimed
    assert run(gateway, after=WAIT_FIRST) == Delivery(sent=1)
    assert [key for key, _ in gateway.accepted] == ["a", "a"]


def test_a_last_attempt_without_an_answer_is_given_up_as_unknown(world: World) -> None:
    gateway = Gateway(failing=KeyboardInterrupt())
    send("a")
    Outgoing.objects.update(attempts=ATTEMPTS_MAX - 1)
    with pytest.raises(KeyboardInterrupt):
        run(gateway)
    assert run(gateway, after=WAIT_MAX) == Delivery(given_up=1)
    assert queries.given_up()[0].failure == "outcome unknown"


def test_two_senders_do_not_take_one_message(world: World) -> None:
    """The second sender read the message before the first claimed it."""
    inner, outer = Gateway(), Gateway()
    send("a", "b")

    def slow(key: str, content: Mapping[str, Any]) -> None:
        if key == "a":
            run(inner)
        outer(key, content)

    deliver(now=NOW, senders={"sms": slow}, cipher=cipher())
    sent = sorted(key for key, _ in inner.accepted + outer.accepted)
    assert sent == ["a", "b"]
    assert [key for key, _ in inner.accepted] == ["b"]


def test_a_job_leaves_its_counts_or_its_failure(world: World) -> None:
    clock = FixedClock(NOW)
    run_job("monitor", lambda now: {"found": 3 if now == NOW else 0}, clock=clock)
    found = queries.last_run("monitor")
    assert found is not None
    assert (found.done, found.counts, found.ended_at) == (True, {"found": 3}, NOW)

    def fail(_: dt.datetime) -> Mapping[str, int]:
        raise ValueError(PHONE)

    with pytest.raises(ValueError, match=PHONE):
        run_job("monitor", fail, clock=clock)
    failed = JobRun.objects.latest("pk")
    assert (failed.done, failed.ended_at) == (False, NOW)
    assert failed.failure.startswith("ValueError test_outbox.py:")
    assert PHONE not in failed.failure
