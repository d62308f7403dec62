"""Runs of the monitor: what they raise, change, clear and leave alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection

from huxin.registry.models import Deposit, Enrolment, LabourContract, SitePost
from huxin.trail.models import Entry
from huxin.warnings import actions, facts, monitor
from huxin.warnings.errors import MonitorBusy
from huxin.warnings.models import MonitorRun, Warning, WarningStep
from tests.support.world import NOW, World
from tests.warnings.site import ENTERED, OTHER_RULES, RULES, Site, writing

JULY, AUGUST = dt.date(2025, 7, 1), dt.date(2025, 8, 1)
DAY = dt.timedelta(days=1)


def crew(site: Site, size: int, *, bare: int) -> list[Enrolment]:
    """Workers on the road; the first `bare` of them without a contract."""
    people = [site.enrol("road", f"工人{number}") for number in range(size)]
    for number, each in enumerate(people):
        site.attends(each, JULY)
        if number >= bare:
            site.contract(each)
    return people


def state() -> tuple[int, int, int, int]:
    return (
        Warning.objects.count(), WarningStep.objects.count(), MonitorRun.objects.count(),
        Entry.objects.count(),
    )  # fmt: skip


def open_keys() -> set[str]:
    return set(Warning.objects.filter(cleared_on=None).values_list("key", flat=True))


def balances(run: MonitorRun) -> bool:
    return run.findings == run.raised + run.updated + run.unchanged


def test_a_second_run_changes_nothing(site: Site) -> None:
    crew(site, 4, bare=2)
    first = monitor.run(NOW, RULES)
    before = state()
    second = monitor.run(NOW, RULES)
    assert (first.judged, second.judged) == (True, False)
    assert second.unchanged == first.findings == first.raised == len(open_keys())
    assert state() == before


def test_the_next_day_judges_anew_and_raises_nothing_twice(site: Site) -> None:
    crew(site, 4, bare=2)
    first = monitor.run(NOW, RULES)
    raised = open_keys()
    next_day = monitor.run(NOW + DAY, RULES)
    assert next_day.judged
    assert next_day.raised == next_day.cleared == 0
    assert next_day.findings == first.findings
    assert open_keys() == raised
    assert all(map(balances, MonitorRun.objects.all()))


def test_figures_follow_the_facts(site: Site) -> None:
    crew(site, 3, bare=1)
    monitor.run(NOW, RULES)
    officer = Warning.objects.get(rule="PRJ-01", project=site.world.projects["road"])
    assert officer.people == 3
    site.attends(site.enrol("road", "新来的"), AUGUST)
    ran = monitor.run(NOW, RULES)
    officer.refresh_from_db()
    assert officer.people == 4
    assert ran.updated >= 1
    step = WarningStep.objects.get(warning=officer, move="update")
    assert step.facts["people"] == [3, 4]


def test_a_warning_that_comes_back_is_the_same_warning(site: Site) -> None:
    (worker,) = crew(site, 1, bare=1)
    crew(site, 1, bare=0)
    monitor.run(NOW, RULES)
    warning = Warning.objects.get(rule="CON-01")
    contract = site.contract(worker)
    monitor.run(NOW, RULES)
    with writing("registry.labourcontract:test"):
        contract.delete()
    monitor.run(NOW + DAY, RULES)
    warning.refresh_from_db()
    assert (warning.state, warning.times_raised, warning.cleared_on) == ("raised", 2, None)
    moves = WarningStep.objects.filter(warning=warning).values_list("move", flat=True)
    assert list(moves) == ["raise", "clear", "raise"]
    assert Entry.objects.filter(object=f"warnings.warning:{warning.pk}").count() == 3


def test_what_cannot_be_told_any_more_is_not_cleared(site: Site) -> None:
    crew(site, 2, bare=1)
    monitor.run(NOW, RULES)
    with writing("registry.labourcontract:test"):
        LabourContract.objects.all().delete()
    ran = monitor.run(NOW + DAY, RULES)
    warning = Warning.objects.get(rule="CON-01")
    assert (ran.cleared, ran.untold) == (0, 1)
    assert (warning.state, warning.untold_on) == ("raised", ran.as_of)
    told = MonitorRun.objects.latest("id").rules["CON-01"]
    assert (told["hit"], told["cannot_tell"]) == (0, 2)
    assert told["lacking"] == {"labour_contract.from_on": 2}
    for each in Enrolment.objects.all()[1:]:
        site.contract(each)
    monitor.run(NOW + DAY, RULES)
    warning.refresh_from_db()
    assert (warning.state, warning.untold_on) == ("raised", None)


def test_a_rule_whose_tables_nobody_fills_says_nothing(site: Site) -> None:
    """Attended in July, no wage sheet, no payment: that is unknown here, not unpaid."""
    crew(site, 2, bare=0)
    ran = monitor.run(NOW, ("PAY-01", "PAY-04", "CMP-01", "PRG-06", "FEE-01", "CON-01"))
    run = MonitorRun.objects.get(pk=ran.run)
    assert set(run.unfed) == {"PAY-01", "PAY-04", "CMP-01", "PRG-06", "FEE-01"}
    assert "wage_line" in run.unfed["PAY-01"]
    assert set(run.rules) == {"CON-01"}
    assert ran.findings == 0


def test_rules_that_were_not_asked_keep_their_warnings(site: Site) -> None:
    crew(site, 2, bare=1)
    monitor.run(NOW, RULES)
    before = open_keys()
    assert monitor.run(NOW, OTHER_RULES).cleared == 0
    assert open_keys() > before


@pytest.mark.parametrize("verb", ["snooze", "explain"])
def test_what_rests_comes_back_on_its_day(site: Site, verb: str) -> None:
    crew(site, 2, bare=1)
    monitor.run(NOW, RULES)
    warning = Warning.objects.get(rule="CON-01")
    until = NOW.date() + 2 * DAY
    inspector = site.world.actor("inspector")
    getattr(actions, verb)(warning.pk, until=until, text="企业正在补签", actor=inspector, now=NOW)
    monitor.run(NOW + DAY, RULES)
    assert Warning.objects.get(pk=warning.pk).until_on == until
    monitor.run(NOW + 2 * DAY, RULES)
    warning.refresh_from_db()
    assert (warning.state, warning.until_on) == ("raised", None)
    moves = WarningStep.objects.filter(warning=warning).values_list("move", flat=True)
    assert list(moves) == ["raise", verb, "wake"]


def test_facts_clear_what_rests_as_well(site: Site) -> None:
    worker, _ = crew(site, 2, bare=1)
    monitor.run(NOW, RULES)
    warning = Warning.objects.get(rule="CON-01")
    actions.snooze(
        warning.pk, until=NOW.date() + 9 * DAY, text="…", actor=site.world.actor("inspector"),
        now=NOW,
    )  # fmt: skip
    site.contract(worker)
    monitor.run(NOW, RULES)
    warning.refresh_from_db()
    assert (warning.state, warning.until_on) == ("cleared", None)


def test_every_change_of_a_warning_has_its_entry(site: Site) -> None:
    crew(site, 3, bare=2)
    monitor.run(NOW, RULES)
    raised = Entry.objects.filter(action="warnings.warning.raise").values_list("object", flat=True)
    keys = Warning.objects.values_list("pk", flat=True)
    assert set(raised) == {f"warnings.warning:{key}" for key in keys}
    assert {each.actor for each in Entry.objects.filter(action__startswith="warnings.")} == {
        "system:monitor"
    }
    assert Entry.objects.filter(action="warnings.monitor.run").count() == 1


class KilledError(Exception):
    """The process dies here."""


@contextmanager
def killed_at(number: int) -> Iterator[list[str]]:
    """Die before the write with this number (0: never); yields the writes that were tried."""
    tried: list[str] = []

    def wrap(
        execute: Callable[..., Any], sql: str, params: Any, many: Any, context: Mapping[str, Any]
    ) -> Any:
        if sql.lstrip().upper().startswith(("INSERT", "UPDATE", "DELETE")):
            tried.append(sql)
            if len(tried) == number:
                raise KilledError
        return execute(sql, params, many, context)

    with connection.execute_wrapper(wrap):
        yield tried


def test_a_run_that_dies_leaves_all_or_nothing(site: Site) -> None:
    people = crew(site, 4, bare=2)
    monitor.run(NOW, RULES)
    site.contract(people[0])
    site.attends(site.enrol("road", "新来的"), AUGUST)
    before = state()
    died, tried, ran = 0, [""], None
    while ran is None:
        try:
            with killed_at(died + 1) as tried:
                ran = monitor.run(NOW + DAY, RULES)
        except KilledError:
            died += 1
            assert state() == before
    assert died == len(tried) >= 8
    assert (ran.raised, ran.cleared) == (1, 1)
    assert state()[2] == before[2] + 1


def test_the_number_of_statements_does_not_grow_with_the_warnings(site: Site) -> None:
    def writes() -> int:
        with killed_at(0) as tried:
            monitor.run(NOW, RULES)
        return sum("trail_" not in sql for sql in tried)

    crew(site, 2, bare=1)
    few = writes()
    crew(site, 200, bare=190)
    assert writes() <= few + 1  # some are updated now, so that statement comes up as well
    assert Warning.objects.filter(rule="CON-01").count() == 191


def test_two_runs_do_not_overlap(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    crew(site, 1, bare=1)
    tried: list[type[Exception]] = []

    def again(*_: Any) -> None:
        with pytest.raises(MonitorBusy) as caught:
            monitor.run(NOW, RULES)
        tried.append(caught.type)

    monkeypatch.setattr(facts, "settle_changed", again)
    with pytest.raises(TypeError):
        monitor.run(NOW, RULES)
    assert tried == [MonitorBusy]
    monkeypatch.undo()
    assert monitor.run(NOW, RULES).judged


def test_incremental_runs_end_where_one_whole_run_does(
    site: Site, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = site.world
    people = crew(site, 4, bare=3)
    monitor.run(NOW, RULES)
    site.contract(people[0])
    post(world)
    monitor.run(NOW, RULES)
    with writing("registry.deposit:test"):
        Deposit.objects.create(
            project=world.projects["road"], payer=world.parties["road.general_contractor"],
            form="cash", stored_fen=60_000_000, stored_on=ENTERED,
        )  # fmt: skip
        Enrolment.objects.filter(pk=people[1].pk).update(left_on=AUGUST)
    monitor.run(NOW, RULES)
    kept = tables(site)
    standing = set(Warning.objects.filter(cleared_on=None).values_list("key", "people", "severity"))
    for file in (site.store.root).rglob("*.parquet"):
        if file.parent.name != "month=2025-07" or "attendance" not in str(file):
            file.unlink()
    (site.store.root / "exported.json").unlink()
    monitor.run(NOW + DAY, RULES)
    assert tables(site) == kept
    again = Warning.objects.filter(cleared_on=None).values_list("key", "people", "severity")
    assert set(again) == standing


def post(world: World) -> None:
    with writing("registry.sitepost:test"):
        SitePost.objects.create(
            project=world.projects["road"], kind="labour_wage_officer", from_on=ENTERED,
            party=world.parties["road.general_contractor"],
        )  # fmt: skip


def tables(site: Site) -> dict[str, Any]:
    names = (*facts.TABLES, "calendar", "worker_month")
    return {name: site.store.read(name).to_pylist() for name in names}
