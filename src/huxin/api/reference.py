"""The reference page of the interface, written from its own description."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from huxin.access.permissions import table
from huxin.api.operation import NAMED
from huxin.api.urls import PREFIX, described

__all__ = ["interface_page"]

HEAD = """\
<!-- written by `make docs`; do not edit -->

# Interface

Every operation of `/api/v1`, by matter. How to begin: [the guide](../guides/interface.md). All
fields, limits and answers stand in the description (OpenAPI 3.1), which the platform gives to every
key and to whoever has signed in: `GET /api/v1/description`. "Issued for" is what a key must have
been issued for; `*`: every key may. In brackets: fields that may be left out.
"""
EVERY = "*"


def interface_page() -> str:
    """The page in Markdown."""
    return "\n".join([HEAD, *_parts()])


def _parts() -> Iterator[str]:
    rows: dict[str, list[str]] = {}
    for path, methods in described()["paths"].items():
        for method, each in methods.items():
            rows.setdefault(each["tags"][0], []).append(_row(method.upper(), path, each))
    for tag, listed in rows.items():
        yield f"## {tag}\n\n| request | what | body | issued for |\n| --- | --- | --- | --- |"
        yield "\n".join(listed) + "\n"


def _row(method: str, path: str, each: dict[str, Any]) -> str:
    operation = NAMED[each["operationId"]]
    issued = f"`{operation}`" if table().operation(operation).by_key else EVERY
    content = each.get("requestBody", {}).get("content", {}).get("application/json", {})
    name = content.get("schema", {}).get("$ref", "").rpartition("/")[2]
    asked = _fields(name) if name else ""
    address = path.removeprefix(PREFIX.rstrip("/"))
    return f"| `{method} {address}` | {each['summary']} | {asked} | {issued} |"


def _fields(name: str) -> str:
    """The fields of a body, those that may be left out in brackets."""
    schema = described()["components"]["schemas"][name]
    needed = set(schema.get("required", ()))
    listed = [f"`{each}`" if each in needed else f"[`{each}`]" for each in schema["properties"]]
    return ", ".join(listed) or "`{}`"
