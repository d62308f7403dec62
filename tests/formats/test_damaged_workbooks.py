"""Damaged and hostile files: none raises, each gives a code and a remedy, counts balance."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from huxin.formats.base import LIMITS, Limits
from huxin.formats.wage_sheet import read_wage_sheet
from huxin.formats.workbook import Book, neutralise, open_book
from tests.formats.papers import AS_OF, PEOPLE, Cell, Sheet, text, xls, xlsx
from tests.formats.wage_layouts import HEAD, TITLE, rows

Damage = Callable[[Path], Path]
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
DAMAGES: dict[str, tuple[Damage, str]] = {}


def damage(code: str) -> Callable[[Damage], Damage]:
    def keep(make: Damage) -> Damage:
        DAMAGES[make.__name__] = (make, code)
        return make

    return keep


def _good(folder: Path) -> Path:
    return xlsx(folder / "a.xlsx", Sheet([[TITLE], HEAD, *rows()]))


def _with_part(path: Path, part: str, change: Callable[[bytes], bytes]) -> Path:
    with zipfile.ZipFile(path) as old:
        parts = {each: old.read(each) for each in old.namelist()}
    parts[part] = change(parts.get(part, b""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in parts.items():
            new.writestr(name, data)
    return path


SHEET = "xl/worksheets/sheet1.xml"


@damage("WB-001")
def empty(folder: Path) -> Path:
    (folder / "a.xlsx").write_bytes(b"")
    return folder / "a.xlsx"


@damage("WB-002")
def truncated(folder: Path) -> Path:
    path = _good(folder)
    path.write_bytes(path.read_bytes()[:-400])
    return path


@damage("WB-002")
def garbled_inside(folder: Path) -> Path:
    path = _good(folder)
    data = bytearray(path.read_bytes())
    begin = data.find(SHEET.encode()) + len(SHEET) + 20
    data[begin : begin + 60] = bytes(60)
    path.write_bytes(bytes(data))
    return path


@damage("WB-002")
def broken_xml(folder: Path) -> Path:
    return _with_part(_good(folder), "xl/workbook.xml", lambda _: b"<workbook><sheets><sheet")


@damage("WB-010")
def broken_sheet(folder: Path) -> Path:
    return _with_part(_good(folder), SHEET, lambda data: data[: len(data) // 2])


@damage("WB-002")
def truncated_old_excel(folder: Path) -> Path:
    path = xls(folder / "a.xls", Sheet([[TITLE], HEAD, *rows()]))
    path.write_bytes(path.read_bytes()[:2000])
    return path


@damage("WB-003")
def password(folder: Path) -> Path:
    path = folder / "a.xlsx"
    path.write_bytes(OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600))
    return path


@damage("WB-004")
def web_page_as_workbook(folder: Path) -> Path:
    path = folder / "a.xls"
    path.write_text("<html><body><table><tr><td>姓名</td></tr></table></body></html>")
    return path


@damage("WB-004")
def xml_page_as_workbook(folder: Path) -> Path:
    path = folder / "a.xls"
    path.write_text(
        '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    )
    return path


@damage("WB-005")
def bomb(folder: Path) -> Path:
    return _with_part(_good(folder), "xl/media/image1.png", lambda _: bytes(40 * 1024 * 1024))


@damage("WB-005")
def bomb_that_lies_about_its_size(folder: Path) -> Path:
    path = _with_part(_good(folder), SHEET, lambda data: data + b" " * (40 * 1024 * 1024))
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(SHEET)] != SHEET.encode():
        at = data.find(b"PK\x01\x02", at + 4)
    data[at + 24 : at + 28] = struct.pack("<I", 1000)
    path.write_bytes(bytes(data))
    return path


@damage("WB-005")
def one_cell_in_the_last_corner(folder: Path) -> Path:
    stray = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    return _with_part(_good(folder), SHEET, lambda data: data.replace(b"</sheetData>", stray))


@damage("WB-007")
def another_document(folder: Path) -> Path:
    path = folder / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<document/>")
    return path


@damage("WB-009")
def not_there(folder: Path) -> Path:
    return folder / "gone.xlsx"


@damage("WB-006")
def wrong_encoding(folder: Path) -> Path:
    path = text(folder / "a.csv", [[TITLE], HEAD, *rows()])
    path.write_bytes(path.read_bytes() + "备注".encode("gbk")[:3] + b"\r\n")
    return path


@damage("WB-011")
def open_quotation_mark(folder: Path) -> Path:
    return _with_mark(folder, '"未完')


@damage("WB-011")
def quotation_mark_closed_lines_below(folder: Path) -> Path:
    return _with_mark(folder, '"未完', '后"')


def _with_mark(folder: Path, *ends: str) -> Path:
    path = text(folder / "a.csv", [[TITLE], HEAD, *rows()])
    lines = path.read_text(encoding="utf-8").splitlines()
    marked = [f"{line},{end}" for line, end in zip(lines[2:], ends, strict=False)]
    path.write_text("\n".join([*lines[:2], *marked, *lines[2 + len(marked) :]]), encoding="utf-8")
    return path


@damage("WB-008")
def formula_without_value(folder: Path) -> Path:
    lines: list[list[Cell]] = [[TITLE], HEAD, *rows()]
    path = xlsx(folder / "a.xlsx", Sheet(lines, formulas={(3, 4): "=1+1"}))
    return _with_part(path, SHEET, lambda data: data.replace(b"<v></v>", b""))


@damage("HD-001")
def no_header(folder: Path) -> Path:
    return xlsx(folder / "a.xlsx", Sheet([[TITLE], *rows()]))


@damage("HD-001")
def header_merged_into_one(folder: Path) -> Path:
    head = ["".join(str(each) for each in HEAD)]
    return xlsx(folder / "a.xlsx", Sheet([[TITLE], head, *rows()], merges=((1, 0, 1, 5),)))


@damage("WS-001")
def numbers_for_identities(folder: Path) -> Path:
    lines = [[*row[:2], float(str(row[2])[:15] + "000"), *row[3:]] for row in rows()]
    return xlsx(folder / "a.xlsx", Sheet([[TITLE], HEAD, *lines]))


def _open_and_read(path: Path, limits: Limits) -> Book:
    book = open_book(path, limits=limits)
    reading = read_wage_sheet(book, as_of=AS_OF)
    assert reading.rows_in == reading.accepted + reading.rejected
    assert reading.count.lines == reading.rows_in + reading.left_alone
    return replace(book, findings=reading.findings)


def test_a_quotation_mark_that_nobody_closed_loses_no_row(tmp_path: Path) -> None:
    """It would make one cell of all lines below it; a cell with a line break stays one cell."""
    whole = read_wage_sheet(
        open_book(text(tmp_path / "b.csv", [[TITLE], HEAD, *rows()])), as_of=AS_OF
    )
    for ends in (['"未完'], ['"未完', '后"']):
        marked = read_wage_sheet(open_book(_with_mark(tmp_path, *ends)), as_of=AS_OF)
        assert (marked.rows_in, marked.accepted) == (whole.rows_in, whole.accepted)
    broken = _with_mark(tmp_path, '"两\n行"')
    assert "WB-011" not in {each.code for each in open_book(broken).findings}
    assert read_wage_sheet(open_book(broken), as_of=AS_OF).rows_in == whole.rows_in


SMALL = replace(LIMITS, expanded_bytes=32 * 1024 * 1024)


@pytest.mark.parametrize("name", sorted(DAMAGES))
def test_damage_is_a_finding_with_a_remedy(
    name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    make, code = DAMAGES[name]
    found = _open_and_read(make(tmp_path), SMALL).findings
    assert code in {each.code for each in found}
    for each in found:
        for language in ("zh", "en"):
            assert each.message.say(language)
            assert each.remedy.say(language)
            assert "{" not in each.message.say(language)


def test_damages_are_many() -> None:
    assert len(DAMAGES) >= 15


@pytest.mark.parametrize(
    ("name", "limit"),
    [("file_bytes", 100), ("entries", 2), ("sheets", 0), ("columns", 3), ("rows", 2), ("cells", 5)],
)
def test_every_limit_holds(name: str, limit: int, tmp_path: Path) -> None:
    path = _good(tmp_path) if name not in {"columns", "rows"} else text(tmp_path / "a.csv", rows())
    (finding,) = open_book(path, limits=replace(LIMITS, **{name: limit})).findings
    assert finding.code == "WB-005"
    assert f"{limit:,}" in finding.message.say("en")
    assert open_book(path).grids


def test_a_formula_without_value_names_its_cell(tmp_path: Path) -> None:
    found = _open_and_read(formula_without_value(tmp_path), LIMITS).findings
    assert [(each.cell, each.line) for each in found if each.code == "WB-008"] == [("E4", 4)]


def test_formulas_are_not_run(tmp_path: Path) -> None:
    lines: list[list[Cell]] = [[TITLE], HEAD, *rows()]
    book = open_book(xlsx(tmp_path / "a.xlsx", Sheet(lines, formulas={(3, 4): "=1+1"})))
    assert book.grids[0].rows[3][4] == ""


@pytest.mark.parametrize("begin", list("=+-@\t\r\n＝＋－＠"))
def test_what_a_spreadsheet_would_run_is_neutralised(begin: str) -> None:
    assert neutralise(f"{begin}1+1") == f"'{begin}1+1"


@pytest.mark.parametrize("plain", ["", "张三", "1-2", PEOPLE[0][1], " =1"])
def test_plain_text_stays_as_it_is(plain: str) -> None:
    assert neutralise(plain) == plain
