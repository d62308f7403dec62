"""Attendance without a contract: the warning appears, is answered, and clears by itself."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.access.errors import NotFound
from huxin.trail.models import Entry
from huxin.warnings import actions, monitor
from huxin.warnings.models import Warning, WarningStep
from tests.support.world import NOW
from tests.warnings.site import OTHER_RULES, Site

RULES = ("CON-01",)
JULY = dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)


def test_a_warning_lives_from_attendance_to_the_contract(site: Site) -> None:
    """The company is warned and its measures are followed to the end (DX-3-05-3)."""
    world = site.world
    held, bare = site.enrol("road", "甲"), site.enrol("road", "乙", party="road.labour")
    site.contract(held)
    for each in (held, bare):
        site.attends(each, JULY)

    first = monitor.run(NOW, RULES)
    assert (first.raised, first.findings) == (1, 1)
    warning = Warning.objects.get()
    assert warning.key == f"CON-01|{bare.project_id}.{bare.worker_id}|"
    assert warning.body == world.bodies["labour_company"]
    assert warning.owner == world.bodies["hrss"]
    assert (warning.due_on, warning.due_by) == (None, "")
    assert Entry.objects.filter(object=f"warnings.warning:{warning.pk}").count() == 1

    company = world.actor("subcontractor_clerk")
    with pytest.raises(NotFound):
        actions.answer(warning.pk, text="…", actor=world.actor("other_clerk"), now=NOW)
    actions.answer(warning.pk, text="合同已签，今日上传。", actor=company, now=NOW)
    inspector = world.actor("inspector")
    assert actions.verify(warning.pk, accepted=True, actor=inspector, now=NOW).state == "verified"

    again = monitor.run(NOW + DAY, RULES)
    assert (again.raised, again.cleared, again.findings) == (0, 0, 1)
    site.contract(bare)
    done = monitor.run(NOW + DAY, RULES)
    assert (done.cleared, done.findings) == (1, 0)
    warning.refresh_from_db()
    assert (warning.state, warning.cleared_by_facts) == ("cleared", True)
    moves = WarningStep.objects.filter(warning=warning).values_list("move", flat=True)
    assert list(moves) == ["raise", "answer", "accept", "clear"]


def test_abnormal_real_name_management_is_warned_of(site: Site) -> None:
    """YZ-3-11: too few of the roster attend, one works without a day of rest, one is not on it."""
    for number in range(5):
        each = site.enrol("road", f"在册{number}")
        if not number:
            site.attends(each, JULY, days=31)
    stranger = site.enrol("dam", "外来")
    stranger.project = site.world.projects["road"]
    site.attends(stranger, JULY)
    monitor.run(NOW, OTHER_RULES)
    road = site.world.projects["road"]
    found = Warning.objects.filter(project=road, family__in=("att", "enr"))
    assert set(found.values_list("rule", flat=True)) == {"ATT-01", "ATT-04", "ENR-01"}
    assert {each.owner for each in found} == {site.world.bodies["housing"]}
