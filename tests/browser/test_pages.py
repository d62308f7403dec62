"""Every page of every audience: open to everybody, no wider than its screen, light on a phone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.look import DESKTOP, PHONE, Look, barriers, too_wide, walked
from tests.browser.platform import Platform
from tests.browser.walk import Place, is_act

pytestmark = pytest.mark.browser

Recorder = Callable[[str, object], None]
NEVER_LED_TO = {
    "b/<str:code>",  # behind the code on a signboard: it is scanned, nothing links to it
    "phone/code",  # follows the phone number; the journeys go there
    "second-factor",  # follows the password
    "sign-in/bind",  # follows the first password
    "mine/phone/code",  # follows a new phone number
    "counter/<int:key>",  # follows an identity number that an officer has compared
    "counter/<int:key>/<str:month>",
    "accounts/looks",  # the auditor's alone; the demonstration has none
    "files/row/<int:key>",  # a row that waits: none here; the journey mends three
    "projects/<int:key>/signboard-photo",  # where a photo was filed; the demonstration has none
    "projects/works-contracts/<int:key>",  # a scan as a file; the demonstration has none
}
PROBED = {("zh", DESKTOP), ("en", PHONE)}
"""Axe is slow: each page is probed once in each language and once at each width."""


def probe(page: Page, place: Place, language: str, width: int) -> list[str]:
    return barriers(page) if (language, width) in PROBED else []


def test_every_page_is_open_to_everybody(
    browser: Browser, demonstration: Platform, record_property: Recorder
) -> None:
    look = Look(probe)
    walk = walked(browser, demonstration, look)
    assert not look.faults, "\n".join(look.faults)
    unmet = {route for route in walk.unmet() if not is_act(route)}
    assert unmet <= NEVER_LED_TO
    assert len(walk.met) >= 80
    acts = [route for route in walk.routes() if is_act(route)]
    met = sum(route in walk.opened for route in acts)
    said = f"{len(walk.met)}, among them the forms of {met} of {len(acts)} acts"
    record_property("count", f"pages without a barrier, in both languages: {said}")


def test_a_barrier_is_seen(browser: Browser) -> None:
    page = browser.new_page(viewport={"width": PHONE, "height": 900})
    page.set_content("<html lang=zh><title>x</title><main><h1>x</h1><input>")
    assert [each.split(":")[0] for each in barriers(page)] == ["label"]
    assert too_wide(page, PHONE) == []
    page.set_content("<html lang=zh><title>x</title><main><p style='width:500px'>x")
    assert too_wide(page, PHONE) != []
    page.close()
