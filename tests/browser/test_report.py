"""The check's report in a browser: no barrier, no wider than the screen, nothing fetched."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from huxin.check.render import render
from tests.browser.look import DESKTOP, PHONE, barriers, too_wide
from tests.check import sample


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
    assert too_wide(page, width) == []
    assert barriers(page) == []
    page.close()
