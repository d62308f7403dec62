"""A project sheet comes into the registers, line by line; the same again changes nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from huxin.access.errors import Refused
from huxin.formats.project_sheet import ProjectReading, read_project_yaml
from huxin.registry.actions.sheets import take_project
from huxin.registry.errors.projects import FieldError
from huxin.registry.models import Project, SpecialAccount, WorksContract
from huxin.trail.models import Entry
from tests.support.world import NOW, World

SHEET = """
项目名称: 代县第三中学新建工程
项目编码: DX-2503
行政区划代码: "140923"
工程类别: 房屋建筑
投资主体: 政府投资
项目状态: 在建
合同造价: 10000000
施工合同签订日期: 2025-03-01
约定计量周期: 是
人工费拨付日: 10
专户账号: "140923000000012345"
专户名称: 代县中拓建筑工程有限公司代县第三中学新建工程农民工工资专用账户
专户开户行: 代县农村商业银行
专户开立日期: 2025-03-20
参建单位:
- {角色: 劳务分包单位, 单位名称: 代县新劳务有限公司, 上级单位: 代县中拓建筑工程有限公司}
- {角色: 建设单位, 单位名称: 代县城市建设投资有限公司}
- {角色: 施工总承包单位, 单位名称: 代县中拓建筑工程有限公司, 上级单位: 代县城市建设投资有限公司}
- {角色: 劳务分包单位, 单位名称: 代县孤立劳务有限公司, 上级单位: 无此单位}
- {角色: 监理单位, 单位名称: 代县监理公司, 信用代码: "123", 上级单位: 代县城市建设投资有限公司}
工资保证金:
- {存储形式: 现金, 存储金额: 300000, 存储日期: 2025-03-10, 无欠薪年数: 2}
担保:
- {担保类别: 工程款支付担保, 担保金额: 1000000, 生效日期: 2025-03-01}
维权告示牌:
- {设立日期: 2025-03-15, 公示内容: 建设单位、施工总承包单位}
"""


def sheet(text: str = SHEET) -> ProjectReading:
    return read_project_yaml(text, file="项目信息.yaml")


def test_a_sheet_fills_the_registers(world: World) -> None:
    taken = take_project(sheet(), actor=world.actor("inspector"), now=NOW)
    project = Project.objects.get(code="DX-2503")
    assert (project.state, project.contract_price_fen) == ("building", 1_000_000_000)
    chain = {
        each.body.name: each for each in project.parties.select_related("body", "parent__body")
    }
    below = chain["代县新劳务有限公司"]
    assert below.parent is not None
    assert below.parent.body.name == "代县中拓建筑工程有限公司"
    contract = WorksContract.objects.get(project=project)
    assert (contract.signed_on, contract.has_measuring_term) == (dt.date(2025, 3, 1), True)
    assert SpecialAccount.objects.get(project=project).bank == world.bodies["bank"]
    assert (project.deposit.stored_fen, project.deposit.clean_years) == (30_000_000, 2)
    assert project.signboard.items == ["developer", "general_contractor"]
    refused = {(each.sheet, each.line): each.code for each in taken.refused}
    assert refused == {
        ("参建单位", 4): "party.place", ("参建单位", 5): "credit_code.form",
        ("担保", 1): "guarantee.issuer",
    }  # fmt: skip
    assert "代县孤立劳务有限公司" not in chain


LETTER = "{担保类别: 工程款支付担保, 担保金额: 1000000, 生效日期: 2025-03-01"
PERMIT = '施工许可日期: 2025-03-05\n施工许可证号: "140923202503050101"\n'
WITH_PAPERS = SHEET.replace(
    LETTER, LETTER + ", 到期日期: 2026-12-31, 保函编号: BH-1, 出具机构: 代县农村商业银行"
).replace("约定计量周期", f"{PERMIT}约定计量周期")


def test_letters_and_permits_of_a_sheet_are_taken_in(world: World) -> None:
    """A letter with number and issuer; a permit only from a department that issues permits."""
    officer, contractor = world.actor("housing_officer"), world.actor("contractor_clerk")
    taken = take_project(sheet(WITH_PAPERS), actor=officer, now=NOW)
    project = Project.objects.get(code="DX-2503")
    letter = project.guarantees.get()
    assert (letter.number, letter.issuer, letter.amount_fen) == (
        "BH-1", world.bodies["bank"], 100_000_000,
    )  # fmt: skip
    permit = project.permits.get()
    assert (permit.number, permit.issued_on) == ("140923202503050101", dt.date(2025, 3, 5))
    assert permit.issued_by == world.bodies["housing"]
    assert not {"担保", ""} & {each.sheet for each in taken.refused}
    take_project(sheet(WITH_PAPERS), project=project, actor=officer, now=NOW)
    assert (project.guarantees.count(), project.permits.count()) == (1, 1)
    newer = sheet(WITH_PAPERS.replace("0101", "0102"))
    taken = take_project(newer, project=project, actor=contractor, now=NOW)
    assert any("permit" in each.code for each in taken.remarks), taken.remarks
    assert project.permits.count() == 1


def test_the_same_sheet_again_changes_no_party(world: World) -> None:
    actor = world.actor("inspector")
    first = take_project(sheet(), actor=actor, now=NOW)
    project, entries = Project.objects.get(code="DX-2503"), Entry.objects.count()
    again = take_project(sheet(), project=project, actor=actor, now=NOW)
    assert len(again.refused) == len(first.refused)
    assert again.unchanged >= 3
    assert Project.objects.filter(code="DX-2503").count() == 1
    assert project.parties.count() == 3
    assert Project.objects.get(pk=project.pk).version == project.version
    assert WorksContract.objects.filter(project=project).count() == 1
    assert Entry.objects.count() - entries <= 3


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("项目编码: DX-2503\n", ""), ("工程类别: 房屋建筑\n", ""),
        ('"140923"\n工程', '"999999"\n工程'),
        ("合同造价: 10000000", "合同造价: 0"), (SHEET, "a: 1"),
    ],
)  # fmt: skip
def test_a_sheet_whose_project_cannot_be(world: World, old: str, new: str) -> None:
    with pytest.raises(FieldError):
        take_project(sheet(SHEET.replace(old, new)), actor=world.actor("inspector"), now=NOW)
    assert not Project.objects.filter(name__contains="第三中学").exists()


def test_a_sheet_of_another_project_is_refused(world: World) -> None:
    with pytest.raises(FieldError):
        take_project(
            sheet(), project=world.projects["road"], actor=world.actor("inspector"), now=NOW
        )
    with pytest.raises(Refused):
        take_project(sheet(), actor=world.actor("other_inspector"), now=NOW)
    assert not Project.objects.filter(code="DX-2503").exists()
