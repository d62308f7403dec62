"""The page of a site folder: which files are read, under which headings, with which codes."""

from __future__ import annotations

import importlib
import pkgutil

from huxin import formats
from huxin.cli.reference.markdown import code, page, table
from huxin.formats.base import LIMITS, FindingCode
from huxin.formats.spec import FieldSpec, FormatSpec
from huxin.kernel.texts import translate

__all__ = ["folder_page"]

DERIVED = ("field", "type", "unit kept", "meaning")
CODES = ("code", "severity", "row refused", "what", "中文", "what to do", "怎么办")
INTRO = """A folder holds one site, or one sub-folder for each site. Files are known by their
content and headings, not by their names; a file that is not known is named in the report and
left alone. Headings may stand below title rows and may be merged or in two rows; blanks, brackets
and full-width forms do not matter. Money is yuan unless the heading, a unit line (单位：万元) or
the title says 万元 or 分. Dates: 2025-03-01, 2025/3/1, 2025.3.1, 2025年3月1日 or a date cell;
months: 2025-03, 2025年3月, 202503. Identity and card numbers are text: a number cell has already
lost digits and is refused.

`local.yaml` in the root of the folder holds the values that a document leaves to the place, each
with its source and date.

Rows in = accepted + refused; title, heading, blank, total and signature lines are counted as left
alone."""


def folder_page() -> str:
    """Every accepted format with its fields, headings, units and codes."""
    specs = _specs()
    listed = [(f"[{each.id}](#{each.id})", each.title, _zh(each.title), code(*each.kinds))
              for each in specs]  # fmt: skip
    limits = [(name, f"{getattr(LIMITS, name):,}") for name in LIMITS.__slots__]
    return page(
        "A site folder",
        INTRO,
        table(("format", "title", "名称", "kinds of file"), listed),
        *(_one(each) for each in specs),
        "## Limits\n\n" + table(("what", "at most"), limits),
    )


def _specs() -> list[FormatSpec]:
    found = {}
    for info in pkgutil.walk_packages(formats.__path__, f"{formats.__name__}."):
        for value in vars(importlib.import_module(info.name)).values():
            if isinstance(value, FormatSpec):
                found[value.id] = value
    return [found[key] for key in sorted(found)]


def _one(spec: FormatSpec) -> str:
    parts = [
        f"## {spec.id}",
        f"{spec.title} {_zh(spec.title)}",
        spec.recognised,
        _zh(spec.recognised),
    ]
    parts.append("\n".join(f"- {each}\n- {_zh(each)}" for each in spec.notes))
    written = [each for each in spec.fields if not each.derived]
    if written:
        head = ("field", "heading", "also", "type", "unit kept", "meaning")
        parts.append(table(head, [_field(each) for each in written]))
    derived = [each for each in spec.fields if each.derived]
    if derived:
        rows = [(f"`{each.name}`", each.type, each.unit, each.meaning) for each in derived]
        parts.append("Worked out by the reader:\n\n" + table(DERIVED, rows))
    codes = sorted(spec.codes, key=lambda each: each.id)
    parts.append(table(CODES, [_code(each) for each in codes]))
    return "\n\n".join(part for part in parts if part)


def _field(each: FieldSpec) -> tuple[str, ...]:
    also = "、".join((*each.aliases, *(f"（{parent}）" for parent in each.parents)))
    return (
        f"`{each.name}`" + (" *required*" if each.required else ""),
        each.header,
        also,
        each.type,
        each.unit,
        each.meaning + (" (once per sheet)" if each.sheet_level else ""),
    )


def _code(each: FindingCode) -> tuple[str, ...]:
    refused = "yes" if each.refuses else ""
    texts = (each.message, _zh(each.message), each.remedy, _zh(each.remedy))
    return (each.id, each.severity.value, refused, *texts)


def _zh(text: str) -> str:
    return translate(text, "zh")
