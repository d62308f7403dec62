"""The whole demonstration: places, departments, sites, days; two runs of the monitor, and work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from django.core.management import call_command

from huxin.access.actions.accounts import FirstPassword
from huxin.access.actions.regions import load_regions
from huxin.access.actor import system
from huxin.access.models import Region
from huxin.demo import days
from huxin.demo.figures import suppliers
from huxin.demo.papers import County
from huxin.demo.people import Login, departments, officials, partners
from huxin.demo.sites import written
from huxin.facts.store import Store
from huxin.registry.models import Enrolment
from huxin.sim.writers import DEMO_VALUES
from huxin.wages.actions import compact
from huxin.warnings import monitor

__all__ = ["COUNTIES", "Demonstration", "fill"]

COUNTIES = (County("140923", 16, 7), County("640104", 12, 11), County("460205", 12, 13))
PREFIXES = {"140923": "daixian", "640104": "xingqing", "460205": "yazhou"}
MONTHS = 8
VALUES = {**DEMO_VALUES, "rectification.days": "15"}


@dataclass(frozen=True, slots=True)
class Demonstration:
    """What stands ready: the accounts, their password, the phone of a worker who can sign in.

    One password opens them all: who tries the platform is five people in turn.
    """

    logins: tuple[Login, ...]
    password: str = field(repr=False)
    phone: str


def fill(
    home: Path, *, now: dt.datetime, say: Callable[[str], object] = lambda _: None,
    counties: tuple[County, ...] = COUNTIES, months: int = MONTHS,
) -> Demonstration:  # fmt: skip
    """Make the tables of an installation and fill them.

    Every value of `local.yaml` is made up and says so.
    """
    actor = system("demo")
    logins: list[Login] = []
    filled: list[days.County] = []
    password = FirstPassword.draw()
    with written(counties, months=months, as_of=now.date()) as made:
        call_command("migrate", verbosity=0)
        _local_values(home, counties[0].place, now.date())
        load_regions(actor=actor, now=now)
        for county in counties:
            place = Region.objects.get(code=county.place)
            bodies = departments(place, actor=actor, now=now)
            prefix = PREFIXES.get(county.place, county.place)
            sources = suppliers(place, bodies, actor=actor, now=now)
            offices = {**bodies, "utility_supplier": sources["power_fee_owed"]}
            logins += officials(prefix, place, offices, password=password, actor=actor, now=now)
            projects = made.put_in(place, sources, actor=actor, now=now, done=say)
            logins += partners(
                prefix, projects[0].pk, place, password=password, actor=actor, now=now
            )
            filled.append(days.County(prefix, place, bodies, projects, now))
            days.furnish(filled[-1])
    compact(store=Store(home / "facts"), actor=system("attendance"), now=now)
    monitor.run(now)
    for each in filled:
        days.deal(each)
    monitor.run(now)
    return Demonstration(tuple(logins), password.text, _phone())


def _phone() -> str:
    """The phone of a worker on a site who can sign in."""
    found = (
        Enrolment.objects.filter(left_on=None, worker__account__isnull=False)
        .select_related("worker")
        .order_by("pk")
        .first()
    )
    return found.worker.phone if found else ""


def _local_values(home: Path, place: str, today: dt.date) -> None:
    since = today.replace(year=today.year - 1)
    values = {
        name: {"value": value, "from": since, "source": "演示数据", "set_on": since}
        for name, value in VALUES.items()
    }
    text = yaml.safe_dump({"place": place, "values": values}, allow_unicode=True, sort_keys=False)
    note = "# 演示数据：以下数值均为虚构，仅供演示，不得作为执法依据。\n"
    (home / "local.yaml").write_text(note + text, encoding="utf-8")
