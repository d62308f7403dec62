"""From records to days: papers, corrections, diary; the facts made of them, and what is shown."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.db.models import F, Model
from django.test.utils import CaptureQueriesContext

from huxin.access.actor import Actor, system
from huxin.access.change import change
from huxin.access.errors import NotFound, Refused
from huxin.facts.store import Store
from huxin.formats.attendance_grid import read_attendance_grid
from huxin.formats.attlog import read_attlog
from huxin.formats.base import Reading
from huxin.formats.workbook import Book, Cell, Grid
from huxin.intake.actions.files import receive_file
from huxin.jobs import attendance
from huxin.registry.taken import Taken
from huxin.wages.actions import (
    Compacted,
    DayClaim,
    compact,
    correct_day,
    take_attlog,
    take_days,
    take_punches,
    write_diary,
)
from huxin.wages.errors import NoReason, NotYours, WrongDay
from huxin.wages.models import DayMark, DiaryDay, MonthState, Punch
from huxin.wages.policy import Columns
from huxin.wages.queries import devices_of, month_sheet, open_numbers, own_month
from tests.formats.papers import Sheet, xlsx
from tests.support.browser_free import sign_in
from tests.support.site import Site, build_site, identity
from tests.support.world import NOW, TODAY, World

SEPTEMBER = dt.date(2025, 9, 1)
JOB = system("attendance")


@pytest.fixture
def site(world: World) -> Site:
    return build_site(world)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "facts")


def send(site: Site, *rows: tuple[str, str]) -> None:
    take_punches(
        Columns([user for user, _ in rows], [at for _, at in rows]), device=site.gate.device,
        actor=site.device(), now=NOW,
    )  # fmt: skip


def day(number: int, month: int = 9) -> dt.date:
    return dt.date(2025, month, number)


def month_of_punches(site: Site) -> None:
    """Two whole days, a night shift over the end of the month before, and one punch alone."""
    send(
        site, ("1", "2025-08-31T20:00:00+08:00"), ("1", "2025-09-01T06:00:00+08:00"),
        ("1", "2025-09-02 07:00:00"), ("1", "2025-09-02 18:00:00"),
        ("1", "2025-09-03 07:00:00"), (identity(1), "2025-09-03 18:00:00"),
        ("2", "2025-09-04 07:00:00"), ("99", "2025-09-04 07:01:00"),
    )  # fmt: skip


def grid(site: Site, *rows: tuple[str, int, dict[int, int]]) -> Reading:
    """A month grid as the reader gives it: one row per mark."""
    days = list(range(1, 31))
    body: list[list[Cell]] = [
        [
            str(number),
            name,
            identity(person) if person else "",
            *[str(marks[day]) if day in marks else "" for day in days],
        ]
        for number, (name, person, marks) in enumerate(rows, 1)
    ]
    title: list[Cell] = ["2025年9月考勤表", *[""] * 32]
    head: list[Cell] = ["序号", "姓名", "身份证号", *[str(day) for day in days]]
    book = Book("grid.xlsx", Path("grid.xlsx"), "xlsx", (Grid("九月", [title, head, *body]),))
    return read_attendance_grid(book, as_of=TODAY)


def hand_in(site: Site, reading: Reading, *, actor: Actor | None = None) -> Taken:
    take = take_attlog if reading.format == "attlog" else take_days
    return take(
        reading, project=site.world.projects["road"], now=NOW,
        actor=actor or site.world.actor("labour_wage_officer"),
    )  # fmt: skip


def facts(store: Store) -> set[tuple[int, int, str, int | None]]:
    return {
        (row["worker_key"], row["on"].day, row["source"], row["minutes"])
        for row in store.read_month("attendance_day", "2025-09").to_pylist()
    }


def test_punches_become_facts_once(site: Site, store: Store) -> None:
    month_of_punches(site)
    one, two, _ = (each.pk for each in site.workers)
    done = compact(store=store, actor=JOB, now=NOW)
    assert (done.months, done.days) == (2, 4)
    assert facts(store) == {(one, 2, "clock", 660), (one, 3, "clock", 660), (two, 4, "clock", None)}
    (night,) = store.read_month("attendance_day", "2025-08").to_pylist()
    assert (night["on"], night["minutes"], night["punches"]) == (day(31, 8), 600, 2)
    before = {path: path.read_bytes() for path in store.root.rglob("*.parquet")}
    assert compact(store=store, actor=JOB, now=NOW) == Compacted()
    assert not MonthState.objects.exclude(compacted=F("changes")).exists()
    assert {path: path.read_bytes() for path in store.root.rglob("*.parquet")} == before


def test_late_punches_leave_their_months_behind(site: Site, store: Store) -> None:
    month_of_punches(site)
    compact(store=store, actor=JOB, now=NOW)
    send(site, ("3", "2025-09-05 07:00:00"), ("3", "2025-09-05 17:00:00"))
    assert month_sheet(
        site.road, SEPTEMBER, actor=site.world.actor("inspector"), store=store
    ).is_behind
    done = compact(store=store, actor=JOB, now=NOW)
    assert (done.months, done.made, done.days) == (1, 1, 4)
    (month,) = [
        row
        for row in store.read_month("attendance_month", "2025-09").to_pylist()
        if row["worker_key"] == site.workers[2].pk
    ]
    assert (month["days"], month["days_bits"], month["minutes"]) == (1, 1 << 4, 600)


def test_a_run_that_died_before_its_mark_is_run_again(
    site: Site, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    month_of_punches(site)
    with monkeypatch.context() as dying:
        dying.setattr(Store, "write_month", lambda *_: (_ for _ in ()).throw(OSError("no space")))
        with pytest.raises(OSError, match="no space"):
            compact(store=store, actor=JOB, now=NOW)
    assert compact(store=store, actor=JOB, now=NOW).days == 4


def test_the_roster_names_a_number_later(site: Site, store: Store) -> None:
    month_of_punches(site)
    compact(store=store, actor=JOB, now=NOW)
    officer = site.world.actor("labour_wage_officer")
    (open_one,) = open_numbers(site.road, day(1), actor=officer)
    assert (open_one.number, open_one.punches, open_one.first_on) == ("99", 1, day(4))
    enrolment = site.workers[2].enrolments.get()
    enrolment.clock_user = "99"
    saved(enrolment)
    assert compact(store=store, actor=JOB, now=NOW).days == 5
    assert open_numbers(site.road, day(1), actor=officer) == ()
    assert (site.workers[2].pk, 4, "clock", None) in facts(store)


def test_a_grid_fills_what_no_clock_knows(site: Site, store: Store) -> None:
    month_of_punches(site)
    one, two, _ = (each.pk for each in site.workers)
    reading = grid(
        site, ("测试甲", 1, {2: 0, 8: 1}), ("测试乙", 0, {4: 1, 9: 1}), ("无此人", 0, {9: 1})
    )
    taken = hand_in(site, reading)
    assert (taken.accepted, taken.unchanged) == (2, 0)
    assert [each.code for each in taken.refused] == ["DM-001"]
    again = hand_in(site, reading)
    assert (again.accepted, again.unchanged, len(again.refused)) == (0, 2, 1)
    compact(store=store, actor=JOB, now=NOW)
    assert facts(store) == {
        (one, 2, "clock", 660), (one, 3, "clock", 660), (one, 8, "grid", None),
        (two, 4, "clock", None), (two, 9, "grid", None),
    }  # fmt: skip


def test_a_later_grid_stands_beside_the_first(site: Site, store: Store) -> None:
    hand_in(site, grid(site, ("测试甲", 1, {8: 1, 9: 1})))
    hand_in(site, grid(site, ("测试甲", 1, {8: 0, 9: 1})))
    marks = DayMark.objects.order_by("pk").values_list("on", "day_centi")
    assert list(marks) == [(day(8), 100), (day(9), 100), (day(8), 0)]
    compact(store=store, actor=JOB, now=NOW)
    assert facts(store) == {(site.workers[0].pk, 9, "grid", None)}


def test_a_clock_dump_goes_the_same_way(site: Site, store: Store) -> None:
    dump = (
        "  1\t2025-09-10 07:00:00\t7\t0\t0\t0\r\n  1\t2025-09-10 17:30:00\t7\t1\t0\t0\r\n"
        "  2\t2005-01-01 00:00:00\t7\t0\t0\t0\r\n  2\t2025-09-10 07:00:00\t8\t0\t0\t0\r\n"
    )
    reading = read_attlog(dump, file="1_attlog.dat")
    taken = hand_in(site, reading)
    assert (taken.accepted, taken.unchanged) == (3, 0)
    assert [(each.line, each.code) for each in taken.refused] == [(3, "PU-004")]
    assert hand_in(site, reading).unchanged == 4
    assert Punch.objects.count() == 3
    compact(store=store, actor=JOB, now=NOW)
    assert (site.workers[0].pk, 10, "clock", 630) in facts(store)
    with pytest.raises(NotFound):
        hand_in(site, reading, actor=site.world.actor("other_clerk"))


def test_a_correction_adds_to_the_clock_and_takes_nothing(site: Site, store: Store) -> None:
    month_of_punches(site)
    one, two, three = (each.pk for each in site.workers)
    officer = site.world.actor("labour_wage_officer")

    def correct(worker: int, on: int, centi: int, minutes: int | None) -> int:
        claim = DayClaim(day(on), centi, minutes, "门禁停电，班组长签字为证")
        return correct_day(claim, project=site.road, worker=worker, actor=officer, now=NOW)

    hand_in(site, grid(site, ("测试丙", 3, {6: 1})))
    correct(two, 4, 100, 540)  # one punch alone: the hours are added
    correct(one, 2, 0, None)  # a day that the clock knows is not corrected away
    correct(three, 6, 0, None)  # a day that only a grid knew is
    correct(three, 7, 50, 240)  # a day that nobody knew
    compact(store=store, actor=JOB, now=NOW)
    assert facts(store) == {
        (one, 2, "clock", 660), (one, 3, "clock", 660), (two, 4, "clock", 540),
        (three, 7, "list", 240),
    }  # fmt: skip
    sheet = month_sheet(site.road, SEPTEMBER, actor=officer, store=store)
    lines = {line.worker: line for line in sheet.lines}
    kept = lines[one].cells[day(2)]
    assert (kept.source, kept.corrections[0].day_centi) == ("clock", 0)
    assert kept.corrections[0].reason.startswith("门禁停电")
    assert lines[three].cells[day(6)].marked_centi == 100
    assert not lines[three].cells[day(6)].is_present


def test_a_correction_needs_a_reason_a_worker_and_a_day(site: Site) -> None:
    officer = site.world.actor("labour_wage_officer")
    one = site.workers[0].pk
    for claim, worker, actor, refusal in (
        (DayClaim(day(2), 100, 480, " "), one, officer, NoReason),
        (DayClaim(day(2), 100, 480, "x"), -1, officer, NotYours),
        (DayClaim(dt.date(2025, 10, 1), 100, 480, "x"), one, officer, WrongDay),
        (DayClaim(day(2), 100, 1441, "x"), one, officer, WrongDay),
        (DayClaim(day(2), 100, 480, "x"), one, site.world.actor("other_clerk"), NotFound),
        (DayClaim(day(2), 100, 480, "x"), one, site.world.actor("developer_clerk"), NotFound),
    ):
        with pytest.raises(refusal):
            correct_day(claim, project=site.road, worker=worker, actor=actor, now=NOW)


def test_the_diary_is_the_workers_alone(site: Site, store: Store) -> None:
    month_of_punches(site)
    me = site.worker()
    days = [DayClaim(day(number), 100, None, "") for number in (2, 3, 5)]
    assert len(write_diary(days, project=site.road, actor=me, now=NOW)) == 3
    assert write_diary(days, project=site.road, actor=me, now=NOW) == ()
    write_diary([DayClaim(day(5), 50, 240, "下午停工")], project=site.road, actor=me, now=NOW)
    versions = DiaryDay.objects.filter(on=day(5)).values_list("version", "day_centi")
    assert list(versions) == [(1, 100), (2, 50)]
    (mine,) = own_month(SEPTEMBER, actor=me, store=store)
    assert (mine.recorded, mine.written) == (2, 3)
    (different,) = mine.differences
    assert (different.on, different.note, different.versions) == (day(5), "下午停工", 2)
    for who in ("contractor_clerk", "labour_wage_officer", "subcontractor_clerk", "inspector"):
        with pytest.raises(NotFound):
            write_diary(days, project=site.road, actor=site.world.actor(who), now=NOW)
    with pytest.raises(NotFound):
        own_month(
            SEPTEMBER, actor=site.world.actor("labour_wage_officer"), store=store,
            worker=site.workers[0].pk,
        )  # fmt: skip
    (seen,) = own_month(
        SEPTEMBER, actor=site.world.actor("inspector"), store=store, worker=site.workers[0].pk
    )
    assert seen == mine
    assert own_month(SEPTEMBER, actor=site.worker(1), store=store)[0].written == 0


def test_a_diary_of_impossible_days_is_refused_whole(site: Site) -> None:
    days = [DayClaim(day(2), 100), DayClaim(dt.date(2025, 10, 2), 100)]
    with pytest.raises(WrongDay):
        write_diary(days, project=site.road, actor=site.worker(), now=NOW)
    with pytest.raises(NotFound):
        write_diary(days[:1], project=2**70, actor=site.worker(), now=NOW)
    assert not DiaryDay.objects.exists()


def test_a_site_that_never_registered_him_can_be_written_down(site: Site, store: Store) -> None:
    dam = site.world.projects["dam"].pk
    write_diary([DayClaim(day(2), 100)], project=dam, actor=site.worker(), now=NOW)
    months = own_month(SEPTEMBER, actor=site.worker(), store=store)
    assert {each.project for each in months} == {site.road, dam}


def test_devices_tell_how_they_do(site: Site) -> None:
    month_of_punches(site)
    hand_in(site, grid(site, ("测试甲", 1, {8: 1, 9: 1})))
    inspector = site.world.actor("inspector")
    (gate,) = devices_of(site.road, actor=inspector, now=NOW)
    assert (gate.rows, gate.accepted, gate.batches) == (8, 8, 1)
    assert (gate.expected_days, gate.received_days, gate.missed_days) == (30, 5, 2)
    assert not gate.is_silent
    (later,) = devices_of(site.road, actor=inspector, now=NOW + dt.timedelta(days=2))
    assert later.is_silent
    with pytest.raises(NotFound):
        devices_of(site.road, actor=site.world.actor("other_clerk"), now=NOW)


def test_queries_do_not_grow_with_the_site(site: Site, store: Store) -> None:
    counts = []
    for extra in ((), (("2", "2025-09-06 07:00:00"), ("3", "2025-09-06 08:00:00"))):
        month_of_punches(site)
        if extra:
            send(site, *extra)
        compact(store=store, actor=JOB, now=NOW)
        with CaptureQueriesContext(connection) as asked:
            month_sheet(site.road, SEPTEMBER, actor=site.world.actor("inspector"), store=store)
            devices_of(site.road, actor=site.world.actor("inspector"), now=NOW)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_only_the_job_makes_facts(site: Site, store: Store) -> None:
    month_of_punches(site)
    with pytest.raises(Refused):
        compact(store=store, actor=site.world.actor("inspector"), now=NOW)


def saved(row: Model) -> None:
    with change("access.installation.seed", actor=JOB, now=NOW) as doing:
        row.save()
        doing.note(row)


def test_the_job_runs_over_the_installations_store(site: Site) -> None:
    month_of_punches(site)
    assert attendance.run()["days"] == 4
    assert attendance.run() == asdict(Compacted())


def test_a_grid_handed_in_as_a_file_waits_where_it_names_nobody(site: Site, tmp_path: Path) -> None:
    marks = ["√"] * 30
    rows: list[list[str | int | float | dt.date | None]] = [
        ["2025年9月考勤表"], ["序号", "姓名", "身份证号", *range(1, 31)],
        [1, "测试甲", identity(1), *marks], [2, "无此人", None, *marks],
    ]  # fmt: skip
    content = xlsx(tmp_path / "kq.xlsx", Sheet(rows)).read_bytes()
    officer = site.world.actor("labour_wage_officer")
    received = receive_file([content], name="kq.xlsx", project=site.road, actor=officer, now=NOW)
    (receipt,) = received.receipts
    assert (receipt.rows, receipt.accepted, receipt.waiting) == (2, 1, 1)
    row = receipt.waiting_rows.get()
    assert row.faults[0]["code"] == "DM-001"
    assert DayMark.objects.count() == 30
    form = f'href="/projects/{site.road}/roster/enter"'
    with time_machine.travel(NOW, tick=False):
        for who, times in (("labour_wage_officer", 1), ("housing_officer", 0)):
            client = sign_in(site.world, who, at=NOW)
            page = client.get(f"/files/{receipt.pk}")
            assert (who, page.status_code, page.content.decode().count(form)) == (who, 200, times)
            assert client.get(f"/files/row/{row.pk}").content.decode().count(form) == times
