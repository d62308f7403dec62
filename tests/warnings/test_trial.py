"""A rule tried on past days."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from huxin.access.actor import system
from huxin.access.errors import Refused
from huxin.cli import main as door
from huxin.kernel.errors import InputError
from huxin.warnings import actions, monitor
from huxin.warnings.errors import NothingToTry, WrongSpan
from huxin.warnings.models import Warning
from huxin.warnings.trial import tried
from tests.support.world import NOW
from tests.warnings.site import RULES, Site

JULY, AUGUST = dt.date(2025, 7, 1), dt.date(2025, 8, 1)
FROM, TO = dt.date(2025, 9, 29), dt.date(2025, 10, 1)


@pytest.fixture
def known(site: Site) -> Site:
    """Three without a contract: one confirmed after the company's answer, one explained."""
    for number in range(4):
        each = site.enrol("road", f"工人{number}", party="road.labour")
        site.attends(each, JULY)
        if number == 3:
            site.contract(each)
    monitor.run(NOW, RULES)
    first, second, _ = Warning.objects.filter(rule="CON-01").order_by("id")
    inspector = site.world.actor("inspector")
    actions.answer(first.pk, text="补签", actor=site.world.actor("subcontractor_clerk"), now=NOW)
    actions.verify(first.pk, accepted=True, actor=inspector, now=NOW)
    actions.explain(
        second.pk, until=dt.date(2025, 12, 1), text="退休返聘", actor=inspector, now=NOW
    )
    return site


def test_a_trial_counts_hits_load_overlap_and_precision(known: Site) -> None:
    before = Warning.objects.count()
    found = tried("CON-01", FROM, TO, actor=known.world.actor("inspector"))
    assert [(each.on, each.hits, each.new) for each in found.days] == [
        (FROM, 3, 3), (dt.date(2025, 9, 30), 3, 0), (TO, 3, 0),
    ]  # fmt: skip
    assert [(each.month, each.subjects, each.new) for each in found.months] == [
        (dt.date(2025, 9, 1), 3, 3), (dt.date(2025, 10, 1), 3, 0),
    ]  # fmt: skip
    (load,) = found.loads
    assert (load.body, load.hits) == (known.world.bodies["hrss"].pk, 3)
    assert (load.officers, load.per_officer) == (1, Decimal("3.0"))
    assert (found.known, found.confirmed, found.precision_ppm) == (2, 1, 500_000)
    assert found.overlaps == ()
    assert Warning.objects.count() == before


def test_the_law_and_calendar_of_each_day_decide(known: Site) -> None:
    """No signboard from the first day on; a day before the works began nothing is asked."""
    early = tried("SGN-01", dt.date(2025, 2, 27), dt.date(2025, 3, 1), actor=system("test"))
    assert [each.hits for each in early.days] == [0, 0, 2]
    assert [(each.rule, each.subjects) for each in early.overlaps] == [("PRJ-01", 2)]


def test_only_what_is_within_reach_is_counted(known: Site) -> None:
    assert tried("CON-01", FROM, FROM, actor=known.world.actor("other_inspector")).subjects == 0
    assert tried("CON-01", FROM, FROM, actor=system("test"), place="640000").subjects == 0
    assert tried("CON-01", FROM, FROM, actor=system("test"), place="140000").subjects == 3
    with pytest.raises(Refused):
        tried("CON-01", FROM, TO, actor=known.world.actor("contractor_clerk"))


def test_what_cannot_be_tried_is_said(known: Site) -> None:
    actor = known.world.actor("inspector")
    with pytest.raises(NothingToTry):
        tried("PAY-01", FROM, TO, actor=actor)
    with pytest.raises(WrongSpan):
        tried("CON-01", TO, FROM, actor=actor)
    with pytest.raises(InputError):
        tried("XXX-99", FROM, TO, actor=actor)


def test_the_command_says_it_in_words_and_as_json(
    known: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    line = ["rules", "try", "CON-01", "--from", "2025-09-30", "--to", "2025-09-30"]
    assert door.run(line) == 0
    said = capsys.readouterr().out
    assert "命中 3 个对象" in said
    assert "代县人力资源和社会保障局" in said
    assert "属实 1 条（50%）" in said
    assert door.run([*line, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert (data["subjects"], data["precision_ppm"]) == (3, 500_000)
    assert door.run([*line[:-1], "2025-09-29"]) == 2
    assert "截止日期早于起始日期" in capsys.readouterr().err
