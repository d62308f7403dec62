"""Every act of the project pages through HTTP: refused once, nothing typed being lost, then done.

One story per matter; the steps of a story stand on each other, as they do on a site.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model
from django.test import Client
from lxml import html

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Body, Export
from huxin.formats.templates import TEMPLATES
from huxin.registry.models import Project, SpecialAccount
from huxin.trail.models import Entry
from huxin.web.acts import ACTS
from tests.registry.test_site import png
from tests.support.browser_free import sign_in
from tests.support.world import NOW, World
from tests.web.employed import employed

Said = Mapping[str, Any]
KNOWN = {each.name: each for each in ACTS}


@dataclass(frozen=True)
class Step:
    """One act: who does it, what he says, and with which words he would be refused.

    `said` and `wrong` may need the world, whose keys are not known before; `first` is what the
    time between the steps brings. Where no words would be refused, a stranger is.
    """

    act: str
    who: str
    said: Callable[[World], Said] | Said = field(default_factory=dict)
    wrong: Callable[[World], Said] | Said = field(default_factory=dict)
    first: Callable[[World], None] | None = None
    gives: int = 302


BANK, HOUSING = "代县农村商业银行", "代县住房和城乡建设管理局"
TAX = "国家税务总局代县税务局"
OTHER = "代县恒远建筑工程有限公司"
CLERK, OFFICER, INSPECTOR, DEVELOPER = (
    "contractor_clerk", "housing_officer", "inspector", "developer_clerk",
)  # fmt: skip
STRANGER = "other_clerk"
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
             {"reason": " "}),
    ),
    "papers": (
        Step("project-import", INSPECTOR, lambda _: {"file": yaml(SHEET)},
             lambda _: {"file": yaml("项目名称: 无编码")}),
        Step("register-export", INSPECTOR, {"register": "accounts", "purpose": "月度调度"},
             {"purpose": " "}, gives=200),
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


@dataclass
class Stage:
    """The world with whoever has signed in."""

    world: World
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, who: str) -> Client:
        if who not in self.clients:
            self.clients[who] = sign_in(self.world, who, at=NOW)
        return self.clients[who]

    def said(self, said: Callable[[World], Said] | Said) -> dict[str, Any]:
        return dict(said(self.world) if callable(said) else said)

    def address(self, name: str) -> str:
        """Where an act is done, to the newest row of its kind on the road."""
        act = KNOWN[name]
        if act.of is None:
            return f"/{act.route}"
        if act.of is Body:
            return f"/{act.route}".replace("<int:key>", str(self.world.bodies["contractor"].pk))
        row = (
            self.world.projects["road"] if act.of is Project
            else act.of._default_manager.order_by("-pk")[0]
        )  # fmt: skip
        return f"/{act.route}".replace("<int:key>", str(row.pk))


@pytest.fixture
def stage(world: World) -> Iterator[Stage]:
    with time_machine.travel(NOW, tick=False):
        yield Stage(world)


def newest() -> int:
    """Key of the last entry of the trail."""
    return Entry.objects.order_by("-pk")[0].pk


def entered_since(key: int) -> set[str]:
    """What was entered into the trail after an entry."""
    return set(Entry.objects.filter(pk__gt=key).values_list("action", flat=True))


def unkept(page: bytes, said: Said) -> list[str]:
    """Fields of a page's forms that no longer hold what was typed."""
    held: dict[str, object] = {}
    whole: Any = html.document_fromstring(page)
    for form in whole.forms:
        held |= dict(form.fields)
    return [
        name
        for name, value in said.items()
        if isinstance(value, str) and str(held.get(name) or "").strip() != value.strip()
    ]


@pytest.mark.parametrize("name", STORIES)
def test_each_act_is_refused_and_then_done(stage: Stage, name: str) -> None:
    for step in STORIES[name]:
        if step.first is not None:
            step.first(stage.world)
        client, address = stage.client(step.who), stage.address(step.act)
        other = None if step.wrong else stage.client(STRANGER)
        before = newest()
        assert client.get(address).status_code == 200, step.act
        if step.wrong:
            wrong = stage.said(step.said) | stage.said(step.wrong)
            answer = client.post(address, wrong)
            assert answer.status_code == 422, step.act
            assert unkept(answer.content, wrong) == [], step.act
        if other is not None:
            assert other.post(address).status_code in (403, 404), step.act
        assert newest() == before
        answer = client.post(address, stage.said(step.said))
        assert answer.status_code == step.gives, (step.act, alert(answer.content))
        assert KNOWN[step.act].operation in entered_since(before)
        if step.gives == 302:
            assert client.get(answer["Location"]).status_code == 200, step.act


def alert(page: bytes) -> str:
    """Why a form was not taken."""
    whole: Any = html.document_fromstring(page)
    return " ".join(whole.xpath("string(//*[@id='refusal'])").split())


def test_every_act_has_its_story() -> None:
    assert {step.act for story in STORIES.values() for step in story} == set(KNOWN)


def test_lines_of_a_sheet_that_were_not_taken_are_told(stage: Stage) -> None:
    said = {"file": yaml(SHEET + FAULTY)}
    page = stage.client(INSPECTOR).post(stage.address("project-import"), said).content.decode()
    assert "参建单位" in page
    assert f"/projects/{Project.objects.get(code='DX-2503').pk}" in page


def test_an_exported_register_is_a_workbook_with_its_mark(stage: Stage) -> None:
    said = {"register": "accounts", "purpose": "月度调度"}
    answer = stage.client(INSPECTOR).post(stage.address("register-export"), said)
    with ZipFile(BytesIO(answer.content)) as book:
        texts = b"".join(map(book.read, book.namelist())).decode(errors="replace")
    assert Export.objects.get().mark in texts


def test_what_an_entry_changed_is_shown_for_a_reason(stage: Stage) -> None:
    road = stage.world.projects["road"]
    said = {"version": "1", "name": "改名工程", "sector": "municipal", "funding": "government"}
    stage.client(CLERK).post(stage.address("project-change"), said)
    inspector = stage.client(INSPECTOR)
    whole: Any = html.document_fromstring(inspector.get(f"/projects/{road.pk}").content)
    [address] = [each for each in whole.xpath("//a/@href") if "/history/" in each][:1]
    assert inspector.get(address).status_code == 200
    assert inspector.post(address, {"reason": " "}).status_code == 422
    page = inspector.post(address, {"reason": "核对变更"}).content.decode()
    assert road.name in page
    assert "改名工程" in page
    assert stage.client(CLERK).get(address).status_code == 403


def test_templates_are_offered_and_read_as_what_they_are(stage: Stage) -> None:
    client = stage.client(CLERK)
    whole: Any = html.document_fromstring(client.get("/templates/").content)
    offered = [each for each in whole.xpath("//main//a/@href") if each.startswith("/templates/")]
    assert len(offered) == len(TEMPLATES)
    for address in offered:
        assert client.get(address).content.startswith(b"PK")
    assert client.get("/templates/none").status_code == 404
