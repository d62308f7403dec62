"""As much of JSON Schema as the report's schema uses; anything else in it is refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from tests.house.source import ROOT

SCHEMA = json.loads((ROOT / "docs/reference/report.schema.json").read_text("utf-8"))
KINDS: Mapping[str, type] = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "boolean": bool,
    "null": type(None),
}
SILENT = {"$schema", "$defs", "title", "description"}
KNOWN = SILENT | {
    "$ref", "anyOf", "const", "enum", "type", "pattern", "properties", "required",
    "additionalProperties", "items",
}  # fmt: skip


def faults(value: Any, schema: Mapping[str, Any] = SCHEMA, at: str = "$") -> Iterator[str]:
    """Where `value` is not as the schema says."""
    assert set(schema) <= KNOWN, set(schema) - KNOWN
    if "$ref" in schema:
        yield from faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], at)
    if "anyOf" in schema and all(list(faults(value, each, at)) for each in schema["anyOf"]):
        yield f"{at}: none of the alternatives"
    if "const" in schema and value != schema["const"]:
        yield f"{at}: {value!r}"
    if "enum" in schema and value not in schema["enum"]:
        yield f"{at}: {value!r}"
    if "type" in schema:
        yield from _typed(value, schema, at)


def _typed(value: Any, schema: Mapping[str, Any], at: str) -> Iterator[str]:
    kind = schema["type"]
    if type(value) is not KINDS[kind]:
        yield f"{at}: {type(value).__name__} is no {kind}"
    elif kind == "string" and "pattern" in schema and not re.search(schema["pattern"], str(value)):
        yield f"{at}: {value!r} does not fit {schema['pattern']}"
    elif isinstance(value, list):
        for place, each in enumerate(value):
            yield from faults(each, schema.get("items", {}), f"{at}[{place}]")
    elif isinstance(value, dict):
        yield from _members(value, schema, at)


def _members(value: Mapping[str, Any], schema: Mapping[str, Any], at: str) -> Iterator[str]:
    own, more = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name in schema.get("required", ()):
        if name not in value:
            yield f"{at}: {name} is missing"
    for name, each in value.items():
        if name in own:
            yield from faults(each, own[name], f"{at}.{name}")
        elif more is False:
            yield f"{at}: {name} is not in the schema"
        else:
            yield from faults(each, more, f"{at}.{name}")
