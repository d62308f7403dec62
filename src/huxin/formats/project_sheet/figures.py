"""A list of figures 经营指标清单 as a file of its own: of many firms and projects, one per line."""

from __future__ import annotations

from dataclasses import replace

import pyarrow as pa

from huxin.formats.base import Count, HeaderReading, Left, Reading, in_order
from huxin.formats.headers import find_header, no_header
from huxin.formats.project_sheet.lists import empty_table, read_list, spec_of
from huxin.formats.project_sheet.reports import FIGURE_LIST
from huxin.formats.wordlist import words
from huxin.formats.workbook import Book
from huxin.kernel.texts import N_

__all__ = ["FIGURES_SPEC", "read_figures"]

FIGURES_SPEC = replace(
    spec_of(FIGURE_LIST),
    title=N_("List of figures (经营指标清单)"),
    needs=(("kind",), ("month",), ("value",)),
    telling=("kind", "value"),
    titles=words("经营指标 指标清单 欠费清单 工程进度"),
    foreign=words("姓名 身份证号 银行卡号 对方户名 借方发生额 应发工资 实付金额"),
    recognised=N_("The name of a figure, a month and a value among the headings."),
    notes=(
        N_("A line names the firm by its credit code or full name, or the project by its code; a "
           "list that is handed in at a project needs neither."),
        N_("The same figure again changes nothing; another value needs the reason of the "
           "correction."),
    ),
)  # fmt: skip


def read_figures(book: Book) -> Reading:
    """Read every sheet of `book` as a list of figures; `value` is in fen, millionths or a count."""
    count, findings = Count(), list(book.findings)
    headers: list[HeaderReading] = []
    tables: list[pa.Table] = [empty_table(FIGURE_LIST)]
    for grid in book.grids:
        layout = find_header(grid, FIGURES_SPEC)
        if layout is None:
            findings.append(no_header(grid, FIGURES_SPEC, book.file))
            count += Count(grid.height, left=((Left.NOT_RECOGNISED, grid.height),))
            continue
        read = read_list(grid, FIGURE_LIST, book.file, layout=layout)
        headers.append(layout.reading)
        count += read.count
        findings += read.findings
        tables.append(read.table)
    return Reading(
        format=FIGURES_SPEC.id,
        file=book.file,
        count=count,
        findings=in_order(findings),
        rows=pa.concat_tables(tables),
        headers=tuple(headers),
    )
