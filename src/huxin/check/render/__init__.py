"""The four faces of one report: text for people, JSON, one HTML file, a workbook."""

from __future__ import annotations

from huxin.check.model import Report
from huxin.check.render.as_html import render_html
from huxin.check.render.as_json import render_json
from huxin.check.render.as_text import print_text, render_text
from huxin.check.render.as_xlsx import render_xlsx

__all__ = ["FORMATS", "print_text", "render"]

FORMATS = {"text": "txt", "json": "json", "html": "html", "xlsx": "xlsx"}
"""Format name → file ending."""


def render(report: Report, format_name: str, language: str) -> bytes:
    """The report in one of `FORMATS`, as the bytes of its file."""
    if format_name == "xlsx":
        return render_xlsx(report, language)
    if format_name == "json":
        return render_json(report).encode()
    if format_name == "html":
        return render_html(report, language).encode()
    return render_text(report, language).encode()
