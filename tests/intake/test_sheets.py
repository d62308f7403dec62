"""A project sheet is received as every file is: receipt, quarantine, mending, nothing twice."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import pytest
import xlsxwriter

from huxin.access.errors import NotFound
from huxin.intake import queries
from huxin.intake.actions.files import Received, receive_file, receive_sheet
from huxin.intake.actions.rows import mend_row
from huxin.intake.errors import FileRefused
from huxin.intake.models import Receipt
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Project
from tests.intake.test_files import person, roster
from tests.support.world import NOW, World

Lines = Sequence[Sequence[object]]
ITEMS = (
    ("项目名称", "代县第三中学新建工程"), ("项目编码", "DX-2503"), ("行政区划代码", "140923"),
    ("工程类别", "房屋建筑"), ("投资主体", "政府投资"), ("项目状态", "在建"),
    ("合同造价", 10_000_000), ("施工合同签订日期", "2025-03-01"),
    ("施工许可证号", "140923202503050101"), ("施工许可日期", "2025-03-05"),
)  # fmt: skip
OWNER, BUILDER = "代县城市建设投资有限公司", "代县中拓建筑工程有限公司"
PARTIES = (
    ("角色", "单位名称", "信用代码", "上级单位", "进场日期"),
    ("建设单位", OWNER, "", "", "2025-02-01"),
    ("施工总承包单位", BUILDER, "", OWNER, "2025-03-01"),
    ("监理单位", "代县监理公司", "123", OWNER, ""),
)
PAID = (("所属月份", "款项类别", "应付金额"), ("2025-06", "进度款", 500_000))


def book(
    items: Lines = ITEMS, lists: Mapping[str, Lines] = {"参建单位": PARTIES, "工程款支付": PAID}
) -> bytes:  # fmt: skip
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"in_memory": True}) as made:
        for name, lines in {"项目信息": items, **lists}.items():
            sheet = made.add_worksheet(name)
            for at, line in enumerate(lines):
                sheet.write_row(at, 0, line)
    return content.getvalue()


def receive(world: World, content: bytes, who: str = "inspector") -> Received:
    return receive_sheet([content], name="项目信息.xlsx", actor=world.actor(who), now=NOW)


def balanced(receipt: Receipt) -> tuple[int, int, int]:
    receipt.refresh_from_db()
    assert receipt.rows == receipt.accepted + receipt.rejected + receipt.waiting
    return receipt.rows, receipt.accepted, receipt.waiting


def test_a_sheet_has_a_receipt_and_its_bad_line_is_mended(world: World) -> None:
    (receipt,) = receive(world, book()).receipts
    project = Project.objects.get(code="DX-2503")
    assert (receipt.project, receipt.format) == (project, "project_sheet")
    assert balanced(receipt) == (len(ITEMS) + 3, len(ITEMS) + 2, 1)
    (waits,) = receipt.waiting_rows.all()
    assert (waits.sheet, waits.line, waits.faults[0]["code"]) == (
        "参建单位", 4, "credit_code.form",
    )  # fmt: skip
    owner = project.parties.get(role="developer")
    assert (owner.body.name, f"{owner.joined_on}") == (OWNER, "2025-02-01")
    page = queries.receipt(receipt.pk, actor=world.actor("inspector"))
    noted = {each.code: each for each in page.notes}
    assert noted["sheet.list"].sheet == "工程款支付"
    assert noted["sheet.list"].said["zh"].startswith("该清单共 1 行")
    assert {"sheet.list", "permit.form"} <= set(noted)
    line = ["监理单位", "代县监理公司", "", OWNER, ""]
    mended = mend_row(waits.pk, line, actor=world.actor("inspector"), now=NOW)
    assert (mended.state, balanced(receipt)[2]) == ("mended", 0)
    assert project.parties.filter(role="supervisor", body__name="代县监理公司").exists()


def test_the_same_sheet_again_changes_nothing(world: World) -> None:
    content = book()
    (first,) = receive(world, content).receipts
    project = Project.objects.get(code="DX-2503")
    again = receive(world, content)
    assert (again.is_repeat, again.receipts) == (True, (first,))
    there = receive_file(
        [content], name="a.xlsx", project=project.pk, actor=world.actor("inspector"), now=NOW
    )
    assert there.is_repeat
    newer = book((*ITEMS, ("合同工期结束日期", "2026-12-31"), ("计划竣工日期", "2026-12-31")))
    (second,) = receive(world, newer).receipts
    assert second.pk != first.pk
    assert Project.objects.filter(code="DX-2503").count() == 1


@pytest.mark.parametrize(
    ("content", "who", "error"),
    [
        (roster(person("张三", "140923199003070079")), "inspector", FileRefused),
        (book(ITEMS[2:]), "inspector", FieldError),
        (book(), "other_inspector", NotFound),
    ],
    ids=("roster", "no code", "out of reach"),
)
def test_what_is_no_sheet_or_out_of_reach_leaves_nothing(
    world: World, content: bytes, who: str, error: type[Exception]
) -> None:
    receive(world, book())
    before = (Project.objects.count(), Receipt.objects.count())
    with pytest.raises(error):
        receive(world, content, who)
    assert (Project.objects.count(), Receipt.objects.count()) == before
