"""What stands on a page in people's words."""

from __future__ import annotations

import pytest

from huxin.access.actor import Actor, Held
from huxin.access.models import SECTORS, TRADES
from huxin.facts.schema import PROJECT
from huxin.registry.models import Project
from huxin.web import words
from huxin.web.navigation import navigation
from huxin.web.words import device

WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("agent", "said"),
    [
        (f"Mozilla/5.0 (Linux; Android 9; X1) {WEBKIT} Chrome/90.0 Mobile Safari/537.36",
         "Android 上的 Chrome"),
        (f"Mozilla/5.0 (Linux; Android 9) {WEBKIT} Chrome/90.0 MicroMessenger/8.0",
         "Android 上的 WeChat"),
        ("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/128.0", "Windows 上的 Firefox"),
        (f"Mozilla/5.0 (Windows NT 10.0) {WEBKIT} Chrome/120.0 Safari/537.36 Edg/120.0",
         "Windows 上的 Edge"),
        ("curl/8.0", "curl/8.0"), ("", ""), ("x" * 500, "x" * 60),
    ],
)  # fmt: skip
def test_a_browser_is_named_as_people_know_it(agent: str, said: str) -> None:
    assert device(agent).say("zh") == said


def test_every_list_of_sectors_is_the_same() -> None:
    (of_facts,) = (each.labels for each in PROJECT.columns if each.name == "sector")
    assert SECTORS == tuple(Project.Sector.values) == tuple(words.SECTORS) == of_facts
    assert set(words.TRADES) == set(TRADES)


def test_who_tells_figures_is_told_of_files_that_he_sent_in() -> None:
    for role in ("utility_supplier", "premises_lessor"):
        actor = Actor("test", (Held(role, 1, "/140000/"),), 1)
        titles = [each.title.say("zh") for each in navigation(actor)]
        assert titles == ["经营指标", "报送的文件"]
