"""An installation of its own, made and served by the commands that an operator uses."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from playwright.sync_api import Browser, Page, sync_playwright

__all__ = ["CHROMIUM", "HUXIN", "PYTHON", "Login", "Platform", "chromium", "until"]

CHROMIUM = "/usr/bin/chromium"
PYTHON = (sys.executable,)
HUXIN = (*PYTHON, "-c", "from huxin.cli.main import main; main()")
PATIENCE_SECONDS = 120
LOOK_EVERY_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Login:
    """An account of a demonstration: a worker has a phone for a name, and no password."""

    login: str
    password: str
    role: str


@contextmanager
def chromium() -> Iterator[Browser]:
    """The distribution's browser."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        try:
            yield opened
        finally:
            opened.close()


def until(done: Callable[[], object], *, what: str) -> object:
    """What `done` answers as soon as it answers anything; raises when it does not in time."""
    pause = Event()
    for _ in range(round(PATIENCE_SECONDS / LOOK_EVERY_SECONDS)):
        found = done()
        if found:
            return found
        pause.wait(LOOK_EVERY_SECONDS)
    raise AssertionError(f"in {PATIENCE_SECONDS} seconds nobody saw {what}")


@dataclass
class Platform:
    """A folder with an installation, and where it is served while it is."""

    home: Path
    profile: str = "demo"
    address: str = ""

    @property
    def messages(self) -> Path:
        """Where the messages to phones are written."""
        return self.home / "messages.jsonl"

    def environment(self) -> dict[str, str]:
        """The variables of this installation only; those of the tests' own one do not count."""
        kept = {name: text for name, text in os.environ.items() if not name.startswith("HUXIN_")}
        return kept | {
            "HUXIN_HOME": str(self.home),
            "HUXIN_PROFILE": self.profile,
            "HUXIN_SMS": f"file:{self.messages}",
            "DJANGO_SETTINGS_MODULE": "huxin.config.settings",
            "PYTHONPATH": os.pathsep.join(each for each in sys.path if each),
        }

    def run(self, *words: str, program: tuple[str, ...] = HUXIN) -> str:
        """What a command prints; raises with what it complained of."""
        done = subprocess.run(
            [*program, *words], env=self.environment(), capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, f"{words}: {done.stdout}{done.stderr}"
        return done.stdout

    def logins(self) -> dict[str, Login]:
        """The accounts of a demonstration, by name."""
        lines = (self.home / "accounts.txt").read_text(encoding="utf-8").splitlines()
        return {
            name: Login(name, password, role)
            for name, password, role, _ in (line.split("\t") for line in lines)
        }

    @contextmanager
    def served(self) -> Iterator[str]:
        """Its address while it is served on a free port; ended afterwards."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        words = ("serve", "--home", str(self.home), "--port", str(port), "--no-jobs")
        with (self.home / "serve.log").open("w") as log:
            server = subprocess.Popen(
                [*HUXIN, *words], env=self.environment(), stdout=log, stderr=log
            )
        try:
            until(lambda: self._answers(server), what="the first page")
            yield self.address
        finally:
            server.terminate()
            server.wait(timeout=PATIENCE_SECONDS)

    def _answers(self, server: subprocess.Popen[bytes]) -> bool:
        assert server.poll() is None, (self.home / "serve.log").read_text()
        try:
            with urllib.request.urlopen(self.address, timeout=5):  # noqa: S310 -- ours
                return True
        except (urllib.error.URLError, OSError):
            return False

    def sign_in(self, page: Page, who: Login) -> None:
        """Both factors of a demonstration's account, or a worker's phone and code."""
        if not who.password:
            self.sign_in_by_phone(page, who.login)
            return
        page.goto(f"{self.address}/sign-in")
        page.fill("#login", who.login)
        page.fill("#password", who.password)
        page.press("#password", "Enter")
        page.wait_for_selector("#code")
        page.fill("#code", self.code(who))
        page.press("#code", "Enter")
        page.wait_for_selector('form[action="/sign-out"]')

    def code(self, who: Login) -> str:
        """What the authenticator of a demonstration's account shows."""
        return self.run("demo", "--home", str(self.home), "--code", who.login).strip()

    def sign_in_by_phone(self, page: Page, phone: str) -> None:
        """The phone number, and the code that was sent to it."""
        page.goto(f"{self.address}/phone")
        page.fill("#phone", phone)
        page.press("#phone", "Enter")
        page.wait_for_selector("#code")
        page.fill("#code", self.code_sent_to(phone))
        page.press("#code", "Enter")
        page.wait_for_selector('form[action="/sign-out"]')

    def code_sent_to(self, phone: str) -> str:
        """The six digits of the last message to a phone."""

        def last() -> str:
            if not self.messages.exists():
                return ""
            sent = [json.loads(line) for line in self.messages.read_text().splitlines()]
            texts = [each["text"] for each in sent if each["phone"] == phone]
            return "".join(filter(str.isdigit, texts[-1]))[:6] if texts else ""

        return str(until(last, what=f"a message to {phone[:3]}…"))
