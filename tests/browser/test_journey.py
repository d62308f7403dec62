"""One story in five browsers: a site is registered, people enter, a wrong is found and put right.

A clerk of the contractor, the labour-wage officer of the site, the housing officer, the inspector
and a worker, each in a session of his own; a device that signs what it sends; at last a stranger
who checks the proof of one change without the platform.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from huxin.kernel.clock import CHINA, SystemClock
from tests.browser.cast import CONTRACTOR, DEVELOPER, PLACE, SEATS, day, identity, roster
from tests.browser.people import first_sign_in, session
from tests.browser.platform import PYTHON, Platform
from tests.support.signed import headers

pytestmark = pytest.mark.browser

SITE = "代县滨河花园一期"
VERIFIER = Path(__file__).parents[2] / "deploy" / "verify" / "huxin_verify.py"
BEFORE_THE_LAW = dt.date(2020, 4, 20)
"""Entered before the rule that the contract comes first; nothing was signed since."""
PHONE = "13900000017"
JOB = "import django; django.setup(); from huxin.jobs import {0}; print({0}.run())"


@dataclass
class Story:
    """The platform, the people's first passwords, and what one step leaves to the next."""

    platform: Platform
    passwords: dict[str, str]
    folder: Path
    project: str = ""
    today: dt.date = field(default_factory=lambda: SystemClock().now().astimezone(CHINA).date())

    def enters(self, page: Page, login: str) -> None:
        first_sign_in(page, self.platform, login, self.passwords[login])

    def job(self, name: str) -> str:
        """What the schedule does when the hour comes."""
        return self.platform.run("-c", JOB.format(name), program=PYTHON)

    def row(
        self, number: int, name: str, *, contract: bool = True, **other: str
    ) -> tuple[str, ...]:
        """A line of the roster; who has no contract has been there since before the law."""
        since = self.today - dt.timedelta(days=40) if contract else BEFORE_THE_LAW
        dates = (day(since),) * 3 if contract else ("", "", "")
        given = {"identity": identity(number), "phone": f"139000000{number}", **other}
        return (
            name,
            given["identity"],
            given["phone"],
            "木工班组",
            "木工",
            day(since),
            *dates,
            "300",
        )


@pytest.fixture
def story(tmp_path: Path) -> Iterator[Story]:
    platform = Platform(tmp_path / "home")
    platform.run("init", "--home", str(platform.home), "--place", PLACE)
    passwords = json.loads(platform.run("-m", "tests.browser.county", program=PYTHON))
    assert passwords.keys() == SEATS.keys()
    with platform.served():
        yield Story(platform, passwords, tmp_path)


def test_from_the_register_to_the_money_at_stake(story: Story, browser: Browser) -> None:
    with session(browser) as clerk, session(browser) as officer:
        the_clerk_registers_the_site(story, clerk)
        the_officer_hands_in_a_messy_roster(story, officer)
        nobody_enters_without_a_contract(story, officer)
        with session(browser) as device:
            a_device_sends_attendance(story, device)
        with session(browser) as housing:
            the_housing_officer_asks_the_gate(story, housing)
        story.job("monitor")
        with session(browser) as inspector:
            warning = the_inspector_sees_the_warning(story, inspector)
            the_company_answers(story, clerk, warning)
            the_contract_is_filed(story, officer)
            story.job("monitor")
            the_warning_has_cleared_by_itself(inspector, warning)
            the_inspector_opens_a_number(story, inspector)
            proof = the_proof_is_handed_out(story, inspector)
    with session(browser, phone=True) as worker:
        the_worker_sees_his_days_and_who_looked(story, worker)
    a_stranger_checks_the_proof(story, proof)


def the_clerk_registers_the_site(story: Story, page: Page) -> None:
    story.enters(page, "clerk")
    page.get_by_role("link", name="工程项目").first.click()
    page.get_by_role("link", name="登记工程项目").click()
    page.get_by_label("项目编号").fill("DX-2026-001")
    page.get_by_label("项目名称").fill(SITE)
    page.get_by_label("工程地点").fill(PLACE)
    page.get_by_label("行业").select_option("building")
    page.get_by_label("投资性质").select_option("private")
    page.get_by_label("合同造价（元）").fill("23,200,000")
    page.get_by_label("建设单位").fill("代县没有这家公司")
    page.get_by_label("施工总承包单位").fill(CONTRACTOR)
    page.get_by_label("开工日期").fill("2020-04-01")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("alert")).to_contain_text("建设单位")
    expect(page.get_by_label("项目名称")).to_have_value(SITE)
    page.get_by_label("建设单位").fill(DEVELOPER)
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(SITE)
    story.project = page.url


def the_officer_hands_in_a_messy_roster(story: Story, page: Page) -> None:
    """Five good lines, one of them in full-width digits, and three that wait to be mended."""
    wrong = identity(13)[:-1] + ("0" if identity(13)[-1] != "0" else "1")
    wide = str.maketrans("0123456789X", "０１２３４５６７８９Ｘ")
    rows = [
        story.row(11, "赵铁柱"),
        story.row(12, "钱 二牛", identity=identity(12).translate(wide)),
        story.row(13, "孙三喜", identity=wrong),
        story.row(14, ""),
        story.row(15, "周五福", identity=identity(15)[:15]),
        story.row(16, "吴六顺"),
        story.row(17, "郑七斤", contract=False),
    ]
    story.enters(page, "officer")
    page.goto(story.project)
    page.get_by_role("link", name="报送文件").click()
    file = roster(story.folder / "花名册（最终版2）.xlsx", rows, site=SITE)
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="报送").click()
    page.wait_for_url(re.compile(r"/files/\d+$"))
    assert counts(page) == (7, 4, 0, 3)
    for line, label, text in (
        (7, "身份证号", identity(13)),
        (8, "姓名", "李四海"),
        (9, "身份证号", identity(15)),
    ):
        page.get_by_role("link", name=f"更正 第 {line} 行").click()
        page.get_by_label(label).fill(text)
        page.get_by_role("button", name="核对并收下").click()
        expect(page.get_by_role("status")).to_be_visible()
    assert counts(page) == (7, 7, 0, 0)


def counts(page: Page) -> tuple[int, ...]:
    """Received, accepted, rejected, waiting: the four answers on top of a receipt."""
    found = tuple(int(each) for each in page.locator(".answer strong").all_inner_texts())
    assert found[0] == sum(found[1:])
    return found


def nobody_enters_without_a_contract(story: Story, page: Page) -> None:
    page.goto(f"{story.project}/roster/enter")
    page.get_by_label("姓名").fill("王八达")
    page.get_by_label("身份证号").fill(identity(18))
    page.get_by_role("button", name="进场").click()
    expect(page.get_by_role("alert")).to_contain_text("劳动合同")
    expect(page.get_by_label("姓名")).to_have_value("王八达")
    page.goto(f"{story.project}/roster")
    expect(page.get_by_role("table")).to_contain_text("郑七斤")
    expect(page.get_by_role("table")).not_to_contain_text("王八达")


def a_device_sends_attendance(story: Story, page: Page) -> None:
    """By the signed interface, as a gate does; the schedule then works out the days."""
    key = story.project.rpartition("/")[2]
    given = story.platform.run("-m", "tests.browser.gate", key, program=PYTHON)
    gate = json.loads(given)
    on = story.today - dt.timedelta(days=1)
    times = [f"{on}T{hour}:00:00+08:00" for hour in ("07", "18")]
    users, states = ["17", "17", "11", "11"], [0, 1, 0, 1]
    content = {"users": users, "times": times * 2, "states": states, "rows": len(users)}
    path, body = "/api/v1/attendance/punches", json.dumps(content).encode()
    signed = headers(gate["key"], gate["secret"], method="POST", path=path, body=body)
    answer = page.request.post(
        story.platform.address + path,
        data=body,
        headers={**signed, "Content-Type": "application/json"},
    )
    told = answer.json()
    assert (answer.status, told["accepted"], told["refused"]) == (201, 4, 0), told
    story.job("attendance")


def the_housing_officer_asks_the_gate(story: Story, page: Page) -> None:
    story.enters(page, "housing")
    page.goto(story.project)
    gate = page.locator("section", has_text="能否核发施工许可")
    expect(gate.get_by_role("heading")).to_contain_text("否")
    line = gate.locator("li", has_text="工资保证金")
    expect(line).to_contain_text("不符合")
    expect(line).to_contain_text("没有存储工资保证金")
    expect(line.locator(".clause")).to_contain_text("《关于根治拖欠农民工工资问题的通知》")
    gate.get_by_role("link", name="核发施工许可").click()
    page.get_by_label("许可证编号").fill("140923202611280101")
    page.get_by_role("button", name="核发施工许可").click()
    expect(page.get_by_role("alert")).to_contain_text("工资保证金")


def the_inspector_sees_the_warning(story: Story, page: Page) -> str:
    story.enters(page, "inspector")
    page.goto(f"{story.platform.address}/warnings/")
    page.get_by_role("link", name="未签劳动合同即进场施工").click()
    expect(page.get_by_role("main")).to_contain_text("无劳动合同")
    expect(page.get_by_role("main")).to_contain_text("第28条")
    return page.url


def the_company_answers(story: Story, page: Page, warning: str) -> None:
    page.goto(f"{story.platform.address}/")
    page.goto(warning)
    page.locator("summary", has_text="回复").click()
    page.get_by_label("整改").fill("已与本人补签劳动合同，明日报送备案。")
    page.get_by_role("button", name="回复").click()
    expect(page.get_by_role("status")).to_be_visible()
    expect(page.locator(".timeline")).to_contain_text("补签")


def the_contract_is_filed(story: Story, page: Page) -> None:
    name, *rest = story.row(17, "郑七斤", contract=False)
    signed = day(story.today - dt.timedelta(days=2))
    row = (name, *rest[:5], signed, signed, day(story.today), rest[-1])
    page.goto(f"{story.platform.address}/files/project/{story.project.rpartition('/')[2]}")
    file = roster(story.folder / "补签合同.xlsx", [row], site=SITE)
    page.get_by_label("文件").set_input_files(file)
    page.get_by_role("button", name="报送").click()
    page.wait_for_url(re.compile(r"/files/\d+$"))
    assert counts(page) == (1, 1, 0, 0)


def the_warning_has_cleared_by_itself(page: Page, warning: str) -> None:
    page.goto(warning)
    expect(page.locator(".chip.green").first).to_contain_text("已销号")
    expect(page.locator(".timeline")).to_contain_text("监测系统")


def the_inspector_opens_a_number(story: Story, page: Page) -> None:
    page.goto(f"{story.platform.address}/workers?q=郑七斤")
    page.get_by_role("link", name="郑七斤").click()
    expect(page.get_by_role("main")).not_to_contain_text(identity(17))
    page.get_by_text("查看完整号码").click()
    page.get_by_label("查看理由").fill("核实补签的劳动合同")
    page.locator("details[open] button").click()
    expect(page.get_by_role("main")).to_contain_text(identity(17))


def the_proof_is_handed_out(story: Story, page: Page) -> Path:
    """Of the registration, the oldest line of the site's history; a head is signed by the hour."""
    story.job("heads")
    page.goto(story.project)
    with page.expect_download() as handed:
        page.get_by_role("link", name=re.compile("^证明")).last.click()
    file = story.folder / "proof.json"
    handed.value.save_as(file)
    return file


def the_worker_sees_his_days_and_who_looked(story: Story, page: Page) -> None:
    story.platform.sign_in_by_phone(page, PHONE)
    expect(page.get_by_role("main")).to_contain_text(SITE)
    page.get_by_role("link", name="我的出勤").click()
    on = story.today - dt.timedelta(days=1)
    if on.month != story.today.month:
        page.get_by_role("link", name="上个月").click()
    expect(page.locator(".month .there")).to_have_count(1)
    expect(page.locator(".month .there")).to_contain_text(str(on.day))
    page.get_by_role("link", name="谁看过").click()
    expect(page.get_by_role("main")).to_contain_text("代县劳动保障监察大队")
    expect(page.get_by_role("main")).to_contain_text("核实补签的劳动合同")


def a_stranger_checks_the_proof(story: Story, proof: Path) -> None:
    """With the script alone: no package, no variable of ours, no platform."""
    key = story.folder / "key.json"
    story.platform.run("trail", "key", "--out", str(key))
    words = [sys.executable, "-I", "-S", str(VERIFIER), "proof", str(proof), "--key", str(key)]
    sound = subprocess.run(words, env={}, cwd=story.folder, capture_output=True, check=False)
    assert sound.returncode == 0, sound
    told = json.loads(proof.read_text())
    leaf = json.loads(told["leaf"])
    told["leaf"] = told["leaf"].replace(leaf["action"], "registry.project.change")
    proof.write_text(json.dumps(told))
    forged = subprocess.run(words, env={}, cwd=story.folder, capture_output=True, check=False)
    assert forged.returncode == 1, forged
