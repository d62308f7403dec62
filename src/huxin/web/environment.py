"""The Jinja2 environment of all pages: texts in the reader's language, addresses, nothing else."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import BaseLoader, Environment, StrictUndefined


def environment(*, loader: BaseLoader, **_: Any) -> Environment:
    """Django's factory for the template engine."""
    made = Environment(loader=loader, undefined=StrictUndefined, autoescape=True)
    made.globals.update(static=static, url=reverse)
    return made
