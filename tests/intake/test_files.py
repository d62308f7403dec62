"""A file is received: good rows go to their register, the others wait, and the counts meet."""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from huxin.access.actor import Actor
from huxin.access.errors import NotFound
from huxin.formats.base import Reading
from huxin.intake import queries
from huxin.intake.actions.files import receive_file
from huxin.intake.actions.rows import mend_row, reject_row
from huxin.intake.errors import FileRefused, RowSettled
from huxin.intake.models import Receipt, WaitingRow
from huxin.kernel.errors import HuxinError
from huxin.kernel.texts import message
from huxin.registry.models import Project
from huxin.registry.taken import RefusedRow, Taken
from huxin.trail.models import Entry
from tests.registry.people import CONTRACTOR, identity
from tests.support.world import NOW, World

HEADS = ("序号", "姓名", "身份证号", "联系电话", "班组", "进场日期", "银行卡号")
GOOD = ("张三", "14092319900307001X", "13800000001", "木工班", "2025-03-10", "")
NUMBERS = ("140923199003070079", "140923199003070095", "140923199003070116")


class Register:
    """A register that refuses one name, and rows without a whole identity number."""

    def __init__(self, refuses: str = "") -> None:
        self.refuses, self.names = refuses, list[str]()

    def __call__(
        self, reading: Reading, *, project: Project, actor: Actor, now: dt.datetime
    ) -> Taken:
        refused = []
        for row in reading.rows.to_pylist():
            if row["name"] == self.refuses or len(row["identity"] or "") != 18:
                error = HuxinError(message("No contract."), remedy=message("Sign one."))
                refused.append(RefusedRow(row["line"], "RG-1", error))
            else:
                self.names.append(row["name"])
        return Taken(reading.rows.num_rows - len(refused), 0, tuple(refused))


def roster(*people: tuple[object, ...]) -> bytes:
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        sheet = book.add_worksheet("花名册")
        sheet.write(0, 0, "代县北环路改造工程务工人员花名册")
        sheet.write_row(1, 0, HEADS)
        for at, person in enumerate(people):
            sheet.write_row(2 + at, 0, (at + 1, *person))
    return content.getvalue()


def person(name: str, number: object) -> tuple[object, ...]:
    return (name, number, "13800000001", "木工班", "2025-03-10", "")


def messy() -> bytes:
    """Three rows: one in order, one whose number Excel has spoilt, one for the register."""
    return roster(
        person("张三", NUMBERS[0]), person("李四", 140923199003070090), person("王五", NUMBERS[1])
    )


def receive(
    world: World, content: bytes, register: Register, *, who: str = "contractor_clerk",
    name: str = "花名册.xlsx", now: dt.datetime = NOW,
) -> tuple[Receipt, bool]:  # fmt: skip
    found = receive_file(
        [content], name=name, project=world.projects["road"].pk, actor=world.actor(who), now=now,
        takers={"roster": register},
    )  # fmt: skip
    (receipt,) = found.receipts
    receipt.refresh_from_db()
    return receipt, found.is_repeat


def counts(receipt: Receipt) -> tuple[int, int, int, int]:
    receipt.refresh_from_db()
    return receipt.rows, receipt.accepted, receipt.rejected, receipt.waiting


def test_good_rows_are_taken_and_the_others_wait_with_their_reasons(world: World) -> None:
    register = Register(refuses="王五")
    receipt, repeat = receive(world, messy(), register)
    assert not repeat
    assert register.names == ["张三"]
    assert counts(receipt) == (3, 1, 0, 2)
    rows = list(receipt.waiting_rows.all())
    assert [row.faults[0]["code"] for row in rows] == ["RO-001", "RG-1"]
    assert all(
        fault["zh"] and fault["en"] and fault["remedy_zh"] for row in rows for fault in row.faults
    )
    assert "李四" in rows[0].cells


def test_a_waiting_row_is_mended_and_taken_once(world: World) -> None:
    register = Register()
    actor = world.actor("contractor_clerk")
    receipt, _ = receive(world, messy(), register)
    (row,) = receipt.waiting_rows.all()
    page = queries.waiting_row(row.pk, actor=actor, now=NOW)
    place = next(each.column for each in page.headings if each.field == "identity")
    cells = list(page.cells)
    cells[place] = "140923"
    takers = {"roster": register}
    still = mend_row(row.pk, cells, actor=actor, now=NOW, takers=takers)
    assert (still.state, still.tries) == ("waiting", 1)
    assert still.faults
    cells[place] = NUMBERS[2]
    assert mend_row(row.pk, cells, actor=actor, now=NOW, takers=takers).state == "mended"
    assert register.names == ["张三", "王五", "李四"]
    assert counts(receipt) == (3, 3, 0, 0)
    with pytest.raises(RowSettled):
        mend_row(row.pk, cells, actor=actor, now=NOW, takers=takers)


def test_a_row_is_rejected_with_a_reason(world: World) -> None:
    receipt, _ = receive(world, messy(), Register())
    row = WaitingRow.objects.get(receipt=receipt)
    actor = world.actor("contractor_clerk")
    with pytest.raises(FileRefused):
        reject_row(row.pk, reason=" ", actor=actor, now=NOW)
    reject_row(row.pk, reason="已离场，不再登记", actor=actor, now=NOW)
    assert counts(receipt) == (3, 2, 1, 0)
    balance = queries.balance(actor=actor)
    assert balance.holds
    assert (balance.files, balance.rows, balance.rejected) == (1, 3, 1)


def test_a_second_sheet_of_one_name_is_told_and_nothing_merges(world: World) -> None:
    """No program writes such a workbook; rows at the same line must not become one."""
    content, renamed = io.BytesIO(), io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as book:
        for name, who in (("花名册", "张三"), ("花名单", "王五")):
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, HEADS)
            sheet.write_row(1, 0, (1, *person(who, "140923?")))
    with zipfile.ZipFile(content) as old, zipfile.ZipFile(renamed, "w") as new:
        for each in old.namelist():
            new.writestr(each, old.read(each).replace("花名单".encode(), "花名册".encode()))
    receipt, _ = receive(world, renamed.getvalue(), Register())
    assert (receipt.rows, receipt.accepted, receipt.waiting) == (1, 0, 1)
    assert json.loads(WaitingRow.objects.get(receipt=receipt).cells)[1] == "张三"
    notes = {(each.code, each.sheet) for each in receipt.notes.all()}
    assert ("WB-010", "花名册") in notes


def test_the_same_content_twice_changes_nothing(world: World) -> None:
    register, content = Register(), messy()  # a workbook says when it was written
    first, _ = receive(world, content, register)
    taken = list(register.names)
    again, repeat = receive(world, content, register, name="花名册（最终版）.xlsx")
    assert repeat
    assert again.pk == first.pk
    assert register.names == taken
    assert again.repeats == 1
    assert Receipt.objects.count() == 1


def test_the_rows_are_the_same_whatever_the_file_is_like(world: World) -> None:
    people = [person("张三", NUMBERS[0]), person("王五", NUMBERS[1])]
    lines = [
        ",".join(HEADS),
        *(f"{at},{','.join(map(str, each))}" for at, each in enumerate(people)),
    ]
    csv = "\n".join(lines).encode("gb18030")
    first, _ = receive(world, roster(*people), Register())
    second, _ = receive(world, csv, Register(), name="名册.csv")
    assert first.pk != second.pk
    assert first.rows == second.rows == 2
    assert first.sameness == second.sameness


def test_a_format_without_a_register_waits_and_says_so(world: World) -> None:
    found = receive_file(
        [messy()], name="花名册.xlsx", project=world.projects["road"].pk,
        actor=world.actor("contractor_clerk"), now=NOW, takers={},
    )  # fmt: skip
    (receipt,) = found.receipts
    assert counts(receipt) == (3, 0, 0, 3)
    assert {f["code"] for row in receipt.waiting_rows.all() for f in row.faults} == {
        "IN-001",
        "RO-001",
    }


def test_what_the_register_left_out_stands_on_the_receipt(world: World) -> None:
    actor = world.actor("contractor_clerk")
    receipts: list[Receipt] = []
    for phone in ("13800000001", "13800000002"):
        lines = (
            "姓名,身份证号,联系电话,用工单位,进场日期,合同签订日期,合同开始日期",
            f"张三,{identity(1)},{phone},{CONTRACTOR},2025-03-10,2025-03-01,2025-03-01",
        )
        found = receive_file(
            ["\n".join(lines).encode()], name="花名册.csv", project=world.projects["road"].pk,
            actor=actor, now=NOW,
        )  # fmt: skip
        receipts += found.receipts
    page = queries.receipt(receipts[-1].pk, actor=actor)
    assert (page.line.accepted, page.line.unchanged, page.line.waiting) == (1, 1, 0)
    (note,) = [each for each in page.notes if each.code == "phone.kept"]
    assert note.line == 2
    assert {"zh", "en", "remedy_zh", "remedy_en"} <= note.said.keys()


@pytest.mark.parametrize(
    ("name", "content"),
    [("x.xlsx", b""), ("x.xlsx", b"PK\x03\x04broken"), ("../../etc/passwd", b"\x00\x01\x02" * 50)],
)
def test_what_cannot_be_read_is_refused_and_leaves_no_receipt(
    world: World, name: str, content: bytes
) -> None:
    before = Entry.objects.count()
    with pytest.raises(FileRefused) as caught:
        receive(world, content, Register(), name=name)
    assert caught.value.remedy is not None
    assert (Receipt.objects.count(), Entry.objects.count()) == (0, before)


def test_others_can_neither_send_nor_see_nor_mend(world: World) -> None:
    for who in ("other_clerk", "water_officer", "other_inspector", "banker", "administrator"):
        with pytest.raises(NotFound):
            receive(world, messy(), Register(), who=who)
    receipt, _ = receive(world, messy(), Register())
    row = WaitingRow.objects.get(receipt=receipt)
    stranger = world.actor("other_clerk")
    assert queries.receipts(actor=stranger) == ((), None)
    for attempt in (
        lambda: queries.receipt(receipt.pk, actor=stranger),
        lambda: queries.waiting_row(row.pk, actor=stranger, now=NOW),
        lambda: mend_row(row.pk, [], actor=stranger, now=NOW),
    ):
        with pytest.raises(NotFound):
            attempt()


def test_a_page_of_receipts_takes_a_constant_number_of_queries(
    world: World, django_assert_num_queries: object, tmp_path: Path
) -> None:
    register = Register()
    for at in range(3):
        receive(world, roster(person(f"工人{at}", NUMBERS[at])), register)
    actor = world.actor("inspector")
    with django_assert_num_queries(1):  # type: ignore[operator]
        found, following = queries.receipts(actor=actor)
    assert len(found) == 3
    assert following is None
