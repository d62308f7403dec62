"""Without scripts a worker writes down his day; without a mouse an officer assigns a warning."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.people import session
from tests.browser.platform import Platform

pytestmark = pytest.mark.browser

FOCUSED = """() => {
    const at = document.activeElement, style = getComputedStyle(at);
    const label = at.labels && at.labels.length ? at.labels[0].innerText : at.innerText;
    return [at.tagName, (label || at.getAttribute('aria-label') || '').trim(), style.outlineStyle];
}"""
FARTHEST = 80


def tab_to(page: Page, tag: str, text: str) -> None:
    """Press Tab until a thing has the focus; wherever the focus is meanwhile, it can be seen."""
    met = []
    for _ in range(FARTHEST):
        page.keyboard.press("Tab")
        name, said, outline = page.evaluate(FOCUSED)
        met.append(f"{name} {said}")
        assert outline != "none" or name == "BODY", f"the focus cannot be seen on {met[-1]}"
        if name == tag and said.startswith(text):
            return
    raise AssertionError(f"Tab never came to {tag} {text}: {met}")


def test_a_worker_without_scripts_writes_down_his_day(
    browser: Browser, demonstration: Platform
) -> None:
    phone = next(each.login for each in demonstration.logins().values() if not each.password)
    with session(browser, phone=True, scripts=False) as page:
        demonstration.sign_in_by_phone(page, phone)
        page.get_by_role("link", name="我的出勤").click()
        page.get_by_role("link", name="上个月").click()
        page.locator(".month a").first.click()
        page.get_by_label("半天").check()
        page.get_by_label("备注").fill("下午下雨停工")
        page.get_by_role("button", name="记下来").click()
        expect(page.get_by_role("status")).to_be_visible()
        expect(page.locator(".month a").first).to_contain_text("0.5")
        page.get_by_role("button", name="English").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("My days")
        page.get_by_role("button", name="中文").click()
        page.get_by_role("button", name="退出").click()
        page.goto(f"{demonstration.address}/mine/")
        expect(page).to_have_url(f"{demonstration.address}/sign-in?next=%2Fmine%2F")


def test_an_officer_without_a_mouse_assigns_a_warning(
    browser: Browser, demonstration: Platform
) -> None:
    who = next(each for each in demonstration.logins().values() if each.role == "hrss")
    with session(browser) as page:
        page.goto(f"{demonstration.address}/")
        tab_to(page, "A", "部门、企业、银行登录")
        page.keyboard.press("Enter")
        page.wait_for_url("**/sign-in")
        tab_to(page, "INPUT", "用户名")
        page.keyboard.type(who.login)
        tab_to(page, "INPUT", "密码")
        page.keyboard.type(who.password)
        page.keyboard.press("Enter")
        page.wait_for_url("**/second-factor")
        page.keyboard.type(demonstration.code(who))
        page.keyboard.press("Enter")
        page.wait_for_url("**/warnings/today")
        tab_to(page, "A", "跳到正文")
        page.keyboard.press("Enter")
        tab_to(page, "A", "建设单位未提供")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile(r"/warnings/\d+$"))
        tab_to(page, "SUMMARY", "分派")
        page.keyboard.press("Enter")
        tab_to(page, "BUTTON", "分派")
        page.keyboard.press("Enter")
        expect(page.get_by_role("status")).to_be_visible()


def test_a_focus_that_cannot_be_seen_is_caught(browser: Browser) -> None:
    page = browser.new_page()
    page.set_content("<style>a {outline: none}</style><a href='#x'>x</a><a href='#y'>y</a>")
    with pytest.raises(AssertionError, match="cannot be seen on A x"):
        tab_to(page, "A", "y")
    page.close()
