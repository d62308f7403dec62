"""The user list of a clock 考勤人员对照表: whose user number is whose."""

from __future__ import annotations

import pyarrow as pa

from huxin.formats.base import (
    Count,
    FindingCode,
    HeaderReading,
    Left,
    Reading,
    RowFinding,
    Severity,
    in_order,
)
from huxin.formats.headers import find_header, header_findings, no_header
from huxin.formats.listing import read_listing
from huxin.formats.spec import FieldSpec, FormatSpec, table_of
from huxin.formats.wordlist import words
from huxin.formats.workbook import Book
from huxin.kernel.texts import N_

__all__ = ["SPEC", "read_users"]

TWO_PEOPLE = FindingCode(
    "US-001",
    Severity.WARNING,
    N_("Line {line}: the user number stands already in line {other}, with another person."),
    N_("Give each person a number of their own; attendance of this number cannot be told apart."),
)
NOBODY = FindingCode(
    "US-002",
    Severity.WARNING,
    N_("Line {line}: neither an identity number nor a name stands beside the user number."),
    N_("Fill in the person; without it the punches of this number belong to nobody."),
)

SPEC = FormatSpec(
    id="users",
    title=N_("User list of the clock (考勤人员对照表)"),
    kinds=("csv", "xlsx", "xls", "txt"),
    fields=(
        FieldSpec(
            "user_no",
            "text",
            "用户号",
            words("考勤号 考勤编号 人员编号 工号 用户编号 考勤机编号 打卡号 UserID user_no"),
            required=True,
            meaning=N_("user number on the clock"),
        ),
        FieldSpec("name", "name", "姓名", words("名字 人员姓名 Name"), meaning=N_("name")),
        FieldSpec(
            "identity",
            "identity",
            "身份证号",
            words("身份证号码 证件号码 身份证 证件号 identity"),
            meaning=N_("identity number"),
        ),
        FieldSpec("team", "text", "班组", words("部门 所属班组"), meaning=N_("team")),
    ),
    codes=(TWO_PEOPLE, NOBODY),
    needs=(("user_no",), ("identity", "name")),
    telling=("user_no",),
    titles=words("对照表 考勤人员 用户表 users"),
    foreign=words("工种 银行卡号 应发工资 实发工资 进场日期 日期 上班时间 处理状态 金额 出勤天数"),
    recognised=N_(
        "A user number beside an identity number or a name, and no other paper's headings."
    ),
)


def read_users(book: Book) -> Reading:
    """Read every sheet of `book` as a user list."""
    count, findings = Count(), list(book.findings)
    tables: list[pa.Table] = []
    headers: list[HeaderReading] = []
    for grid in book.grids:
        layout = find_header(grid, SPEC)
        if layout is None:
            findings.append(no_header(grid, SPEC, book.file))
            count += Count(grid.height, left=((Left.NOT_RECOGNISED, grid.height),))
            continue
        headers.append(layout.reading)
        findings += header_findings(layout, book.file)
        listing = read_listing(layout, file=book.file, must=("user_no",))
        findings += listing.findings
        size = len(listing.rows)
        columns = {
            **listing.columns,
            "sheet": pa.array([grid.sheet] * size, pa.string()),
            "line": pa.array(listing.lines, pa.int64()),
        }
        table = table_of(SPEC.fields, columns, size)
        findings += _doubts(table, book.file, grid.sheet)
        count += listing.count
        tables.append(table)
    return Reading(
        format=SPEC.id,
        file=book.file,
        count=count,
        findings=in_order(findings),
        rows=pa.concat_tables([table_of(SPEC.fields, {}, 0), *tables]),
        headers=tuple(headers),
    )


def _doubts(table: pa.Table, file: str, sheet: str) -> list[RowFinding]:
    seen: dict[str, dict[str, object]] = {}
    found: list[RowFinding] = []
    for row in table.to_pylist():
        if row["identity"] is None and row["name"] is None:
            found.append(RowFinding(NOBODY, file, sheet, row["line"]))
        first = seen.setdefault(row["user_no"], row)
        if (first["identity"], first["name"]) != (row["identity"], row["name"]):
            other = first["line"]
            values = {"other": other if isinstance(other, int) else 0}
            found.append(RowFinding(TWO_PEOPLE, file, sheet, row["line"], values=values))
    return found
