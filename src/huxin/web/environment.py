"""The Jinja2 environment of all pages: addresses and static files; texts come with each page."""

from __future__ import annotations

from typing import Any

from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, Environment, StrictUndefined

__all__ = ["environment"]


def _address(name: str, /, **parts: Any) -> str:
    return reverse(name, kwargs=parts or None)


def environment(*, loader: BaseLoader, **_: Any) -> Environment:
    """Django's factory for the template engine."""
    made = Environment(
        loader=loader,
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(static=static, url=_address, messages_of=get_messages)
    return made
