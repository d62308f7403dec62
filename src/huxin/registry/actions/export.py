"""A register as a workbook: for a stated purpose, with a mark that leads back to who took it."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter

from huxin.access.actions.exports import export_line, record_export
from huxin.access.actor import Actor
from huxin.access.change import change
from huxin.access.errors import Refused
from huxin.access.gate import may
from huxin.formats.workbook import neutralise
from huxin.kernel.clock import CHINA
from huxin.kernel.texts import Fen, Message, Month, Ppm, message, show
from huxin.registry.errors.projects import FieldError
from huxin.registry.queries.registers import Cell, RegisterPage, whole_register

__all__ = ["Exported", "export_register"]

OPERATION = "registry.register.export"
ROWS_MAX = 20_000
WIDTHS = (8, 40)


@dataclass(frozen=True, slots=True)
class Exported:
    """The workbook, its rows, and the mark that stands in it."""

    content: bytes
    rows: int
    mark: str


def export_register(
    name: str,
    *,
    purpose: str,
    place: str = "",
    language: str = "zh",
    actor: Actor,
    now: dt.datetime,
) -> Exported:
    """A register within reach as .xlsx; raises FieldError without a purpose or beyond the limit."""
    if actor.account is None:
        raise Refused(OPERATION)
    if not purpose.strip():
        raise FieldError(
            "export.purpose",
            message("A register leaves the platform for a stated purpose only."),
            message("Write what it is needed for."),
        )
    with change(OPERATION, actor=actor, now=now) as doing:
        _check_may(actor)
        today = now.astimezone(CHINA).date()
        page = whole_register(name, OPERATION, place=place, on=today, actor=actor, most=ROWS_MAX)
        if page.after:
            raise FieldError(
                "export.rows",
                message("The register has more than {most} lines.", most=ROWS_MAX),
                message("Narrow it to a place, and take one place after the other."),
            )
        row = record_export(doing, name, purpose=purpose, rows=len(page.lines))
    return Exported(_workbook(page, export_line(row), language), row.rows, row.mark)


def _check_may(actor: Actor) -> None:
    """Raise Refused unless the actor may export anything at all; rows are those within reach."""
    if not may(OPERATION, actor=actor):
        raise Refused(OPERATION)


def _workbook(page: RegisterPage, notice: Message, language: str) -> bytes:
    buffer = io.BytesIO()
    options = {
        "in_memory": True, "strings_to_formulas": False, "strings_to_numbers": False,
        "strings_to_urls": False,
    }  # fmt: skip
    book = xlsxwriter.Workbook(buffer, options)
    wrap = {"text_wrap": True, "valign": "top"}
    text = book.add_format({"num_format": "@", **wrap})
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, **wrap}), "text": text,
        "count": book.add_format({"num_format": "#,##0", **wrap}),
        "yuan": book.add_format({"num_format": "#,##0.00", **wrap}),
        "share": book.add_format({"num_format": "0.00%", **wrap}),
        "month": book.add_format({"num_format": "yyyy-mm", **wrap}),
        "day": book.add_format({"num_format": "yyyy-mm-dd", **wrap}),
    }  # fmt: skip
    sheet = book.add_worksheet(page.title.say(language)[:31])
    said = neutralise(notice.say(language))
    sheet.set_footer(f"&L{said.replace('&', '&&')}")
    _table(sheet, page, language, forms)
    sheet.write_string(len(page.lines) + 2, 0, said)
    book.close()
    return buffer.getvalue()


def _table(sheet: Any, page: RegisterPage, language: str, forms: dict[str, Any]) -> None:
    least, most = WIDTHS
    widths = [max(least, 2 * len(head.say(language))) for head in page.heads]
    for column, head in enumerate(page.heads):
        sheet.write_string(0, column, head.say(language), forms["head"])
    for line, row in enumerate(page.lines, 1):
        for column, cell in enumerate(row.cells):
            width = _write(sheet, (line, column), cell, language, forms)
            widths[column] = min(most, max(widths[column], width))
    for column, width in enumerate(widths):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(1, len(page.lines)), len(page.heads) - 1)


def _write(sheet: Any, at: Sequence[int], cell: Cell, language: str, forms: dict[str, Any]) -> int:
    """Money, shares, days, months and counts as such; all else as text that no spreadsheet runs."""
    line, column = at
    if cell is None or cell == "":
        return 0
    if isinstance(cell, Fen):
        sheet.write_number(line, column, Decimal(int(cell)).scaleb(-2), forms["yuan"])
        return 16
    if isinstance(cell, Ppm):
        sheet.write_number(line, column, Decimal(int(cell)).scaleb(-6), forms["share"])
        return 8
    if isinstance(cell, dt.date):
        form = forms["month" if isinstance(cell, Month) else "day"]
        sheet.write_datetime(line, column, cell, form)
        return 11
    if isinstance(cell, int):
        sheet.write_number(line, column, cell, forms["count"])
        return 8
    text = neutralise(show(cell, language))
    sheet.write_string(line, column, text, forms["text"])
    return 2 * len(text)
