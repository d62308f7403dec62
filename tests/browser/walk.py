"""Opens every page that an account leads to: from the first page along the links, each route once.

A new page is taken in by itself as soon as something leads to it; `unmet` are the routes of the URL
table that nobody was led to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.urls import Resolver404, get_resolver, resolve
from playwright.sync_api import Error, Page

from tests.web.fuzz import routes

__all__ = ["Place", "Walk", "is_act"]

LINKS = "[...document.querySelectorAll('a[href]')].map(each => each.href)"
GROUP = "document.documentElement.className"
NOT_PAGES = ("api/", "static/", "health")
ACTS = "acts"
ANYBODY = "anybody"
"""Acts are forms of one make: each is met once, whoever is led to it first."""
APART = "name"
"""A part of an address that makes pages of their own: every register is another page."""


@dataclass(frozen=True, slots=True)
class Place:
    """A page as one audience sees it."""

    audience: str
    login: str
    route: str
    address: str


@dataclass
class Walk:
    """What has been met so far; accounts of one audience share it."""

    base: str
    met: set[tuple[str, str]] = field(default_factory=set)
    opened: set[str] = field(default_factory=set)

    def pages(self, page: Page, login: str, *starts: str) -> Iterator[Place]:
        """Each page that is new for the audience, while it stands open in the browser."""
        waiting = [f"{self.base}{each}" for each in starts or ("/",)]
        tried: set[str] = set()
        while waiting:
            address = waiting.pop(0)
            route = self._route(address)
            if route is None or route in tried:
                continue
            tried.add(route)
            is_page = self._open(page, address)
            if is_page is None:
                continue
            self.opened.add(route.partition(" ")[0])
            if not is_page:
                continue
            here = self._route(page.url) or route
            tried.add(here)
            self.opened.add(here.partition(" ")[0])
            audience = page.evaluate(GROUP)
            waiting += page.evaluate(LINKS)
            seen_by = ANYBODY if is_act(here) else audience
            if (seen_by, here) not in self.met:
                self.met.add((seen_by, here))
                yield Place(audience, login, here, page.url)

    def unmet(self) -> list[str]:
        """Routes that show a page and that nobody was led to; acts wait for records that fit."""
        return sorted(
            route for route in self.routes() if route not in self.opened and _shows(route)
        )

    @staticmethod
    def routes() -> list[str]:
        """Every route of the URL table that is a page's, without the slash in front."""
        found = (route.lstrip("/") for route in routes(get_resolver().url_patterns))
        return [each for each in found if not each.startswith(NOT_PAGES)]

    def _route(self, address: str) -> str | None:
        """The route of a page of ours, with what sets pages of one route apart."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self.base:
            return None
        try:
            found = resolve(parts.path)
        except Resolver404:
            return None
        if str(found.route).startswith(NOT_PAGES):
            return None
        apart = found.kwargs.get(APART)
        return f"{found.route} {apart}" if apart else str(found.route)

    @staticmethod
    def _open(page: Page, address: str) -> bool | None:
        """Whether a page or a file was handed out; None when it was refused."""
        try:
            answer = page.goto(address)
        except Error as error:
            if "Download is starting" in error.message:
                return False
            raise
        return True if answer is not None and answer.ok else None


def is_act(route: str) -> bool:
    """Whether it is the form of an act, offered only where a record allows it."""
    return resolve(_example(route.partition(" ")[0])).namespace == ACTS


def _shows(route: str) -> bool:
    """Whether a route answers a GET at all."""
    view: Callable[..., object] = resolve(_example(route)).func
    return "GET" in getattr(view, "methods", ("GET",))


def _example(route: str) -> str:
    return "/" + "".join(
        part if at % 2 == 0 else "1" for at, part in enumerate(route.replace(">", "<").split("<"))
    )
