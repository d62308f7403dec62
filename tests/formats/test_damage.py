"""Damaged files: whatever the bytes, nothing is raised, and every file and row is accounted for."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from huxin.formats import listing
from huxin.formats.base import UnbalancedError
from huxin.formats.examples import EXAMPLES
from huxin.formats.headers import Layout
from huxin.formats.recognition import FileAnswer, read_file

AS_OF = dt.date(2025, 6, 1)
MUTATIONS = 150


def as_xlsx(text: str) -> bytes:
    data = io.BytesIO()
    book = xlsxwriter.Workbook(data)
    sheet = book.add_worksheet("表")
    for number, line in enumerate(text.splitlines()):
        sheet.write_row(number, 0, line.split(","))
    book.close()
    return data.getvalue()


def originals() -> list[tuple[str, bytes]]:
    """Every example as it is, and every csv also as a workbook and in GBK."""
    found: list[tuple[str, bytes]] = []
    for each in EXAMPLES:
        name = Path(each.file).name
        found.append((name, each.text.encode()))
        if name.endswith(".csv"):
            found.append((f"{name[:-4]}.xlsx", as_xlsx(each.text)))
            found.append((name, each.text.encode("gb18030")))
    return found


def mutate(data: bytes, dice: random.Random) -> bytes:
    """Damage as it happens: cut, flipped, blanked, doubled, lost and foreign bytes."""
    damaged = bytearray(data)
    for _ in range(dice.randint(1, 4)):
        at = dice.randrange(max(len(damaged), 1))
        size = dice.randint(1, max(len(damaged) // 8, 1))
        kind = dice.randrange(7)
        if kind == 0:
            del damaged[at:]
        elif kind == 1:
            damaged[at : at + 1] = bytes([dice.randrange(256)])
        elif kind == 2:
            damaged[at : at + size] = bytes(len(damaged[at : at + size]))
        elif kind == 3:
            damaged[at:at] = damaged[at : at + size]
        elif kind == 4:
            del damaged[at : at + size]
        elif kind == 5:
            damaged[at:at] = dice.randbytes(size % 40)
        else:
            damaged[at:at] = dice.choice(PIECES)
    return bytes(damaged)


PIECES = (
    b"\xff\xfe", b"\xef\xbb\xbf", b'"', b"\r", b"\n\n", b",,,,", b"\t", b"\x00", "合计".encode(),
    "姓名,".encode("gb18030"), b"1e309", b"-0", b"99999999999999999999", b"NaN", b"&a;", b"<Ntry/>",
    b"0000-00-00", b"2025-02-30", "９９".encode(), b"=1+1", b"|", b"- ", b": ", b"*a",
)  # fmt: skip


def answer(path: Path, data: bytes) -> FileAnswer:
    path.write_bytes(data)
    return read_file(path, file=path.name, as_of=AS_OF)


def accounted(found: FileAnswer) -> None:
    """A file was read, or there is a finding that says why not; every row has its fate."""
    assert found.readings or found.findings
    findings = [*found.findings, *(f for each in found.readings for f in each.findings)]
    for each in findings:
        assert each.message.say("zh")
        assert each.remedy.say("en")
    for reading in found.readings:
        assert reading.rows_in == reading.accepted + reading.rejected
        assert reading.count.lines == reading.rows_in + reading.left_alone
        refused = {(each.sheet, each.line) for each in reading.findings if each.refused}
        assert len(refused) == reading.rejected
        if not reading.rows_in:
            assert findings


def test_random_damage_never_raises_and_always_balances(tmp_path: Path) -> None:
    dice = random.Random(20250601)  # noqa: S311 -- damage, not secrets
    files = originals()
    for number in range(MUTATIONS):
        name, data = files[number % len(files)]
        accounted(answer(tmp_path / name, mutate(data, dice)))


def test_a_planted_bug_is_caught_by_the_harness(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sort = listing._sort_lines

    def forgetful(layout: Layout) -> object:
        left, rows, totals = sort(layout)
        return left, rows[1:], totals

    monkeypatch.setattr(listing, "_sort_lines", forgetful)
    with pytest.raises(UnbalancedError):
        test_random_damage_never_raises_and_always_balances(tmp_path)


def text_of(name: str) -> str:
    return next(each.text for each in EXAMPLES if each.file.endswith(name))


def bomb() -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 64 * 1024 * 1024)
    return data.getvalue()


def entity_bomb() -> bytes:
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<?xml version="1.0"?><!DOCTYPE d [<!ENTITY l0 "ha">{levels}]>'
    space = "urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"
    return f'{head}<Document xmlns="{space}">&l9;</Document>'.encode()


STATEMENT = text_of("2025年4月.csv")
PAYROLL = text_of("2025年3月.csv")
WAGES = text_of("2025年3月工资表.csv")

KINDS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "truncated workbook": ("工资表.xlsx", lambda: as_xlsx(WAGES)[:2000]),
    "workbook without its end": ("花名册.xlsx", lambda: as_xlsx(text_of("花名册.csv"))[:-30]),
    "empty file": ("代发结果.xlsx", lambda: b""),
    "web page called xls": ("流水.xls", lambda: b"<html><table><tr><td>1</td></tr></table></html>"),
    "csv called xlsx": ("流水.xlsx", STATEMENT.encode),
    "half a letter": ("流水.csv", lambda: STATEMENT.encode("gb18030")[:-1] + b"\xff\xff,\x81"),
    "utf-16": ("流水.csv", lambda: STATEMENT.encode("utf-16")),
    "latin bytes": ("流水.csv", lambda: STATEMENT.encode("utf-8")[1:].replace(b"\xe4", b"\xff")),
    "identity as number": (
        "代发结果.csv", lambda: PAYROLL.replace("140923199003071011", "1.40923E+17").encode(),
    ),
    "swapped columns": (
        "代发结果.csv", lambda: PAYROLL.replace("户名,证件号码", "证件号码,户名").encode(),
    ),
    "no header": ("工资表.csv", lambda: "\n".join(WAGES.splitlines()[3:]).encode()),
    "entity bomb": ("专户.xml", entity_bomb),
    "cut xml": ("专户.xml", lambda: text_of("2025年4月.xml").encode()[:700]),
    "zip bomb": ("考勤表.xlsx", bomb),
    "noise": ("工资表.xlsx", lambda: random.Random(7).randbytes(5000)),  # noqa: S311
    "noise in a dump": ("1_attlog.dat", lambda: random.Random(8).randbytes(3000)),  # noqa: S311
    "broken yaml": ("项目信息.yaml", lambda: text_of("项目信息.yaml").encode()[:300] + b"\n ]: ["),
    "endless line": ("流水.csv", lambda: b"a" * 400_000),
}  # fmt: skip


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_of_damage(tmp_path: Path, kind: str) -> None:
    name, make = KINDS[kind]
    found = answer(tmp_path / name, make())
    accounted(found)
    findings = [*found.findings, *(f for each in found.readings for f in each.findings)]
    harmless = {"csv called xlsx", "utf-16"}
    assert bool([f for f in findings if f.severity != "note"]) == (kind not in harmless)


def test_identities_that_are_numbers_are_refused_cell_by_cell(tmp_path: Path) -> None:
    name, make = KINDS["identity as number"]
    reading = answer(tmp_path / name, make()).readings[0]
    assert [(each.code, each.cell) for each in reading.findings] == [("LS-002", "C4")]
    assert reading.accepted == 2


def test_swapped_columns_are_named_cell_by_cell(tmp_path: Path) -> None:
    name, make = KINDS["swapped columns"]
    reading = answer(tmp_path / name, make()).readings[0]
    assert {each.cell for each in reading.findings} == {"B4", "C4", "B5", "C5"}
    assert reading.rows_in == 2
