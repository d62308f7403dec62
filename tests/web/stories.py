"""The stories of the acts: who does what, what he says, with which words he would be refused."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from huxin.access.actor import system
from huxin.access.change import change
from huxin.registry.models import Project, SpecialAccount
from tests.registry.test_site import png
from tests.support.world import NOW, World
from tests.web.employed import employed

Said = Mapping[str, Any]


@dataclass(frozen=True)
class Step:
    """One act: who does it, what he says, and with which words he would be refused.

    `said` and `wrong` may need the world, whose keys are not known before; `first` is what the
    time between the steps brings. Where no words would be refused, a stranger is. `tells` stands
    above the form: which record it is about.
    """

    act: str
    who: str
    said: Callable[[World], Said] | Said = field(default_factory=dict)
    wrong: Callable[[World], Said] | Said = field(default_factory=dict)
    first: Callable[[World], None] | None = None
    gives: int = 302
    tells: str = ""


TAX = "国家税务总局代县税务局"
BANK, HOUSING = "代县农村商业银行", "代县住房和城乡建设管理局"
OTHER = "代县恒远建筑工程有限公司"
CLERK, OFFICER, INSPECTOR, DEVELOPER = (
    "contractor_clerk", "housing_officer", "inspector", "developer_clerk",
)  # fmt: skip
STRANGER, HRSS = "other_clerk", "hrss_officer"
DAY, NO_DAY = "2025-09-30", {"on": "2025-02-30"}
GROUNDS = "已核对建设单位其他项目，无拖欠工程款"


def party(name: str) -> Callable[[World], int]:
    return lambda world: world.parties[f"road.{name}"].pk


BUILDER, OWNER = party("general_contractor"), party("developer")


def with_keys(said: Said, **keys: Callable[[World], int]) -> Callable[[World], Said]:
    return lambda world: {**said, **{name: str(of(world)) for name, of in keys.items()}}


def arranged(world: World, model: type[Model], **values: object) -> None:
    """Put something about the road as it would be later, or elsewhere."""
    with change("access.installation.seed", actor=system("test"), now=NOW) as doing:
        mine = {"pk" if model is Project else "project": world.projects["road"].pk}
        model._default_manager.filter(**mine).update(**values)
        doing.note("access.installation:test")


def notice_over(world: World) -> None:
    arranged(world, SpecialAccount, notice_to_on=dt.date(2025, 9, 29))


def works_done(world: World) -> None:
    arranged(world, Project, state="completed")


def long_settled(world: World) -> None:
    day = dt.date(2022, 6, 30)
    arranged(world, Project, state="settled", completed_on=day, settled_on=day)


def funds_proven(world: World) -> None:
    arranged(world, Project, funds_proven=True)


CONTRACT = with_keys(
    {
        "number": "DX-HT-1", "signed_on": "2025-02-01", "price_fen": "20,000,000.00",
        "labour_cost_share_ppm": "25", "labour_cost_cycle_months": "1", "labour_cost_day": "10",
        "has_measuring_term": "yes", "has_settlement_term": "yes", "contractor_financed": "no",
    },
    client=OWNER, contractor=BUILDER,
)  # fmt: skip
DEPOSIT = with_keys(
    {"form": "cash", "stored_fen": "600,000", "stored_on": DAY, "bank": BANK}, payer=BUILDER
)
MEASURE = {"kind": "freeze", "court": "代县人民法院", "number": "（2025）晋0923执101号",
           "on": "2025-09-29", "amount_fen": "50,000", "serves_wages": ""}  # fmt: skip
STORIES: dict[str, tuple[Step, ...]] = {
    "project": (
        Step(
            "project-register", CLERK,
            {"code": "DX-new", "name": "代县新区学校", "place": "140923", "sector": "building",
             "funding": "government", "contract_price_fen": "1,000,000", "pay_day": "25",
             "developer": "代县城市建设投资有限公司",
             "general_contractor": "代县中拓建筑工程有限公司"},
            {"place": "999999"},
        ),
        Step(
            "project-change", CLERK,
            {"version": "1", "name": "代县北环路改造工程（一期）", "sector": "municipal",
             "funding": "government", "contract_price_fen": "21,000,000.50"},
            {"contract_price_fen": "-5"},
        ),
        Step("project-move", DEVELOPER, {"version": "2", "to": "paused", "on": DAY},
             {"on": "2026-01-01"}),
    ),
    "parties": (
        Step("party-add", CLERK, with_keys(
            {"body": OTHER, "role": "subcontractor", "is_licensed": "yes", "joined_on": DAY},
            parent=BUILDER), {"body": "没有这家公司"}),
        Step("party-list", INSPECTOR, {"on": DAY}, NO_DAY),
        Step("team-add", CLERK, {"name": "木工一班"}, {"name": " "}),
        Step("party-leave", CLERK, {"on": DAY}, NO_DAY),
    ),
    "permit": (
        Step("works-record", CLERK, CONTRACT, {"price_fen": "two"}),
        Step("works-scan", CLERK, lambda _: {"scan": picture(png())},
             lambda _: {"scan": picture(b"GIF89a")}),
        Step("works-check", OFFICER),
        Step("deposit-record", CLERK, DEPOSIT, {"stored_fen": "0"}),
        Step("deposit-rate", INSPECTOR, {"clean_years": "0", "had_arrears": "no"},
             {"exempt": "on"}),
        Step(
            "permit-issue", OFFICER,
            {"kind": "construction", "number": "140923202509300101", "issued_on": DAY,
             "issued_by": HOUSING, "grounds": GROUNDS},
            {"grounds": ""}, first=funds_proven,
        ),
        Step("permit-withdraw", OFFICER, {"on": DAY, "reason": "资料不实"}, {"reason": " "}),
    ),
    "account": (
        Step("account-name-bank", CLERK,
             with_keys({"bank": BANK, "on": DAY, "items": ["wages_only"]}, holder=BUILDER), NO_DAY),
        Step(
            "account-open", CLERK,
            with_keys({"bank": BANK, "name": "代县北环路专户", "number": "140923000000012345",
                       "opened_on": "2025-09-01"}, holder=BUILDER),
            {"number": "12"},
        ),
        Step("account-agree", CLERK, {"on": DAY, "items": ["wages_only", "no_cash"]}, NO_DAY),
        Step("account-file", OFFICER, {"on": DAY, "filed_with": HOUSING}, {"filed_with": BANK}),
        Step("account-review", "central_bank", {"on": DAY, "found": ""}, NO_DAY,
             first=employed("central_bank", "人民银行代县支行")),
        Step("account-measure", "banker", MEASURE, {"number": " "}),
        Step("measure-lift", "banker", {"on": DAY, "because": "（2025）晋09执异2号"},
             {"because": " "}),
        Step("account-ask-closing", CLERK, {"commitment_on": DAY, "reason": "更换开户银行"},
             {"commitment_on": ""}),
        Step("account-close", OFFICER, {"on": DAY, "grounds": "已核对工资发放记录"},
             {"grounds": ""}, first=notice_over),
    ),
    "deposit": (
        Step("deposit-demand", INSPECTOR,
             {"number": "责令1", "until_on": "2025-10-10", "by": HOUSING},
             {"until_on": "2025-09-01"}),
        Step("deposit-record", CLERK, DEPOSIT, {"stored_on": "2026-01-01"}),
        Step("deposit-order", INSPECTOR, {"number": "代人社支1", "used_fen": "40,000", "on": DAY},
             {"used_fen": "600,000.01"}),
        Step("deposit-paid", INSPECTOR, {"on": DAY}, {"on": "2025-09-29"}),
        Step("deposit-full", CLERK, {"on": DAY}, {"on": "2025-09-29"}),
        Step("deposit-measure", INSPECTOR, MEASURE, {"amount_fen": "0"}),
        Step("deposit-ask-return", CLERK, {"on": DAY}, NO_DAY, first=works_done),
        Step("deposit-return", INSPECTOR, {"on": DAY, "grounds": "公示无异议"}, {"grounds": ""}),
    ),
    "guarantee": (
        Step(
            "guarantee-record", DEVELOPER,
            {"kind": "owner_payment", "number": "BH-1", "issuer": BANK, "amount_fen": "2,000,000",
             "from_on": "2025-09-01", "to_on": "2026-09-01"},
            {"to_on": "2025-08-01"},
        ),
        Step(
            "project-approve", "development_reform",
            {"number": "代发改备1", "issued_on": DAY, "issued_by": HOUSING, "grounds": GROUNDS},
            {"grounds": ""}, first=employed("development_reform", "代县发展和改革局"),
        ),
        Step("guarantee-end", OFFICER, {"on": DAY}, NO_DAY),
    ),
    "site": (
        Step(
            "post-fill", CLERK,
            lambda world: {"kind": "labour_wage_officer", "phone": "13800000009",
                           "account": str(world.accounts["labour_wage_officer"].pk)},
            {"account": "", "phone": ""},
        ),
        Step("post-vacate", CLERK, {"on": DAY}, {"on": "2025-09-29"}),
        Step("board-record", CLERK, {"put_up_on": DAY, "items": ["developer", "pay_day"]},
             {"put_up_on": "2026-01-01"}),
        Step("board-photo", CLERK, lambda _: {"taken_on": DAY, "photo": picture(png())},
             lambda _: {"photo": picture(b"GIF89a")}),
        Step("board-check", OFFICER),
        Step("stickers-make", CLERK, {"spots": "东门\n生活区食堂"}, {"spots": " "}),
        Step("sticker-seen", OFFICER, {"on": DAY}, NO_DAY),
        Step("sticker-withdraw", CLERK, {"on": DAY}, NO_DAY),
    ),
    "statements": (
        Step("statement-make", INSPECTOR,
             {"kind": "arrears", "holds": "yes", "on": DAY, "stated_by": HOUSING,
              "grounds": "已核实拖欠工资"}, {"grounds": " "}),
        Step("statement-withdraw", INSPECTOR, {"on": DAY, "reason": "已足额支付"}, {"reason": " "}),
    ),
    "employers": (
        Step("own-account", CLERK,
             {"bank": BANK, "name": "单位工资专户", "number": "140923000000054321",
              "opened_on": "2025-09-01"}, {"number": "12"}),
        Step("own-account-close", CLERK, {"on": DAY}, {"on": "2025-08-01"}),
        Step("own-deposit", CLERK,
             {"form": "cash", "stored_fen": "300,000", "stored_on": DAY, "bank": BANK},
             {"stored_fen": "0"}),
        Step("own-deposit-return", INSPECTOR, {"on": DAY}, {"on": "2025-08-01"}),
    ),
    "figures": (
        Step("figure-of-body", INSPECTOR,
             {"kind": "loan_overdue", "month": "2025-08", "value": "320,000", "source": BANK},
             {"value": "-1"}),
        Step("figure-of-project", OFFICER,
             {"kind": "progress_actual_ppm", "month": "2025-08", "value": "35.5%",
              "source": HOUSING}, {"source": BANK}),
        Step("figure-new", "tax_authority",
             {"firm": "代县中拓建筑工程有限公司", "kind": "tax_owed", "month": "2025-08",
              "value": "18,000", "source": TAX}, {"month": "2025-13"},
             first=employed("tax_authority", TAX)),
        Step("figure-correct", "tax_authority", {"value": "", "reason": "企业已补缴，原数误报"},
             {"reason": " "}, tells="2025年8月 · 欠缴税款 · 18,000.00 元"),
    ),
    "papers": (
        Step("project-import", INSPECTOR, lambda _: {"file": yaml(SHEET)},
             lambda _: {"file": yaml("项目名称: 无编码")}),
        Step("register-export", INSPECTOR, {"register": "accounts", "purpose": "月度调度"},
             {"purpose": " "}, gives=200),
    ),
    "ledgers": (
        Step("ledgers-propose", INSPECTOR, {"reason": "保存期满"}, {"reason": " "},
             first=long_settled),
        Step("ledgers-withdraw", HRSS, tells="北环路"),
        Step("ledgers-propose", INSPECTOR, {"reason": "保存期满，已移交档案"}, {"reason": " "}),
        Step("ledgers-confirm", HRSS, tells="保存期满，已移交档案"),
    ),
}  # fmt: skip


SHEET = """
项目名称: 代县第三中学新建工程
项目编码: DX-2503
行政区划代码: "140923"
工程类别: 房屋建筑
投资主体: 政府投资
项目状态: 在建
合同造价: 10000000
参建单位:
- {角色: 建设单位, 单位名称: 代县城市建设投资有限公司}
- {角色: 施工总承包单位, 单位名称: 代县中拓建筑工程有限公司, 上级单位: 代县城市建设投资有限公司}
"""
FAULTY = "- {角色: 劳务分包单位, 单位名称: 代县孤立劳务有限公司, 上级单位: 无此单位}\n"


def yaml(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("项目信息.yaml", text.encode())


def picture(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("告示牌.png", content)
