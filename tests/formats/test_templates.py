"""Empty templates: the reader of the same format knows each, and finds nothing wrong in it."""

from __future__ import annotations

import datetime as dt
import re
import zipfile
from pathlib import Path

import pytest

from huxin.formats.recognition import read_file
from huxin.formats.registry import READERS
from huxin.formats.spec import FormatSpec
from huxin.formats.templates import TEMPLATES

AS_OF = dt.date(2025, 6, 1)
TABLES = [each.spec for each in READERS]


def part(path: Path, name: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(name).decode()


def test_every_table_and_the_project_sheet_have_one() -> None:
    assert list(TEMPLATES) == ["project_sheet", *(spec.id for spec in TABLES)]


@pytest.mark.parametrize("spec", TABLES, ids=lambda each: each.id)
def test_its_reader_knows_every_heading(spec: FormatSpec, tmp_path: Path) -> None:
    path, again = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    TEMPLATES[spec.id].write(path)
    TEMPLATES[spec.id].write(again)
    assert path.read_bytes() == again.read_bytes()
    answer = read_file(path, file="a.xlsx", as_of=AS_OF)
    (reading,) = answer.readings
    assert reading.format == spec.id
    assert (reading.rows_in, reading.accepted) == (0, 0)
    assert [each for each in reading.findings if each.severity == "error"] == []
    (header,) = reading.headers
    assert {each.how for each in header.matches} <= {"name", "day"}
    fields = {each.name for each in spec.fields if not (each.derived or each.sheet_level)}
    assert {each.field for each in header.matches if each.how == "name"} == fields
    assert [each.written for each in header.matches if each.how == "day"] == (
        [str(day) for day in range(1, 32)] if spec.day_columns else []
    )


def test_long_numbers_stand_in_text_columns_and_choices_are_offered(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    TEMPLATES["payroll_result"].write(path)
    styles, sheet = part(path, "xl/styles.xml"), part(path, "xl/worksheets/sheet1.xml")
    text = re.search(r'numFmtId="(\d+)" formatCode="@"', styles)
    assert text is not None
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.partition("<cellXfs")[2])
    written = re.findall(r'<col min="(\d+)" max="(\d+)" [^>]*style="(\d+)"', sheet)
    columns = {
        column - 1
        for first, last, style in written
        if formats[int(style)] == text[1]
        for column in range(int(first), int(last) + 1)
    }
    (reading,) = read_file(path, file="a.xlsx", as_of=AS_OF).readings
    found = {each.field: each.column for each in reading.headers[0].matches}
    assert {found["identity"], found["card"]} <= columns
    assert found["amount_fen"] not in columns
    assert '"成功,失败,退回,处理中"' in sheet.replace("&quot;", '"')
