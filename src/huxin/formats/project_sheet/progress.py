"""Progress payments 工程款支付 as a file of their own; the project sheet may hold them too."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from huxin.formats.base import Count, Left, Reading, in_order
from huxin.formats.headers import find_header, no_header
from huxin.formats.project_sheet.chain import PROGRESS_PAYMENT
from huxin.formats.project_sheet.lists import empty_table, format_of, read_list
from huxin.formats.wordlist import words
from huxin.formats.workbook import Book
from huxin.kernel.texts import N_

__all__ = ["PROGRESS_SPEC", "read_progress_payments"]

PROGRESS_SPEC = replace(
    format_of("progress_payment"),
    title=N_("Progress payments (工程款支付)"),
    needs=(
        ("payment_no", "month"),
        ("amount_fen", "output_fen"),
        ("due_on", "paid_on", "output_fen"),
    ),
    telling=("output_fen", "labour_cost_fen", "due_on", "payment_no"),
    titles=words("工程款 进度款"),
    foreign=words("姓名 身份证号 余额 银行卡号 对方户名 借方发生额"),
    recognised=N_(
        "A number or month, an amount or output, and a day due or paid among the headings."
    ),
)


def read_progress_payments(book: Book) -> Reading:
    """Read every sheet of `book` as a list of progress payments."""
    count, findings, headers = Count(), list(book.findings), []
    tables: list[pa.Table] = [empty_table(PROGRESS_PAYMENT)]
    for grid in book.grids:
        layout = find_header(grid, PROGRESS_SPEC)
        if layout is None:
            findings.append(no_header(grid, PROGRESS_SPEC, book.file))
            count += Count(grid.height, left=((Left.NOT_RECOGNISED, grid.height),))
            continue
        read = read_list(grid, PROGRESS_PAYMENT, book.file, layout=layout)
        headers.append(layout.reading)
        count += read.count
        findings += read.findings
        tables.append(read.table)
    return Reading(
        format=PROGRESS_SPEC.id,
        file=book.file,
        count=count,
        findings=in_order(findings),
        rows=pa.concat_tables(tables),
        headers=tuple(headers),
    )
