"""The charts say what their tables hold; week by week only what was open then is counted."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.access.actor import system
from huxin.access.change import change
from huxin.check.render.words import Speaker
from huxin.warnings import models
from huxin.warnings.queries import hazards, trend
from huxin.web.charts import hazards_chart, trend_chart
from tests.support.world import NOW, TODAY, World

SEEN = {"red": 0, "orange": 0, "yellow": 0, "blue": 0}
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def warned(world: World) -> World:
    """The road: one raised a month ago and open, one of last week, cleared today; the dam: one."""
    raised = (
        ("road", "red", TODAY - 4 * WEEK, None, 30),
        ("road", "blue", TODAY - WEEK - dt.timedelta(days=1), TODAY, 5),
        ("dam", "red", TODAY, None, 10),
    )
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        run = models.MonitorRun.objects.create(
            started_at=NOW, as_of=TODAY, facts="", law="", rule_set=""
        )
        for at, (project, severity, since, cleared, people) in enumerate(raised):
            models.Warning.objects.create(
                key=str(at), rule="PRJ-01", family="prj", rule_set="", run=run, people=people,
                place=world.regions["140923"], project=world.projects[project], rank=0,
                severity=severity, raised_on=since, cleared_on=cleared,
                state="cleared" if cleared else "raised",
            )  # fmt: skip
        doing.note("warnings.warning:test")
    return world


def test_each_week_counts_what_was_open_then(warned: World) -> None:
    actor = warned.actor("inspector")
    with CaptureQueriesContext(connection) as caught:
        weeks = trend(actor=actor, today=TODAY)
    assert len(caught) == 1
    assert [week.on for week in weeks] == [TODAY - back * WEEK for back in range(7, -1, -1)]
    assert [week.severities["red"] for week in weeks] == [0, 0, 0, 1, 1, 1, 1, 2]
    assert [week.severities["blue"] for week in weeks] == [0, 0, 0, 0, 0, 0, 1, 0]
    assert [week.open for week in trend(actor=warned.actor("other_inspector"), today=TODAY)] == (
        [0] * 8
    )


def test_the_chart_draws_the_figures_of_its_table(warned: World) -> None:
    weeks = trend(actor=warned.actor("inspector"), today=TODAY)
    drawn = trend_chart(weeks, Speaker("en"))
    assert drawn is not None
    assert drawn.title == "2 open, as many as a week ago"
    figures = [int(each) for each in re.findall(r'class="middle">(\d+)<', drawn.svg)]
    assert figures == [week.severities[name] for name in SEEN for week in weeks]
    heights = [
        int(each) for each in re.findall(r'height="(\d+)" class="(?:bar|strong)"', drawn.svg)
    ]
    assert [each > 1 for each in heights] == [each > 0 for each in figures]
    assert (
        trend_chart(trend(actor=warned.actor("other_inspector"), today=TODAY), Speaker("en"))
        is None
    )


def test_the_title_says_where_most_is_at_stake(warned: World) -> None:
    found = hazards(actor=warned.actor("inspector"))
    drawn = hazards_chart(found, Speaker("zh"))
    assert drawn is not None
    assert drawn.title == "2 个项目中有 1 个占涉及人数的 75%"
    assert drawn.svg.count('class="strong"') == 1
    assert hazards_chart(found[:1], Speaker("zh")) is None
