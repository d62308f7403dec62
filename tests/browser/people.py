"""People at the pages: each with a browser of his own, who first binds an authenticator."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from huxin.kernel.clock import SystemClock
from tests.browser.platform import Platform
from tests.support.browser_free import code_of

__all__ = ["first_sign_in", "session"]

PATIENCE_MS = 20_000
NEW_PASSWORD = "four invented words here"


@contextmanager
def session(browser: Browser, *, phone: bool = False, scripts: bool = True) -> Iterator[Page]:
    """A browser of somebody's own: nothing of the others' sessions is in it."""
    width = 390 if phone else 1280
    context = browser.new_context(
        viewport={"width": width, "height": 900},
        locale="zh-CN",
        java_script_enabled=scripts,
        accept_downloads=True,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    yield page
    context.close()


def first_sign_in(page: Page, platform: Platform, login: str, password: str) -> None:
    """The first password, then an own one and an authenticator, then the first page."""
    page.goto(f"{platform.address}/sign-in")
    page.get_by_label("用户名").fill(login)
    page.get_by_label("密码").fill(password)
    page.get_by_role("button", name="继续").click()
    page.get_by_text("扫不了码").click()
    seed = page.locator("details code").inner_text()
    page.get_by_label("新密码").fill(NEW_PASSWORD)
    page.get_by_label("动态口令").fill(code_of(seed, SystemClock().now()))
    page.get_by_role("main").get_by_role("button").click()
    page.get_by_role("link", name="已经抄好").click()
