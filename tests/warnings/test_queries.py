"""What people see of warnings: each his own, everything explained, at a constant cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huxin.access.errors import NotFound
from huxin.check.assemble.columns import from_rows
from huxin.kernel.texts import LANGUAGES, message
from huxin.registry.models import Card, Guarantee, Party
from huxin.rules.catalogue import RULES as RULES_OF_ALL
from huxin.warnings import actions, facts, monitor
from huxin.warnings.errors import NoSuchPage
from huxin.warnings.explain import says
from huxin.warnings.models import Warning
from huxin.warnings.queries import Filter, board, hazards, listed, on_me, on_us, one, place_table
from huxin.warnings.queries.hazards import points, weights
from huxin.warnings.queries.rows import Stake
from tests.support.browser_free import sign_in
from tests.support.world import NOW, TODAY
from tests.warnings.site import ENTERED, OTHER_RULES, RULES, Site, writing

JULY = dt.date(2025, 7, 1)


@pytest.fixture
def busy(site: Site) -> Site:
    """The road with three workers, two without a contract; the dam with none of its papers."""
    for number in range(3):
        each = site.enrol("road", f"张三{number}", party="road.labour")
        site.attends(each, JULY)
        if not number:
            site.contract(each)
    monitor.run(NOW, RULES)
    return site


def queries(call: Callable[[], Any]) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        call()
    return len(captured)


def test_the_board_counts_what_is_open(busy: Site) -> None:
    seen = board(actor=busy.world.actor("inspector"), today=TODAY)
    assert seen.open == Warning.objects.count() == sum(seen.severities.values())
    assert seen.severities["orange"] == 2
    assert seen.unassigned == seen.open
    assert (seen.projects, seen.people) == (2, 3)
    assert seen.judged_on == TODAY
    assert len(seen.oldest) == seen.open
    assert seen.running_out == ()
    assert board(actor=busy.world.actor("other_inspector"), today=TODAY).open == 0


def test_the_board_says_what_cannot_be_told(busy: Site) -> None:
    monitor.run(NOW, (*OTHER_RULES, "PAY-01"))
    seen = board(actor=busy.world.actor("inspector"), today=TODAY)
    assert seen.unasked == ("PAY-01",)
    (deposit,) = (each for each in seen.untold if each.rule == "DEP-01")
    assert deposit.times == 2
    missing = [each for line in seen.untold for each in line.missing]
    assert all(each.say(language) for each in missing for language in LANGUAGES)


def test_a_limit_stands_where_the_place_sets_one(site: Site, home: Path) -> None:
    """DX-2-01-4 leaves the days to the place: without them no limit, with them a derived one."""
    site.enrol("road", "甲")
    monitor.run(NOW, RULES)
    inspector = site.world.actor("inspector")
    road = site.world.projects["road"]
    bare = one(Warning.objects.get(project=road, rule="PRJ-01").pk, actor=inspector)
    assert (bare.row.due_on, bare.explained.limit.on) == (None, None)
    assert "DX-2-01-4" in bare.explained.limit.clauses
    assert all(each.say("zh") for each in bare.explained.limit.why)
    (home / "local.yaml").write_text(LOCAL)
    with writing("warnings.warning:test"):
        Warning.objects.update(cleared_on=TODAY, state="cleared")
    monitor.run(NOW + dt.timedelta(days=1), RULES)
    assert board(actor=inspector, today=TODAY).running_out == ()
    seen = board(actor=inspector, today=dt.date(2025, 10, 9))
    assert {each.due_on for each in seen.running_out} == {dt.date(2025, 10, 16)}
    told = one(seen.running_out[0].id, actor=inspector).explained.limit
    assert (told.on, told.parameter) == (dt.date(2025, 10, 16), "rectification.days")
    assert board(actor=inspector, today=dt.date(2025, 10, 17)).overdue == seen.open


LOCAL = """place: "140923"
values:
  rectification.days:
    value: "15"
    from: 2025-01-01
    set_on: 2025-01-01
    source: 代县人社局内部规定
"""


def test_places_are_rolled_up_and_opened_level_by_level(busy: Site) -> None:
    actor = busy.world.actor("inspector")
    province = place_table("140000", actor=actor)
    county = place_table("140923", actor=actor)
    assert [each.code for each in province.places] == ["140900"]
    assert province.whole.warnings == county.whole.warnings == Warning.objects.count()
    assert [(each.sector, each.projects) for each in county.sectors] == [
        ("municipal", 1),
        ("water", 1),
    ]
    city = place_table("140900", actor=actor)
    assert {each.code: each.warnings > 0 for each in city.places} == {
        "140923": True,
        "140924": False,
    }
    assert [name for _, name in city.above] == ["山西省"]
    assert place_table("640000", actor=actor).whole.warnings == 0
    with pytest.raises(NotFound):
        place_table("999999", actor=actor)


def test_each_sees_his_own_warnings(busy: Site) -> None:
    counts = {
        "inspector": 6, "office_clerk": 6, "housing_officer": 4, "water_officer": 2,
        "developer_clerk": 6, "contractor_clerk": 4, "subcontractor_clerk": 2, "other_clerk": 2,
        "other_inspector": 0, "banker": 0, "administrator": 0,
    }  # fmt: skip
    for who, count in counts.items():
        actor = busy.world.actor(who)
        seen = {each.id for each in listed(Filter(), actor=actor).rows}
        assert (who, len(seen)) == (who, count)
        for key in Warning.objects.values_list("pk", flat=True):
            if key in seen:
                assert one(key, actor=actor).row.id == key
            else:
                with pytest.raises(NotFound):
                    one(key, actor=actor)


def test_pages_follow_one_another_without_gap_or_repeat(busy: Site) -> None:
    actor = busy.world.actor("inspector")
    whole = [each.id for each in listed(Filter(), actor=actor).rows]
    found: list[int] = []
    after = ""
    while True:
        page = listed(Filter(), actor=actor, after=after, size=2)
        found += [each.id for each in page.rows]
        after = page.next
        if not after:
            break
    assert found == whole
    with pytest.raises(NoSuchPage):
        listed(Filter(), actor=actor, after="1.x")


def test_lists_are_filtered(busy: Site) -> None:
    actor = busy.world.actor("inspector")

    def ids(**asked: Any) -> set[str]:
        return {each.rule for each in listed(Filter(**asked), actor=actor).rows}

    assert ids(severity="orange") == {"CON-01"}
    assert ids(family="prj") == {"PRJ-01"}
    assert ids(sector="water") == {"PRJ-01", "SGN-01"}
    assert ids(place="140000") == {*RULES} - {"CON-03"}
    assert ids(place="640000") == ids(mine=True) == ids(cleared=True) == ids(due_by=TODAY) == set()
    taken = Warning.objects.filter(rule="SGN-01").first()
    assert taken is not None
    account = busy.world.accounts["inspector"].pk
    actions.assign(taken.pk, account=account, actor=actor, now=NOW)
    assert ids(mine=True) == {"SGN-01"}
    assert ids(state="assigned") == {"SGN-01"}


def test_a_company_sees_how_to_clear_what_is_on_it(busy: Site) -> None:
    rows = on_me(actor=busy.world.actor("subcontractor_clerk")).rows
    assert [each.rule for each in rows] == ["CON-01", "CON-01"]
    assert {each.worker_name for each in rows} == {"张**"}
    assert all("劳动合同" in each.remedy.say("zh") for each in rows)
    assert on_me(actor=busy.world.actor("inspector")).rows == ()


def test_a_company_reads_what_it_does_itself_and_officers_read_both(busy: Site) -> None:
    """No rule of this set speaks to an authority: a warning is made one of a rule that does."""
    kept = Warning.objects.get(project=busy.world.projects["road"], rule="PRJ-01")
    with writing("warnings.warning:test"):
        Warning.objects.filter(pk=kept.pk).update(rule="ARR-11", evidence={})
    spec = RULES_OF_ALL["ARR-11"].spec
    order, own = message(spec.remedy).say("zh"), message(spec.own_remedy).say("zh")
    officer, company = busy.world.actor("inspector"), busy.world.actor("contractor_clerk")
    seen = one(kept.pk, actor=officer).row
    assert (seen.remedy.say("zh"), seen.own_remedy and seen.own_remedy.say("zh")) == (order, own)
    rows = [one(kept.pk, actor=company).row, *on_me(actor=company).rows]
    rows += [*listed(Filter(), actor=company).rows, *on_us(actor=company, today=TODAY).soonest]
    told = [each for each in rows if each.id == kept.pk]
    assert [(each.remedy.say("zh"), each.own_remedy) for each in told] == [(own, None)] * 4
    with time_machine.travel(NOW, tick=False):
        for who, texts in (("inspector", {order, own}), ("contractor_clerk", {own})):
            said = sign_in(busy.world, who, at=NOW).get(f"/warnings/{kept.pk}").content.decode()
            assert {text for text in (order, own) if text in said} == texts


def test_one_warning_shows_articles_figures_liability_and_step(busy: Site) -> None:
    warning = Warning.objects.filter(rule="CON-01").earliest("id")
    seen = one(warning.pk, actor=busy.world.actor("inspector"))
    card, item = seen.explained.card, seen.explained.item
    assert {"DX-2-01-1", "CN-724-28"} <= {each.id for each in card.articles}
    assert item.says.say("zh") == "自2025年7月起有 1 个月考勤，无劳动合同。"
    assert item.liable is not None
    assert busy.world.bodies["labour_company"].name in item.liable.owes.say("zh")
    assert item.subject.worker == "张**"
    assert item.step.what.say("en").startswith("Sign the labour contract")
    assert {each.name for each in item.inputs} == {"first_present_month", "months_present"}
    assert set(seen.moves) == {"assign", "hand_over", "snooze", "explain"}
    company = one(warning.pk, actor=busy.world.actor("subcontractor_clerk"))
    assert company.moves == ("answer",)


def test_no_rule_fails_over_figures_that_it_did_not_record(
    busy: Site, record_property: Callable[[str, object], None]
) -> None:
    kept, told = Warning.objects.filter(rule="CON-01").latest("id"), 0
    odd: tuple[dict[str, Any], ...] = ({}, dict.fromkeys(kept.evidence), {"months_present": "x"})
    for rule, evidence in product(RULES_OF_ALL, odd):
        kept.rule, kept.evidence = rule, evidence
        assert all(says(kept).say(each) for each in LANGUAGES)
        told += "earlier release" in says(kept).say("en")
    assert told > len(RULES_OF_ALL)
    record_property("count", f"figures of an earlier release: {told} said to be such, none failed")


def test_warnings_of_an_earlier_release_fail_no_page(busy: Site) -> None:
    """A column that the rule reads today was not recorded then; the rule itself is gone."""
    lacking, gone = Warning.objects.filter(rule="CON-01").values_list("pk", flat=True)
    with writing("warnings.warning:test"):
        Warning.objects.filter(pk=lacking).update(evidence={})
        Warning.objects.filter(pk=gone).update(rule="OLD-99", subject={"project_key": 1, "x": 2})
    inspector = busy.world.actor("inspector")
    seen = [one(each, actor=inspector).row for each in (lacking, gone)]
    assert all("earlier release" in each.says.say("en") for each in seen)
    assert seen[1].title.say("en") == "A rule that this release no longer has"
    with time_machine.travel(NOW, tick=False):
        officer = sign_in(busy.world, "inspector", at=NOW)
        company = sign_in(busy.world, "subcontractor_clerk", at=NOW)
        pages = ["", "today", "places", "hazards", str(lacking), str(gone)]
        for client, page in [*((officer, each) for each in pages), (company, "on-us")]:
            assert client.get(f"/warnings/{page}").status_code == 200, page
    monitor.run(NOW + dt.timedelta(days=1), RULES)
    assert "earlier release" not in one(lacking, actor=inspector).row.says.say("en")


def test_unpaid_wages_show_who_is_liable(busy: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once wage sheets are recorded: who owes, who pays first, with recourse and articles."""
    worker = Warning.objects.filter(rule="CON-01").earliest("id").worker
    assert worker is not None
    project = busy.world.projects["road"]
    line = {
        "project_key": project.pk, "worker_key": worker.pk, "month": JULY, "sheet_key": 1,
        "party_key": busy.world.bodies["labour_company"].pk, "line": 1, "days_centi": 2000,
        "payable_fen": 600_000, "net_fen": 600_000, "deducted_fen": 0,
    }  # fmt: skip
    busy.store.write("wage_line", from_rows("wage_line", [line]))
    monkeypatch.setattr(facts, "FED", facts.FED | {"wage_line", "payment"})
    monitor.run(NOW, ("PAY-01",))
    warning = Warning.objects.get(rule="PAY-01", worker=worker)
    item = one(warning.pk, actor=busy.world.actor("inspector")).explained.item
    assert warning.amount_fen == item.amount_fen == 600_000
    liable = item.liable
    assert liable is not None
    assert liable.is_arrear
    assert busy.world.bodies["labour_company"].name in liable.owes.say("zh")
    assert busy.world.bodies["contractor"].name in liable.pays_first.say("zh")
    assert liable.articles
    assert item.step.by is not None
    monitor.run(NOW + dt.timedelta(days=1), ("PAY-01",))
    paid = {
        "payment_key": 1, "project_key": project.pk, "worker_key": worker.pk, "month": JULY,
        "paid_on": TODAY, "amount_fen": 600_000, "state": "paid", "channel": "special_account",
    }  # fmt: skip
    busy.store.write("payment", from_rows("payment", [paid]))
    assert monitor.run(NOW + dt.timedelta(days=1), ("PAY-01",)).cleared == 1


def test_the_history_names_people_to_the_authorities_only(busy: Site) -> None:
    warning = Warning.objects.filter(rule="CON-01").earliest("id")
    inspector, clerk = (busy.world.actor(who) for who in ("inspector", "subcontractor_clerk"))
    actions.answer(warning.pk, text="已补签", actor=clerk, now=NOW)
    actions.verify(warning.pk, accepted=False, text="未见合同", actor=inspector, now=NOW)
    told = [
        (each.move.say("zh"), each.who, each.text)
        for each in one(warning.pk, actor=inspector).history
    ]
    assert told == [
        ("预警", "", ""),
        ("回复", "测试subcontractor_clerk", "已补签"),
        ("退回回复", "测试inspector", "未见合同"),
    ]
    seen = one(warning.pk, actor=clerk).history
    assert [each.who for each in seen] == ["", "测试subcontractor_clerk", ""]
    assert seen[-1].unit == busy.world.bodies["inspection"].name


def test_warnings_of_every_scope_are_explained_in_both_languages(site: Site) -> None:
    """Workers, months, cards, guarantees, parties and projects."""
    road, world = site.world.projects["road"], site.world
    for number in range(2):
        each = site.enrol("road", f"李四{number}", registered_on=ENTERED)
        site.attends(each, JULY, days=31)
        with writing("registry.card:test"):
            Card.objects.create(
                worker=each.worker, number="6222020100000000000", number_digest=7,
                ended_at=None if number else NOW, from_at=NOW, usable_at=NOW,
            )  # fmt: skip
    with writing("registry.guarantee:test"):
        Guarantee.objects.create(
            project=road, kind="owner_payment", number="G-1", issuer=world.bodies["bank"],
            amount_fen=1_000_000, from_on=ENTERED, to_on=dt.date(2025, 10, 10),
        )  # fmt: skip
        Party.objects.filter(pk=world.parties["road.labour"].pk).update(is_licensed=False)
    monitor.run(NOW, OTHER_RULES)
    found = set(Warning.objects.values_list("rule", flat=True))
    assert {"ATT-04", "GUA-02", "PRJ-02", "PRJ-07"} <= found
    actor = world.actor("inspector")
    for key in Warning.objects.values_list("pk", flat=True):
        seen = one(key, actor=actor)
        for language in LANGUAGES:
            item = seen.explained.item
            texts = [item.says, item.step.what, item.subject.label, seen.row.says, seen.row.title]
            texts += [each.label for each in item.inputs]
            assert all("{" not in each.say(language) for each in texts)
            assert item.says.say(language)


def test_hazards_are_projects_by_what_is_at_stake(busy: Site) -> None:
    listing = hazards(actor=busy.world.actor("inspector"))
    assert [each.name for each in listing] == [
        busy.world.projects["road"].name, busy.world.projects["dam"].name,
    ]  # fmt: skip
    assert listing[0].points > listing[1].points > 0
    assert len(hazards(actor=busy.world.actor("water_officer"))) == 1
    assert hazards(actor=busy.world.actor("inspector"), place="640000") == ()


def test_points_are_the_sum_that_the_data_say() -> None:
    given = weights()
    stake = Stake(1, "/", "water", 5 * given.fen_per_point, 3, {"red": 1, "blue": 2})
    by_colour = given.severity_points["red"] + 2 * given.severity_points["blue"]
    assert points(stake, given) == 5 + 3 * given.people_points + by_colour


def test_costs_do_not_grow_with_the_warnings(busy: Site) -> None:
    actor = busy.world.actor("inspector")
    calls: dict[str, Callable[[], Any]] = {
        "board": lambda: board(actor=actor, today=TODAY),
        "list": lambda: listed(Filter(), actor=actor),
        "table": lambda: place_table("140923", actor=actor),
        "hazards": lambda: hazards(actor=actor),
        "one": lambda: one(Warning.objects.filter(rule="CON-01").earliest("id").pk, actor=actor),
        "mine": lambda: on_me(actor=busy.world.actor("subcontractor_clerk")),
    }
    few = {name: queries(call) for name, call in calls.items()}
    for number in range(40):
        site_worker = busy.enrol("road", f"王五{number}", party="road.labour")
        busy.attends(site_worker, JULY)
    monitor.run(NOW, RULES)
    assert Warning.objects.count() > 40
    assert {name: queries(call) for name, call in calls.items()} == few
    assert few["list"] == 2
    assert few["board"] == 5
    assert few["table"] == 5
    assert few["hazards"] == 5
