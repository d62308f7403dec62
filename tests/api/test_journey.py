"""Every operation can be carried out; what is named once is done once; keys do their own only."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
import time_machine

from huxin.access.actions.repeats import KEPT, forget
from huxin.access.models import Answered, ApiKey
from huxin.access.permissions import table
from huxin.api.operation import NAMED
from huxin.api.reference import interface_page
from huxin.api.urls import described
from huxin.intake.models import Receipt, WaitingRow
from huxin.kernel.clock import SystemClock
from huxin.registry.models import Enrolment, LabourContract, SpecialAccount
from huxin.trail.models import Entry
from tests.api.journey import COMPANY, walk, writing
from tests.house.source import REFERENCE
from tests.support.browser_free import sign_in
from tests.support.signed import Signed
from tests.support.site import Site, build_site, keyed
from tests.support.world import World

ROWS = {
    "format": "roster",
    "rows": [
        {"name": "测试丁", "identity": "140923198805122023", "entered_on": "2025-06-01",
         "contract_signed_on": "2025-05-30", "day_rate_fen": 26050, "team": "钢筋一班"},
        {"name": "测试戊", "identity": "140923199003071012", "entered_on": "2025-06-01",
         "contract_signed_on": "2025-05-30"},
    ],
}  # fmt: skip


@pytest.fixture
def site(world: World) -> Site:
    return build_site(world)


@pytest.fixture
def company(site: Site) -> Signed:
    return Signed(*keyed(site, COMPANY, "contractor"))


def code(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_every_operation_is_carried_out(site: Site) -> None:
    way = walk(site)
    known = {
        f"{method.upper()} {path}" for path, each in described()["paths"].items() for method in each
    }
    assert set(way.asked) == known


def test_rows_are_taken_kept_back_and_mended_as_a_file_is(site: Site, company: Signed) -> None:
    path = f"/api/v1/projects/{site.road}/rows"
    told = company.post(path, ROWS)
    assert told.status_code == 201
    (receipt,) = told.json()["receipts"]
    counts = {name: receipt[name] for name in ("rows", "accepted", "waiting", "rejected")}
    assert counts == {"rows": 2, "accepted": 1, "waiting": 1, "rejected": 0}
    assert Enrolment.objects.get(worker__contracts__isnull=False).day_rate_fen == 26050
    again = company.post(path, ROWS).json()
    assert (again["is_repeat"], Receipt.objects.count()) == (True, 1)
    whole = company.get(f"/api/v1/receipts/{receipt['id']}").json()
    (held,) = whole["held"]
    assert (held["line"], held["state"], held["faults"][0]["code"]) == (
        3,
        "waiting",
        "identity.checksum",
    )
    assert all(held["faults"][0][name] for name in ("what", "remedy"))
    assert "140923199003071012" not in company.get(f"/api/v1/receipts/{receipt['id']}").text
    mend = f"/api/v1/rows/{held['id']}/mend"
    assert code(company.post(mend, {"cells": {"shoe_size": "42"}}))[0] == 409
    still = company.post(mend, {"cells": {"identity": "140923199003071013"}}).json()
    assert (still["waiting"], still["held"][0]["state"]) == (1, "waiting")
    mended = company.post(mend, {"cells": {"identity": "140923199003071011"}}).json()
    assert (mended["accepted"], mended["waiting"], mended["held"][0]["state"]) == (2, 0, "mended")
    assert LabourContract.objects.count() == 2
    assert WaitingRow.objects.get().tries == 2
    assert code(company.post(mend, {"cells": {"identity": "140923199003071011"}}))[0] == 409


def test_what_is_out_of_reach_looks_absent(site: Site, company: Signed) -> None:
    sent = company.post(f"/api/v1/projects/{site.road}/rows", ROWS).json()["receipts"][0]["id"]
    row = WaitingRow.objects.get().pk
    other = Signed(*keyed(site, "subcontractor", "other_contractor"))
    assert other.get("/api/v1/receipts").json()["receipts"] == []
    for path, body in (
        (f"projects/{site.road}/rows", ROWS), (f"rows/{row}/mend", {"cells": {"name": "x"}}),
        (f"rows/{row}/reject", {"reason": "x"}), ("enrolments/1/leave", {"left_on": "2025-06-01"}),
    ):  # fmt: skip
        assert code(other.post(f"/api/v1/{path}", body)) == (404, "AP-404")
    for path in (f"receipts/{sent}", f"projects/{site.road}/enrolments", "receipts/999999"):
        assert code(other.get(f"/api/v1/{path}")) == (404, "AP-404")


def test_a_named_act_is_done_once(site: Site, company: Signed) -> None:
    path = f"/api/v1/projects/{site.road}/special-accounts"
    sent: dict[str, Any] = {
        "holder": site.world.parties["road.general_contractor"].pk, "number": "6222020200112230",
        "bank": site.world.bodies["bank"].pk, "name": "专用账户", "opened_on": "2025-03-06",
    }  # fmt: skip
    refused = company.post(path, {**sent, "number": "12x"}, Idempotency_Key="a-1")
    assert code(refused)[0] == 409
    first = company.post(path, sent, Idempotency_Key="a-1")
    again = company.post(path, sent, Idempotency_Key="a-1")
    assert (first.status_code, again.status_code) == (201, 200)
    assert again.json() == first.json()
    assert code(company.post(path, {**sent, "branch": "x"}, Idempotency_Key="a-1")) == (
        409, "AP-409",
    )  # fmt: skip
    assert SpecialAccount.objects.count() == 1
    assert Entry.objects.filter(action="registry.account.open").count() == 1
    kept = Answered.objects.get()
    assert sent["number"] not in kept.answer
    stranger = Signed(*keyed(site, "account_bank", "bank"))
    assert code(stranger.post(path, sent, Idempotency_Key="a-1"))[0] == 409
    for name in ("键", "x" * 81, "a b"):
        assert company.post(path, sent, Idempotency_Key=name).status_code == 422
    now = SystemClock().now()
    assert forget(now=now)["answers"] == 0
    with time_machine.travel(now + KEPT + dt.timedelta(minutes=1), tick=False):
        assert code(company.post(path, sent, Idempotency_Key="a-1")) == (409, "account.taken")
        assert forget(now=SystemClock().now())["answers"] == 1
    assert not Answered.objects.exists()


def test_a_key_does_what_it_was_issued_for(site: Site, company: Signed) -> None:
    assert company.get("/api/v1/projects").status_code == 200
    with writing():
        ApiKey.objects.filter(key=company.key).update(operations=["intake.receipt.view"])
    assert code(company.get("/api/v1/projects")) == (403, "AP-403")
    assert company.get("/api/v1/projects").json()["where"] == "registry.project.view"
    assert company.get("/api/v1/receipts").status_code == 200
    told = company.get("/api/v1/key").json()
    assert (told["operations"], told["role"]) == (["intake.receipt.view"], COMPANY)
    assert told["body"] == site.world.bodies["contractor"].pk


def test_a_key_is_issued_for_nothing_that_no_address_offers() -> None:
    issued = {name for name, each in table().operations.items() if each.by_key}
    assert {each for each in NAMED.values() if not each.startswith("api.")} == issued


def test_the_reference_page_is_fresh() -> None:
    assert (REFERENCE / "interface.md").read_text() == interface_page(), "run `make docs`"


def test_whoever_may_have_a_key_may_ask_about_it() -> None:
    roles = {role for each in table().operations.values() if each.by_key for role in each.allow}
    people = {"system", "migrant_worker", "assisted_worker"}
    for name in ("api.key.view", "api.body.name", "api.description.view"):
        assert set(table().operation(name).allow) - {"signed_in"} == roles - people


def test_the_description_is_for_keys_and_for_whoever_signed_in(site: Site, company: Signed) -> None:
    told = company.get("/api/v1/description").json()
    assert told["info"]["title"] == "Huxin"
    assert len(told["paths"]) >= 50
    browser = sign_in(site.world, "contractor_clerk", at=SystemClock().now())
    assert browser.get("/api/v1/description").json() == told
    assert code(type(browser)().get("/api/v1/description")) == (401, "AP-401")


def test_a_bank_records_its_own_letters_only(site: Site, company: Signed) -> None:
    bank = Signed(*keyed(site, "account_bank", "bank"))
    path = f"/api/v1/projects/{site.road}/guarantees"
    letter = {"kind": "owner_payment", "number": "1", "amount_fen": 1, "from_on": "2025-03-01"}
    own, other = (site.world.bodies[each].pk for each in ("bank", "other_contractor"))
    assert code(bank.post(path, {**letter, "issuer": own})) == (404, "AP-404")
    opened = {
        "holder": site.world.parties["road.general_contractor"].pk, "number": "6222020200112230",
        "bank": own, "name": "专用账户", "opened_on": "2025-03-06",
    }  # fmt: skip
    company.post(f"/api/v1/projects/{site.road}/special-accounts", opened)
    assert code(bank.post(path, {**letter, "issuer": other})) == (409, "guarantee.issuer")
    assert bank.post(path, {**letter, "issuer": own}).status_code == 201
    assert company.post(path, {**letter, "issuer": other}).status_code == 201
