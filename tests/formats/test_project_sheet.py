"""Project sheets: Excel and YAML say the same, unknown names are named, nothing is guessed."""

from __future__ import annotations

import datetime as dt
import unicodedata
from pathlib import Path

import pytest
import xlsxwriter

from huxin.facts import schema
from huxin.formats.project_sheet import (
    LISTS,
    SPEC,
    TABLES,
    ProjectReading,
    blank_project_sheet,
    is_project_grid,
    looks_like_project_yaml,
    read_progress_payments,
    read_project_sheet,
    read_project_yaml,
)
from huxin.formats.project_sheet.keys import find_key, table_named
from huxin.formats.project_sheet.lists import output_fields
from huxin.formats.project_sheet.project import PROJECT
from huxin.formats.workbook import open_book

YAML = """\
项目信息:
  项目名称: 安置房一标段
  项目编码: P-001
  行政区划代码: 140923
  工程类别: 房建
  投资主体: 政府投资
  合同造价: 1.2亿元
  人工费比例: 22%
  发放月份: 次月
  开工日期: 2025年3月1日
  配备劳资专管员: 是
  垫资施工: 无
  专户账号: 6228480000001234567
参建单位:
  - {角色: 建设单位, 单位名称: 甲公司}
  - {角色: 总包, 单位名称: 乙公司, 上级单位: 甲公司, 注册资本: 5000万元, 具备资质: 有}
工资保证金: {存储形式: 保函, 存储金额: 30万元, 存储日期: 2025-03-20}
担保:
  - {序号: 1, 担保类别: 支付担保, 担保金额: "1,000.00", 生效日期: 2025-03-01}
维权告示牌: {设立日期: 2025-03-01, 公示内容: [建设单位, 劳资专管员, 最低工资标准]}
工程款支付:
  - {期次: 1, 所属月份: 2025-03, 款项类别: 进度款, 完成产值: 100万元, 应付日期: 2025-04-10}
指标:
  - {指标名称: 欠缴水费, 月份: 2025-03, 数值: 1.5万元}
  - {指标名称: 实际进度, 月份: 2025-03, 数值: 35%}
  - {指标名称: 信访, 月份: 2025-03, 数值: 2}
投诉线索:
  - {类别: 线索, 收到日期: 2025-05-06, 涉及人数: 12, 涉及金额: 3.5万元}
报送:
  - {报送事项: 工资支付情况表, 所属月份: 2025-03, 应报日期: 2025-04-15}
"""


def read(text: str) -> ProjectReading:
    return read_project_yaml(text, file="项目信息.yaml")


def codes(reading: ProjectReading) -> list[str]:
    return [each.code for each in reading.findings]


def write_book(path: Path, sheets: dict[str, list[list[object]]]) -> ProjectReading:
    book = xlsxwriter.Workbook(str(path))
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return read_project_sheet(open_book(path))


def test_yaml_gives_the_project_and_all_its_lists() -> None:
    reading = read(YAML)
    assert codes(reading) == []
    project = reading.rows.to_pylist()[0]
    assert (project["name"], project["place"]) == ("安置房一标段", "140923")
    assert project["sector"] == "building"
    assert (project["contract_price_fen"], project["labour_cost_share_ppm"]) == (
        12_000_000_000,
        220_000,
    )
    assert (project["started_on"], project["pay_month_offset"]) == (dt.date(2025, 3, 1), 1)
    assert (project["has_labour_wage_officer"], project["contractor_financed"]) == (True, False)
    assert project["completed_on"] is None
    tables = {name: table.to_pylist() for name, table in reading.tables.items()}
    assert [row["role"] for row in tables["party"]] == ["developer", "general_contractor"]
    assert tables["party"][1]["registered_capital_fen"] == 5_000_000_000
    assert (tables["deposit"][0]["form"], tables["deposit"][0]["stored_fen"]) == (
        "bank_guarantee",
        30_000_000,
    )
    assert tables["guarantee"][0]["kind"] == "owner_payment"
    assert tables["signboard"][0]["items_bits"] == 0b110001
    assert tables["progress_payment"][0]["paid_on"] is None
    assert [row["value"] for row in tables["indicator"]] == [1_500_000, 350_000, 2]
    assert tables["complaint"][0]["people"] == 12
    assert tables["feed_delivery"][0]["delivered_on"] is None


def test_a_workbook_says_the_same(tmp_path: Path) -> None:
    reading = write_book(
        tmp_path / "项目信息.xlsx",
        {
            "项目信息": [
                ["工程概况"],
                ["项目", "内容"],
                ["工程名称：", "安置房一标段", "开工日期", "2025-03-01"],
                ["合同造价（万元）", "12000"],
                ["人工费比例", 0.22],
                ["垫资施工", "否"],
            ],
            "参建各方": [["角色", "单位名称"], ["业主", "甲公司"]],
            "维权告示牌": [["设立日期", "载明建设单位", "劳资专管员"], ["2025-03-01", "√", "×"]],
            "别的": [["无关"]],
        },
    )
    project = reading.rows.to_pylist()[0]
    assert project["labour_cost_share_ppm"] == 220_000
    assert project["started_on"] == dt.date(2025, 3, 1)
    assert reading.tables["party"]["role"].to_pylist() == ["developer"]
    assert reading.tables["signboard"]["items_bits"].to_pylist() == [1]
    assert codes(reading) == ["PS-006"]
    assert reading.rows_in == reading.accepted == 6


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("开工日起: 2025-03-01", "PS-001"),
        ("开工日期: 明年", "PS-002"),
        ("工程类别: 航天", "PS-003"),
        ("工程名称: 另一个", "PS-004"),
        ("合同造价: 很多", "PS-002"),
        ("人工费比例: 120%", "PS-002"),
    ],
)
def test_one_bad_item_is_named_and_the_others_stay(line: str, code: str) -> None:
    reading = read(f"项目名称: 甲\n{line}\n行政区划代码: 140923\n")
    assert [(each.code, each.line, each.refused) for each in reading.findings] == [(code, 2, True)]
    assert (reading.rows_in, reading.accepted, reading.rejected) == (3, 2, 1)
    assert reading.rows["place"].to_pylist() == ["140923"]


def test_an_unknown_name_gets_the_nearest_one() -> None:
    values = read("项目名称: 甲\n开工日起: 2025-03-01\n").findings[0].values
    assert (values["key"], values["nearest"]) == ("开工日起", "开工日期")


def test_an_account_stored_as_a_number_is_refused(tmp_path: Path) -> None:
    reading = write_book(
        tmp_path / "a.xlsx",
        {"项目信息": [["项目名称", "甲"], ["专户账号", 6228480000001234567], ["项目编码", "1"]]},
    )
    assert [(each.code, each.cell) for each in reading.findings] == [("PS-008", "A2")]


def test_english_names_and_stored_units() -> None:
    reading = read(
        "project: {name: a, contract_price: 1万元, contract_price_fen: 5}\n"
        "progress_payments:\n  - {payment_no: 1, amount_fen: 500, output: 7元, kind: progress}\n"
    )
    assert reading.rows["contract_price_fen"].to_pylist() == [1_000_000]
    row = reading.tables["progress_payment"].to_pylist()[0]
    assert (row["amount_fen"], row["output_fen"], row["kind"]) == (500, 700, "progress")
    assert read("name: a\ncontract_price_fen: 5\n").rows["contract_price_fen"].to_pylist() == [5]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("项目名称: [", "PS-007"),
        ("- 1\n- 2\n", "PS-007"),
        ("项目编码: 1\n", "PS-005"),
        ("", "PS-005"),
        ("项目名称: 甲\n别的:\n  - {a: 1}\n", "PS-006"),
        ("项目名称: 甲\n参建单位:\n  - 甲公司\n", "PS-009"),
        ("项目名称: 甲\n参建单位:\n  - {角色: 业主, 单位名称: 甲, 颜色: 红}\n", "PS-010"),
        ("项目名称: 甲\n参建单位:\n  - {角色: 谁, 单位名称: 甲}\n", "PS-003"),
        ("项目名称: 甲\n指标:\n  - {指标名称: 信访, 月份: 2025-03, 数值: 很多}\n", "PS-002"),
        ("&a 项目名称: &b [*b]\n", "PS-007"),
        ("a: &a {项目信息: *a}\n", "PS-007"),
    ],
)
def test_yaml_that_is_wrong_never_raises(text: str, code: str) -> None:
    found = codes(read(text))
    assert code in found or (code == "PS-007" and found)


def test_every_code_can_occur() -> None:
    text = Path(__file__).read_text("utf-8")
    assert [each.id for each in SPEC.codes if f'"{each.id}"' not in text] == []


def test_every_field_of_the_fact_tables_can_be_entered() -> None:
    elsewhere = {
        "project_key",
        "party_key",
        "complaint_key",
        "place",
        "parent_party_key",
        "items_bits",
    }
    for table in TABLES:
        wanted = {column.name for column in schema.TABLES[table.name].columns} - elsewhere
        assert wanted - {each.name for each in table.fields} == set(), table.name


def test_choices_are_the_labels_of_the_fact_tables() -> None:
    for table in TABLES:
        columns = {column.name: column.labels for column in schema.TABLES[table.name].columns}
        for name, said in table.choices.items():
            if columns[name]:
                assert tuple(said) == columns[name], (table.name, name)
        labelled = {name for name, labels in columns.items() if labels}
        assert labelled <= set(table.choices), table.name
    board = next(each for each in LISTS if each.name == "signboard")
    assert output_fields(board)[-1].name == "items_bits"
    shown = [each.name for each in board.fields if each.name.startswith("shows_")]
    assert shown == [f"shows_{item}" for item in schema.SIGNBOARD_ITEMS]


def test_no_two_fields_share_a_name() -> None:
    for table in TABLES:
        for each in table.fields:
            for heading in each.headings:
                found = find_key(table, heading)
                assert found is not None
                assert found.field.name == each.name, (table.name, heading)
                assert unicodedata.is_normalized("NFKC", heading)


def test_the_blank_sheet_is_read_back_empty(tmp_path: Path) -> None:
    one, two = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    blank_project_sheet(one)
    blank_project_sheet(two)
    assert one.read_bytes() == two.read_bytes()
    book = open_book(one)
    assert [grid.sheet for grid in book.grids] == [table.sheet for table in TABLES]
    assert is_project_grid(book.grids[0])
    reading = read_project_sheet(book)
    assert codes(reading) == ["PS-005"]
    assert reading.rows.num_rows == 0
    assert reading.accepted == len(PROJECT.fields)


def test_progress_payments_as_a_file(tmp_path: Path) -> None:
    path = tmp_path / "工程款支付.csv"
    path.write_text(
        "期次,所属月份,完成产值（万元）,应付日期,实付日期,实付金额（万元）\n1,2025年3月,100,2025-04-10,,\n"
    )
    reading = read_progress_payments(open_book(path))
    row = reading.rows.to_pylist()[0]
    assert (row["output_fen"], row["paid_on"], row["amount_fen"]) == (100_000_000, None, None)
    assert reading.format == "progress_payment"


def test_recognition_of_yaml_and_names() -> None:
    assert looks_like_project_yaml(YAML)
    assert not looks_like_project_yaml(
        "place: 140923\nvalues:\n  wage.minimum_monthly: {value: 1}\n"
    )
    assert table_named("参建单位一览表") is not None
    assert table_named("花名册") is None
