"""Scheduled jobs leave a row of what they did."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import time_machine
from django.conf import settings
from django.utils.module_loading import import_string
from django_q.models import Schedule

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Account
from huxin.access.sms import Memory, gateway
from huxin.jobs import accounts, files, heads, likeness, messages, schedule
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


def test_the_log_is_sealed_and_likely_duplicates_are_looked_for(world: World) -> None:
    with time_machine.travel(NOW, tick=False):
        assert heads.run() == {"heads": 1}
        assert likeness.run() == {"compared": 0, "proposed": 0}
    assert {run.job for run in JobRun.objects.all()} == {"heads", "likeness"}


def test_what_a_kill_left_half_written_goes_after_a_day(db: None) -> None:
    folder: Path = settings.INSTALLATION.files
    folder.mkdir(parents=True, exist_ok=True)
    for name, hours in (("new-left", 25), ("new-growing", 1), ("whole", 99)):
        (folder / name).write_bytes(b"x")
        os.utime(folder / name, times=(0, (NOW - dt.timedelta(hours=hours)).timestamp()))
    with time_machine.travel(NOW, tick=False):
        assert files.run() == {"removed": 1}
    assert {each.name for each in folder.iterdir() if each.is_file()} == {"new-growing", "whole"}
    for name in ("new-growing", "whole"):
        (folder / name).unlink()


def test_the_schedule_is_put_in_place_with_the_tables(db: None) -> None:
    kept = Schedule.objects.filter(name__startswith="huxin.")
    assert {each.name for each in kept} == {f"huxin.{each.job}" for each in schedule.TABLE}
    assert all(callable(import_string(each.func)) for each in kept)
    next_runs = {each.name: each.next_run for each in kept}
    Schedule.objects.create(name="huxin.gone", func="huxin.jobs.gone.run")
    Schedule.objects.filter(name="huxin.heads").update(func="elsewhere")
    schedule.install(NOW + dt.timedelta(days=3))
    kept = Schedule.objects.filter(name__startswith="huxin.")
    assert {each.name: each.next_run for each in kept} == next_runs
    assert {each.func for each in kept} == {f"huxin.jobs.{e.job}.run" for e in schedule.TABLE}


def test_nightly_work_begins_at_its_hour_in_china(db: None) -> None:
    Schedule.objects.all().delete()
    schedule.install(NOW)
    monitor, by_the_hour = (
        Schedule.objects.get(name=f"huxin.{name}") for name in ("monitor", "heads")
    )
    assert monitor.next_run == dt.datetime(2025, 9, 30, 21, 0, tzinfo=dt.UTC)
    assert by_the_hour.next_run == NOW
