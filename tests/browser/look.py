"""Looks at one page in each language and width, and says what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.browser.platform import Login, Platform
from tests.browser.walk import Place, Walk

__all__ = [
    "DESKTOP",
    "HEIGHT",
    "LANGUAGES",
    "PHONE",
    "Look",
    "barriers",
    "speak",
    "too_wide",
    "walked",
]

DESKTOP, PHONE = 1280, 390
HEIGHT = 900
LANGUAGES = ("zh", "en")
TAGS = {"zh": "zh-CN", "en": "en"}
SPOKEN = "document.documentElement.lang"
LANGUAGE_COOKIE = "huxin-language"
LIGHT, LIGHT_BYTES = ("worker", "public"), 60_000
WIDTH = "document.documentElement.scrollWidth"


@dataclass
class Look:
    """Shows pages to `seen` and keeps what the browser found wrong with them."""

    seen: Callable[[Page, Place, str, int], list[str]]
    faults: list[str] = field(default_factory=list)

    def at(self, context: BrowserContext, place: Place) -> None:
        """One page in each language and width."""
        for language in LANGUAGES:
            speak(context, language, place.address)
            page = context.new_page()
            told, answers = listening(page)
            page.goto(place.address)
            if page.evaluate(SPOKEN) != TAGS[language]:
                told.append("is in another language")
            weight = sum(len(each.body()) for each in answers if each.ok)
            for width in (DESKTOP, PHONE):
                page.set_viewport_size({"width": width, "height": HEIGHT})
                told += self.seen(page, place, language, width)
                told += too_wide(page, width)
            if place.audience in LIGHT and weight > LIGHT_BYTES:
                told.append(f"{weight:,} bytes")
            self.faults += [f"{place.audience} {language} /{place.route}: {each}" for each in told]
            page.close()
        speak(context, LANGUAGES[0], place.address)


def listening(page: Page) -> tuple[list[str], list[Response]]:
    """What the page will say of its faults, and the answers that it will get."""
    told, answers = list[str](), list[Response]()

    def answered(answer: Response) -> None:  # a method of a list cannot be a listener
        answers.append(answer)

    page.on("console", lambda said: told.append(f"{said.type}: {said.text}"))
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("response", answered)
    return told, answers


def too_wide(page: Page, width: int) -> list[str]:
    """A page that must be scrolled sideways."""
    wide = page.evaluate(WIDTH)
    return [f"{wide} px wide at {width}"] if wide > width else []


def barriers(page: Page) -> list[str]:
    """What keeps somebody out, by axe-core."""
    found = Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:200]}" for each in found for node in each["nodes"]]


def speak(context: BrowserContext, language: str, address: str) -> None:
    """Choose the language of all pages: a cookie of one folder would speak for that one alone."""
    root = urljoin(address, "/")
    context.add_cookies([{"name": LANGUAGE_COOKIE, "value": language, "url": root}])


def walked(browser: Browser, platform: Platform, look: Look) -> Walk:
    """Every page as nobody sees it, and then one account for each role of a demonstration."""
    walk = Walk(platform.address)
    for who in _everybody(platform):
        context = browser.new_context(viewport={"width": DESKTOP, "height": HEIGHT})
        page = context.new_page()
        if who is not None:
            platform.sign_in(page, who)
        for place in walk.pages(page, who.login if who else "", "/", *(() if who else DOORS)):
            look.at(context, place)
        context.close()
    return walk


DOORS = ("/sign-in",)


def _everybody(platform: Platform) -> Iterator[Login | None]:
    yield None
    roles: set[str] = set()
    for each in platform.logins().values():
        if each.role not in roles:
            roles.add(each.role)
            yield each
