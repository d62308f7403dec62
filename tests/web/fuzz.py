"""Every page of the URL table met with junk: addresses, query parameters, fields of its forms.

What a form asks for is read from the pages themselves, as a browser would: `forms_of` finds fields
with what stands in them; a field keeps that or gets junk. Bytes are sent as they are, so also those
that no browser would send.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from django.core.signals import got_request_exception
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver
from lxml import html

from huxin.access.guard import FREE, GUARDED

__all__ = ["JUNK", "Form", "Fuzzer", "addresses", "forms_of", "routes"]

JUNK = (
    "", " ", "\x00", "a\x00b", "\ud800", "\udcff", "9999-99-99", "9999-12-31", "0001-01-01",
    "0000-00", "9999-12", "2025-02-30", "-1", "0", "1e999", "NaN", "٣", "１２３", "²", "9" * 18,
    "9" * 19, "9" * 400, "x" * 70_000, "护" * 5_000, "=1+1", "@SUM(A1)", "{{ 7 * 7 }}", "%s%n%00",
    "<script>alert(1)</script>", "' OR 1=1 --", "../../etc/passwd", "\u202e反", "\u200b", "[]",
    "a\r\nSet-Cookie: x=1", "{}", "null", "true", "\ufeff", "🏗" * 40, "1", "2", "1.5", "0.001",
    "-0", "on",
)  # fmt: skip
"""Beside what is drawn at random."""
PART = re.compile(r"<(?:(\w+):)?(\w+)>")
TRACE = b"Traceback (most recent call last)"


def routes(patterns: Sequence[URLPattern | URLResolver], before: str = "/") -> Iterator[str]:
    """Every route of a URL table, as it is written there."""
    for each in patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        else:
            yield route


def parts_of(route: str) -> list[tuple[str, str]]:
    """Kind and name of each part of a route that stands for something."""
    return [(kind or "str", name) for kind, name in PART.findall(route)]


def addresses(route: str, values: Mapping[str, object]) -> str:
    """A route with these values in its parts."""
    return PART.sub(lambda found: escaped(str(values[found[2]])).replace("/", "%2F"), route)


def escaped(text: str) -> str:
    """Percent signs over the bytes, also of halves of surrogate pairs."""
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


@dataclass(frozen=True, slots=True)
class Form:
    """A form that posts to an address: its fields with what stands in them."""

    action: str
    fields: Mapping[str, str]


def forms_of(page: bytes, address: str) -> list[Form]:
    """The forms of a page that post; a form without an address posts to the page itself."""
    found = []
    whole: Any = html.document_fromstring(page)
    for form in whole.forms:
        if form.method == "POST":
            action = (form.get("action") or address).partition("?")[0]
            values = {name: form.fields[name] for name in form.fields}
            typed = {name: _filled(form, name, value) for name, value in values.items()}
            typed |= {
                each.get("name"): each.get("value", "")
                for each in form.xpath(".//button[@name]") if each.get("name") not in typed
            }  # fmt: skip
            found.append(Form(action, typed))
    return found


def _filled(form: Any, name: str, value: str | None) -> str:
    """What stands in a field, or something fit where nothing does."""
    if value:
        return str(value)
    element = form.inputs[name]
    if hasattr(element, "value_options"):  # a list to choose from, or several buttons of one name
        return next((each for each in element.value_options if each), "")
    return {"date": "2025-09-01", "number": "1"}.get(element.get("type", ""), "测试")


@dataclass
class Fuzzer:
    """Sends requests and keeps what must not be: failures, traces, records written by a GET."""

    clients: Mapping[str, Client]
    requests: int = 0
    statuses: dict[int, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    _raised: list[str] = field(default_factory=list)
    _written: list[str] = field(default_factory=list)

    def get(self, who: str, address: str, query: Mapping[str, str]) -> bytes:
        asked = "&".join(f"{escaped(name)}={escaped(text)}" for name, text in query.items())
        target = f"{address}?{asked}" if asked else address
        return self._send(
            f"GET {target} by {who}", lambda: self.clients[who].get(target), is_read=True
        )

    def post(self, who: str, address: str, fields: Mapping[str, str]) -> bytes:
        body = "&".join(f"{escaped(name)}={escaped(text)}" for name, text in fields.items())
        kind = "application/x-www-form-urlencoded"
        told = f"POST {address} by {who}: { {name: text[:40] for name, text in fields.items()} }"
        return self._send(
            told, lambda: self.clients[who].post(address, body, content_type=kind), is_read=False
        )

    def _send(self, told: str, send: Callable[[], Any], *, is_read: bool) -> bytes:
        self._raised.clear()
        self._written.clear()
        got_request_exception.connect(self._failed)
        try:
            with connection.execute_wrapper(self._watch):
                answer: HttpResponse = send()
        finally:
            got_request_exception.disconnect(self._failed)
        self.requests += 1
        self.statuses[answer.status_code] = self.statuses.get(answer.status_code, 0) + 1
        content = b"".join(answer) if answer.streaming else answer.content
        if answer.status_code >= 500 or self._raised:
            self.faults.append(f"{answer.status_code} {told[:300]}: {self._raised}")
        if TRACE in content:
            self.faults.append(f"a trace is shown: {told[:300]}")
        if is_read and self._written:
            self.faults.append(f"a GET wrote {self._written}: {told[:300]}")
        return bytes(content)

    def _failed(self, *_: Any, **__: Any) -> None:
        self._raised.append(repr(sys.exc_info()[1])[:300])

    def _watch(self, execute: Any, sql: str, params: Any, many: Any, context: Any) -> Any:
        found = GUARDED.match(sql)
        if found and found[1].lower() not in FREE:
            self._written.append(found[1])
        return execute(sql, params, many, context)
