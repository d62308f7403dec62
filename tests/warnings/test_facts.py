"""The registers as facts: what is written, what is left alone, what never gets in."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Collection
from pathlib import Path

import pyarrow as pa
import pytest
from django.db import transaction

from huxin.access.fields import digest
from huxin.access.models import Region
from huxin.facts.engine import DuckDBEngine
from huxin.facts.schema import TABLES
from huxin.facts.settle import settle
from huxin.facts.store import Store
from huxin.registry.models import Card, Project, Signboard, SpecialAccount, WorksContract
from huxin.rules.base import Outcome
from huxin.rules.catalogue import RULES
from huxin.rules.plan import Plan, compile_plan
from huxin.rules.runner import load_store, run
from huxin.sim.county import Wish
from huxin.sim.facts import FactsWish, write_facts
from huxin.warnings import facts, monitor
from huxin.warnings.models import MonitorRun, Warning
from huxin.warnings.places import place_key
from tests.support.world import NOW, TODAY
from tests.warnings.site import ENTERED, OTHER_RULES, Site, writing

JULY = dt.date(2025, 7, 1)
CANARY = "canary"
ACCOUNT_END = "农民工工资专用账户"


def test_only_what_changed_is_written_again(site: Site) -> None:
    worker = site.enrol("road", "甲")
    first = facts.export(site.store, TODAY)
    assert set(first.written) == set(facts.TABLES)
    again = facts.export(site.store, TODAY)
    assert (again.written, again.settled, again.mark) == ((), (), first.mark)
    site.contract(worker)
    changed = facts.export(site.store, TODAY)
    assert changed.written == ("labour_contract",)
    assert changed.mark != first.mark
    site.attends(worker, JULY)
    assert facts.export(site.store, TODAY).settled == ("2025-07",)


def test_an_entry_that_changes_no_fact_leaves_the_store_alone(site: Site) -> None:
    site.enrol("road", "甲")
    first = facts.export(site.store, TODAY)
    with writing("registry.project:test"):
        Project.objects.update(address="新地址")
    again = facts.export(site.store, TODAY)
    assert (again.written, again.mark) == ((), first.mark)


def test_what_came_to_nothing_is_not_taken_for_what_came_after(site: Site) -> None:
    with transaction.atomic():
        site.enrol("road", "甲")
        facts.export(site.store, TODAY)
        transaction.set_rollback(True)
    later = ENTERED + dt.timedelta(days=3)
    site.enrol("road", "乙", entered_on=later)
    facts.export(site.store, TODAY)
    assert site.store.read("enrolment")["entered_on"].to_pylist() == [later]


def test_the_registers_become_the_facts(site: Site) -> None:
    world = site.world
    road = world.projects["road"]
    worker = site.enrol("road", "甲", day_rate_fen=30_000, trade="010")
    with writing("registry.card:test"):
        Card.objects.create(
            worker=worker.worker, number="6222canary", number_digest=digest("card", "6222canary"),
            from_at=NOW, usable_at=NOW,
        )  # fmt: skip
        contractor = world.bodies["contractor"]
        SpecialAccount.objects.create(
            project=road, holder=world.parties["road.general_contractor"],
            bank=world.bodies["bank"], name=f"{contractor.name}{road.name}{ACCOUNT_END}",
            number="canary-account", number_digest=1, opened_on=ENTERED,
        )  # fmt: skip
        WorksContract.objects.create(
            project=road, client=world.parties["road.developer"],
            contractor=world.parties["road.general_contractor"], signed_on=ENTERED,
            labour_cost_day=20, has_labour_cost_term=True,
        )  # fmt: skip
        Signboard.objects.create(project=road, items=["developer", "pay_day"], put_up_on=ENTERED)
    facts.export(site.store, TODAY)
    (row,) = site.store.read("project", project=road.pk).to_pylist()
    assert row["place"] == 140923
    assert row["account_name_matches"] is True
    assert (row["account_opened_on"], row["contract_signed_on"]) == (ENTERED, ENTERED)
    assert (row["labour_cost_day"], row["has_labour_cost_term"]) == (20, True)
    assert (row["permit_on"], row["has_labour_wage_officer"]) == (None, False)
    (line,) = site.store.read("enrolment").to_pylist()
    assert (line["worker_key"], line["party_key"]) == (worker.worker_id, contractor.pk)
    assert line["card_digest"] == digest("card", "6222canary")
    assert (line["trade"], line["day_rate_fen"]) == ("010", 30_000)
    (board,) = site.store.read("signboard").to_pylist()
    assert board["items_bits"] == 0b1000001
    parents = {
        (row["role"], row["parent_party_key"]) for row in site.store.read("party").to_pylist()
    }
    assert ("labour_subcontractor", contractor.pk) in parents


def test_several_times_on_one_site_are_one_row(site: Site) -> None:
    first = site.enrol("road", "甲", left_on=dt.date(2025, 6, 30))
    with writing("registry.enrolment:test"):
        first.pk = None
        first.entered_on, first.left_on = dt.date(2025, 8, 1), None
        first.save(force_insert=True)
    facts.export(site.store, TODAY)
    (row,) = site.store.read("enrolment").to_pylist()
    assert (row["entered_on"], row["left_on"]) == (ENTERED, None)


def test_works_that_are_only_planned_are_not_judged(site: Site) -> None:
    with writing("registry.project:test"):
        Project.objects.filter(pk=site.world.projects["dam"].pk).update(
            state="planned", started_on=None
        )
    facts.export(site.store, TODAY)
    keys = site.store.read("project")["project_key"].to_pylist()
    assert keys == [site.world.projects["road"].pk]


def test_nothing_about_a_person_gets_into_the_store(site: Site) -> None:
    worker = site.enrol("road", f"{CANARY}名字")
    site.contract(worker, number=f"{CANARY}号")
    site.attends(worker, JULY)
    monitor.run(NOW, ("CON-01",))
    names = [name for name in (*TABLES, "worker_month") if site.store.parts(name)]
    assert {"worker", "enrolment", "labour_contract", "worker_month"} <= set(names)
    texts = {str(row) for name in names for row in site.store.read(name).to_pylist()}
    assert texts
    assert [text for text in texts if CANARY in text] == []
    raw = [file for file in site.store.root.rglob("*") if file.is_file()]
    assert [file for file in raw if CANARY.encode() in file.read_bytes()] == []
    planted = pa.table({"x": [f"{CANARY}名字"]}).to_pylist()
    assert CANARY in str(planted)


def test_a_zone_is_judged_by_its_own_pack(site: Site) -> None:
    """Two projects of one county: the county asks for a rights centre, the zone's law is silent."""
    with writing("access.region:test"):
        zone = Region.objects.create(
            code="140923901", name="开发区", kind="zone", parent=site.world.regions["140923"],
            path=f"{site.world.regions['140923'].path}140923901/", division="140923",
            pack="liudong-2017",
        )  # fmt: skip
        Project.objects.filter(pk=site.world.projects["dam"].pk).update(place=zone)
    ran = monitor.run(NOW, OTHER_RULES)
    placed = {row["project_key"]: row["place"] for row in site.store.read("project").to_pylist()}
    road, dam = (site.world.projects[key].pk for key in ("road", "dam"))
    assert placed[road] == 140923
    assert placed[dam] == place_key("140923", "liudong-2017") > 999_999
    centres = Warning.objects.filter(rule="PRJ-09").values_list("project_id", "place_id")
    assert list(centres) == [(road, "140923")]
    told = MonitorRun.objects.get(pk=ran.run).rules["PRJ-09"]
    assert (told["hit"], told["not_applicable"]) == (1, 1)


def test_asked_rules_do_not_lean_on_tables_that_nobody_fills(tmp_path: Path) -> None:
    """What they say of a county with wages is what they say of the same county without.

    So none of them hits or clears for want of a table; the rules that read one are not asked.
    """
    wish = Wish.of("140923", sites=3, months=3, seed=5, start=dt.date(2025, 4, 1))
    write_facts(FactsWish(wish, 180), tmp_path, planted=True)
    store = Store(tmp_path)
    rules, unfed = monitor.asked()
    assert len(rules) >= 40
    assert {"PAY-01", "ARR-01", "ACC-05", "PRG-01", "CMP-01", "FEE-01"} <= set(unfed)
    plan = compile_plan(RULES.values(), DuckDBEngine.dialect)  # kept for the whole test run
    settle(store)
    whole = told(store, plan, rules)
    for name in set(TABLES) - facts.FED - {"parameter", "calendar"}:
        for file in store.parts(name):
            file.unlink()
    settle(store)
    assert told(store, plan, rules) == whole
    assert sum(any(counts) for counts in whole.values()) >= 30


def told(store: Store, plan: Plan, rules: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Hits, clear ones and those that cannot be told, by rule."""
    with DuckDBEngine(threads=2) as engine:
        law = store.read("parameter")
        load_store(engine, store, law, as_of=dt.date(2025, 7, 31), plan=plan)
        counts = run(plan, engine).counts
    outcomes = (Outcome.HIT, Outcome.CLEAR, Outcome.CANNOT_TELL)
    return {rule: tuple(counts[rule][name] for name in outcomes) for rule in rules}


@pytest.mark.parametrize("rule", ["PAY-01", "CMP-01"])
def test_a_rule_is_asked_once_its_tables_are_filled(
    rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert monitor.asked((rule,))[0] == {}
    monkeypatch.setattr(facts, "FED", facts.FED | {"wage_line", "payment", "complaint"})
    assert set(monitor.asked((rule,))[0]) == {rule}
    assert dataclasses.is_dataclass(RULES[rule].spec)
