"""Systems of companies, banks and departments: gates with clauses, warnings on us, accounts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from huxin.registry.models import SpecialAccount
from huxin.trail.models import Entry
from huxin.warnings import monitor
from huxin.warnings.models import Warning as Kept
from tests.support.signed import Signed
from tests.support.site import Site, build_site, keyed
from tests.support.world import NOW, World


@pytest.fixture
def site(world: World) -> Site:
    return build_site(world)


@pytest.fixture
def company(site: Site) -> Signed:
    return Signed(*keyed(site, "general_contractor", "contractor"))


def refused(answer: Any, status: int) -> bool:
    told = answer.json()
    return answer.status_code == status and bool(told["what"]) and bool(told["remedy"])


def test_may_this_project_get_its_permit(site: Site, company: Signed) -> None:
    """No deposit, no account: closed, with the clauses of the place and what to do."""
    told = company.get(f"/api/v1/projects/{site.road}/gates/construction_permit").json()
    assert told["outcome"] == "not_met"
    conditions = {each["condition"]: each for each in told["conditions"]}
    deposit = conditions["deposit_stored"]
    assert deposit["outcome"] == "not_met"
    assert any(each.startswith("DX-") for each in deposit["clauses"])
    assert deposit["remedy"]
    english = company.get(
        f"/api/v1/projects/{site.road}/gates/construction_permit?on=2025-09-30",
        Accept_Language="en",
    ).json()
    assert english["on"] == "2025-09-30"
    assert "wage deposit" in json.dumps(english)
    dam = site.world.projects["dam"].pk
    assert refused(company.get(f"/api/v1/projects/{dam}/gates/construction_permit"), 404)
    assert refused(company.get(f"/api/v1/projects/{site.road}/gates/nonsense"), 422)
    device = Signed(site.gate.key, site.gate.secret)
    assert refused(device.get(f"/api/v1/projects/{site.road}/gates/construction_permit"), 403)


def test_a_special_account_is_reported_once(site: Site, company: Signed) -> None:
    parties = company.get(f"/api/v1/projects/{site.road}/parties").json()["parties"]
    holder = next(each for each in parties if each["role"] == "general_contractor")
    bank = site.world.bodies["bank"].pk
    sent = {
        "holder": holder["id"], "bank": bank, "name": "代县中拓建筑工程有限公司农民工工资专用账户",
        "number": "6222020200112230", "opened_on": "2025-03-06",
    }  # fmt: skip
    path = f"/api/v1/projects/{site.road}/special-accounts"
    assert refused(company.post(path, {**sent, "number": "12x"}), 409)
    made = company.post(path, sent)
    assert made.status_code == 201, made.content.decode()
    assert sent["number"] not in made.content.decode()
    assert SpecialAccount.objects.get(pk=made.json()["id"]).number == sent["number"]
    assert Entry.objects.filter(action="registry.account.open").count() == 1
    assert refused(company.post(path, sent), 409)
    assert SpecialAccount.objects.count() == 1
    other = Signed(*keyed(site, "developer", "other_contractor"))
    assert refused(other.post(path, sent), 404) or refused(other.post(path, sent), 403)


def test_a_company_sees_and_answers_the_warnings_on_it(site: Site, company: Signed) -> None:
    monitor.run(NOW, ("PRJ-01", "SGN-01", "CON-01"))
    told = company.get("/api/v1/warnings/on-us").json()
    mine = Kept.objects.filter(body=site.world.bodies["contractor"])
    assert {each["id"] for each in told["warnings"]} >= {each.pk for each in mine}
    assert told["warnings"]
    assert all(each["says"] and each["remedy"] for each in told["warnings"])
    assert "测试甲" not in json.dumps(told, ensure_ascii=False)
    first = told["warnings"][0]["id"]
    path = f"/api/v1/warnings/{first}/answer"
    assert refused(company.post(path, {"text": " "}), 409)
    assert company.post(path, {"text": "已补办"}).status_code == 201
    assert Kept.objects.get(pk=first).state == "answered"
    assert refused(company.post(path, {"text": "已补办"}), 409)
    bank = Signed(*keyed(site, "account_bank", "bank"))
    assert bank.get("/api/v1/warnings/on-us").json()["warnings"] == []
    assert refused(bank.post(path, {"text": "x"}), 404)
    assert refused(company.get("/api/v1/warnings/on-us?after=nonsense"), 422)
