"""One fit request of every operation, in an order in which each can be carried out.

`walk(site)` sends them and keeps, by operation, who asked what: the requests that schemathesis
varies, and the proof that every operation can be reached with success.
"""

from __future__ import annotations

import base64
import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from huxin.access.actor import system
from huxin.access.change import change
from huxin.access.models import Body
from huxin.registry.models import Project, SpecialAccount
from huxin.warnings import monitor
from huxin.warnings.models import Warning as Kept
from tests.support.signed import Signed
from tests.support.site import Site, keyed
from tests.support.world import NOW

__all__ = ["Asked", "Walk", "walk"]

PREFIX = "/api/v1"
COMPANY, OFFICE = "general_contractor", "hrss"
ROLES = {
    COMPANY: "contractor", OFFICE: "hrss", "account_bank": "bank", "housing_department": "housing",
    "development_reform": "reform", "central_bank": "central_bank",
    "tax_authority": "tax",
}  # fmt: skip
WORKER = {"name": "测试丁", "identity": "140923198805122023", "entered_on": "2025-06-01"}
CSV = "姓名,身份证号,进场日期,合同签订日期\n测试戊,140923199003071011,2025-06-02,2025-06-01\n"
MORE = (
    ("reform", "development_reform", "代县发展和改革局"),
    ("central_bank", "central_bank", "中国人民银行代县支行"),
    ("tax", "tax_authority", "国家税务总局代县税务局"),
)
LIST = "单位名称,指标名称,月份,数值\n代县中拓建筑工程有限公司,欠缴税款,2025-07,1\n"
RULES = ("PRJ-01", "SGN-01", "CON-01")


@dataclass(frozen=True)
class Asked:
    """A request that was carried out."""

    key: tuple[str, str]
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Any


@dataclass
class Walk:
    """What was asked, by operation ("POST /api/v1/…"), and the keys of those who ask."""

    site: Site
    asked: dict[str, Asked] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    before: Callable[[str, Asked], None] = lambda *_: None

    def key(self, role: str, body: str) -> None:
        self.keys[role] = keyed(self.site, role, body)

    def get(self, who: str, path: str, query: Any = None, **at: Any) -> Any:
        key = self.keys[who]
        address = f"{PREFIX}{path.format(**at)}" + (f"?{urlencode(query)}" if query else "")
        self._ask(f"GET {PREFIX}{path}", Asked(key, at, query or {}, None))
        answer = Signed(*key).get(address)
        assert answer.status_code == 200, (path, answer.content.decode())
        return answer.json()

    def post(self, who: str, path: str, body: Any, **at: Any) -> Any:
        key = self.keys[who]
        self._ask(f"POST {PREFIX}{path}", Asked(key, at, {}, body))
        answer = Signed(*key).post(f"{PREFIX}{path.format(**at)}", body)
        assert answer.status_code == 201, (path, answer.content.decode())
        return answer.json()

    def _ask(self, label: str, asked: Asked) -> None:
        if label not in self.asked:
            self.before(label, asked)
        self.asked[label] = asked


@contextmanager
def writing() -> Iterator[None]:
    """The record as it was some months ago."""
    with change("access.installation.seed", actor=system("seed"), now=NOW) as doing:
        yield
        doing.note("access.installation:journey")


def walk(site: Site, before: Callable[[str, Asked], None] = lambda *_: None) -> Walk:
    """Ask every operation of the interface with success; `before` is called where it is due."""
    way = Walk(site, before=before)
    way.keys["device"] = (site.gate.key, site.gate.secret)
    with writing():
        bodies = site.world.bodies
        for key, role, name in MORE:
            bodies[key] = Body.objects.create(
                kind="department", role=role, name=name, place=site.world.regions["140923"],
                registered_on=NOW.date(),
            )  # fmt: skip
    for role, body in ROLES.items():
        way.key(role, body)
    _server(way)
    _attendance(way)
    _people(way)
    _files(way)
    at = _money(way)
    _decisions(way)
    _settle(way, **at)
    _warnings(way)
    return way


def _server(way: Walk) -> None:
    for path in ("/ping", "/key", "/description"):
        way.get(COMPANY, path)
    way.get(COMPANY, "/bodies/named", {"name": "代县农村商业银行"})
    way.get(COMPANY, "/projects", {"limit": 1, "place": "140900", "state": "building"})
    for path in ("", "/parties", "/gates/{name}"):
        at = {"project": way.site.road} | ({"name": "start"} if "gates" in path else {})
        way.get(COMPANY, f"/projects/{{project}}{path}", **at)


def _attendance(way: Walk) -> None:
    times = [f"2025-09-29T0{hour}:02:11+08:00" for hour in (6, 7)]
    told = way.post("device", "/attendance/punches", {"users": ["1", "2"], "times": times})
    way.post("device", "/attendance/punch", {"user": "3", "time": times[0]})
    way.get("device", "/attendance/batches/{batch}", batch=told["batch"])
    way.get("device", "/devices/self")


def _people(way: Walk) -> None:
    road = way.site.road
    worker = {**WORKER, "contract_signed_on": "2025-05-30", "contract_from": "2025-06-01"}
    made = way.post(COMPANY, "/projects/{project}/enrolments", worker, project=road)
    way.get(COMPANY, "/projects/{project}/enrolments", {"limit": 2}, project=road)
    stay = {"enrolment": made["enrolment"]}
    way.get(COMPANY, "/enrolments/{enrolment}", **stay)
    later = {"signed_on": "2025-08-01", "from_on": "2025-08-01", "to_on": "2026-03-01"}
    signed = way.post(COMPANY, "/enrolments/{enrolment}/contracts", later, **stay)
    at = {"contract": signed["contract"]}
    way.post(COMPANY, "/contracts/{contract}/filing", {"filed_on": "2025-08-02"}, **at)
    way.post(COMPANY, "/contracts/{contract}/end", {"to_on": "2025-09-01", "reason": "完工"}, **at)
    way.post(COMPANY, "/enrolments/{enrolment}/leave", {"left_on": "2025-09-01"}, **stay)


def file(name: str, text: str) -> dict[str, str]:
    return {"name": name, "content": base64.b64encode(text.encode()).decode()}


def _files(way: Walk) -> None:
    road = {"project": way.site.road}
    way.post(COMPANY, "/projects/{project}/files", file("花名册.csv", CSV), **road)
    way.post("tax_authority", "/lists", file("欠税清单.csv", LIST))
    assert way.get("tax_authority", "/receipts")["receipts"][0]["accepted"] == 1
    said = {"name": "测试己", "entered_on": "2025-06-03"}
    unsound = [{**said, "identity": f"14092319880101123{last}"} for last in "12"]
    sent = {"format": "roster", "rows": unsound}
    told = way.post(COMPANY, "/projects/{project}/rows", sent, **road)["receipts"][0]
    way.get(COMPANY, "/receipts", {"waiting": "true", "project": way.site.road})
    receipt = way.get(COMPANY, "/receipts/{receipt}", receipt=told["id"])
    first, second = (each["id"] for each in receipt["held"])
    mended = {"cells": {"identity": "140923198801011235", "contract_signed_on": "2025-06-01"}}
    way.post(COMPANY, "/rows/{row}/mend", mended, row=first)
    way.post(COMPANY, "/rows/{row}/reject", {"reason": "重复报送"}, row=second)


def _money(way: Walk) -> dict[str, int]:
    site, bank = way.site, way.site.world.bodies["bank"].pk
    road = {"project": site.road}
    party = site.world.parties["road.general_contractor"].pk
    opened = {"holder": party, "bank": bank, "name": "农民工工资专用账户",
              "number": "6222020200112230", "opened_on": "2025-03-06"}  # fmt: skip
    account = way.post(COMPANY, "/projects/{project}/special-accounts", opened, **road)["id"]
    at, office = {"account": account}, site.world.bodies["hrss"].pk
    own = "/special-accounts/{account}"
    way.post("account_bank", f"{own}/agreement", {"on": "2025-03-07", "items": []}, **at)
    way.post(OFFICE, f"{own}/filing", {"on": "2025-03-08", "filed_with": office}, **at)
    order = {"number": "责令-1", "by": office, "until_on": "2999-01-01"}
    way.post(OFFICE, "/projects/{project}/deposit/demand", order, **road)
    read = {"by": site.world.bodies["central_bank"].pk, "on": "2025-03-08", "found": ""}
    way.post("central_bank", f"{own}/review", read, **at)
    stored = {"form": "cash", "payer": party, "stored_fen": 60_000_000, "stored_on": "2025-03-09",
              "bank": bank}  # fmt: skip
    deposit = way.post(COMPANY, "/projects/{project}/deposit", stored, **road)["id"]
    letter = {"kind": "owner_payment", "number": "BH-2025-1", "issuer": bank,
              "amount_fen": 1_000_000, "from_on": "2025-03-01", "to_on": "2026-03-01"}  # fmt: skip
    made = way.post("account_bank", "/projects/{project}/guarantees", letter, **road)["id"]
    way.get("account_bank", "/projects/{project}/security", **road)
    order = {"number": "支付令-1", "used_fen": 100_000, "on": "2025-05-01"}
    ordered = way.post(OFFICE, "/deposits/{deposit}/orders", order, deposit=deposit)["id"]
    for word, on in (("paid", "2025-05-03"), ("full", "2025-05-20")):
        way.post("account_bank", f"/deposit-orders/{{order}}/{word}", {"on": on}, order=ordered)
    return {"account": account, "deposit": deposit, "guarantee": made}


def _settle(way: Walk, *, account: int, deposit: int, guarantee: int) -> None:
    """The works are done: what secured the wages is given back."""
    with writing():
        Project.objects.filter(pk=way.site.road).update(state="completed")
    on = {"on": "2025-09-01"}
    way.post(COMPANY, "/deposits/{deposit}/return-request", on, deposit=deposit)
    back = {**on, "grounds": "已公示，无人反映拖欠"}
    way.post(OFFICE, "/deposits/{deposit}/return", back, deposit=deposit)
    way.post(OFFICE, "/guarantees/{guarantee}/end", on, guarantee=guarantee)
    own, at = "/special-accounts/{account}", {"account": account}
    way.post("account_bank", f"{own}/closing-request", {"commitment_on": "2025-09-01"}, **at)
    with writing():
        SpecialAccount.objects.filter(pk=account).update(notice_to_on=dt.date(2025, 10, 8))
    way.post(OFFICE, f"{own}/closing", {"on": "2025-10-09", "grounds": "公示期满无异议"}, **at)


def _decisions(way: Walk) -> None:
    bodies, road = way.site.world.bodies, {"project": way.site.road}
    firm = {"unit": bodies["contractor"].pk}
    said = {"kind": "arrears", "holds": False, "on": "2025-09-01", "grounds": "未发现拖欠",
            "stated_by": bodies["hrss"].pk}  # fmt: skip
    stated = way.post(OFFICE, "/bodies/{unit}/statements", said, **firm)["id"]
    way.get(OFFICE, "/bodies/{unit}/statements", **firm)
    permit = {"kind": "construction", "number": "建-1", "issued_on": "2025-09-02",
              "issued_by": bodies["housing"].pk, "grounds": "已核验资金证明"}  # fmt: skip
    issued = way.post("housing_department", "/projects/{project}/permits", permit, **road)["id"]
    filed = {"number": "发改-1", "issued_on": "2025-09-02", "issued_by": bodies["reform"].pk,
             "grounds": "已核验资金来源"}  # fmt: skip
    way.post("development_reform", "/projects/{project}/approvals", filed, **road)
    way.get("housing_department", "/projects/{project}/permits", **road)
    undone = {"on": "2025-09-20", "reason": "撤回"}
    way.post("housing_department", "/permits/{permit}/withdraw", undone, permit=issued)
    way.post(OFFICE, "/statements/{statement}/withdraw", undone, statement=stated)


def _warnings(way: Walk) -> None:
    with writing():
        Project.objects.filter(pk=way.site.road).update(state="building")
    monitor.run(NOW, RULES)
    told = way.get(COMPANY, "/warnings/on-us")["warnings"]
    at = {"warning": told[0]["id"]}
    way.get(OFFICE, "/warnings", {"place": "140923", "state": "raised"})
    way.get(OFFICE, "/warnings/{warning}", **at)
    one, text = "/warnings/{warning}", {"text": "已补办"}
    way.post(COMPANY, f"{one}/answer", text, **at)
    way.post(OFFICE, f"{one}/verify", {"accepted": True}, **at)
    other = {**text, "body": way.site.world.bodies["housing"].pk}
    way.post(OFFICE, f"{one}/hand-over", other, **at)
    until = {**text, "until": "2999-01-01"}
    way.post(OFFICE, f"{one}/snooze", until, **at)
    way.post(OFFICE, f"{one}/resume", {}, **at)
    way.post(OFFICE, f"{one}/explain", until, **at)
    way.post(OFFICE, f"{one}/resume", {}, **at)
    with writing():
        Kept.objects.filter(pk=at["warning"]).update(untold_on=NOW.date())
    way.post(OFFICE, f"{one}/close", text, **at)
    with writing():
        Kept.objects.filter(pk=at["warning"]).update(state="cleared", cleared_on=NOW.date())
    way.post(OFFICE, f"{one}/reopen", text, **at)
