"""Pictures of every page, as every audience sees it, in both languages, on a desk and on a phone.

    python -m tests.browser.shots OUT [--home HOME]

Fills a demonstration (or uses that of HOME), serves it, and writes one picture per page, language
and width, and `report.txt`: pages wider than the screen, what the browser complained of, worker
pages above their weight, routes that nobody was led to. Returns 1 when the report holds anything.
"""

from __future__ import annotations

import os
import re
import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import django
from playwright.sync_api import Page

from tests.browser.look import Look, walked
from tests.browser.platform import Platform, chromium
from tests.browser.walk import Place

__all__ = ["main"]


@dataclass
class Album:
    """Where the pictures go."""

    out: Path
    pictures: int = 0

    def take(self, page: Page, place: Place, language: str, width: int) -> list[str]:
        """One picture of a page as it stands; nothing is found wrong with it here."""
        route = re.sub(r"<\w+:(\w+)>", r"\1", place.route)
        name = re.sub(r"[^a-z0-9]+", "-", route).strip("-") or "home"
        file = self.out / place.audience / f"{name}.{language}.{width}.png"
        page.screenshot(path=file, full_page=True)
        self.pictures += 1
        return []


def main(out: Path, home: Path | None) -> int:
    """Fill, serve, walk, and report."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.support.settings")
    django.setup()
    album = Album(out)
    look = Look(album.take)
    with TemporaryDirectory(prefix="huxin-shots-") as folder, chromium() as browser:
        platform = Platform(home or Path(folder) / "home")
        if home is None:
            platform.run("demo", "--home", str(platform.home), "--only-fill")
        platform.run("trail", "head")
        with platform.served():
            walk = walked(browser, platform, look)
    lines = [*look.faults, *(f"nobody was led to /{route}" for route in walk.unmet())]
    (out / "report.txt").write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    said = f"{album.pictures} pictures of {len(walk.met)} pages; {len(lines)} remarks\n"
    sys.stdout.write(said + "".join(f"  {line}\n" for line in lines))
    return 1 if lines else 0


if __name__ == "__main__":
    arguments = ArgumentParser(description=__doc__)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--home", type=Path)
    given = arguments.parse_args()
    sys.exit(main(given.out, given.home))
