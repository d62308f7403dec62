"""A small site written by hand, in the formats that sites have: four workers, two months.

Wages of May and June 2025 by sheet; all are paid but 李明's of May (unpaid) and 王秀英's of June
(1,000.00 short). Nothing else is wrong with the money.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

import xlsxwriter

from huxin.kernel.identity import check_character

AS_OF = dt.date(2025, 8, 31)
PLACE = "140923"
UNPAID_FEN, SHORT_FEN = 600_000, 100_000

WORKERS = (
    ("张伟强", "14092319880305101", "6222020200011234501"),
    ("李明", "14092319790712203", "6222020200011234519"),
    ("王秀英", "14092319910121304", "6222020200011234527"),
    ("赵国庆", "14092319851001405", "6222020200011234535"),
)
PEOPLE = tuple((name, number + check_character(number), card) for name, number, card in WORKERS)
NET = "6000.00"
Row = Sequence[object]


def csv(path: Path, rows: Sequence[Row]) -> None:
    """One CSV file; numbers stay text."""
    path.write_text(
        "".join(",".join(str(cell) for cell in row) + "\n" for row in rows), "utf-8-sig"
    )


def book(path: Path, sheets: Mapping[str, Sequence[Row]]) -> None:
    """One workbook of text cells."""
    whole = xlsxwriter.Workbook(path, {"strings_to_numbers": False})
    for name, rows in sheets.items():
        sheet = whole.add_worksheet(name)
        for line, row in enumerate(rows):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, str(cell))
    whole.close()


def project(path: Path, name: str) -> None:
    """The project sheet with its chain of parties and its securities."""
    book(
        path / "项目信息.xlsx",
        {
            "项目信息": [
                ("项目名称", name),
                ("行政区划代码", PLACE),
                ("工程类别", "房屋建筑"),
                ("投资主体", "政府投资"),
                ("项目状态", "在建"),
                ("合同造价", "20000000"),
                ("施工合同签订日期", "2025-03-03"),
                ("施工许可日期", "2025-03-10"),
                ("开工日期", "2025-04-01"),
                ("配备劳资专管员", "是"),
                ("专户开立日期", "2025-03-20"),
                ("工资发放日", "15"),
                ("发放月份", "次月"),
            ],
            "参建单位": [
                ("角色", "单位名称", "上级单位", "自然人", "具备资质"),
                ("建设单位", "代县城市建设投资有限公司", "", "否", "是"),
                ("施工总承包单位", "山西宏远建设有限公司", "代县城市建设投资有限公司", "否", "是"),
                ("劳务分包单位", "忻州恒建劳务有限公司", "山西宏远建设有限公司", "否", "是"),
            ],
        },
    )


def roster(path: Path) -> None:
    """Four workers with contracts from April."""
    head: Row = (
        "姓名",
        "身份证号",
        "工种",
        "班组",
        "用工单位",
        "银行卡号",
        "进场日期",
        "实名登记日期",
    )
    head = (*head, "合同签订日期", "合同开始", "合同结束", "合同备案日期", "日工资")
    rows = [
        (name, number, "钢筋工", "钢筋班", "忻州恒建劳务有限公司", card, "2025-04-01", "2025-04-01",
         "2025-04-01", "2025-04-01", "2025-12-31", "2025-04-05", "300.00")
        for name, number, card in PEOPLE
    ]  # fmt: skip
    csv(path / "花名册.csv", [head, *rows])


def wages(path: Path, month: int) -> None:
    """Twenty days at 300.00 for everybody, signed, reviewed and posted."""
    title = (f"2025年{month}月工资表",)
    head: Row = (
        "序号",
        "姓名",
        "身份证号",
        "出勤天数",
        "日工资",
        "应发工资",
        "扣款合计",
        "实发工资",
    )
    head = (*head, "银行卡号", "本人签字", "总包审核", "用工单位")
    rows = [
        (
            line,
            name,
            number,
            "20",
            "300.00",
            NET,
            "0.00",
            NET,
            card,
            "是",
            "是",
            "忻州恒建劳务有限公司",
        )
        for line, (name, number, card) in enumerate(PEOPLE, 1)
    ]
    csv(path / f"工资表-2025年{month}月.csv", [title, head, *rows])


def attendance(path: Path, month: int) -> None:
    """Days 1 to 20 for everybody."""
    title = (f"2025年{month}月考勤表",)
    head = ("姓名", "身份证号", "班组", *range(1, 32))
    marks = ("√",) * 20 + ("",) * 11
    rows = [(name, number, "钢筋班", *marks) for name, number, _ in PEOPLE]
    csv(path / f"考勤表-2025年{month}月.csv", [title, head, *rows])


def payroll(path: Path, month: int) -> None:
    """What the bank answered; 李明 is missing in May, 王秀英 is short in June."""
    head = (
        "批次号",
        "序号",
        "姓名",
        "身份证号",
        "银行卡号",
        "金额",
        "工资月份",
        "发放日期",
        "发放状态",
        "失败原因",
    )
    rows = []
    for line, (name, number, card) in enumerate(PEOPLE, 1):
        if (name, month) == ("李明", 5):
            continue
        amount = "5000.00" if (name, month) == ("王秀英", 6) else NET
        paid_on = f"2025-{month + 1:02d}-14"
        rows.append(
            (
                f"B{month}",
                line,
                name,
                number,
                card,
                amount,
                f"2025-{month:02d}",
                paid_on,
                "成功",
                "",
            )
        )
    csv(path / f"代发结果-2025年{month}月.csv", [head, *rows])


def write_site(
    path: Path, name: str = "滨河新区安置房一期工程", *, months: Sequence[int] = (5, 6)
) -> None:
    """The whole site folder."""
    path.mkdir(parents=True, exist_ok=True)
    project(path, name)
    roster(path)
    for month in months:
        wages(path, month)
        attendance(path, month)
        payroll(path, month)
