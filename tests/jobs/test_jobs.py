"""Scheduled jobs leave a row of what they did."""

from __future__ import annotations

import datetime as dt

import time_machine

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Account
from huxin.access.sms import Memory, gateway
from huxin.jobs import accounts, messages
from huxin.trail.models import JobRun
from tests.support.world import NOW, PHONE, World


def test_unused_accounts_are_closed_after_ninety_days(world: World) -> None:
    with time_machine.travel(NOW + dt.timedelta(days=89), tick=False):
        assert accounts.run() == {"closed": 0}
    with time_machine.travel(NOW + dt.timedelta(days=91), tick=False):
        assert accounts.run() == {"closed": len(world.accounts)}
    assert not Account.objects.filter(is_active=True).exists()
    assert [run.done for run in JobRun.objects.filter(job="accounts")] == [True, True]


def test_messages_of_the_outbox_reach_the_gateway_once(world: World) -> None:
    phone = gateway()
    assert isinstance(phone, Memory)
    phone.sent.clear()
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        doing.send("sms", "test:1", {"phone": PHONE, "text": "您好"})
    with time_machine.travel(NOW, tick=False):
        assert messages.run()["sent"] == 1
        assert messages.run()["sent"] == 0
    assert phone.sent == [(PHONE, "您好")]
