"""What stands on a page in people's words."""

from __future__ import annotations

import pytest

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
