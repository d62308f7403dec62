"""The page in a browser: no accessibility faults, no wider than the screen, nothing fetched."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, sync_playwright

from huxin.check.labels import HIDDEN, LABELS
from huxin.check.render import render
from huxin.facts.grains import Facts
from huxin.kernel.texts import translate
from huxin.rules.catalogue import RULES
from tests.check import sample

CHROMIUM = "/usr/bin/chromium"
DESKTOP, PHONE = 1280, 390


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.mark.browser
@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
def test_the_page_is_open_to_everybody(
    browser: Browser, tmp_path: Path, language: str, width: int
) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(render(sample.report(), "html", language))
    page = browser.new_page(viewport={"width": width, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(file.as_uri())
    assert asked == [file.as_uri()]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in found] == []
    page.close()


def test_every_figure_of_every_rule_has_its_words() -> None:
    facts = Facts(sorted({name for rule in RULES.values() for name in rule.spec.parameters}))
    figures = {name for rule in RULES.values() for name in rule.judge(facts).evidence}
    shown = {name for name in figures if not name.endswith(HIDDEN)}
    assert sorted(shown - set(LABELS)) == []
    assert [name for name, text in LABELS.items() if translate(text, "zh") == text] == []
